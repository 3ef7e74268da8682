import Notation

/// An array of numbers as NumPy saves it, in a `.npy` file of version 1, 2 or 3.
///
/// Six bytes `\x93NUMPY`, a byte each for version and subversion, the header's length (two bytes, from version 2 on four,
/// the lowest first), and the header: a dictionary as Python writes it, with `descr` (the elements' type),
/// `fortran_order` and `shape`, filled up with spaces. Behind it stand the elements row by row. Source:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
public struct NumPyArray: Sendable {
    public let type: ElementType
    public let shape: [Int]
    /// As many as type and shape say.
    public let bytes: FileBytes
    /// For errors.
    private let path: String

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    private static let headerLimit = 1 << 16
    /// What NumPy calls the types that are read here.
    private static let types: [String: ElementType] = [
        "<f4": .f32, "<f8": .f64, "<f2": .f16, "|u1": .u8, "|i1": .i8, "<i4": .i32, "<i8": .i64,
    ]

    /// Maps a file; the numbers stay in it.
    ///
    /// - Throws: ``TensorFileError``: nothing in the file is trusted.
    public init(path: String) throws(TensorFileError) {
        try self.init(FileBytes(MappedFile(path: path)), path: path)
    }

    /// - Parameter path: for errors.
    /// - Throws: ``TensorFileError``: nothing in the bytes is trusted.
    public init(_ bytes: FileBytes, path: String) throws(TensorFileError) {
        func fault(_ found: String, _ expected: String) -> TensorFileError {
            TensorFileError(path: path, place: .header, found: found, expected: expected)
        }
        let beginning = bytes[0..<min(12, bytes.count)].array
        guard beginning.starts(with: Self.magic), beginning.count >= 10 else {
            throw fault("another beginning", "\\x93NUMPY, with which an array of NumPy begins")
        }
        guard 1...3 ~= beginning[6] else { throw fault("version \(beginning[6])", "1, 2 or 3") }
        let start = beginning[6] == 1 ? 10 : 12
        guard bytes.count >= start else {
            throw fault("\(CountText.text(bytes.count, "byte"))", "more; is it cut off?")
        }
        var length = 0
        for byte in beginning[8..<start].reversed() { length = length << 8 | Int(byte) }
        guard length <= Self.headerLimit else {
            throw fault("a length of \(CountText.text(length, "byte"))", "at most \(Self.headerLimit)")
        }
        guard length <= bytes.count - start else {
            throw fault(
                "\(CountText.text(bytes.count - start, "byte")) where it says \(length)",
                "the whole header; is it cut off?")
        }
        var reader = NumPyHeaderReader(bytes[start..<start + length].array, path: path)
        let header = try reader.read()
        guard let type = Self.types[header.type] else {
            throw fault(
                "elements of type '\(header.type)'", Self.types.keys.sorted().joined(separator: ", "))
        }
        guard !header.isFortranOrder else { throw fault("columns one behind the other", "rows (fortran_order False)") }
        var count = type.byteCount
        for size in header.shape {
            let (product, overflows) = count.multipliedReportingOverflow(by: size)
            guard !overflows else { throw fault("shape \(header.shape)", "fewer elements") }
            count = product
        }
        guard count == bytes.count - start - length else {
            throw fault(
                "\(CountText.text(bytes.count - start - length, "byte")) behind it",
                "\(count) for the shape \(header.shape) of \(header.type); is it cut off?")
        }
        self.type = type
        shape = header.shape
        self.bytes = bytes[start + length..<bytes.count]
        self.path = path
    }

    /// All numbers, row by row.
    ///
    /// - Throws: ``TensorFileError`` for another shape, for elements that are not F32 or F16, and for a number that is
    ///   infinite or none.
    public func floats(shape: [Int]) throws(TensorFileError) -> [Float] {
        guard shape == self.shape else { throw fault("shape \(self.shape)", "shape \(shape)") }
        return try FloatRows(
            count: 1, width: bytes.count / type.byteCount, type: type, bytes: bytes, path: path, place: .file
        ).all()
    }

    /// All numbers of an array of F64, row by row; they may be infinite or none.
    ///
    /// - Throws: ``TensorFileError`` for elements of another type.
    public func doubles() throws(TensorFileError) -> [Double] {
        guard type == .f64 else { throw fault("elements of type \(type.rawValue)", "F64") }
        return bytes.numbers(as: UInt64.self).map(Double.init(bitPattern:))
    }

    /// The bytes of an array of U8 of a given shape; they stay in the file.
    ///
    /// - Throws: ``TensorFileError`` for another type or shape.
    public func octets(shape: [Int]) throws(TensorFileError) -> FileBytes {
        guard type == .u8, shape == self.shape else {
            throw fault("\(type.rawValue) of shape \(self.shape)", "U8 of shape \(shape)")
        }
        return bytes
    }

    /// An error of this array.
    public func fault(_ found: String, _ expected: String) -> TensorFileError {
        TensorFileError(path: path, place: .file, found: found, expected: expected)
    }
}
