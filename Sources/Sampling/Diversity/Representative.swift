/// Representative sampling: messages like the pool and unlike what is labelled, cos(x, centre of U) − cos(x, centre of T).
///
/// In the centre of U each text counts once, however many messages say it: what was sent a hundred times is still one question,
/// and would draw the centre to itself. Monarch 2021, ch. 4. The score is in [−1, 1].
struct Representative: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "representative", title: "representative", hotkey: "P", family: .diversity,
        sentence: "most like the pool and least like what is labelled; when the pool differs from the labels",
        source: "Monarch 2021, ch. 4",
        cost: "two passes over the features",
        tasks: TaskKind.all, reads: [.features], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(entries of the feature rows); no training.
    func scores(in context: RoundContext) throws -> CandidateScores {
        try context.monitor.checkCancellation()
        let standing = try Representativeness(context)
        let scores = context.candidates.indices.map(standing.score(at:))
        return CandidateScores(scores: scores) {
            let (pool, labelled) = standing.similarities(at: $0)
            return .typical(pool: pool, labelled: labelled)
        }
    }
}
