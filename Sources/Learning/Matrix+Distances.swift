import Arithmetic
import Threads

extension Matrix {
    /// Squared Euclidean distance of each of some rows to another row of this matrix.
    ///
    /// - Complexity: O(rows × columns), shared among the threads.
    public func squaredDistances(of rows: [Int], to target: Int, threads: Int = 1) -> [Float] {
        Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
            elements.withUnsafeBufferPointer { elements in
                range.map { position in
                    LinearMath.squaredDistance(
                        elements, rows[position] * columnCount, elements, target * columnCount, count: columnCount)
                }
            }
        }
    }
}
