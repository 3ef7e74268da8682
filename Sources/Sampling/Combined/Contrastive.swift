import Learning

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Contrastive active learning: messages that the model predicts otherwise than the labelled messages most like them.
///
/// Margatina et al. 2021: the mean Kullback–Leibler divergence, in nats, from the predictions of the k nearest labelled
/// messages (Euclidean, in the model's ``Layers``) to the message's own; where a message can have several labels that of each label,
/// in the mean. The score is 1 − exp(−divergence).
struct Contrastive: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "contrastive", title: "contrastive", hotkey: "F", family: .combined,
        sentence: "predicted otherwise than the labelled messages most like them; where the model contradicts itself",
        source: "Margatina et al. 2021",
        cost: "distances of the pool to all labelled messages",
        tasks: TaskKind.all, reads: [.probabilities, .activations], comparison: .better,
        make: { _ in Self() })

    /// Labelled neighbours, k.
    let neighbours: Int

    init(neighbours: Int = 10) {
        self.neighbours = max(1, neighbours)
    }

    /// - Complexity: O(*n* |T| d) with *n* candidates, |T| labelled messages and layers of d numbers.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let outputs = try context.outputs()
        let labelled = context.byContent(context.trainingRows)
        let nearest = try context.layers().nearest(neighbours, of: labelled, to: context.candidates)
        try context.monitor.checkCancellation()
        let divergences = context.candidates.indices.map { position -> Double in
            let own = outputs.probabilities.row(context.candidates[position])
            let found = nearest[position]
            guard !found.isEmpty else { return 0 }
            return found.reduce(0) { sum, index in
                sum + Self.divergence(from: outputs.probabilities.row(labelled[index]), to: own, outputs.loss)
            } / Double(found.count)
        }
        return CandidateScores(scores: divergences.map { 1 - exp(-$0) }) {
            .contradiction(difference: 1 - exp(-divergences[$0]), neighbours: nearest[$0].count)
        }
    }

    /// That of one label of K, or the mean of those of each label by itself.
    static func divergence(from p: ArraySlice<Float>, to q: ArraySlice<Float>, _ loss: Loss) -> Double {
        guard loss == .oneAgainstRest else { return divergence(from: p, to: q) }
        let sum = zip(p, q).reduce(0.0) { $0 + divergence(from: [$1.0, 1 - $1.0], to: [$1.1, 1 - $1.1]) }
        return sum / Double(max(1, p.count))
    }

    /// KL(p ‖ q) = Σ p ln (p / q); q is kept above 10⁻⁷, about what a `Float` near 1 resolves.
    static func divergence(from p: ArraySlice<Float>, to q: ArraySlice<Float>) -> Double {
        var sum = 0.0
        for (p, q) in zip(p, q) where p > 0 { sum += Double(p) * log(Double(p) / max(1e-7, Double(q))) }
        return max(0, sum)
    }
}
