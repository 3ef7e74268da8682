import Notation

/// A file of named tensors, as the published description of the safetensors format has it.
///
/// Eight bytes are the length of the header, little-endian. The header is an object of JSON, perhaps with spaces behind
/// it. It has a member for each tensor, `"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`, and
/// `"__metadata__"`, an object of strings. Behind it stand the tensors' bytes, little-endian and row by row; the offsets
/// count from there, and no byte belongs to two tensors or to none. Source:
/// https://huggingface.co/docs/safetensors, under "Format".
struct Safetensors: Sendable {
    /// What the elements of a tensor are. The format has more; a model needs these.
    enum ElementType: String, Sendable {
        case u64 = "U64"
        case u32 = "U32"
        case f32 = "F32"

        var byteCount: Int { self == .u64 ? 8 : 4 }
    }

    struct Tensor: Sendable {
        let name: String
        let type: ElementType
        let shape: [Int]
        /// As many as type and shape say.
        let bytes: ArraySlice<UInt8>
    }

    let metadata: [(key: String, value: String)]
    /// In the order of their bytes.
    let tensors: [Tensor]

    init(metadata: [(key: String, value: String)], tensors: [Tensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    private static let metadataName = "__metadata__"
    /// Longer headers than any model has are refused.
    private static let headerLimit = 1 << 20

    // MARK: Writing

    /// The whole file. The header is filled up to a multiple of eight, so that tensors of eight-byte elements that come
    /// first, and those of four behind them, are aligned.
    var bytes: [UInt8] {
        var members = [
            JSONText.quoted(Self.metadataName) + ":{"
                + metadata.map { JSONText.quoted($0.key) + ":" + JSONText.quoted($0.value) }.joined(separator: ",")
                + "}"
        ]
        var end = 0
        for tensor in tensors {
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            members.append(
                "\(JSONText.quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(end),\(end + tensor.bytes.count)]}")
            end += tensor.bytes.count
        }
        var header = Array("{\(members.joined(separator: ","))}".utf8)
        header += Array(repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
        var result: [UInt8] = []
        result.reserveCapacity(8 + header.count + end)
        result += Self.littleEndian([UInt64(header.count)])
        result += header
        for tensor in tensors { result += tensor.bytes }
        return result
    }

    /// Whole numbers byte by byte, the lowest first.
    static func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * Number.bitWidth / 8)
        for number in numbers {
            for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
            }
        }
        return bytes
    }

    /// Whole numbers from their bytes; what is left over at the end is none.
    static func numbers<Number: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> [Number] {
        let width = Number.bitWidth / 8
        return (0..<bytes.count / width).map { position in
            var number: Number = 0
            for byte in (0..<width).reversed() {
                number = number << 8 | Number(truncatingIfNeeded: bytes[bytes.startIndex + position * width + byte])
            }
            return number
        }
    }

    // MARK: Reading

    /// Whether bytes begin as such a file: no text does, for it would have a header of many gigabytes.
    static func isBeginning(_ bytes: [UInt8]) -> Bool {
        bytes.count > 8 && headerLength(bytes) <= UInt64(headerLimit) && bytes[8] == UInt8(ascii: "{")
    }

    private static func headerLength(_ bytes: [UInt8]) -> UInt64 {
        let numbers: [UInt64] = numbers(bytes.prefix(8))
        return numbers.first ?? 0
    }

    /// Reads a file, in memory that its size bounds.
    ///
    /// - Parameter path: for errors.
    /// - Throws: ``ModelFileError``: nothing in the file is trusted.
    /// - Complexity: O(bytes of the header); the tensors' own bytes are not looked at.
    init(_ bytes: [UInt8], path: String) throws(ModelFileError) {
        func fault(_ place: ModelFileError.Place, _ found: String, _ expected: String) -> ModelFileError {
            ModelFileError(path: path, place: place, found: found, expected: expected)
        }
        guard bytes.count >= 8 else {
            throw fault(.header, "\(bytes.count) bytes in all", "8 bytes that say how long the header is")
        }
        let length = Self.headerLength(bytes)
        guard length <= UInt64(Self.headerLimit) else {
            throw fault(.header, "a length of \(length) bytes", "at most \(Self.headerLimit)")
        }
        let start = 8 + Int(length)
        guard start <= bytes.count else {
            throw fault(.header, "\(bytes.count - 8) bytes where it says \(length)", "the whole header; is it cut off?")
        }
        var json = HeaderReader(bytes[8..<start], path: path)
        var metadata: [(key: String, value: String)]?
        var entries: [(name: String, entry: HeaderReader.TensorEntry)] = []
        try json.readObject(of: .header) { json, name throws(ModelFileError) in
            if name == Self.metadataName {
                var members: [(key: String, value: String)] = []
                try json.readObject(of: .metadata(name)) { json, key throws(ModelFileError) in
                    members.append((key, try json.readString(of: .metadata(key))))
                }
                metadata = members
            } else {
                entries.append((name, try json.readTensor(name)))
            }
        }
        try json.readEnd()
        self.metadata = metadata ?? []
        // Where all begin at the end of another, none overlap and no byte is left over.
        var tensors: [Tensor] = []
        var end = 0
        let available = bytes.count - start
        for (name, entry) in entries.sorted(by: { ($0.entry.start, $0.entry.end) < ($1.entry.start, $1.entry.end) }) {
            let place = ModelFileError.Place.tensor(name)
            guard let type = ElementType(rawValue: entry.type) else {
                throw fault(place, "elements of type '\(entry.type)'", "U64, U32 or F32")
            }
            guard entry.start == end, entry.end >= entry.start else {
                throw fault(
                    place, "bytes \(entry.start) to \(entry.end)", "a beginning at \(end), where the one before it ends"
                )
            }
            guard entry.end <= available else {
                throw fault(
                    place, "an end at byte \(entry.end)", "at most \(available), where the file ends; is it cut off?")
            }
            var count = type.byteCount
            for size in entry.shape {
                let (product, overflows) = count.multipliedReportingOverflow(by: size)
                guard !overflows else { throw fault(place, "shape \(entry.shape)", "fewer elements") }
                count = product
            }
            guard count == entry.end - entry.start else {
                throw fault(
                    place, "\(entry.end - entry.start) bytes", "\(count) for the shape \(entry.shape) of \(entry.type)")
            }
            tensors.append(
                Tensor(
                    name: name, type: type, shape: entry.shape, bytes: bytes[start + entry.start..<start + entry.end]))
            end = entry.end
        }
        guard end == available else {
            throw fault(.header, "\(available) bytes of tensors in the file", "\(end), where the last one ends")
        }
        self.tensors = tensors
    }
}
