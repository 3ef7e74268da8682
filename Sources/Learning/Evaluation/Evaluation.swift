import Answers

/// How well a model does on labelled messages that it was not trained on.
///
/// Every figure carries its interval, and the evaluation the number of items that it rests on.
public struct Evaluation: Sendable, Hashable {
    /// Figures of some items, which say nothing of others: to be put together over many sets.
    public struct Observed: Sendable, Hashable {
        /// nil where it is not defined; likewise the others.
        public let f1: Double?
        public let auc: Double?
        public let averagePrecision: Double?
    }

    /// Items, and how many of them are of the positive class.
    public let count: Int
    public let positives: Int
    /// F1 of the positive class at thresholds chosen without the item's own label; nil where there are too few positives.
    public let f1: Estimate?
    /// Area under the ROC curve, positive class against the rest; nil where there are too few items of either.
    public let auc: Estimate?
    /// Average precision of the positive class; nil where there are too few positives.
    public let averagePrecision: Estimate?
    /// The same on these items alone, however few they are.
    public let observed: Observed
    /// Items by their label and the predicted one, `confusion[actual][predicted]`, K × K; thresholds chosen without the
    /// item's own label, as for ``f1``. Empty where a message can have several labels.
    public let confusion: [[Int]]
    /// How far predicted probabilities of the positive class are true, from the lowest to the highest.
    public let reliability: [ReliabilityBin]
    /// The decision chosen on all items, the most probable label where none of them is positive: the one to use on messages
    /// that are not among them.
    public let decision: Decision
    /// Figures of all labels, where a message can have several; nil where it has one.
    public let several: SeveralEvaluation?

    /// Figures of one label a message.
    ///
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - labels: *n* label indices.
    ///   - positive: index of the positive class.
    /// - Complexity: O(*n* log *n*).
    public init(probabilities: Matrix, labels: [Int], positive: Int, seed: UInt64) {
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
        several = nil
        reliability = ReliabilityBin.bins(scores: scores, actual: actual)

        let isGuessed = predicted.map { $0 == positive }
        observed = Observed(
            f1: Metrics.f1(predicted: isGuessed, actual: actual), auc: Metrics.auc(scores: scores, actual: actual),
            averagePrecision: Metrics.averagePrecision(scores: scores, actual: actual))
        f1 = Estimate(
            f1OfBoth: zip(isGuessed, actual).count { $0 && $1 }, either: zip(isGuessed, actual).count { $0 || $1 },
            positives: positives)
        let (positives, negatives) = (positives, count - positives)
        auc = observed.auc.flatMap { Estimate(auc: $0, positives: positives, negatives: negatives) }
        averagePrecision = observed.averagePrecision.flatMap {
            Estimate(averagePrecision: $0, positives: positives)
        }
    }
    /// Figures of answers: of one label a message those of ``init(probabilities:labels:positive:seed:)``; of several those about
    /// the positive label, whether a message has it or not, and ``several``.
    ///
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - answers: *n* answers.
    ///   - positive: index of the positive label.
    ///   - isSeveral: whether a message can have several labels; nil for what the answers are, one label if there are none.
    ///   - implications: which labels hold wherever others do: they are completed in predictions.
    /// - Complexity: O(K *n* log *n*), and of several O(K *n*) for each of ``SeveralEvaluation/resampleCount`` samples.
    public init(
        probabilities: Matrix, answers: [Answer], positive: Int, isSeveral: Bool? = nil,
        implications: Implications = Implications(), seed: UInt64
    ) {
        guard isSeveral ?? answers.contains(where: { $0.label == nil }) else {
            self.init(
                probabilities: probabilities, labels: answers.map { $0.label ?? 0 }, positive: positive, seed: seed)
            return
        }
        self.init(
            several: answers, probabilities: probabilities, positive: positive, implications: implications, seed: seed)
    }

    private init(
        several answers: [Answer], probabilities: Matrix, positive: Int, implications: Implications, seed: UInt64
    ) {
        let predicted = Decision.crossFitted(
            probabilities: probabilities, answers: answers, implications: implications, seed: seed)
        let several = SeveralEvaluation(
            probabilities: probabilities, answers: answers, predicted: predicted, seed: seed)
        let ofPositive = several.labels[positive]
        self.several = several
        count = answers.count
        positives = ofPositive.positives
        (f1, auc, averagePrecision) = (ofPositive.f1, ofPositive.auc, ofPositive.averagePrecision)
        observed = ofPositive.observed
        confusion = []
        reliability = ReliabilityBin.bins(
            scores: answers.indices.map { Double(probabilities[$0, positive]) },
            actual: answers.map { $0.has(positive) })
        decision = Decision.maximisingF1OfEach(
            probabilities: probabilities, answers: answers, positive: positive, implications: implications)
    }
}
