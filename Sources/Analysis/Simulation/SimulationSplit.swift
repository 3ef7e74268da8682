import Learning

/// The messages of one seed: what may be labelled and what only measures. Numbers are places in the data.
struct SimulationSplit: Sendable, Hashable {
    /// Ascending; one message for each text.
    let pool: [Int]
    /// Ascending; one message for each text, and no text of it stands in the pool.
    let heldOut: [Int]
    /// Drawn at random from the pool: the first labels.
    let start: [Int]

    /// Drops positive texts at random until they are `baseRate` of all (where they are fewer, all stay), holds out a share of
    /// each label, and draws the first labels from the rest.
    ///
    /// Equal texts are one question, as in a session: the first message that says it stands for its text, with its label, and the
    /// others are left out. If messages were held out and not texts, a text would be held out the more surely the more copies
    /// it has, measure once for each, and be lacking in the pool.
    /// - Complexity: O(messages).
    init(_ data: SimulationData, plan: SimulationPlan, seed: UInt64) {
        var random = SeededRandom(seed: seed, stream: "simulation")
        let texts = data.labelled.answers.indices.filter { data.firstWithSameText[$0] == $0 }
        var positives = texts.filter(data.isPositive)
        random.shuffle(&positives)
        if let rate = plan.baseRate, rate < 1 {
            let wanted = rate / (1 - rate) * Double(texts.count - positives.count)
            positives = Array(positives.prefix(Int(wanted.rounded())))
        }
        let kept = (positives + texts.filter { !data.isPositive($0) }).sorted()
        var heldOut: [Int] = []
        let strata = Dictionary(grouping: kept, by: data.strata(among: kept)).sorted { $0.key < $1.key }
        for (_, members) in strata {
            heldOut += random.sample(Int((plan.heldOut * Double(members.count)).rounded()), from: members)
        }
        let held = Set(heldOut)
        pool = kept.filter { !held.contains($0) }
        self.heldOut = heldOut.sorted()
        start = random.sample(plan.start, from: pool).sorted()
    }
}
