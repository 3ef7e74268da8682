import Arithmetic
import Threads

extension SparseRows {
    /// Euclidean length of every row.
    ///
    /// - Complexity: O(rows) for those of texts with weights, else O(entries).
    public func lengths(threads: Int = 1) -> [Double] {
        if case .texts(let texts) = storage { return texts.euclideanLengths(threads: threads) }
        return Parallel.flatMap(rangesOf: count, threads: threads) { range in
            range.map { row in
                var squares = 0.0
                forEachEntry(row) { squares += Double($1) * Double($1) }
                return squares.squareRoot()
            }
        }
    }

    /// Adds `factor` times a row to a dense vector of ``columnCount`` numbers, or more behind those.
    ///
    /// - Complexity: O(entries of the row).
    public func add(_ row: Int, scaledBy factor: Double, to vector: inout [Double]) {
        precondition(vector.count >= columnCount, "\(vector.count) numbers for \(columnCount) columns")
        vector.withUnsafeMutableBufferPointer { vector in
            forEachEntry(row) { vector[$0] += factor * Double($1) }
        }
    }

    /// Scalar products of some rows with a dense vector of ``columnCount`` numbers; more behind those do not count.
    ///
    /// - Complexity: O(entries of the rows), and less for many texts, shared among the threads.
    public func products(of rows: [Int], with vector: [Double], threads: Int = 1) -> [Double] {
        precondition(vector.count >= columnCount, "\(vector.count) numbers for \(columnCount) columns")
        return vector.withUnsafeBufferPointer { vector in
            if case .texts(let texts) = storage { return texts.products(of: rows, with: vector, threads: threads) }
            let vector = UncheckedVector(elements: vector)
            return Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
                range.map { position in
                    var sum = 0.0
                    forEachEntry(rows[position]) { sum += Double($1) * vector.elements[$0] }
                    return sum
                }
            }
        }
    }

    private struct UncheckedVector: @unchecked Sendable {
        let elements: UnsafeBufferPointer<Double>
    }

    /// For each row a number that two rows share when they hold the same entries, or when they are those of texts the same features,
    /// each as often, whatever their places.
    ///
    /// - Complexity: O(entries), or O(words + pairs) for rows of texts, shared among the threads.
    public func contentHashes(threads: Int = 1) -> [UInt64] {
        if case .texts(let texts) = storage { return texts.contentHashes(threads: threads) }
        return Parallel.flatMap(rangesOf: count, threads: threads) { range in
            range.map { row in
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                forEachEntry(row) { column, value in
                    let bits = UInt64(column) << 32 | UInt64(value.bitPattern)
                    hash = (hash ^ bits) &* 0x9e37_79b9_7f4a_7c15
                    hash ^= hash >> 29
                }
                return hash
            }
        }
    }
}
