/// Lines of format 2 as they are written, one behind the other: each checksum goes on from the one before, so that a line says
/// what stands before it as well.
public struct LineChain: Sendable {
    private let identity: JournalIdentity
    /// Checksum of the last line; 0 before the first.
    private(set) var checksum: UInt32

    /// Begins a journal.
    public init(identity: JournalIdentity) {
        self.init(identity: identity, after: 0)
    }

    init(identity: JournalIdentity, after checksum: UInt32) {
        self.identity = identity
        self.checksum = checksum
    }

    /// The next line as the file holds it, with its checksum and line end.
    public mutating func encoded(_ line: JournalLine) -> [UInt8] { closed(text(line)) }

    private func text(_ line: JournalLine) -> String {
        let payload = line.event.payload
        var type = Swift.type(of: payload).kind.rawValue
        var members = payload.members.text
        if line.sequence == 0, line.event.beginsJournal {
            type = JournalIdentity.type
            members = "\"journal\":\"\(identity)\",\(members)"
        }
        if !line.isChecked { members += Self.uncheckedMark }
        return line.text(.two, type: type, members)
    }

    private static let uncheckedMark = ",\"unchecked\":true"

    /// A line's bytes from its text before the checksum.
    mutating func closed(_ text: String) -> [UInt8] {
        let bytes = JournalLine.closed(text, after: checksum)
        checksum = LineTail(bytes.dropLast())?.checksum ?? 0
        return bytes
    }

    /// The next line from one of a sound journal, with all its fields, also those that this program does not know.
    ///
    /// - Parameters:
    ///   - line: what it says; where it is not checked, it is marked so.
    ///   - bytes: the line as it stands there, without its end.
    ///   - format: of that journal.
    ///   - shift: how many lines have come before that journal's first.
    mutating func encoded(
        _ line: JournalLine, from bytes: ArraySlice<UInt8>, _ format: JournalFormat, shift: Int = 0
    ) -> [UInt8] {
        if format == .one, shift == 0, line.sequence > 0, line.isChecked,
            bytes.starts(with: JournalFormat.beginningOfOne)
        {
            // As this program writes it: only the number of the format is another.
            var text = Array(bytes.dropLast(LineTail.length))
            text[JournalFormat.placeOfNumber] = UInt8(ascii: "2")
            if let encoded = closed(line, String(decoding: text, as: UTF8.self), shift) { return encoded }
        }
        let raw = RawLine(bytes, hasChecksum: format == .two || line.isChecked)
        if let encoded = encoded(line, from: raw, shift) { return encoded }
        // Names that are hidden, as by escapes, cannot be changed in their place: what the line says is written anew.
        let plain = RawLine(text: text(line))
        return encoded(line, from: plain, shift) ?? encoded(line)
    }

    private mutating func encoded(_ line: JournalLine, from raw: RawLine, _ shift: Int) -> [UInt8]? {
        let sequence = line.sequence + shift
        let numbers = line.event.references.mapValues { $0 + shift }
        var texts: [String: String] = [:]
        if sequence == 0 {
            (texts["type"], texts["journal"]) = (JournalIdentity.type, "\(identity)")
        } else {
            texts["type"] = Swift.type(of: line.event.payload).kind.rawValue
        }
        var text = raw.text(.two, sequence, numbers: numbers, texts: texts)
        if !line.isChecked, !text.hasSuffix(Self.uncheckedMark) { text += Self.uncheckedMark }
        return closed(line, text, shift)
    }

    /// - Returns: nil where it would not be read as what it is.
    private mutating func closed(_ line: JournalLine, _ text: String, _ shift: Int) -> [UInt8]? {
        var next = self
        let bytes = next.closed(text)
        guard let (read, _) = try? JournalLine.read(chained: bytes.dropLast()), read.sequence == line.sequence + shift,
            read.at == line.at, read.isChecked == line.isChecked, shift > 0 || read.event == line.event
        else { return nil }
        self = next
        return bytes
    }
}

extension JournalEvent {
    /// Whether the first line may say it.
    var beginsJournal: Bool {
        switch self {
        case .session, .lost: true
        default: false
        }
    }
}
