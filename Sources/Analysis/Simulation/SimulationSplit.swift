import Learning

/// The messages of one seed: what may be labelled and what only measures. Numbers are places in the data.
struct SimulationSplit: Sendable, Hashable {
    /// Ascending; one message for each text.
    let pool: [Int]
    /// Ascending; no text of it stands in the pool.
    let heldOut: [Int]
    /// Drawn at random from the pool: the first labels.
    let start: [Int]

    /// Drops positive messages at random until they are `baseRate` of all (where they are fewer, all stay), holds out
    /// a share of each label, and draws the first labels from the rest.
    ///
    /// A pool message whose text is held out is left out, and so is one whose text another of the pool has, as a session
    /// leaves them out: equal texts are one question.
    /// - Complexity: O(messages).
    init(_ data: SimulationData, plan: SimulationPlan, seed: UInt64) {
        let labels = data.labelled.labels
        var random = SeededRandom(seed: seed, stream: "simulation")
        var positives = labels.indices.filter(data.isPositive)
        random.shuffle(&positives)
        if let rate = plan.baseRate, rate < 1 {
            let wanted = rate / (1 - rate) * Double(labels.count - positives.count)
            positives = Array(positives.prefix(Int(wanted.rounded())))
        }
        let kept = (positives + labels.indices.filter { !data.isPositive($0) }).sorted()
        var heldOut: [Int] = []
        for label in data.scheme.labels.indices {
            let members = kept.filter { labels[$0] == label }
            heldOut += random.sample(Int((plan.heldOut * Double(members.count)).rounded()), from: members)
        }
        let measured = Set(heldOut.map { data.firstWithSameText[$0] })
        let held = Set(heldOut)
        var asked: Set<Int> = []
        pool = kept.filter {
            let text = data.firstWithSameText[$0]
            return !held.contains($0) && !measured.contains(text) && asked.insert(text).inserted
        }
        self.heldOut = heldOut.sorted()
        start = random.sample(plan.start, from: pool).sorted()
    }
}
