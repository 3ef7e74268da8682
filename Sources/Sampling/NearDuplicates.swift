import Learning

/// Messages that say nearly the same as another: retweets, copies, the same text with another link.
public enum NearDuplicates {
    /// Cosines come out of rounded values: what is this near to the bound counts as reaching it.
    private static let tolerance = 1e-9

    /// From this cosine on a message is a near copy of another.
    public static let leastSimilarity = 0.8

    /// Whether rows of these lengths, with this product, are near copies. A row without known features is like no other.
    static func isNear(product: Double, _ one: Double, _ other: Double, similarity: Double) -> Bool {
        one > 0 && other > 0 && min(1, product / (one * other)) >= similarity - tolerance
    }

    /// Those of some rows whose features are much like those of one row: cosine similarity x · y / (|x| |y|), 1 for the
    /// same features in the same proportions.
    ///
    /// - Parameters:
    ///   - row: the row to compare with; never among the result.
    ///   - candidates: rows to look through, in any order.
    ///   - lengths: Euclidean length of each of `rows`.
    ///   - similarity: the least cosine, in [−1, 1].
    ///   - limit: at most so many rows.
    /// - Returns: the most similar first, equal ones by ascending row. A row without known features is like no other.
    /// - Complexity: O(columns + entries of the candidates) and O(*m* log *m*) for the *m* that are similar.
    public static func rows(
        like row: Int, among candidates: [Int], in rows: SparseRows, lengths: [Double],
        similarity: Double = leastSimilarity,
        limit: Int, threads: Int = 1
    ) -> [(row: Int, similarity: Double)] {
        guard limit > 0, lengths[row] > 0 else { return [] }
        var vector = [Double](repeating: 0, count: rows.columnCount)
        rows.add(row, scaledBy: 1, to: &vector)
        let products = rows.products(of: candidates, with: vector, threads: threads)
        var similar: [(row: Int, similarity: Double)] = []
        for (candidate, product) in zip(candidates, products) where candidate != row {
            guard isNear(product: product, lengths[row], lengths[candidate], similarity: similarity) else { continue }
            similar.append((candidate, min(1, product / (lengths[row] * lengths[candidate]))))
        }
        similar.sort { $0.similarity != $1.similarity ? $0.similarity > $1.similarity : $0.row < $1.row }
        return Array(similar.prefix(limit))
    }
}
