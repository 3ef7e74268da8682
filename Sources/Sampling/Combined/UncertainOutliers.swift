/// Uncertainty and outliers: the tenth of the pool that the model is least confident of, ranked by how little the
/// output neurons say of each message.
///
/// Monarch 2021, ch. 5. The score is that of ``ModelBasedOutliers``.
public struct UncertainOutliers: SamplingStrategy {
    public let id = "uncertain-outliers"

    public init() {}

    /// - Complexity: as ``ModelBasedOutliers``, and one more pass over the corpus.
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let uncertain = try LeastConfidentCandidates(atLeast: count, in: context)
        return try ModelBasedOutliers().select(count, from: context.with(candidates: uncertain.rows)).map {
            Selection(
                row: $0.row, score: $0.score, strategy: id, reason: "of the \(uncertain.name), \($0.reason)")
        }
    }
}
