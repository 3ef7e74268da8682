import Learning

/// Uncertainty with diversity: the tenth of the pool that the model is least confident of, clustered; from each cluster
/// the message nearest its centre, the farthest one, and others at random.
///
/// Monarch 2021, ch. 5.
struct ClusteredUncertainty: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "clustered-uncertainty", title: "clustered uncertainty", hotkey: "G", family: .combined,
        sentence: "some of every subject within the most uncertain tenth; least confidence without near copies",
        source: "Monarch 2021, ch. 5",
        cost: "spherical k-means over a tenth of the pool",
        tasks: TaskKind.all, reads: [.features, .probabilities], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(entries of a tenth of the feature rows × clusters) an iteration.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let uncertain = try LeastConfidentCandidates(atLeast: count, in: context)
        let clusters = try CosineClusters(
            of: context.byContent(uncertain.rows),
            count: ClusterMembers.clusterCount(for: count, columns: context.features().columnCount), in: context,
            random: context.random("uncertain clusters"))
        var random = context.random("uncertain members")
        let probabilities = try context.probabilities()
        return ClusterMembers.select(count, from: clusters, strategy: id, random: &random).map { selection in
            let score = LeastConfidence().score(probabilities.row(selection.row), context.loss)
            return Selection(
                row: selection.row, score: score, strategy: id,
                reason: .uncertain(score: score, selection.reason))
        }
    }
}
