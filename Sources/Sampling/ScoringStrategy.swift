/// A strategy that gives every candidate a score and takes the highest.
protocol ScoringStrategy: OrderingStrategy {
    /// Scores of all candidates of the context.
    ///
    /// - Throws: `CancellationError` when the round was cancelled.
    func scores(in context: RoundContext) throws -> CandidateScores
}

/// Scores of a context's candidates, in their order, and how each is explained.
struct CandidateScores {
    let scores: [Double]
    /// Decides between equal scores; nil where the lower row does.
    var tieBreakers: [Double]?
    /// The reason for the candidate at a position.
    let reason: (Int) -> Reason

    /// The candidates with the highest scores, best first.
    ///
    /// - Complexity: O(*n* log *count*) with *n* candidates.
    func highest(_ count: Int, of candidates: [Int], strategy: String) -> [Selection] {
        HighestScores.positions(count, of: scores, then: tieBreakers).map { position in
            Selection(
                row: candidates[position], score: scores[position], strategy: strategy, reason: reason(position))
        }
    }
}

extension ScoringStrategy {
    /// - Complexity: one scoring of the candidates, and O(*n* log `count`).
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        return try scores(in: context).highest(count, of: context.candidates, strategy: id)
    }

    /// - Complexity: one scoring of the candidates, and O(*n* log *n*).
    func remainder(of context: RoundContext) throws -> Remainder {
        guard !context.candidates.isEmpty else { return .none }
        return Remainder(strategy: id, rows: context.candidates, scores: try scores(in: context).scores)
    }
}
