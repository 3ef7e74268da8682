/// How far sets of labels lie apart: 1 − MASI, *measuring agreement on set-valued items*.
///
/// MASI = J · M. J is Jaccard's coefficient, |A ∩ B| / |A ∪ B|. M, the monotonicity, is 1 for equal sets, 2/3 where one holds the other,
/// 1/3 where they share some and each has more, 0 where they share none. Two empty sets are equal. R. Passonneau, *Measuring agreement
/// on set-valued items (MASI) for semantic and pragmatic annotation* (LREC 2006).
struct MASIDistance: Sendable {
    /// Row by row, between each two of the sets.
    private let distances: [Double]
    private let count: Int

    /// - Complexity: O(sets² · labels).
    init(_ sets: [Set<Int>]) {
        count = sets.count
        distances = sets.flatMap { one in sets.map { Self.between(one, $0) } }
    }

    /// Between two of the sets, by their places.
    subscript(one: Int, other: Int) -> Double { distances[one * count + other] }

    /// In [0, 1].
    static func between(_ one: Set<Int>, _ other: Set<Int>) -> Double {
        if one == other { return 0 }
        let shared = one.intersection(other).count
        guard shared > 0 else { return 1 }
        let jaccard = Double(shared) / Double(one.union(other).count)
        let holds = shared == one.count || shared == other.count
        return 1 - jaccard * (holds ? 2.0 / 3 : 1.0 / 3)
    }

    /// Σ nᵢ mⱼ dᵢⱼ over all pairs of sets.
    ///
    /// - Complexity: O(sets²).
    func sum(_ counts: [Double], _ others: [Double]) -> Double {
        var sum = 0.0
        for (one, count) in counts.enumerated() where count > 0 {
            var row = 0.0
            for (other, times) in others.enumerated() where times > 0 { row += times * self[one, other] }
            sum += count * row
        }
        return sum
    }
}
