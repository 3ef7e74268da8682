import Learning

/// What a strategy makes of the probabilities of one message, whatever others there are: how much it wants it.
///
/// ```swift
/// let score = MessageScore(strategy: "margin", decision: model.decision)
/// score?(probabilities)
/// ```
public struct MessageScore: Sendable {
    /// Identifiers of the strategies that score each message by itself, in the catalogue's order.
    public static let ids = StrategyCatalogue.standard.ids.filter { score(of: $0, positive: 0, .softmax) != nil }

    private let score: @Sendable (ArraySlice<Float>) -> Double

    /// - Parameters:
    ///   - id: one of ``ids``; nil for others.
    ///   - decision: knows the label that relevance looks for, and whether a message can have several.
    public init?(strategy id: String, decision: Decision) {
        let loss = Loss(isSeveral: decision.thresholds != nil)
        guard let score = Self.score(of: id, positive: decision.positive, loss) else { return nil }
        self.score = score
    }

    private static func score(
        of id: String, positive: Int, _ loss: Loss
    ) -> (@Sendable (ArraySlice<Float>) -> Double)? {
        let strategy = StrategyCatalogue.standard.strategy(id)
        // What it learns from other messages is not known here.
        if (strategy as? LeastConfidence)?.predictsCount == true { return nil }
        if let strategy = strategy as? any UncertaintyStrategy { return { strategy.score($0, loss) } }
        if strategy is Relevance { return { Relevance.score($0, positive: positive) } }
        return nil
    }

    /// The score of a row of K probabilities, in [0, 1].
    ///
    /// - Complexity: O(K).
    public func callAsFunction(_ probabilities: ArraySlice<Float>) -> Double { score(probabilities) }
}
