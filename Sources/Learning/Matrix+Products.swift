import Arithmetic
import Threads

extension Matrix {
    /// Scalar products of some rows with several vectors at once; what is zero in a row costs nothing.
    ///
    /// - Parameter table: one row a column of this matrix, one column a vector.
    /// - Returns: one row for each of `rows`, one column a vector.
    /// - Complexity: O(rows × columns × vectors), shared among the threads.
    public func products(of rows: [Int], with table: Matrix, threads: Int = 1) -> Matrix {
        precondition(table.rowCount == columnCount, "\(table.rowCount) rows for \(columnCount) columns")
        let width = table.columnCount
        let zeros = [Float](repeating: 0, count: width)
        return Matrix(rowCount: rows.count, columnCount: width) { products in
            Parallel.forEachRange(of: rows.count, chunk: 1_024, threads: threads) { range in
                let target = products(range)
                var active: [Int32] = []
                var activations: [Float] = []
                for (position, index) in range.enumerated() {
                    active.removeAll(keepingCapacity: true)
                    activations.removeAll(keepingCapacity: true)
                    let start = rows[index] * columnCount
                    for column in 0..<columnCount where elements[start + column] != 0 {
                        active.append(Int32(column))
                        activations.append(elements[start + column])
                    }
                    active.withUnsafeBufferPointer { active in
                        activations.withUnsafeBufferPointer { activations in
                            table.elements.withUnsafeBufferPointer { table in
                                zeros.withUnsafeBufferPointer { zeros in
                                    LinearMath.weightedSum(
                                        rows: active, values: activations, weights: table, start: zeros, to: target,
                                        at: position * width, width: width)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Scalar products of some rows with another row of this matrix.
    ///
    /// - Complexity: O(rows × columns), shared among the threads.
    public func products(of rows: [Int], withRow other: Int, threads: Int = 1) -> [Float] {
        Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
            elements.withUnsafeBufferPointer { elements in
                range.map { position in
                    LinearMath.dot(
                        elements, rows[position] * columnCount, elements, other * columnCount, count: columnCount)
                }
            }
        }
    }
}
