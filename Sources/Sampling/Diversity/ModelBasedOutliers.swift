import Notation

/// Model-based outliers: messages for which every output neuron is less active than for held-out messages, because the
/// model knows little of what they say.
///
/// Monarch 2021, ch. 4: for each output neuron the message's logit is ranked among those of held-out messages (V) that
/// the model was not trained on; the score is 1 − the mean rank.
public struct ModelBasedOutliers: ScoringStrategy {
    public let id = "model-outliers"

    public init() {}

    /// - Complexity: one training on what is not held out, one pass over the corpus, O(*n* K log |V|).
    func scores(in context: RoundContext) throws -> CandidateScores {
        let ranks = LogitRanks(try context.model.split(monitor: context.monitor))
        let scores = context.candidates.map(ranks.outlierScore(of:))
        return CandidateScores(scores: scores) { position in
            ranks.heldOutCount == 0
                ? "nothing is held out yet to compare with"
                : ranks.heldOutCount == 1
                    ? "less active than \(ShareText.percent(scores[position])) of what is held out, one message"
                    : "less active than \(ShareText.percent(scores[position])) of \(ranks.heldOutCount) held-out messages"
        }
    }
}
