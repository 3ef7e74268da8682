/// A line's own bytes, for giving it another number without losing the fields that this program does not know.
struct RawLine {
    /// The text before the checksum.
    private let text: String

    /// - Parameter bytes: a sound line, without its line end.
    init(_ bytes: ArraySlice<UInt8>, isChecked: Bool) {
        // `,"crc":"` + eight digits + `"}`, or only the closing brace.
        let whole = String(decoding: bytes, as: UTF8.self)
        text = isChecked ? String(whole.dropLast(18)) : Self.withoutBrace(whole)
    }

    private static func withoutBrace(_ text: String) -> String {
        text.lastIndex(of: "}").map { String(text[..<$0]) } ?? text
    }

    /// The line with other numbers, and a checksum for them.
    ///
    /// - Parameter numbers: new values of whole-number fields of the outermost object, by name.
    func encoded(_ numbers: [String: Int]) -> [UInt8] {
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var depth = 0
        var position = 0
        var name: [UInt8] = []
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
                if depth == 1 { name = Array(bytes[start..<position].dropFirst().dropLast()) }
                result += bytes[start..<position]
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let start = position
                while position < bytes.count, Self.isOfNumber(bytes[position]) { position += 1 }
                let number = depth == 1 ? numbers[String(decoding: name, as: UTF8.self)] : nil
                if let number { result += Array("\(number)".utf8) } else { result += bytes[start..<position] }
                continue
            default: break
            }
            result.append(byte)
            position += 1
        }
        return JournalLine.closed(String(decoding: result, as: UTF8.self))
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
}
