import Notation

/// Reads the fields of a protocol buffer's message one by one, and trusts no length in it.
struct ProtobufReader {
    enum Value {
        case varint(UInt64)
        case fixed32(UInt32)
        case fixed64(UInt64)
        /// Bytes, a text or a message: where it stands in the file.
        case bytes(Range<Int>)
    }

    private let bytes: [UInt8]
    private let path: String
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8], path: String) {
        self.init(bytes, range: 0..<bytes.count, path: path)
    }

    /// Reads the message in a range that a reader of the same bytes has found.
    init(_ bytes: [UInt8], range: Range<Int>, path: String) {
        self.bytes = bytes
        self.path = path
        position = range.lowerBound
        end = range.upperBound
    }

    /// The next field's number and value; nil behind the last.
    mutating func next() throws(EncoderError) -> (field: Int, value: Value)? {
        guard position < end else { return nil }
        let start = position
        let key = try readVarint()
        guard let field = Int(exactly: key >> 3), 1..<(1 << 29) ~= field else {
            throw fault(at: start, "a field numbered \(key >> 3)", "a number from 1 to 536870911")
        }
        switch key & 7 {
        case 0: return (field, .varint(try readVarint()))
        case 1:
            let low = try readFixed32()
            return (field, .fixed64(UInt64(low) | UInt64(try readFixed32()) << 32))
        case 2:
            let length = try readVarint()
            guard length <= UInt64(end - position) else {
                throw fault(
                    at: start, "a field of \(CountText.text(length, "byte"))",
                    "no more than the \(end - position) that are left")
            }
            let range = position..<(position + Int(length))
            position = range.upperBound
            return (field, .bytes(range))
        case 5: return (field, .fixed32(try readFixed32()))
        default: throw fault(at: start, "a field of type \(key & 7)", "0, 1, 2 or 5")
        }
    }

    private mutating func readVarint() throws(EncoderError) -> UInt64 {
        var value: UInt64 = 0
        let start = position
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < end else { throw fault(at: start, "the end", "the rest of a number") }
            let byte = bytes[position]
            position += 1
            if shift == 63, byte > 1 { break }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw fault(at: start, "a number of more than 64 bits", "one of 64 at most")
    }

    private mutating func readFixed32() throws(EncoderError) -> UInt32 {
        guard end - position >= 4 else { throw fault(at: position, "the end", "four bytes more") }
        let value = bytes.littleEndian32(at: position)
        position += 4
        return value
    }

    private func fault(at offset: Int, _ found: String, _ expected: String) -> EncoderError {
        EncoderError(path: path, place: "byte \(offset)", found: found, expected: expected)
    }
}

extension [UInt8] {
    /// Four bytes as a number, the lowest first; they have to be there.
    func littleEndian32(at offset: Int) -> UInt32 {
        UInt32(self[offset]) | UInt32(self[offset + 1]) << 8 | UInt32(self[offset + 2]) << 16
            | UInt32(self[offset + 3]) << 24
    }
}
