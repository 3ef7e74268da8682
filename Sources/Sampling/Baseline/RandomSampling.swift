import Learning

/// Uniform sampling without replacement: the baseline every other strategy has to beat, and a guard against a model
/// that is confidently wrong about a whole corner of the pool.
struct RandomSampling: OrderingStrategy {
    static let declaration = StrategyDeclaration(
        id: "random", title: "random", hotkey: "R", family: .baseline,
        sentence: "no preference: for a fair sample, and against a model that is sure and wrong",
        source: "the baseline",
        cost: "none",
        tasks: TaskKind.all, reads: [], comparison: .baseline,
        make: { _ in Self() })

    /// - Complexity: O(*n* log *n*) with *n* candidates.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        var random = context.random("random")
        return random.sample(count, from: context.candidatesByContent).map {
            Selection(row: $0, score: nil, strategy: id, reason: .random)
        }
    }

    /// All of them drawn.
    func remainder(of context: RoundContext) throws -> Remainder {
        Remainder(strategy: id, inOrder: try select(context.candidates.count, from: context).map(\.row))
    }
}
