import Learning

/// Uniform sampling without replacement: the baseline every other strategy has to beat, and a guard against a model
/// that is confidently wrong about a whole corner of the pool.
public struct RandomSampling: SamplingStrategy {
    public let id = "random"

    public init() {}

    /// - Complexity: O(*n* log *n*) with *n* candidates.
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        var random = context.random("random")
        return random.sample(count, from: context.candidatesByContent).map {
            Selection(row: $0, score: nil, strategy: id, reason: "drawn at random")
        }
    }

    public func remainder(of context: RoundContext) throws -> Remainder {
        Remainder(strategy: id, inOrder: try select(context.candidates.count, from: context).map(\.row))
    }
}
