import Arithmetic
import Threads

/// What stands for texts: sparse rows of what is written in them, and where an encoder reads them, dense rows of what they
/// mean.
///
/// To sums and products the numbers of a dense row are columns behind the sparse ones. What a text says letter for letter
/// (near copies, content hashes, the words that speak for a label) is asked of the sparse rows alone.
public struct FeatureRows: Sendable, Hashable {
    public let sparse: SparseRows
    /// As many as sparse ones; nil without an encoder.
    public let dense: DenseRows?

    /// - Precondition: as many dense rows as sparse ones, where there are any.
    public init(_ sparse: SparseRows, dense: DenseRows? = nil) {
        precondition(dense.map { $0.count == sparse.count } ?? true, "dense rows of other texts")
        self.sparse = sparse
        self.dense = dense
    }

    /// What a network is given beyond its words: the dense rows alone, or where there are none the sparse ones.
    public var inputLayer: FeatureRows {
        guard let dense else { return self }
        return FeatureRows(SparseRows(emptyRows: count), dense: dense)
    }

    /// Number of rows.
    public var count: Int { sparse.count }

    /// Numbers of a dense row; 0 without an encoder.
    public var denseWidth: Int { dense?.width ?? 0 }

    /// Columns: the sparse ones, then the numbers of a dense row.
    public var columnCount: Int { sparse.columnCount + denseWidth }

    /// Euclidean length of every row.
    ///
    /// - Complexity: O(entries + rows × dense width).
    public func lengths(threads: Int = 1) -> [Double] {
        let lengths = sparse.lengths(threads: threads)
        guard let dense else { return lengths }
        return Parallel.flatMap(rangesOf: count, threads: threads) { range in
            range.map { row in
                dense.row(row).reduce(lengths[row] * lengths[row]) { $0 + Double($1) * Double($1) }.squareRoot()
            }
        }
    }

    /// Adds `factor` times a row to a vector of ``columnCount`` numbers.
    ///
    /// - Complexity: O(entries of the row + dense width).
    public func add(_ row: Int, scaledBy factor: Double, to vector: inout [Double]) {
        precondition(vector.count == columnCount, "\(vector.count) numbers for \(columnCount) columns")
        sparse.add(row, scaledBy: factor, to: &vector)
        guard let dense else { return }
        withUnsafeTemporaryAllocation(of: Float.self, capacity: dense.width) { numbers in
            dense.expand(row, to: numbers, at: 0)
            for index in 0..<dense.width { vector[sparse.columnCount + index] += factor * Double(numbers[index]) }
        }
    }

    /// Scalar products of some rows with a vector of ``columnCount`` numbers.
    ///
    /// - Complexity: O(entries of the rows + rows × dense width), shared among the threads.
    public func products(of rows: [Int], with vector: [Double], threads: Int = 1) -> [Double] {
        precondition(vector.count == columnCount, "\(vector.count) numbers for \(columnCount) columns")
        let products = sparse.products(of: rows, with: vector, threads: threads)
        guard let dense else { return products }
        let meanings = dense.products(of: rows, with: Array(vector[sparse.columnCount...]), threads: threads)
        return zip(products, meanings).map { $0 + $1 }
    }

    /// Scalar products of some rows with several vectors at once.
    ///
    /// - Parameter table: one row a column of these rows, one column a vector.
    /// - Returns: one row for each of `rows`, one column a vector.
    /// - Complexity: O((entries of the rows + rows × dense width) × vectors), shared among the threads.
    public func products(of rows: [Int], with table: Matrix, threads: Int = 1) -> Matrix {
        precondition(table.rowCount == columnCount, "\(table.rowCount) rows for \(columnCount) columns")
        if let dense, sparse.columnCount == 0 { return dense.products(of: rows, with: table, threads: threads) }
        let width = table.columnCount
        let sums = RowSums(
            sparse, rows, table: RowSums.Table(weights: table.elements, rows: nil, width: width), threads: threads)
        let zeros = [Float](repeating: 0, count: width)
        let denseEntries = (0..<denseWidth).map { Int32(sparse.columnCount + $0) }
        return Matrix(rowCount: rows.count, columnCount: width) { products in
            Parallel.forEachRange(of: rows.count, chunk: 1_024, threads: threads) { range in
                let target = products(range)
                sums.withWorker { worker in
                    for (position, index) in range.enumerated() {
                        zeros.withUnsafeBufferPointer {
                            worker.sum(rows[index], start: $0, to: target, at: position * width)
                        }
                        guard let dense else { continue }
                        denseEntries.withUnsafeBufferPointer { columns in
                            withUnsafeTemporaryAllocation(of: Float.self, capacity: columns.count) { values in
                                dense.expand(rows[index], to: values, at: 0)
                                table.elements.withUnsafeBufferPointer { table in
                                    // Goes on from the sum of the sparse entries, in the order of the columns.
                                    LinearMath.weightedSum(
                                        rows: columns, values: UnsafeBufferPointer(values), weights: table,
                                        start: UnsafeBufferPointer(
                                            rebasing: target[position * width..<(position + 1) * width]),
                                        to: target, at: position * width, width: width)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// For each row a number that two rows share when their texts have the same features, each as often; see
    /// ``SparseRows/contentHashes(threads:)``.
    public func contentHashes(threads: Int = 1) -> [UInt64] { sparse.contentHashes(threads: threads) }
}
