import Notation

/// Representative sampling: messages like the pool and unlike what is labelled, cos(x, centre of U) − cos(x, centre of T).
///
/// Monarch 2021, ch. 4. The score is in [−1, 1].
public struct Representative: ScoringStrategy {
    public let id = "representative"

    public init() {}

    /// - Complexity: O(entries of the feature rows); no training.
    func scores(in context: RoundContext) throws -> CandidateScores {
        try context.monitor.checkCancellation()
        let standing = Representativeness(context)
        let scores = context.candidates.indices.map(standing.score(at:))
        return CandidateScores(scores: scores) { Self.reason(standing.similarities(at: $0)) }
    }

    static func reason(_ similarities: (pool: Double, training: Double)) -> String {
        "like the pool \(ShareText.text(similarities.pool)), like what is labelled "
            + ShareText.text(similarities.training)
    }
}
