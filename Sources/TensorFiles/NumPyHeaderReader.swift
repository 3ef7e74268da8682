/// Reads the header of an array of NumPy: a dictionary of a string, a truth value and a tuple, in any order, and nothing
/// else that Python could write.
struct NumPyHeaderReader {
    struct Header {
        var type = ""
        var isFortranOrder = false
        var shape: [Int] = []
    }

    private let bytes: [UInt8]
    private let path: String
    private var position = 0

    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    mutating func read() throws(TensorFileError) -> Header {
        var header = Header()
        var known: Set<String> = []
        try expect("{")
        while !take("}") {
            let key = try readString()
            guard known.insert(key).inserted else { throw fault("'\(key)' twice", "each key once") }
            try expect(":")
            switch key {
            case "descr": header.type = try readString()
            case "fortran_order": header.isFortranOrder = try readTruth()
            case "shape": header.shape = try readTuple()
            default: throw fault("'\(key)'", "descr, fortran_order and shape")
            }
            if !take(",") {
                try expect("}")
                break
            }
        }
        guard known.count == 3 else {
            throw fault("only \(known.sorted().joined(separator: ", "))", "descr, fortran_order and shape")
        }
        skipSpaces()
        guard position == bytes.count else { throw fault(next, "its end") }
        return header
    }

    private mutating func readString() throws(TensorFileError) -> String {
        let quote = take("'") ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        if quote == UInt8(ascii: "\"") { try expect("\"") }
        let content = bytes[position...].prefix { $0 != quote }
        guard content.endIndex < bytes.count, content.allSatisfy({ 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\\") })
        else { throw fault(next, "a plain string in quotes") }
        position = content.endIndex + 1
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func readTruth() throws(TensorFileError) -> Bool {
        skipSpaces()
        for (word, value) in [("False", false), ("True", true)] where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        throw fault(next, "True or False")
    }

    /// Sizes in round brackets: none, `(3,)`, `(3, 4)`.
    private mutating func readTuple() throws(TensorFileError) -> [Int] {
        var sizes: [Int] = []
        try expect("(")
        while !take(")") {
            skipSpaces()
            let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let size = Int(String(decoding: digits, as: UTF8.self)) else {
                throw fault(next, "a size from 0 to \(Int.max)")
            }
            sizes.append(size)
            position = digits.endIndex
            if !take(",") {
                try expect(")")
                break
            }
        }
        return sizes
    }

    private mutating func expect(_ sign: Unicode.Scalar) throws(TensorFileError) {
        guard take(sign) else { throw fault(next, "\(sign)") }
    }

    /// Whether a sign is next, which then is passed.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard position < bytes.count, bytes[position] == UInt8(truncatingIfNeeded: sign.value) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x0A { position += 1 }
    }

    /// What stands here, in words.
    private var next: String {
        guard position < bytes.count else { return "its end" }
        return "'\(String(decoding: bytes[position...].prefix(10), as: UTF8.self))' at byte \(position)"
    }

    private func fault(_ found: String, _ expected: String) -> TensorFileError {
        TensorFileError(path: path, place: .header, found: found, expected: expected)
    }
}
