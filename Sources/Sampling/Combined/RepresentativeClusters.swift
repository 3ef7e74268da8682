import Learning

/// Representative sampling cluster by cluster: pool (U) and training messages (T, what the round has chosen already included)
/// are clustered apart, and each cluster
/// of U gives the member with the largest (similarity to its own centre − best similarity to a centre of T), then its
/// next best in turn.
///
/// A text counts once in its cluster, however many messages say it. Monarch 2021, ch. 5. The score is that difference, in [−1, 1]: high where the pool has a subject that the labels do
/// not have yet.
struct RepresentativeClusters: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "representative-clusters", title: "representative clusters", hotkey: "W", family: .combined,
        sentence: "from each subject of the pool what the labels have least of; when new subjects come in",
        source: "Monarch 2021, ch. 5",
        cost: "spherical k-means over the pool and over the labels",
        tasks: TaskKind.all, reads: [.features], comparison: .better,
        make: { _ in Self() })

    /// The most clusters of either side; a larger batch takes several members from each.
    static let largestClusterCount = 32

    /// - Complexity: O(entries of the feature rows × clusters) for each of at most twelve iterations; no training.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let wanted = min(count, Self.largestClusterCount)
        let pool = try CosineClusters(
            of: context.candidatesByContent, count: wanted, in: context, random: context.random("pool clusters"))
        let training = try CosineClusters(
            of: context.byContent(context.settledRows), count: wanted, in: context,
            random: context.random("training clusters"))
        var queues: [[(row: Int, score: Double, own: Double, labelled: Double)]] = try pool.clusters.map { cluster in
            let labelled = try training.similarities(of: cluster.members, in: context)
            let scored = cluster.members.indices.map { position in
                let own = cluster.similarities[position]
                let best = Double(labelled.row(position).max() ?? 0)
                return (row: cluster.members[position], score: own - best, own: own, labelled: best)
            }
            // Best last, so that taking one costs nothing.
            return scored.sorted { left, right in
                left.score != right.score ? left.score < right.score : left.row > right.row
            }
        }
        var selections: [Selection] = []
        while selections.count < count, queues.contains(where: { !$0.isEmpty }) {
            var turn: [Selection] = []
            for index in queues.indices {
                guard let best = queues[index].popLast() else { continue }
                turn.append(
                    Selection(
                        row: best.row, score: best.score, strategy: id,
                        reason: .thinGroup(
                            own: best.own, labelled: best.labelled, group: index + 1, groups: queues.count)))
            }
            turn.sort { left, right in
                let scores = (left.score ?? 0, right.score ?? 0)
                return scores.0 != scores.1 ? scores.0 > scores.1 : left.row < right.row
            }
            selections += turn.prefix(count - selections.count)
        }
        for row in pool.unclustered.prefix(max(0, count - selections.count)) {
            selections.append(
                Selection(row: row, score: nil, strategy: id, reason: .ungrouped))
        }
        return selections
    }
}
