import Foundation

/// What is wrong with a line of a journal.
public struct LineDamage: Error, Hashable, CustomStringConvertible {
    /// What was found and what was expected.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension JournalLine {
    /// Reads a line of format 1, given without its line end.
    ///
    /// A line without a checksum is taken; one with a wrong checksum is not.
    public init(decoding bytes: ArraySlice<UInt8>) throws(LineDamage) {
        let isChecked = try Self.verifyChecksum(bytes)
        if isChecked, let line = Self.canonical(bytes, .one) {
            self = line
            return
        }
        let members = try Self.members(bytes)
        let (version, sequence, at) = try Self.head(members)
        if version == JournalFormat.two.rawValue {
            throw LineDamage("found a line of format 2 in a journal of format 1: it is of another journal")
        }
        let event = try members.event(version: version)
        self.init(sequence: sequence, at: at, event: event, isChecked: isChecked)
        try checkPlausibility()
    }

    /// Reads a line of format 2, given without its line end, whose checksum somebody else minds.
    ///
    /// - Returns: the line, and of a journal's first line its id.
    static func read(
        chained bytes: ArraySlice<UInt8>
    ) throws(LineDamage) -> (line: JournalLine, identity: JournalIdentity?) {
        if let line = canonical(bytes, .two), line.sequence > 0 { return (line, nil) }
        let members = try members(bytes)
        let (version, sequence, at) = try head(members)
        if version == JournalFormat.one.rawValue {
            throw LineDamage("found a line of format 1 in a journal of format 2: an older program, or a hand, wrote it")
        }
        let type: String? = members["type"]
        let isFirst = type == JournalIdentity.type
        guard isFirst == (sequence == 0) else {
            throw LineDamage(
                isFirst
                    ? "found the first line of a journal with seq \(sequence): it is of another journal"
                    : "found a first line of type '\(type ?? "")', expected '\(JournalIdentity.type)'")
        }
        var identity: JournalIdentity?
        if isFirst {
            guard let text: String = members["journal"], let own = JournalIdentity(text) else {
                throw LineDamage("found a first line without a proper 'journal': 32 hexadecimal digits")
            }
            identity = own
        }
        let event = try isFirst ? members.beginning() : members.event(version: version)
        let isUnchecked: Bool? = members["unchecked"]
        let line = JournalLine(sequence: sequence, at: at, event: event, isChecked: isUnchecked != true)
        try line.checkPlausibility()
        return (line, identity)
    }

    private static func members(_ bytes: ArraySlice<UInt8>) throws(LineDamage) -> JSONMembers {
        let parsed = try? JSONSerialization.jsonObject(with: Data(bytes))
        guard let object = parsed as? [String: Any] else { throw LineDamage("found no JSON object") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw LineDamage("found bytes that are not UTF-8")
        }
        return JSONMembers(object)
    }

    private static func head(
        _ members: JSONMembers
    ) throws(LineDamage) -> (version: Int, sequence: Int, at: Timestamp) {
        guard let version: Int = members["v"] else { throw LineDamage("found no version 'v'") }
        if version > JournalFormat.newest.rawValue {
            throw LineDamage(
                "found format \(version), which this program does not know; a newer tocsin wrote it: use that one")
        }
        guard let sequence: Int = members["seq"], sequence >= 0 else { throw LineDamage("found no sequence 'seq'") }
        guard let time: String = members["at"], let at = Timestamp(time) else {
            throw LineDamage("found no time 'at' of the form 2026-11-24T10:00:00.123Z")
        }
        return (version, sequence, at)
    }

    private static func canonical(_ bytes: ArraySlice<UInt8>, _ format: JournalFormat) -> JournalLine? {
        bytes.withUnsafeBufferPointer { buffer in
            var line = CanonicalLine(buffer, format: format)
            return line.parsed()
        }
    }

    /// - Returns: whether there is a checksum.
    private static func verifyChecksum(_ bytes: ArraySlice<UInt8>) throws(LineDamage) -> Bool {
        if LineTail.isShaped(bytes) {
            let tail = LineTail(bytes)
            let expected = LineTail.checksum(of: bytes)
            guard tail?.checksum == expected else {
                throw LineDamage(
                    "found checksum \(LineTail.digits(bytes)), the line's bytes give \(CRC32C.text(expected))")
            }
            return true
        }
        // A checksum that is not where we put it: the end of the line was changed.
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\"crc\"") { throw LineDamage("found a checksum that is not at the end of the line") }
        return false
    }
}
