/// Adaptive representative sampling: the most representative message moves to the labelled side before the next is
/// chosen, so that a batch does not ask for the same thing ten times over.
///
/// In both centres each text counts once, as ``Representative`` has it. Monarch 2021, ch. 4. The score is that of the moment at
/// which the message was chosen, in [−1, 1].
struct AdaptiveRepresentative: OrderingStrategy {
    static let declaration = StrategyDeclaration(
        id: "adaptive-representative", title: "adaptive representative", hotkey: "V", family: .diversity,
        sentence: "as representative, one message at a time, so that a batch does not repeat itself",
        source: "Monarch 2021, ch. 4",
        cost: "a pass over the features for each message",
        tasks: TaskKind.all, reads: [.features], comparison: .better,
        make: { _ in Self() })

    /// The most work that a batch takes, in steps times candidates; only a larger one moves several messages at a time.
    static let largestWork = 400_000_000

    /// - Complexity: O(entries of the feature rows) for each message; no training.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        var standing = try Representativeness(context)
        let wanted = min(count, context.candidates.count)
        let choices = try AdaptiveSteps.choose(
            wanted, stepSize: max(1, wanted * context.candidates.count / Self.largestWork),
            from: Array(context.candidates.indices),
            score: { left in
                try context.monitor.checkCancellation()
                return left.map(standing.score(at:))
            },
            chosen: { positions in for position in positions { standing.move(position) } })
        return choices.map { choice in
            Selection(
                row: context.candidates[choice.candidate], score: choice.score, strategy: id,
                reason: .typicalStill(score: choice.score, step: choice.step))
        }
    }

    /// As ``Representative`` has it, before any message moves.
    func remainder(of context: RoundContext) throws -> Remainder {
        try Representative().remainder(of: context)
    }
}
