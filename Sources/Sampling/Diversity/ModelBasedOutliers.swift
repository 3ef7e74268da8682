import Notation

/// Model-based outliers: messages for which every output neuron is less active than for held-out messages, because the
/// model knows little of what they say.
///
/// Monarch 2021, ch. 4: for each output neuron the message's logit is ranked among those of held-out messages (V) that
/// the model was not trained on; the score is 1 − the mean rank.
struct ModelBasedOutliers: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "model-outliers", title: "model-based outliers", hotkey: "N", family: .diversity,
        sentence: "where the model finds little that it knows: new words, new subjects, other languages",
        source: "Monarch 2021, ch. 4",
        cost: "one more model over nine tenths of the labels, and its pass over the pool",
        reads: [.heldOutSplit], comparison: .notBetter,
        make: { _ in Self() })

    /// - Complexity: one training on what is not held out, one pass over the corpus, O(*n* K log |V|).
    func scores(in context: RoundContext) throws -> CandidateScores {
        let ranks = LogitRanks(try context.heldOutSplit())
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
