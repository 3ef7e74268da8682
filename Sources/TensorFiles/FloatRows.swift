import Notation

/// A matrix of floating-point numbers that stays in its file: rows are read, and converted, when they are asked for.
public struct FloatRows: Sendable {
    /// Rows.
    public let count: Int
    /// Numbers in a row.
    public let width: Int
    private let type: ElementType
    private let bytes: FileBytes
    private let path: String
    private let place: TensorFileError.Place

    /// - Parameters:
    ///   - type: one of F32, F16 and BF16.
    ///   - bytes: as many as `count` rows of `width` elements have.
    ///   - path, place: for errors.
    /// - Throws: ``TensorFileError`` for another type or another number of bytes.
    init(
        count: Int, width: Int, type: ElementType, bytes: FileBytes, path: String, place: TensorFileError.Place
    ) throws(TensorFileError) {
        guard [.f32, .f16, .bf16].contains(type) else {
            throw TensorFileError(
                path: path, place: place, found: "elements of type \(type.rawValue)", expected: "F32, F16 or BF16")
        }
        let (elements, overflows) = count.multipliedReportingOverflow(by: width)
        guard count >= 0, width >= 0, !overflows, elements == bytes.count / type.byteCount,
            bytes.count % type.byteCount == 0
        else {
            throw TensorFileError(
                path: path, place: place, found: "\(CountText.text(bytes.count, "byte"))",
                expected: "\(count) × \(width) numbers")
        }
        self.count = count
        self.width = width
        self.type = type
        self.bytes = bytes
        self.path = path
        self.place = place
    }

    /// Copies a row to `numbers`, from index `start` on.
    ///
    /// - Throws: ``TensorFileError`` for a number that is none, or is infinite.
    /// - Precondition: the row is there, and `numbers` has room for it.
    /// - Complexity: O(`width`).
    public func copy(row: Int, to numbers: inout [Float], at start: Int) throws(TensorFileError) {
        precondition(0..<count ~= row && start >= 0 && numbers.count - start >= width, "a row outside of its place")
        try numbers.withUnsafeMutableBufferPointer { numbers throws(TensorFileError) in
            try copy(elements: row * width..<(row + 1) * width, to: numbers.baseAddress.map { $0 + start })
        }
    }

    /// All rows, one behind the other.
    ///
    /// - Throws: ``TensorFileError`` for a number that is none, or is infinite.
    public func all() throws(TensorFileError) -> [Float] {
        var numbers = [Float](repeating: 0, count: count * width)
        try numbers.withUnsafeMutableBufferPointer { target throws(TensorFileError) in
            try copy(elements: 0..<count * width, to: target.baseAddress)
        }
        return numbers
    }

    private func copy(elements: Range<Int>, to target: UnsafeMutablePointer<Float>?) throws(TensorFileError) {
        guard let target, !elements.isEmpty else { return }
        let first = elements.lowerBound
        let areFinite = bytes.withUnsafeBytes { bytes in
            // Of each number the bits of the exponent: all set in what is no number or infinite.
            var largest: UInt32 = 0
            switch type {
            case .f32:
                for index in 0..<elements.count {
                    let bits = UInt32(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * (first + index), as: UInt32.self))
                    largest = max(largest, bits & 0x7F80_0000)
                    target[index] = Float(bitPattern: bits)
                }
            case .bf16:
                for index in 0..<elements.count {
                    let half = UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * (first + index), as: UInt16.self))
                    let bits = UInt32(half) << 16
                    largest = max(largest, bits & 0x7F80_0000)
                    target[index] = Float(bitPattern: bits)
                }
            default:
                for index in 0..<elements.count {
                    let half = UInt16(
                        littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * (first + index), as: UInt16.self))
                    largest = max(largest, half & 0x7C00 == 0x7C00 ? 0x7F80_0000 : 0)
                    target[index] = Self.float(binary16: half)
                }
            }
            return largest < 0x7F80_0000
        }
        guard areFinite else {
            throw TensorFileError(
                path: path, place: place, found: "a weight that is infinite or no number",
                expected: "numbers")
        }
    }

    /// The value of a finite binary16. Its exponent is 112 too low where the bits of a Float are; the product is exact,
    /// also for what is subnormal.
    private static func float(binary16 half: UInt16) -> Float {
        let magnitude = Float(bitPattern: UInt32(half & 0x7FFF) << 13) * 0x1p112
        return half & 0x8000 == 0 ? magnitude : -magnitude
    }
}
