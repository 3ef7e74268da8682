/// Vectors of texts by an encoder, as rows beside the sparse ones: centred on all rows, and each as long as ``weight``.
///
/// A vector is kept as it is stored, whole numbers from −127 to 127 and a scale, and its row is
/// x = ``weight`` · (v − μ) / ‖v − μ‖ with the mean μ of all rows: what most texts share says nothing of one of them.
/// Rows of the same text share one vector. The mean is summed in whole numbers, so that it does not depend on the order of
/// the rows.
public struct DenseRows: Sendable, Hashable {
    /// Numbers of a row.
    public let width: Int
    /// Length of every row, beside sparse rows of length 1; 0 for a vector that is the mean.
    public let weight: Float
    /// What was taken off every vector, ``width`` numbers.
    public let mean: [Float]
    private let vectors: QuantizedVectors
    /// For each row its vector.
    private let places: [Int32]
    /// For each vector, x = `scales[v]` · number − `shifts[v]` · mean.
    private let scales: [Float]
    private let shifts: [Float]

    /// - Parameters:
    ///   - places: for each row its vector among `vectors`.
    ///   - weight: how much the rows count beside sparse rows of length 1.
    ///   - mean: what is taken off, ``width`` numbers; nil for the mean of the rows.
    /// - Complexity: O(rows × width).
    public init(_ vectors: QuantizedVectors, places: [Int32], weight: Float, mean: [Float]? = nil) {
        precondition(places.allSatisfy { $0 >= 0 && $0 < vectors.count }, "a row of a vector that is not there")
        precondition(mean.map { $0.count == vectors.width } ?? true, "a mean of another width")
        let mean = mean ?? vectors.mean(of: places)
        var scales: [Float] = []
        var shifts: [Float] = []
        scales.reserveCapacity(vectors.count)
        shifts.reserveCapacity(vectors.count)
        var numbers = [Float](repeating: 0, count: vectors.width)
        for vector in 0..<vectors.count {
            vectors.expand(vector, to: &numbers)
            var (square, size) = (0.0, 0.0)
            for (number, mean) in zip(numbers, mean) {
                let difference = Double(number) - Double(mean)
                square += difference * difference
                size += Double(number) * Double(number)
            }
            // What is left of a vector that is the mean are rounding errors, of 2⁻²⁴ of its numbers.
            let factor = square > 1e-12 * size ? Double(weight) / square.squareRoot() : 0
            scales.append(Float(factor * Double(vectors.scale(vector))))
            shifts.append(Float(factor))
        }
        self.width = vectors.width
        self.weight = weight
        self.mean = mean
        self.vectors = vectors
        self.places = places
        self.scales = scales
        self.shifts = shifts
    }

    /// Some of the rows, in another order perhaps, centred on themselves.
    ///
    /// - Complexity: O(vectors × width).
    public func centred(on rows: [Int]) -> DenseRows {
        DenseRows(vectors, places: rows.map { places[$0] }, weight: weight)
    }

    /// Number of rows.
    public var count: Int { places.count }

    /// A row, ``width`` numbers.
    public func row(_ row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: width) { buffer, count in
            expand(row, to: buffer, at: 0)
            count = width
        }
    }

    /// Writes a row's ``width`` numbers to a place in a buffer.
    @inline(__always)
    func expand(_ row: Int, to target: UnsafeMutableBufferPointer<Float>, at start: Int) {
        precondition(start >= 0 && start + width <= target.count, "a row outside its buffer")
        let vector = Int(places[row])
        let (scale, shift) = (scales[vector], shifts[vector])
        vectors.withNumbers(vector) { numbers in
            mean.withUnsafeBufferPointer { mean in
                for index in 0..<width {
                    target[start + index] = scale * Float(numbers[index]) - shift * mean[index]
                }
            }
        }
    }
}
