import Learning

/// Rows that come one by one, and which of them another is a near copy of: an index of their features.
struct SimilarRows {
    private let features: SparseRows
    private let lengths: [Double]
    private let similarity: Double
    private var rows: [Int] = []
    /// For each feature the rows that have it, by their places among those added, with its value.
    private var places: [UInt32: [(place: Int, value: Float)]] = [:]

    /// - Parameters:
    ///   - lengths: Euclidean length of each of `features`.
    ///   - similarity: the least cosine of near copies.
    init(_ features: SparseRows, lengths: [Double], similarity: Double = NearDuplicates.leastSimilarity) {
        self.features = features
        self.lengths = lengths
        self.similarity = similarity
    }

    /// - Complexity: O(features of the row).
    mutating func add(_ row: Int) {
        for (column, value) in features.rowEntries(row) { places[column, default: []].append((rows.count, value)) }
        rows.append(row)
    }

    /// The row added first that another is a near copy of; nil for none, and for a row without known features.
    ///
    /// - Complexity: O(rows added, and entries that they share features by).
    func firstLike(_ row: Int) -> Int? {
        guard !rows.isEmpty, lengths[row] > 0 else { return nil }
        var products = [Double](repeating: 0, count: rows.count)
        for (column, value) in features.rowEntries(row) {
            for entry in places[column] ?? [] { products[entry.place] += Double(value) * Double(entry.value) }
        }
        let place = products.indices.first {
            NearDuplicates.isNear(product: products[$0], lengths[row], lengths[rows[$0]], similarity: similarity)
        }
        return place.map { rows[$0] }
    }
}
