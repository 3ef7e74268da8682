/// Character references of HTML, as feeds leave them in texts.
enum Entities {
    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{00A0}",
    ]

    /// Decodes each reference once (`&amp;lt;` becomes `&lt;`); what is none, or names no character, stays as it is.
    ///
    /// - Complexity: O(bytes).
    static func decoded(_ text: String) -> String {
        var text = text
        // A string's view of its bytes would be asked for each of them.
        guard text.withUTF8({ $0.contains(UInt8(ascii: "&")) }) else { return text }
        var result = ""
        var rest = Substring(text)
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            let body = rest.dropFirst().prefix(9)
            if let end = body.firstIndex(of: ";"), let character = character(body[..<end]) {
                result += character
                rest = rest[rest.index(after: end)...]
            } else {
                result += "&"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func character(_ name: Substring) -> String? {
        guard name.first == "#" else { return named[String(name)] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number > 0, let scalar = Unicode.Scalar(number) else { return nil }
        return String(Character(scalar))
    }
}
