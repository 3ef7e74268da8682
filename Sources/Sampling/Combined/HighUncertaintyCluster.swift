import Learning

/// The cluster that the model is most at a loss about: random members of the cluster with the highest mean entropy, then
/// of the next.
///
/// Monarch 2021, ch. 5. The score is the cluster's mean entropy as a share of the largest possible.
struct HighUncertaintyCluster: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "high-uncertainty-cluster", title: "high-uncertainty cluster", hotkey: "H", family: .combined,
        sentence: "random members of the one subject that the model is most at a loss about",
        source: "Monarch 2021, ch. 5",
        cost: "spherical k-means over the pool",
        tasks: TaskKind.all, reads: [.features, .probabilities], comparison: .better,
        make: { _ in Self() })

    /// Clusters of the pool.
    static let clusterCount = 20

    /// - Complexity: O(entries of the feature rows × clusters) for each of at most twelve iterations.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let probabilities = try context.probabilities()
        let clusters = try CosineClusters(
            of: context.candidatesByContent, count: Self.clusterCount, in: context,
            random: context.random("entropy clusters"))
        // What is in no cluster counts as one: its messages share that nothing is known of them.
        let groups = clusters.clusters.map(\.members) + [clusters.unclustered]
        let unknown = Set(clusters.unclustered)
        func entropy(_ rows: [Int]) -> Double {
            rows.reduce(0) { $0 + Entropy().score(probabilities.row($1), context.loss) } / Double(rows.count)
        }
        let ranked = groups.filter { !$0.isEmpty }.map { (rows: $0, entropy: entropy($0)) }
        let order = HighestScores.positions(ranked.count, of: ranked.map(\.entropy))
        var random = context.random("entropy members")
        var selections: [Selection] = []
        for (place, index) in order.enumerated() where selections.count < count {
            let group = ranked[index]
            let reason = Reason.puzzlingGroup(
                entropy: group.entropy, place: place + 1, groups: ranked.count, size: group.rows.count,
                isKnown: !(group.rows.first.map(unknown.contains) ?? false))
            selections += random.sample(count - selections.count, from: group.rows).map {
                Selection(row: $0, score: clampedToUnit(group.entropy), strategy: id, reason: reason)
            }
        }
        return selections
    }
}
