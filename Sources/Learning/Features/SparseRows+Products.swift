import Arithmetic
import Threads

extension SparseRows {
    /// Number of entries of a row; 0 for a message in which no feature is known.
    public func entryCount(_ row: Int) -> Int { offsets[row + 1] - offsets[row] }

    /// Euclidean length of every row.
    ///
    /// - Complexity: O(entries).
    public func lengths(threads: Int = 1) -> [Double] {
        Parallel.flatMap(rangesOf: count, threads: threads) { range in
            range.map { row in
                entries(row).reduce(0.0) { $0 + Double(values[$1]) * Double(values[$1]) }.squareRoot()
            }
        }
    }

    /// Adds `factor` times a row to a dense vector of ``columnCount`` numbers.
    ///
    /// - Complexity: O(entries of the row).
    public func add(_ row: Int, scaledBy factor: Double, to vector: inout [Double]) {
        precondition(vector.count == columnCount, "\(vector.count) numbers for \(columnCount) columns")
        for entry in entries(row) { vector[Int(columns[entry])] += factor * Double(values[entry]) }
    }

    /// Scalar products of some rows with a dense vector of ``columnCount`` numbers.
    ///
    /// - Complexity: O(entries of the rows), shared among the threads.
    public func products(of rows: [Int], with vector: [Double], threads: Int = 1) -> [Double] {
        precondition(vector.count == columnCount, "\(vector.count) numbers for \(columnCount) columns")
        return vector.withUnsafeBufferPointer { vector in
            let vector = UncheckedVector(elements: vector)
            return Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
                range.map { position in
                    var sum = 0.0
                    for entry in entries(rows[position]) {
                        sum += Double(values[entry]) * vector.elements[Int(columns[entry])]
                    }
                    return sum
                }
            }
        }
    }

    private struct UncheckedVector: @unchecked Sendable {
        let elements: UnsafeBufferPointer<Double>
    }

    /// Scalar products of some rows with several dense vectors at once.
    ///
    /// - Parameter table: one row a column of this matrix, one column a vector.
    /// - Returns: one row for each of `rows`, one column a vector.
    /// - Complexity: O(entries of the rows × vectors), shared among the threads.
    public func products(of rows: [Int], with table: Matrix, threads: Int = 1) -> Matrix {
        precondition(table.rowCount == columnCount, "\(table.rowCount) rows for \(columnCount) columns")
        let width = table.columnCount
        let zeros = [Float](repeating: 0, count: width)
        return Matrix(rowCount: rows.count, columnCount: width) { products in
            Parallel.forEachRange(of: rows.count, chunk: 1_024, threads: threads) { range in
                let target = products(range)
                var known: [Int32] = []
                for (position, index) in range.enumerated() {
                    let entries = entries(rows[index])
                    known.removeAll(keepingCapacity: true)
                    for entry in entries { known.append(Int32(columns[entry])) }
                    known.withUnsafeBufferPointer { known in
                        values.withUnsafeBufferPointer { values in
                            table.elements.withUnsafeBufferPointer { table in
                                zeros.withUnsafeBufferPointer { zeros in
                                    LinearMath.weightedSum(
                                        rows: known, values: UnsafeBufferPointer(rebasing: values[entries]),
                                        weights: table, start: zeros, to: target, at: position * width, width: width)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A number that two rows share when they hold the same entries, whatever their places.
    ///
    /// - Complexity: O(entries of the row).
    public func contentHash(_ row: Int) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for entry in entries(row) {
            let bits = UInt64(columns[entry]) << 32 | UInt64(values[entry].bitPattern)
            hash = (hash ^ bits) &* 0x9e37_79b9_7f4a_7c15
            hash ^= hash >> 29
        }
        return hash
    }
}
