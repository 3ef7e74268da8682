import Learning

/// How many positive messages nobody has labelled yet.
///
/// The evaluation items were drawn at random from the pool, so that their share of positives is the pool's (with
/// Wilson's interval); what has been found is taken off. Labels that a strategy chose would say nothing of the rest of
/// the pool, and the model's own probabilities are trained on balanced labels and far from calibrated.
public struct RemainingPositives: Sendable, Hashable {
    /// Positive messages still unlabelled: never below zero, never more than there are unlabelled messages.
    public let estimate: Estimate
    /// Random evaluation items that it rests on, and the positive ones of them.
    public let sampled: Int
    public let sampledPositives: Int
    /// Messages of the pool without a label.
    public let unlabelled: Int

    /// - Parameters:
    ///   - pool: messages of the pool, labelled or not.
    ///   - labelled: labelled ones of them, of every set.
    ///   - found: positive ones of those.
    ///   - sampled: random evaluation items.
    ///   - sampledPositives: positive ones of those.
    /// - Returns: nil without random items.
    public init?(pool: Int, labelled: Int, found: Int, sampled: Int, sampledPositives: Int) {
        guard let share = Estimate(share: sampledPositives, of: sampled) else { return nil }
        let unlabelled = max(0, pool - labelled)
        func left(_ share: Double) -> Double { min(Double(unlabelled), max(0, share * Double(pool) - Double(found))) }
        estimate = Estimate(value: left(share.value), low: left(share.low), high: left(share.high))
        self.sampled = sampled
        self.sampledPositives = sampledPositives
        self.unlabelled = unlabelled
    }

    /// One sentence with what it rests on.
    ///
    /// - Parameters:
    ///   - label: what the positive messages are.
    ///   - isSeveral: whether they can have other labels besides.
    public func text(label: String, isSeveral: Bool = false) -> String {
        let (are, those) = isSeveral ? ("have", "have it") : ("are", "are")
        return "about \(Self.whole(estimate.value)) of the \(unlabelled) unlabelled messages \(are) \(label) "
            + "(\(range); \(sampledPositives) of \(sampled) random evaluation items \(those))"
    }

    /// The ends of the interval, `2 to 9`.
    var range: String { "\(Self.whole(estimate.low)) to \(Self.whole(estimate.high))" }

    private static func whole(_ value: Double) -> String { "\(Int(value.rounded()))" }
}
