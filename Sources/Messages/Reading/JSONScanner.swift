/// Values of JSON (RFC 8259), one after the other, from bytes; commas before a closing bracket are let through.
struct JSONScanner {
    /// Why what stands there is no value.
    struct Fault: Error {
        /// Line on which it was seen.
        let line: Int
        let reason: String
    }

    /// More levels than any file of messages has; keeps a row of nothing but brackets from filling the stack.
    static let depthLimit = 100

    let bytes: [UInt8]
    private(set) var position: Int
    private(set) var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.markLength
    }

    /// Goes back to a place where it has been before.
    mutating func goBack(to position: Int, line: Int) { (self.position, self.line) = (position, line) }

    /// The byte at hand; nil at the end.
    var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func advance() {
        if let byte, byte.isLineEnd, !bytes.beginsPair(at: position) { line += 1 }
        position += 1
    }

    mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { advance() }
    }

    /// Passes over the rest of the line and its end.
    mutating func skipLine() {
        let line = line
        while byte != nil, self.line == line { advance() }
    }

    /// The value at hand.
    ///
    /// - Complexity: O(bytes of the value).
    mutating func value() throws(Fault) -> JSONValue { try value(depth: 0) }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.depthLimit else { throw fault("there are more than \(Self.depthLimit) levels") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case let byte? where byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
            return .number(try number())
        default:
            for (word, value) in Self.words where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return value
            }
            throw fault("expected a value, found \(found)")
        }
    }

    /// Python writes numbers that are none as NaN.
    private static let words: [(String, JSONValue)] = [
        ("true", .bool(true)), ("false", .bool(false)), ("null", .null), ("NaN", .null),
    ]

    private mutating func object(depth: Int) throws(Fault) -> JSONValue {
        var object = JSONObject(line: line)
        advance()
        while true {
            skipSpace()
            if byte == UInt8(ascii: "}") {
                advance()
                return .object(object)
            }
            guard byte == UInt8(ascii: "\"") else { throw fault("expected a name in quotes or }, found \(found)") }
            let name = try string()
            skipSpace()
            guard byte == UInt8(ascii: ":") else { throw fault("expected : behind a name, found \(found)") }
            advance()
            skipSpace()
            object.members.append(JSONObject.Member(name: name, value: try value(depth: depth + 1)))
            try passComma(before: UInt8(ascii: "}"))
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> JSONValue {
        var elements: [JSONValue] = []
        advance()
        while true {
            skipSpace()
            if byte == UInt8(ascii: "]") {
                advance()
                return .array(elements)
            }
            elements.append(try value(depth: depth + 1))
            try passComma(before: UInt8(ascii: "]"))
        }
    }

    private mutating func passComma(before end: UInt8) throws(Fault) {
        skipSpace()
        if byte == UInt8(ascii: ",") { return advance() }
        guard byte == end else { throw fault("expected , or \(Character(Unicode.Scalar(end))), found \(found)") }
    }

    private mutating func number() throws(Fault) -> String {
        let start = position
        let signs = Set("+-.eE0123456789".utf8)
        while let byte, signs.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard Double(text) != nil else { throw fault("expected a number, found '\(text.shortened)'") }
        return text
    }

    private mutating func string() throws(Fault) -> String {
        position += 1
        let start = position
        while let byte, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), !byte.isLineEnd {
            position += 1
        }
        guard byte != UInt8(ascii: "\"") else {
            position += 1
            return try text(bytes[start..<position - 1])
        }
        var content = Array(bytes[start..<position])
        while let byte {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(content[...])
            case UInt8(ascii: "\\"): try escape(into: &content)
            case 0x0A, 0x0D: throw fault("a text is not closed on its line")
            default:
                content.append(byte)
                position += 1
            }
        }
        throw fault("a text is not closed")
    }

    private func text(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
    }

    private mutating func escape(into content: inout [UInt8]) throws(Fault) {
        position += 1
        guard let sign = byte else { throw fault("a text is not closed") }
        position += 1
        switch sign {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(sign)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"): content.append(contentsOf: String(try scalar()).utf8)
        default: throw fault("\\ stands before a character that it does not belong to")
        }
    }

    /// What stands behind `\u`, with the second half of a pair.
    private mutating func scalar() throws(Fault) -> Character {
        let first = try unit()
        var code = first
        if (0xD800..<0xDC00).contains(first), byte == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let second = try unit()
            guard (0xDC00..<0xE000).contains(second) else { throw fault("\\u gives half a character") }
            code = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("\\u gives half a character") }
        return Character(scalar)
    }

    private mutating func unit() throws(Fault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("\\u needs four hexadecimal digits")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private var found: String {
        guard let byte else { return "the end of the file" }
        return byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "something else"
    }

    private func fault(_ reason: String) -> Fault { Fault(line: line, reason: reason) }
}
