/// Reads the JSON of a tensor file's header: objects of known depth, strings and whole numbers, and nothing else.
///
/// A general reader would pass over names that stand twice, and turn large numbers into others.
public struct HeaderReader {
    /// What the header says of a tensor.
    struct TensorEntry {
        var type = ""
        var shape: [Int] = []
        var start = 0
        var end = 0
    }

    private let bytes: ArraySlice<UInt8>
    private let path: String
    private var position: Int

    public init(_ bytes: ArraySlice<UInt8>, path: String) {
        self.bytes = bytes
        self.path = path
        position = bytes.startIndex
    }

    /// Reads an object member by member.
    ///
    /// - Parameter member: has to read the value of the name that it is given.
    mutating func readObject(
        of place: TensorFileError.Place,
        member: (inout HeaderReader, String) throws(TensorFileError) -> Void
    ) throws(TensorFileError) {
        var names: Set<String> = []
        try read("{", of: place)
        if take("}") { return }
        repeat {
            let name = try readString(of: place)
            guard names.insert(name).inserted else {
                throw fault(place, "the name '\(name)' twice", "each name once")
            }
            try read(":", of: place)
            try member(&self, name)
        } while take(",")
        try read("}", of: place)
    }

    /// Reads what the header says of a tensor.
    mutating func readTensor(_ name: String) throws(TensorFileError) -> TensorEntry {
        let place = TensorFileError.Place.tensor(name)
        var entry = TensorEntry()
        var known: Set<String> = []
        try readObject(of: place) { json, key throws(TensorFileError) in
            known.insert(key)
            switch key {
            case "dtype": entry.type = try json.readString(of: place)
            case "shape": entry.shape = try json.readNumbers(of: place)
            case "data_offsets":
                let offsets = try json.readNumbers(of: place)
                guard offsets.count == 2 else {
                    throw json.fault(place, "\(offsets.count) offsets", "two, of its first byte and behind its last")
                }
                (entry.start, entry.end) = (offsets[0], offsets[1])
            default: throw json.fault(place, "'\(key)'", "dtype, shape and data_offsets")
            }
        }
        guard known.count == 3 else {
            throw fault(place, "only \(known.sorted().joined(separator: ", "))", "dtype, shape and data_offsets")
        }
        return entry
    }

    /// Reads an array of strings.
    public mutating func readStrings(of place: TensorFileError.Place) throws(TensorFileError) -> [String] {
        var strings: [String] = []
        try read("[", of: place)
        if take("]") { return strings }
        repeat { strings.append(try readString(of: place)) } while take(",")
        try read("]", of: place)
        return strings
    }

    /// Reads an array of whole numbers from 0 up.
    public mutating func readNumbers(of place: TensorFileError.Place) throws(TensorFileError) -> [Int] {
        var numbers: [Int] = []
        try read("[", of: place)
        if take("]") { return numbers }
        repeat { numbers.append(try readNumber(of: place)) } while take(",")
        try read("]", of: place)
        return numbers
    }

    private mutating func readNumber(of place: TensorFileError.Place) throws(TensorFileError) -> Int {
        skipSpaces()
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let text = String(decoding: digits, as: UTF8.self)
        guard let number = Int(text), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            throw fault(place, text.isEmpty ? next : "'\(text)'", "a whole number from 0 to \(Int.max)")
        }
        position = digits.endIndex
        return number
    }

    /// Reads a string.
    mutating func readString(of place: TensorFileError.Place) throws(TensorFileError) -> String {
        try read("\"", of: place)
        var content: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw fault(place, "a string that is not UTF-8", "UTF-8")
                }
                return text
            case UInt8(ascii: "\\"): content += Array(String(try readEscape(of: place)).utf8)
            case 0..<0x20: throw fault(place, "a control character in a string", "it escaped")
            default: content.append(byte)
            }
        }
        throw fault(place, "a string without an end", "a quote")
    }

    private mutating func readEscape(of place: TensorFileError.Place) throws(TensorFileError) -> Unicode.Scalar {
        guard position < bytes.endIndex else { throw fault(place, "the end of the header", "what is escaped") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let first = try readCodeUnit(of: place)
            if let scalar = Unicode.Scalar(first) { return scalar }
            guard bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
                throw fault(place, "half of a surrogate pair", "both halves")
            }
            position += 2
            let second = try readCodeUnit(of: place)
            let value = 0x10000 + (UInt32(first) & 0x3FF) << 10 + UInt32(second) & 0x3FF
            guard first < 0xDC00, (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(value) else {
                throw fault(place, "half of a surrogate pair", "both halves")
            }
            return scalar
        default: throw fault(place, "an escape that JSON does not have", "one that it has")
        }
    }

    /// Four hexadecimal digits.
    private mutating func readCodeUnit(of place: TensorFileError.Place) throws(TensorFileError) -> UInt16 {
        let digits = bytes[position...].prefix(4)
        let text = String(decoding: digits, as: UTF8.self)
        guard digits.count == 4, text.utf8.allSatisfy({ UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 }),
            let unit = UInt16(text, radix: 16)
        else {
            throw fault(place, "'\(text)' behind \\u", "four hexadecimal digits")
        }
        position = digits.endIndex
        return unit
    }

    /// Only spaces follow.
    public mutating func readEnd(of place: TensorFileError.Place = .header) throws(TensorFileError) {
        skipSpaces()
        guard position == bytes.endIndex else { throw fault(place, next, "its end") }
    }

    private mutating func read(_ sign: Unicode.Scalar, of place: TensorFileError.Place) throws(TensorFileError) {
        guard take(sign) else { throw fault(place, next, "'\(sign)'") }
    }

    /// Whether a sign is next, which then is passed.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard position < bytes.endIndex, bytes[position] == UInt8(truncatingIfNeeded: sign.value) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while position < bytes.endIndex, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
    }

    /// What stands here, in words.
    private var next: String {
        guard position < bytes.endIndex else { return "its end" }
        return "'\(String(decoding: bytes[position...].prefix(10), as: UTF8.self))' at byte \(position)"
    }

    private func fault(_ place: TensorFileError.Place, _ found: String, _ expected: String) -> TensorFileError {
        TensorFileError(path: path, place: place, found: found, expected: expected)
    }
}
