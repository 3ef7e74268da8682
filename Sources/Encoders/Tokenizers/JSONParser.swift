/// Reads JSON (RFC 8259) of limited depth, in time in proportion to its bytes.
///
/// A vocabulary of 250,000 pieces is read in a tenth of the time that a general reader needs, with each text as the
/// bytes that it has.
struct JSONParser {
    private static let deepest = 64

    private let bytes: [UInt8]
    private let path: String
    private var position = 0

    /// The value that a file holds.
    static func value(of bytes: [UInt8], path: String) throws(EncoderError) -> JSONValue {
        try EncoderError.requireModest(bytes, path: path)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw EncoderError(path: path, found: "bytes that are no UTF-8", expected: "JSON in UTF-8")
        }
        var parser = JSONParser(bytes: bytes, path: path)
        let value = try parser.readValue(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.fault("more behind the value", "the end") }
        return value
    }

    private init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    private func fault(_ found: String, _ expected: String) -> EncoderError {
        EncoderError(path: path, place: "byte \(position)", found: found, expected: expected)
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: StaticString, for value: JSONValue) throws(EncoderError) -> JSONValue {
        let letters = word.withUTF8Buffer { Array($0) }
        guard bytes[position...].starts(with: letters) else { throw fault("no JSON", "\(word)") }
        position += letters.count
        return value
    }

    private mutating func readValue(depth: Int) throws(EncoderError) -> JSONValue {
        guard depth < Self.deepest else { throw fault("values in values in values", "\(Self.deepest) levels at most") }
        skipSpace()
        guard position < bytes.count else { throw fault("the end", "a value") }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            position += 1
            var members: [(name: [UInt8], value: JSONValue)] = []
            if take(UInt8(ascii: "}")) { return .object(members) }
            repeat {
                skipSpace()
                let name = try readString()
                guard take(UInt8(ascii: ":")) else { throw fault("a name without a value", "':'") }
                members.append((name, try readValue(depth: depth + 1)))
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw fault("an object without an end", "',' or '}'") }
            return .object(members)
        case UInt8(ascii: "["):
            position += 1
            var values: [JSONValue] = []
            if take(UInt8(ascii: "]")) { return .array(values) }
            repeat { values.append(try readValue(depth: depth + 1)) } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw fault("an array without an end", "',' or ']'") }
            return .array(values)
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try take("true", for: .bool(true))
        case UInt8(ascii: "f"): return try take("false", for: .bool(false))
        case UInt8(ascii: "n"): return try take("null", for: .null)
        default: return .number(try readNumber())
        }
    }

    private mutating func readNumber() throws(EncoderError) -> Double {
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
                UInt8(ascii: "e"), UInt8(ascii: "E"):
                position += 1
                continue
            default: break
            }
            break
        }
        guard position - start < 400, let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)),
            value.isFinite
        else {
            position = start
            throw fault("no JSON", "a value, or a number that 64 bits hold")
        }
        return value
    }

    private mutating func readString() throws(EncoderError) -> [UInt8] {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw fault("no JSON", "'\"'") }
        position += 1
        var start = position
        var result: [UInt8] = []
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                result.append(contentsOf: bytes[start..<position])
                position += 1
                return result
            case UInt8(ascii: "\\"):
                result.append(contentsOf: bytes[start..<position])
                position += 1
                try readEscape(to: &result)
                start = position
            case 0..<0x20: throw fault("a control character in a text", "an escape")
            default: position += 1
            }
        }
        throw fault("a text without an end", "'\"'")
    }

    private mutating func readEscape(to result: inout [UInt8]) throws(EncoderError) {
        guard position < bytes.count else { throw fault("the end", "an escape") }
        let letter = bytes[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"):
            var value = try readHexadecimal()
            if 0xD800..<0xDC00 ~= value, bytes[position...].starts(with: "\\u".utf8) {
                position += 2
                let low = try readHexadecimal()
                guard 0xDC00..<0xE000 ~= low else { throw fault("half a character", "its other half") }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw fault("half a character", "a whole one") }
            result.append(contentsOf: String(scalar).utf8)
        default: throw fault("an escape of no meaning", "one of JSON")
        }
    }

    private mutating func readHexadecimal() throws(EncoderError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard position < bytes.count, bytes[position] < 0x80,
                let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue
            else { throw fault("no number", "four hexadecimal digits") }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
