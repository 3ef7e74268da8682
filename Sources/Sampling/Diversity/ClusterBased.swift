import Learning

/// Cluster-based sampling: from each of ⌈n / 5⌉ clusters of the pool the message nearest its centre, the farthest one,
/// and three at random.
///
/// A text counts once in its cluster, however many messages say it: clusters are of subjects, not of how loud they are.
/// Monarch 2021, ch. 4.
struct ClusterBased: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "clusters", title: "clusters", hotkey: "K", family: .diversity,
        sentence: "some of every subject: centre, outlier and random members of each cluster; good with no labels",
        source: "Monarch 2021, ch. 4; Dhillon & Modha 2001",
        cost: "spherical k-means over the pool",
        tasks: TaskKind.all, reads: [.features], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(entries of the feature rows × clusters) for each of at most twelve iterations; no training.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let clusters = try CosineClusters(
            of: context.candidatesByContent,
            count: ClusterMembers.clusterCount(for: count, columns: context.features().columnCount), in: context,
            random: context.random("clusters"))
        var random = context.random("cluster members")
        return ClusterMembers.select(count, from: clusters, strategy: id, random: &random)
    }
}
