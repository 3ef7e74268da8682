extension JournalLine {
    /// The line as a file of format 1 holds it, with its checksum and line end; of format 2: ``LineChain``.
    public var encoded: [UInt8] {
        let payload = event.payload
        let type = Swift.type(of: payload).kind.rawValue
        return Self.closed(text(.one, type: type, payload.members.text))
    }

    /// The text before the checksum.
    func text(_ format: JournalFormat, type: String, _ members: String) -> String {
        "\(Self.head(format, sequence)),\"at\":\"\(at)\",\"type\":\"\(type)\",\(members)"
    }

    /// What every line begins with; the format of a journal, and where a line begins whose neighbour's end was lost, are known
    /// by it.
    static func head(_ format: JournalFormat, _ sequence: Int) -> String {
        "{\"v\":\(format.rawValue),\"seq\":\(sequence)"
    }

    /// A line's bytes from its text before the checksum.
    ///
    /// - Parameter before: checksum that this one goes on from; 0 for none.
    static func closed(_ text: String, after before: UInt32 = 0) -> [UInt8] {
        var text = text
        let checksum = text.withUTF8 { CRC32C.checksum($0, after: before) }
        return Array("\(text),\"crc\":\"\(CRC32C.text(checksum))\"}\n".utf8)
    }
}
