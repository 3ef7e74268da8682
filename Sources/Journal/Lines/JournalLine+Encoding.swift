extension JournalLine {
    /// The line as the file holds it, with its checksum and line end.
    public var encoded: [UInt8] {
        let payload = event.payload
        let members = payload.members.text
        let type = Swift.type(of: payload).kind.rawValue
        return Self.closed("{\"v\":1,\"seq\":\(sequence),\"at\":\"\(at)\",\"type\":\"\(type)\",\(members)")
    }

    /// A line's bytes from its text before the checksum.
    static func closed(_ text: String) -> [UInt8] {
        var text = text
        let checksum = text.withUTF8 { CRC32C.checksum($0) }
        return Array("\(text),\"crc\":\"\(CRC32C.text(checksum))\"}\n".utf8)
    }
}
