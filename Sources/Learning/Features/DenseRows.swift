import Arithmetic
import Threads

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
    private var places: [Int32]
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

    /// Some of the rows as they are, in another order perhaps.
    ///
    /// - Complexity: O(rows).
    public func choosing(_ rows: [Int]) -> DenseRows {
        var chosen = self
        chosen.places = rows.map { places[$0] }
        return chosen
    }

    /// Some of the rows, in another order perhaps, centred on themselves.
    ///
    /// - Complexity: O(vectors × width).
    public func centred(on rows: [Int]) -> DenseRows {
        DenseRows(vectors, places: rows.map { places[$0] }, weight: weight)
    }

    /// Whether the vectors stand in a file.
    var areLent: Bool { vectors.areLent }

    /// Number of rows.
    public var count: Int { places.count }

    /// A row, ``width`` numbers.
    public func row(_ row: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: width) { buffer, count in
            expand(row, to: buffer, at: 0)
            count = width
        }
    }

    /// Scalar products of some rows with a vector of ``width`` numbers, exact to a few units in the last place of a `Double`:
    /// equal rows have equal products, and the product of a row with itself is its square.
    ///
    /// - Complexity: O(rows × width), shared among the threads.
    public func products(of rows: [Int], with vector: [Double], threads: Int = 1) -> [Double] {
        precondition(vector.count == width, "\(vector.count) numbers, not \(width)")
        return Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
            [Double](unsafeUninitializedCapacity: range.count) { products, count in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: width) { row in
                    vector.withUnsafeBufferPointer { vector in
                        for (position, index) in range.enumerated() {
                            expand(rows[index], to: row, at: 0)
                            products[position] = LinearMath.dot(UnsafeBufferPointer(row), vector)
                        }
                    }
                }
                count = range.count
            }
        }
    }

    /// Rows whose numbers are written out at once.
    private static let blockCount = 48

    /// Scalar products of some rows with several vectors at once, each a sum in the order of the columns.
    ///
    /// - Parameter table: ``width`` rows, one column a vector.
    /// - Returns: one row for each of `rows`, one column a vector.
    /// - Complexity: O(rows × width × vectors), shared among the threads.
    func products(of rows: [Int], with table: Matrix, threads: Int) -> Matrix {
        precondition(table.rowCount == width, "\(table.rowCount) rows for \(width) numbers")
        let count = table.columnCount
        let zeros = [Float](repeating: 0, count: count)
        return Matrix(rowCount: rows.count, columnCount: count) { products in
            Parallel.forEachRange(of: rows.count, chunk: Self.blockCount, threads: threads) { range in
                withUnsafeTemporaryAllocation(of: Float.self, capacity: range.count * width) { block in
                    for (position, index) in range.enumerated() {
                        expand(rows[index], to: block, at: position * width)
                    }
                    table.elements.withUnsafeBufferPointer { table in
                        zeros.withUnsafeBufferPointer { zeros in
                            LinearMath.product(
                                UnsafeBufferPointer(block), stride: width, rows: range.count, depth: width,
                                weights: table, width: count, start: zeros, to: products(range), targetStride: count)
                        }
                    }
                }
            }
        }
    }

    /// Writes a row's ``width`` numbers to a place in a buffer.
    func expand(_ row: Int, to target: UnsafeMutableBufferPointer<Float>, at start: Int) {
        let vector = Int(places[row])
        vectors.withNumbers(vector) { numbers in
            mean.withUnsafeBufferPointer { mean in
                LinearMath.expand(
                    numbers, scale: scales[vector], shift: shifts[vector], mean: mean, to: target, at: start)
            }
        }
    }
}
