import Learning

/// Cluster-based sampling: from each of ⌈n / 5⌉ clusters of the pool the message nearest its centre, the farthest one,
/// and three at random.
///
/// Monarch 2021, ch. 4.
public struct ClusterBased: SamplingStrategy {
    public let id = "clusters"

    public init() {}

    /// - Complexity: O(entries of the feature rows × clusters) for each of at most twelve iterations; no training.
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let clusters = try CosineClusters(
            of: context.candidatesByContent,
            count: ClusterMembers.clusterCount(for: count, columns: context.model.rows.columnCount), in: context,
            random: context.random("clusters"))
        var random = context.random("cluster members")
        return ClusterMembers.select(count, from: clusters, strategy: id, random: &random)
    }
}
