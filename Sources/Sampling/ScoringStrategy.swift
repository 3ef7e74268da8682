/// A strategy that gives every candidate a score and takes the highest.
protocol ScoringStrategy: SamplingStrategy {
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
    let reason: (Int) -> String
}

extension ScoringStrategy {
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let scored = try scores(in: context)
        return HighestScores.positions(count, of: scored.scores, then: scored.tieBreakers).map { position in
            Selection(
                row: context.candidates[position], score: scored.scores[position], strategy: id,
                reason: scored.reason(position))
        }
    }
}
