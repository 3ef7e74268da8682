import Learning

/// Scalar products of some feature rows scaled to length 1: cosines. Rows without any feature are one direction of their own.
///
/// The rows are told by their places among those given. A product is summed over the features that two rows share, in the order
/// of the columns; which rows have a feature is written down once. Dense rows are expanded once: 8 × dense width bytes a row.
struct UnitKernel: Sendable {
    private let width: Int
    /// One over each row's length; 0 for a row without any feature.
    private let factors: [Double]
    /// Dense parts of the scaled rows, row by row.
    private let dense: [Double]
    /// Entries of each row in columns that several of the rows have, and which of these columns.
    private let entries: Lists
    /// By such a column the rows that have it, ascending.
    private let postings: Lists

    /// Numbers and what goes with them, one list behind the other.
    private struct Lists: Sendable {
        var ends = [0]
        var numbers: [Int32] = []
        var values: [Float] = []

        subscript(_ list: Int) -> Range<Int> { ends[list]..<ends[list + 1] }
    }

    /// - Parameter lengths: Euclidean length of each feature row.
    /// - Complexity: O(sparse columns + entries of the rows + rows × dense width).
    init(_ rows: [Int], features: FeatureRows, lengths: [Double]) {
        width = features.denseWidth
        let factors = rows.map { lengths[$0] > 0 ? 1 / lengths[$0] : 0 }
        self.factors = factors
        var dense: [Double] = []
        dense.reserveCapacity(rows.count * features.denseWidth)
        for (place, row) in rows.enumerated() {
            dense += features.dense?.row(row).map { factors[place] * Double($0) } ?? []
        }
        self.dense = dense
        let all = rows.map { features.sparse.rowEntries($0) }
        var counts = [Int32](repeating: 0, count: features.sparse.columnCount)
        for row in all { for entry in row { counts[Int(entry.column)] += 1 } }
        // What one row alone has is in no product of two.
        var columns = [Int32](repeating: -1, count: counts.count)
        var postings = Lists()
        for column in counts.indices where counts[column] > 1 {
            columns[column] = Int32(truncatingIfNeeded: postings.ends.count - 1)
            postings.ends.append(postings.ends[postings.ends.count - 1] + Int(counts[column]))
        }
        let sharedCount = postings.ends[postings.ends.count - 1]
        postings.numbers = Array(repeating: 0, count: sharedCount)
        postings.values = Array(repeating: 0, count: sharedCount)
        var next = postings.ends
        var entries = Lists()
        for (place, row) in all.enumerated() {
            for (column, value) in row where columns[Int(column)] >= 0 {
                let shared = Int(columns[Int(column)])
                entries.numbers.append(Int32(shared))
                entries.values.append(value)
                postings.numbers[next[shared]] = Int32(truncatingIfNeeded: place)
                postings.values[next[shared]] = value
                next[shared] += 1
            }
            entries.ends.append(entries.numbers.count)
        }
        (self.entries, self.postings) = (entries, postings)
    }

    /// The products of the rows of some places with those of the places that go with each.
    ///
    /// - Complexity: O(entries that rows share + dense width × products).
    func products(_ places: Range<Int>, with others: (Int) -> Range<Int>) -> [[Double]] {
        places.map { place in
            let others = others(place)
            guard factors[place] > 0 else { return others.map { factors[$0] > 0 ? 0 : 1 } }
            var products = sparseProducts(place, others)
            for other in others {
                let index = other - others.lowerBound
                products[index] *= factors[other]
                if width > 0 {
                    products[index] += ScalarProduct.of(dense, from: place * width, dense, from: other * width, width)
                }
                if other == place { products[index] = 1 }
            }
            return products
        }
    }

    /// Of the sparse parts, those of the other rows not scaled.
    private func sparseProducts(_ place: Int, _ others: Range<Int>) -> [Double] {
        var sums = [Double](repeating: 0, count: others.count)
        sums.withUnsafeMutableBufferPointer { sums in
            postings.numbers.withUnsafeBufferPointer { rows in
                postings.values.withUnsafeBufferPointer { values in
                    for entry in entries[place] {
                        let own = factors[place] * Double(entries.values[entry])
                        let holders = postings[Int(entries.numbers[entry])]
                        var posting = Self.first(notBelow: others.lowerBound, in: rows, holders)
                        while posting < holders.upperBound, Int(rows[posting]) < others.upperBound {
                            sums[Int(rows[posting]) - others.lowerBound] += Double(values[posting]) * own
                            posting += 1
                        }
                    }
                }
            }
        }
        return sums
    }

    /// The first place in a range of ascending rows whose row is not below another.
    private static func first(
        notBelow row: Int, in rows: UnsafeBufferPointer<Int32>, _ range: Range<Int>
    ) -> Int {
        guard row > 0 else { return range.lowerBound }
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
