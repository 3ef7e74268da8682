/// What the alpha of whole answers is made of, as sums over messages, as ``AgreementSums`` are for one label.
struct LabelSetSums {
    /// All messages of a table that have an answer.
    struct Parts {
        /// For each message of m answers, where m ≥ 2, the places of its sets and Σ d / (m − 1) over its ordered pairs of answers; else
        /// no sets.
        let messages: [(sets: [Int], distance: Double)]
        let distance: MASIDistance
        let setCount: Int

        init(_ table: LabelSetTable) {
            let distance = MASIDistance(table.sets)
            messages = (0..<table.messageCount).compactMap { message in
                let sets = table.whole.labels(of: message)
                guard sets.count > 1 else { return sets.isEmpty ? nil : ([], 0) }
                var sum = 0.0
                for (place, set) in sets.enumerated() {
                    for other in sets[..<place] { sum += 2 * distance[set, other] }
                }
                return (sets, sum / Double(sets.count - 1))
            }
            self.distance = distance
            setCount = table.sets.count
        }
    }

    private let distance: MASIDistance
    /// Answers of messages that two or more have labelled, by set.
    private var given: [Double]
    private var differing = 0.0

    /// - Parameter times: how often each message counts.
    init(_ parts: Parts, times: [Double]) {
        distance = parts.distance
        given = [Double](repeating: 0, count: parts.setCount)
        for (message, times) in zip(parts.messages, times) where times > 0 {
            for set in message.sets { given[set] += times }
            differing += times * message.distance
        }
    }

    /// Krippendorff's alpha with the distance of MASI; nil without a message that two or more have labelled.
    ///
    /// α = 1 − Dₒ/Dₑ with Dₒ = 1/n Σᵢ Σ d / (mᵢ − 1) over the ordered pairs of a message's answers and Dₑ = Σ n_c n_k d_ck / (n (n − 1)):
    /// as observed agreement 1 − Dₒ, and as chance 1 − Dₑ. K. Krippendorff, *Computing Krippendorff's alpha-reliability* (2011), section D.
    /// - Complexity: O(different sets²).
    var alpha: ChanceCorrected? {
        let all = given.reduce(0, +)
        guard all > 1 else { return nil }
        return ChanceCorrected(
            observed: 1 - differing / all, chance: 1 - distance.sum(given, given) / (all * (all - 1)))
    }
}
