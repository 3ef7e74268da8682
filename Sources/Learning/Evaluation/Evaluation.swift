/// How well a model does on labelled messages that it was not trained on.
///
/// Every figure carries its interval, and the evaluation the number of items that it rests on.
public struct Evaluation: Sendable, Hashable {
    /// Items, and how many of them are of the positive class.
    public let count: Int
    public let positives: Int
    /// F1 of the positive class at thresholds chosen without the item's own label.
    public let f1: Estimate?
    /// Area under the ROC curve, positive class against the rest.
    public let auc: Estimate?
    /// Average precision of the positive class; nil where it cannot be said.
    public let averagePrecision: Estimate?
    /// Share of the items that are predicted right.
    public let accuracy: Estimate?
    /// Items by their label and the predicted one, `confusion[actual][predicted]`, K × K; thresholds chosen without the
    /// item's own label, as for ``f1``.
    public let confusion: [[Int]]
    /// How far predicted probabilities of the positive class are true, from the lowest to the highest.
    public let reliability: [ReliabilityBin]
    /// The decision chosen on all items, the most probable label where none of them is positive: the one to use on messages
    /// that are not among them.
    public let decision: Decision

    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - labels: *n* label indices.
    ///   - positive: index of the positive class.
    ///   - samples: bootstrap samples for the intervals.
    /// - Complexity: O(`samples` · *n* log *n*).
    public init(probabilities: Matrix, labels: [Int], positive: Int, seed: UInt64, samples: Int = 500) {
        let scores = labels.indices.map { Double(probabilities[$0, positive]) }
        let actual = labels.map { $0 == positive }
        let predicted = Decision.crossFitted(
            probabilities: probabilities, labels: labels, positive: positive, seed: seed)
        count = labels.count
        positives = actual.count { $0 }
        decision =
            Decision.maximisingF1(probabilities: probabilities, labels: labels, positive: positive)
            ?? Decision(mostProbableOf: probabilities.columnCount, positive: positive)

        var confusion = [[Int]](
            repeating: Array(repeating: 0, count: probabilities.columnCount), count: probabilities.columnCount)
        for (label, guess) in zip(labels, predicted) { confusion[label][guess] += 1 }
        self.confusion = confusion
        reliability = ReliabilityBin.bins(scores: scores, actual: actual)

        func figures(_ items: [Int]) -> [Double?] {
            let truth = items.map { actual[$0] }
            let score = items.map { scores[$0] }
            return [
                Metrics.f1(predicted: items.map { predicted[$0] == positive }, actual: truth),
                Metrics.auc(scores: score, actual: truth),
                Metrics.averagePrecision(scores: score, actual: truth),
                Metrics.accuracy(predicted: items.map { predicted[$0] }, actual: items.map { labels[$0] }),
            ]
        }
        var random = SeededRandom(seed: seed, stream: "bootstrap")
        var drawn = [[Double]](repeating: [], count: 4)
        if !labels.isEmpty {
            for _ in 0..<samples {
                let items = labels.indices.map { _ in random.below(labels.count) }
                for (figure, value) in figures(items).enumerated() { if let value { drawn[figure].append(value) } }
            }
        }
        let estimates = zip(figures(Array(labels.indices)), drawn).map { value, drawn in
            value.map { Self.estimate($0, drawn: drawn) }
        }
        (f1, auc, averagePrecision, accuracy) = (estimates[0], estimates[1], estimates[2], estimates[3])
    }

    /// Percentile interval at 2.5 % and 97.5 %, by linear interpolation between order statistics.
    static func estimate(_ value: Double, drawn: [Double]) -> Estimate {
        guard !drawn.isEmpty else { return Estimate(value: value, low: value, high: value) }
        let sorted = drawn.sorted()
        func quantile(_ share: Double) -> Double {
            let position = share * Double(sorted.count - 1)
            let low = Int(position)
            let high = min(low + 1, sorted.count - 1)
            return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
        }
        return Estimate(value: value, low: min(value, quantile(0.025)), high: max(value, quantile(0.975)))
    }
}
