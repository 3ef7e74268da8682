/// Measures of binary decisions and rankings; undefined ones are nil, never 0 or NaN.
public enum Metrics {
    /// Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); nil where nothing is positive, neither in
    /// truth nor in prediction.
    public static func f1(predicted: [Bool], actual: [Bool]) -> Double? {
        var both = 0
        var either = 0
        for (guess, truth) in zip(predicted, actual) {
            if guess && truth { both += 1 }
            if guess { either += 1 }
            if truth { either += 1 }
        }
        return either == 0 ? nil : 2 * Double(both) / Double(either)
    }

    /// Share of predictions that are right; nil for none.
    public static func accuracy(predicted: [Int], actual: [Int]) -> Double? {
        guard !actual.isEmpty else { return nil }
        return Double(zip(predicted, actual).count { $0 == $1 }) / Double(actual.count)
    }

    /// Area under the ROC curve: the probability that a positive item scores above a negative one, ties counting
    /// one half (Mann–Whitney). nil where one class is missing.
    ///
    /// - Complexity: O(*n* log *n*).
    public static func auc(scores: [Double], actual: [Bool]) -> Double? {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let positives = actual.count { $0 }
        let negatives = actual.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        var rankSum = 0.0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let middleRank = Double(start + end + 1) / 2
            rankSum += middleRank * Double(order[start..<end].count { actual[$0] })
            start = end
        }
        let p = Double(positives)
        return (rankSum - p * (p + 1) / 2) / (p * Double(negatives))
    }

    /// Average precision: Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores from the top, without interpolation. nil where
    /// nothing is positive.
    ///
    /// - Complexity: O(*n* log *n*).
    public static func averagePrecision(scores: [Double], actual: [Bool]) -> Double? {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let positives = actual.count { $0 }
        guard positives > 0 else { return nil }
        var sum = 0.0
        var found = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let new = order[start..<end].count { actual[$0] }
            found += new
            sum += Double(new) / Double(positives) * Double(found) / Double(end)
            start = end
        }
        return sum
    }
}
