import Notation

/// A file of named tensors, as the published description of the safetensors format has it.
///
/// Eight bytes are the length of the header, little-endian. The header is an object of JSON, perhaps with spaces behind
/// it. It has a member for each tensor, `"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`, and
/// `"__metadata__"`, an object of strings. Behind it stand the tensors' bytes, little-endian and row by row; the offsets
/// count from there, and no byte belongs to two tensors or to none. Source:
/// https://huggingface.co/docs/safetensors, under "Format".
public struct Safetensors: Sendable {
    public struct Tensor: Sendable {
        public let name: String
        public let type: ElementType
        public let shape: [Int]
        /// As many as type and shape say.
        public let bytes: FileBytes

        public init(name: String, type: ElementType, shape: [Int], bytes: FileBytes) {
            self.name = name
            self.type = type
            self.shape = shape
            self.bytes = bytes
        }
    }

    public let metadata: [(key: String, value: String)]
    /// In the order of their bytes.
    public let tensors: [Tensor]

    public init(metadata: [(key: String, value: String)], tensors: [Tensor]) {
        self.metadata = metadata
        self.tensors = tensors
    }

    private static let metadataName = "__metadata__"
    /// Longer headers than any model of this program has are refused, unless the caller allows more.
    public static let headerLimit = 1 << 20

    // MARK: Writing

    /// The whole file. The header is filled up to a multiple of eight, so that tensors of eight-byte elements that come
    /// first, and those of four behind them, are aligned.
    public var bytes: [UInt8] {
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
        for tensor in tensors { tensor.bytes.withUnsafeBytes { result += $0 } }
        return result
    }

    /// Whole numbers byte by byte, the lowest first.
    public static func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.count * Number.bitWidth / 8)
        for number in numbers {
            for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
            }
        }
        return bytes
    }

    // MARK: Reading

    /// Whether bytes begin as such a file: no text does, for it would have a header of many gigabytes.
    public static func isBeginning(_ bytes: [UInt8]) -> Bool {
        bytes.count > 8 && headerLength(FileBytes(bytes)) <= UInt64(headerLimit) && bytes[8] == UInt8(ascii: "{")
    }

    private static func headerLength(_ bytes: FileBytes) -> UInt64 {
        bytes[0..<min(8, bytes.count)].numbers(as: UInt64.self).first ?? 0
    }

    /// Reads a file, in memory that its size bounds.
    ///
    /// - Parameters:
    ///   - path: for errors.
    ///   - types: what elements may be.
    ///   - headerLimit: bytes that the header may have.
    /// - Throws: ``TensorFileError``: nothing in the file is trusted.
    /// - Complexity: O(bytes of the header); the tensors' own bytes are not looked at.
    public init(
        _ bytes: FileBytes, path: String, types: [ElementType] = ElementType.allCases,
        headerLimit: Int = Safetensors.headerLimit
    ) throws(TensorFileError) {
        func fault(_ place: TensorFileError.Place, _ found: String, _ expected: String) -> TensorFileError {
            TensorFileError(path: path, place: place, found: found, expected: expected)
        }
        guard bytes.count >= 8 else {
            throw fault(
                .header, "\(CountText.text(bytes.count, "byte")) in all", "8 bytes that say how long the header is")
        }
        let length = Self.headerLength(bytes)
        guard length <= UInt64(headerLimit) else {
            throw fault(.header, "a length of \(CountText.text(length, "byte"))", "at most \(headerLimit)")
        }
        let start = 8 + Int(length)
        guard start <= bytes.count else {
            throw fault(
                .header, "\(CountText.text(bytes.count - 8, "byte")) where it says \(length)",
                "the whole header; is it cut off?")
        }
        var json = HeaderReader(bytes[8..<start].array[...], path: path)
        var metadata: [(key: String, value: String)]?
        var entries: [(name: String, entry: HeaderReader.TensorEntry)] = []
        try json.readObject(of: .header) { json, name throws(TensorFileError) in
            if name == Self.metadataName {
                var members: [(key: String, value: String)] = []
                try json.readObject(of: .metadata(name)) { json, key throws(TensorFileError) in
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
            let place = TensorFileError.Place.tensor(name)
            guard let type = types.first(where: { $0.rawValue == entry.type }) else {
                let names = types.map(\.rawValue)
                throw fault(
                    place, "elements of type '\(entry.type)'",
                    names.dropLast().joined(separator: ", ") + " or " + names.suffix(1).joined())
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
                    place, "\(CountText.text(entry.end - entry.start, "byte"))",
                    "\(count) for the shape \(entry.shape) of \(entry.type)")
            }
            tensors.append(
                Tensor(
                    name: name, type: type, shape: entry.shape, bytes: bytes[start + entry.start..<start + entry.end]))
            end = entry.end
        }
        guard end == available else {
            throw fault(
                .header, "\(CountText.text(available, "byte")) of tensors in the file",
                "\(end), where the last one ends")
        }
        self.tensors = tensors
    }
}
