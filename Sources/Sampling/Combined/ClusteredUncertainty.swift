import Learning
import Notation

/// Uncertainty with diversity: the tenth of the pool that the model is least confident of, clustered; from each cluster
/// the message nearest its centre, the farthest one, and others at random.
///
/// Monarch 2021, ch. 5.
public struct ClusteredUncertainty: SamplingStrategy {
    public let id = "clustered-uncertainty"

    public init() {}

    /// - Complexity: O(entries of a tenth of the feature rows × clusters) an iteration.
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let uncertain = try LeastConfidentCandidates(atLeast: count, in: context)
        let clusters = try CosineClusters(
            of: context.byContent(uncertain.rows),
            count: ClusterMembers.clusterCount(for: count, columns: context.model.rows.columnCount), in: context,
            random: context.random("uncertain clusters"))
        var random = context.random("uncertain members")
        let probabilities = try context.outputs().probabilities
        return ClusterMembers.select(count, from: clusters, strategy: id, random: &random).map { selection in
            let score = LeastConfidence().score(probabilities.row(selection.row))
            return Selection(
                row: selection.row, score: score, strategy: id,
                reason: "uncertain (\(ShareText.text(score))), \(selection.reason)")
        }
    }
}
