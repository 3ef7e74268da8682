import TensorFiles

/// A table of vectors in bytes, in chunks that take turns: row r is row r / chunks of chunk r % chunks. A byte b of a chunk
/// stands for b · scale + lowest. The bytes stay in their files.
struct QuantizedTable: Sendable {
    /// Rows of all chunks.
    let count: Int
    let width: Int
    private let chunks: [FileBytes]
    private let scales: [Float]
    private let lowest: [Float]

    /// - Parameters:
    ///   - chunks: of `rowCount` × `width` bytes each.
    ///   - scales, lowest: a number for each chunk.
    init(chunks: [FileBytes], rowCount: Int, width: Int, scales: [Float], lowest: [Float]) {
        precondition(
            chunks.allSatisfy { $0.count == rowCount * width } && scales.count == chunks.count
                && lowest.count == chunks.count, "chunks that differ")
        self.chunks = chunks
        self.scales = scales
        self.lowest = lowest
        self.width = width
        count = rowCount * chunks.count
    }

    /// Writes a row, which must be there, to `target`, which must have its width.
    func copy(row: Int, to target: UnsafeMutableBufferPointer<Float>) {
        precondition(0..<count ~= row && target.count == width, "a row outside of the table or its place")
        let chunk = row % chunks.count
        let (scale, lowest) = (scales[chunk], lowest[chunk])
        let start = row / chunks.count * width
        chunks[chunk].withUnsafeBytes { bytes in
            for index in 0..<width { target[index] = Float(bytes[start + index]) * scale + lowest }
        }
    }
}
