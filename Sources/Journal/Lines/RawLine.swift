/// A line's own bytes, for giving it another number without losing the fields that this program does not know.
struct RawLine {
    /// The text before the checksum.
    private let text: String

    /// - Parameter bytes: a sound line, without its line end.
    init(_ bytes: ArraySlice<UInt8>, hasChecksum: Bool) {
        text =
            hasChecksum
            ? String(decoding: bytes.dropLast(LineTail.length), as: UTF8.self)
            : Self.withoutBrace(String(decoding: bytes, as: UTF8.self))
    }

    init(text: String) {
        self.text = text
    }

    private static func withoutBrace(_ text: String) -> String {
        text.lastIndex(of: "}").map { String(text[..<$0]) } ?? text
    }

    /// The text with another head, as every line that a program writes begins, and with other values in it; all else stays as it is.
    ///
    /// - Parameters:
    ///   - format: stands first.
    ///   - sequence: stands behind it.
    ///   - numbers: new values of other whole-number fields of the outermost object, by name.
    ///   - texts: new values of its texts, by name; a `journal` that is not there comes behind the `type`.
    func text(
        _ format: JournalFormat, _ sequence: Int, numbers: [String: Int] = [:], texts: [String: String] = [:]
    ) -> String {
        let head = JournalLine.head(format, sequence)
        let others = members(numbers, texts).filter { !["v", "seq"].contains($0.name) }
        return others.reduce(into: head) { text, member in
            text += "," + String(decoding: member.bytes, as: UTF8.self)
        }
    }

    /// The fields of the outermost object as they are written, with other values.
    private func members(_ numbers: [String: Int], _ texts: [String: String]) -> [(name: String, bytes: [UInt8])] {
        var members: [(name: String, bytes: [UInt8])] = []
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var depth = 0
        var position = 0
        var name = ""
        var isValue = false
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                let start = position
                position += 1
                while position < bytes.count, bytes[position] != byte {
                    position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position = min(position + 1, bytes.count)
                if depth == 1, !isValue {
                    name = String(decoding: bytes[start..<position].dropFirst().dropLast(), as: UTF8.self)
                }
                if depth == 1, isValue, let other = texts[name] {
                    result += Array("\"\(other)\"".utf8)
                    if name == "type", let journal = texts["journal"], !text.contains("\"journal\":\"") {
                        result += Array(",\"journal\":\"\(journal)\"".utf8)
                    }
                } else {
                    result += bytes[start..<position]
                }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth == 1 { result = [] } else { result.append(byte) }
            case UInt8(ascii: ","):
                if depth == 1 {
                    members.append((name, result))
                    (result, isValue) = ([], false)
                } else {
                    result.append(byte)
                }
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = position
                while position < bytes.count, Self.isOfNumber(bytes[position]) { position += 1 }
                let number = depth == 1 ? numbers[name] : nil
                if let number { result += Array("\(number)".utf8) } else { result += bytes[start..<position] }
                continue
            default:
                if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") { depth -= 1 }
                if byte == UInt8(ascii: ":"), depth == 1 { isValue = true }
                result.append(byte)
            }
            position += 1
        }
        members.append((name, result))
        return members
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
}
