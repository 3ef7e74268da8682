import Learning

/// Takes messages from every cluster in turn: the one nearest its centre, the one farthest from it, then others at
/// random.
///
/// Monarch 2021, ch. 4: centres show what there is, outliers what a centre hides, random members keep both honest.
enum ClusterMembers {
    /// Clusters for a batch: five messages from each, ⌈n / 5⌉.
    ///
    /// - Parameter columns: of the feature rows. Centres hold a number for each: past 256 MB of them there are no more
    ///   clusters, and each gives more than five messages.
    static func clusterCount(for count: Int, columns: Int = 1) -> Int {
        min(max(64, 64_000_000 / max(1, columns)), max(1, (count + 4) / 5))
    }

    /// - Returns: `count` selections, or all rows where there are no more; rows in no cluster come last.
    static func select(
        _ count: Int, from clusters: CosineClusters, strategy: String, random: inout SeededRandom
    ) -> [Selection] {
        let total = clusters.clusters.count
        var queues = clusters.clusters.enumerated().map { index, cluster in
            queue(cluster, number: index + 1, of: total, random: &random)
        }
        var selections: [Selection] = []
        while selections.count < count, queues.contains(where: { !$0.isEmpty }) {
            for index in queues.indices where selections.count < count {
                guard let (row, reason) = queues[index].next() else { continue }
                selections.append(Selection(row: row, score: nil, strategy: strategy, reason: reason))
            }
        }
        for row in clusters.unclustered.prefix(max(0, count - selections.count)) {
            selections.append(
                Selection(row: row, score: nil, strategy: strategy, reason: .ungrouped))
        }
        return selections
    }

    /// What is left of a cluster, and how to explain it.
    private struct Queue {
        var centre: (row: Int, similarity: Double)?
        var outlier: (row: Int, similarity: Double)?
        var others: [Int]
        let size: Int
        /// Its place among the clusters, counted from 1.
        let number: Int
        let of: Int

        var isEmpty: Bool { centre == nil && outlier == nil && others.isEmpty }

        mutating func next() -> (row: Int, reason: Reason)? {
            if let first = centre {
                centre = nil
                return (first.row, reason(.middle(similarity: first.similarity)))
            }
            if let last = outlier {
                outlier = nil
                return (last.row, reason(.edge(similarity: last.similarity)))
            }
            return others.popLast().map { ($0, reason(.drawn)) }
        }

        private func reason(_ place: Reason.GroupPlace.Place) -> Reason {
            .member(Reason.GroupPlace(place, size: size, group: number, of: of))
        }
    }

    private static func queue(
        _ cluster: CosineClusters.Cluster, number: Int, of total: Int, random: inout SeededRandom
    ) -> Queue {
        let last = cluster.members.count - 1
        var others = last > 1 ? Array(cluster.members[1..<last]) : []
        random.shuffle(&others)
        return Queue(
            centre: (cluster.members[0], cluster.similarities[0]),
            outlier: last > 0 ? (cluster.members[last], cluster.similarities[last]) : nil, others: others,
            size: cluster.members.count, number: number, of: total)
    }
}
