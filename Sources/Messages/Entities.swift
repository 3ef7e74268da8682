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
        let plain = text.withUTF8 { bytes in bytes.contains(ampersand) ? decoded(bytes) : nil }
        if let plain { return String(decoding: plain, as: UTF8.self) }
        return text.utf8.contains(ampersand) ? decodedByCharacters(text) : text
    }

    static func decodedByCharacters(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let ampersand = rest.firstIndex(of: "&") {
            result += rest[..<ampersand]
            rest = rest[ampersand...]
            let body = rest.dropFirst().prefix(longestBody)
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

    /// As ``decoded(_:)-(String)`` of UTF-8, byte by byte; nil where a character beyond ASCII is in or next to what may be a
    /// reference, for it may make one character with a sign of it, or be the same as one.
    ///
    /// - Complexity: O(bytes).
    static func decoded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var (start, place) = (0, 0)
        while place < bytes.count {
            guard bytes[place] == ampersand else {
                place += 1
                continue
            }
            if place > 0, bytes[place - 1] >= 0x80 { return nil }
            let body = bytes[(place + 1)...].prefix(longestBody)
            // U+037E is a semicolon in two bytes.
            if body.contains(where: { $0 >= 0x80 }) { return nil }
            guard let end = body.firstIndex(of: UInt8(ascii: ";")) else {
                place += 1
                continue
            }
            if end + 1 < bytes.count, bytes[end + 1] >= 0x80 { return nil }
            guard let character = character(Substring(decoding: body[..<end], as: UTF8.self)) else {
                place += 1
                continue
            }
            result += bytes[start..<place]
            result += character.utf8
            (start, place) = (end + 1, end + 1)
        }
        return result + bytes[start...]
    }

    private static let ampersand = UInt8(ascii: "&")
    /// Characters behind an ampersand among which a semicolon is looked for.
    private static let longestBody = 9

    private static func character(_ name: Substring) -> String? {
        guard name.first == "#" else { return named[String(name)] }
        let digits = name.dropFirst()
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number > 0, let scalar = Unicode.Scalar(number) else { return nil }
        return String(Character(scalar))
    }
}
