extension Reason {
    /// Why a strategy chose a message, as far as its name and the score tell, of which a journal keeps no more; nil where they do not
    /// tell enough.
    ///
    /// - Parameters:
    ///   - strategy: with its options, as the journal has it.
    ///   - score: in [0, 1]; nil where the journal has none.
    ///   - labels: how many there are, of which a message has one.
    ///   - positive: index of the positive one.
    public init?(strategy: String, score: Double?, labels: Int, positive: Int) {
        guard let score, labels > 1 else { return nil }
        switch strategy {
        case Relevance.declaration.id: self = .relevant(probability: score, label: positive)
        case LeastConfidence.declaration.id:
            // The score is (1 − p₁) · K / (K − 1).
            self = .unsure(best: 1 - score * Double(labels - 1) / Double(labels), score: score)
        case Entropy.declaration.id: self = .spread(entropy: score)
        case RatioOfConfidence.declaration.id: self = .rival(ratio: score)
        // Of more labels nobody knows which two.
        case MarginOfConfidence.declaration.id where labels == 2:
            self = .torn(apart: 1 - score, between: LabelPair(0, 1, of: 2))
        case MonteCarloDropout.declaration.id:
            self = .wavering(information: score, leftOut: MonteCarloDropout().rate)
        default: return nil
        }
    }
}
