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
    /// Reads a line, given without its line end.
    ///
    /// A line without a checksum is taken; one with a wrong checksum is not.
    public init(decoding bytes: ArraySlice<UInt8>) throws(LineDamage) {
        let isChecked = try Self.verifyChecksum(bytes)
        if isChecked, let line = Self.canonical(bytes) {
            self = line
            return
        }
        let parsed = try? JSONSerialization.jsonObject(with: Data(bytes))
        guard let object = parsed as? [String: Any] else { throw LineDamage("found no JSON object") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw LineDamage("found bytes that are not UTF-8")
        }
        let members = JSONMembers(object)
        guard let version: Int = members["v"] else { throw LineDamage("found no version 'v'") }
        guard let sequence: Int = members["seq"], sequence >= 0 else { throw LineDamage("found no sequence 'seq'") }
        guard let time: String = members["at"], let at = Timestamp(time) else {
            throw LineDamage("found no time 'at' of the form 2026-11-24T10:00:00.123Z")
        }
        let event = try members.event(version: version)
        self.init(sequence: sequence, at: at, event: event, isChecked: isChecked)
    }

    private static func canonical(_ bytes: ArraySlice<UInt8>) -> JournalLine? {
        bytes.withUnsafeBufferPointer { buffer in
            var line = CanonicalLine(buffer)
            return line.parsed()
        }
    }

    private static let checksumMark = Array(",\"crc\":\"".utf8)

    /// - Returns: whether there is a checksum.
    private static func verifyChecksum(_ bytes: ArraySlice<UInt8>) throws(LineDamage) -> Bool {
        // `,"crc":"` + eight digits + `"}` are the last eighteen bytes.
        let tail = bytes.suffix(18)
        if tail.count == 18, tail.starts(with: checksumMark), tail.hasSuffix(UInt8(ascii: "\""), UInt8(ascii: "}")) {
            let expected = bytes.dropLast(18).withUnsafeBufferPointer { CRC32C.checksum($0) }
            let digits = tail.dropFirst(8).prefix(8)
            guard CRC32C.value(ofDigits: digits) == expected else {
                throw LineDamage(
                    "found checksum \(String(decoding: digits, as: UTF8.self)), "
                        + "the line's bytes give \(CRC32C.text(expected))")
            }
            return true
        }
        // A checksum that is not where we put it: the end of the line was changed.
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\"crc\"") { throw LineDamage("found a checksum that is not at the end of the line") }
        return false
    }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ first: UInt8, _ second: UInt8) -> Bool {
        count >= 2 && self[endIndex - 2] == first && self[endIndex - 1] == second
    }
}
