/// Items with a similar predicted probability, and the share of them that is positive.
///
/// DeGroot & Fienberg 1983; the bins of a reliability diagram.
public struct ReliabilityBin: Sendable, Hashable {
    /// Mean predicted probability, in [0, 1].
    public let predicted: Double
    /// Share of positive items, in [0, 1].
    public let observed: Double
    /// Items, at least one.
    public let count: Int

    public init(predicted: Double, observed: Double, count: Int) {
        self.predicted = predicted
        self.observed = observed
        self.count = count
    }

    /// Items in ten bins of equal width, 0 ≤ p < 0.1 and so on, the last with 1; bins without items are left out.
    ///
    /// - Parameters:
    ///   - scores: predicted probabilities, in [0, 1].
    ///   - actual: whether each item is positive, as many.
    /// - Complexity: O(*n*).
    public static func bins(scores: [Double], actual: [Bool]) -> [ReliabilityBin] {
        var sums = [Double](repeating: 0, count: 10)
        var positives = [Int](repeating: 0, count: 10)
        var counts = [Int](repeating: 0, count: 10)
        for (score, isPositive) in zip(scores, actual) where score.isFinite {
            let bin = min(9, max(0, Int(score * 10)))
            sums[bin] += score
            counts[bin] += 1
            if isPositive { positives[bin] += 1 }
        }
        return counts.indices.filter { counts[$0] > 0 }.map { bin in
            ReliabilityBin(
                predicted: sums[bin] / Double(counts[bin]), observed: Double(positives[bin]) / Double(counts[bin]),
                count: counts[bin])
        }
    }
}
