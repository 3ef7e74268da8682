import Answers

/// Which label counts as predicted: the one definition for the guess on the screen, marks of right and wrong, F1, the
/// confusion table, the report, a saved model and the simulation.
///
/// Of two labels the positive one is predicted where its probability reaches the threshold. Of more labels it is where its
/// probability reaches the threshold and no other label is more probable; else the most probable of the others. A threshold
/// can hold a label back that is asked for most, but never puts it before a more probable one.
///
/// Where a message can have several labels each has a threshold of its own and is predicted where its probability reaches it,
/// whatever the others are; what a predicted label implies is predicted with it.
///
/// ```swift
/// let decision = Decision(positive: 1, threshold: 0.3)
/// decision.label([0.6, 0.4])       // 1
/// decision.label([0.5, 0.4, 0.1])  // 0
/// ```
public struct Decision: Sendable, Hashable {
    /// Index of the positive label.
    public let positive: Int
    /// From which probability on the positive label can be predicted.
    public let threshold: Double
    /// Where a message can have several labels: from which probability on each is predicted; nil where it has one.
    public let thresholds: [Double]?
    /// Which labels are predicted wherever others are; of one label a message none.
    public let implications: Implications

    public init(positive: Int, threshold: Double) {
        self.positive = positive
        self.threshold = threshold
        thresholds = nil
        implications = Implications()
    }

    /// A decision on several labels a message.
    ///
    /// - Parameter thresholds: one of each label; `positive` is one of them.
    public init(positive: Int, thresholds: [Double], implications: Implications = Implications()) {
        self.positive = positive
        threshold = thresholds.indices.contains(positive) ? thresholds[positive] : 0.5
        self.thresholds = thresholds
        self.implications = implications
    }

    /// Each of several labels from one half on: what holds where no threshold was chosen.
    public init(severalOf labelCount: Int, positive: Int, implications: Implications = Implications()) {
        self.init(
            positive: positive, thresholds: Array(repeating: 0.5, count: max(0, labelCount)), implications: implications
        )
    }

    /// The most probable label, and of equals the positive one, else the lowest: what holds where no threshold was chosen.
    ///
    /// The threshold is 1 / K, which the most probable label always reaches; one half for two labels.
    public init(mostProbableOf labelCount: Int, positive: Int) {
        self.init(positive: positive, threshold: 1 / Double(max(1, labelCount)))
    }

    /// What holds where no threshold was chosen: the most probable label, or each of several from one half on.
    public init(
        neutralOf labelCount: Int, positive: Int, loss: Loss, implications: Implications = Implications()
    ) {
        switch loss {
        case .softmax: self.init(mostProbableOf: labelCount, positive: positive)
        case .oneAgainstRest: self.init(severalOf: labelCount, positive: positive, implications: implications)
        }
    }

    /// What is predicted: one label, or all that reach their thresholds with what they imply.
    ///
    /// - Parameter probabilities: one of each label, in their order.
    /// - Complexity: O(K).
    public func answer(_ probabilities: ArraySlice<Float>) -> Answer {
        guard let thresholds else { return .one(label(probabilities)) }
        var labels = LabelIndices()
        for (label, (probability, threshold)) in zip(probabilities, thresholds).enumerated()
        where Double(probability) >= threshold {
            labels.insert(label)
        }
        return .several(implications.completed(labels))
    }

    /// What is predicted of each row.
    public func answers(_ probabilities: Matrix) -> [Answer] {
        (0..<probabilities.rowCount).map { answer(probabilities.row($0)) }
    }

    /// The predicted label, where a message has one.
    ///
    /// - Parameter probabilities: one of each label, in their order.
    /// - Complexity: O(K).
    public func label(_ probabilities: ArraySlice<Float>) -> Int {
        let start = probabilities.startIndex
        guard let other = Self.mostProbable(of: probabilities, but: positive) else { return positive }
        let isReached = Double(probabilities[start + positive]) >= threshold
        return isReached && Self.canBePositive(probabilities, positive: positive) ? positive : other
    }

    /// The predicted label of each row.
    public func labels(_ probabilities: Matrix) -> [Int] {
        (0..<probabilities.rowCount).map { label(probabilities.row($0)) }
    }

    /// Whether some threshold makes a row positive: always of two labels, else where no other label is more probable.
    static func canBePositive(_ probabilities: ArraySlice<Float>, positive: Int) -> Bool {
        guard probabilities.count > 2, let other = mostProbable(of: probabilities, but: positive) else { return true }
        return probabilities[probabilities.startIndex + positive] >= probabilities[probabilities.startIndex + other]
    }

    private static func mostProbable(of probabilities: ArraySlice<Float>, but label: Int) -> Int? {
        var best: Int?
        for other in 0..<probabilities.count where other != label {
            let value = probabilities[probabilities.startIndex + other]
            if let known = best, probabilities[probabilities.startIndex + known] >= value { continue }
            best = other
        }
        return best
    }
}
