import Learning

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A strategy that scores each candidate by its own predicted probabilities alone.
///
/// R. Monarch, *Human-in-the-Loop Machine Learning* (Manning, 2021), chapter 3.
protocol UncertaintyStrategy: ScoringStrategy {
    /// Uncertainty in [0, 1] of one probability row of K ≥ 2 labels; 1 where all labels are equally likely.
    func score(_ probabilities: ArraySlice<Float>) -> Double

    /// The same of a label that a message can have or not have, with this probability: the score of p and 1 − p.
    func binaryScore(_ probability: Double) -> Double

    /// What the scores of a message's labels come to where it can have several.
    var aggregation: LabelAggregation { get }

    /// Why the message was chosen.
    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason
}

extension UncertaintyStrategy {
    /// - Complexity: O(*n* K) with *n* candidates and K labels.
    func scores(in context: RoundContext) throws -> CandidateScores { try uncertainties(in: context) }

    /// ``score(_:)`` of each candidate; where it can have several labels, what those of its labels come to.
    func uncertainties(in context: RoundContext) throws -> CandidateScores {
        guard context.loss == .softmax else {
            return try severalScores(in: context) { score($0, .oneAgainstRest) }
        }
        let rows = context.candidates
        let probabilities = try context.probabilities()
        let scores = rows.map { score(probabilities.row($0)) }
        return CandidateScores(scores: scores) { position in
            reason(score: scores[position], probabilities: probabilities.row(rows[position]))
        }
    }
}

extension UncertaintyStrategy {
    /// The score of a row, by what its probabilities are.
    func score(_ probabilities: ArraySlice<Float>, _ loss: Loss) -> Double {
        switch loss {
        case .softmax: score(probabilities)
        case .oneAgainstRest:
            clampedToUnit(
                aggregation(probabilities.count) {
                    binaryScore(Double(probabilities[probabilities.startIndex + $0]))
                })
        }
    }

    /// Scores of candidates that can have several labels, by the probabilities of each; why they were chosen names those in doubt.
    ///
    /// - Complexity: O(*n* K), with what `score` takes.
    func severalScores(
        in context: RoundContext, _ score: (ArraySlice<Float>) -> Double
    ) throws -> CandidateScores {
        let rows = context.candidates
        let probabilities = try context.probabilities()
        let scores = rows.map { score(probabilities.row($0)) }
        return CandidateScores(scores: scores) { position in
            .labelsInDoubt(Reason.LabelsInDoubt(probabilities.row(rows[position]), score: scores[position]))
        }
    }
}

/// The two largest probabilities of a row.
struct LeadingProbabilities {
    /// Largest, and second largest (equal to the largest where two labels tie).
    let first: Double
    let second: Double

    init(_ probabilities: ArraySlice<Float>) {
        var first: Float = 0
        var second: Float = 0
        for probability in probabilities {
            if probability > first {
                second = first
                first = probability
            } else if probability > second {
                second = probability
            }
        }
        self.first = Double(first)
        self.second = Double(second)
    }
}

extension LeadingProbabilities {
    /// The labels that have them; of equally likely ones those of the lower index.
    static func labels(of probabilities: ArraySlice<Float>) -> Reason.LabelPair {
        let order = HighestScores.positions(2, of: probabilities.map(Double.init))
        return Reason.LabelPair(order.first ?? 0, order.last ?? 0, of: probabilities.count)
    }

    /// ln(p / (1 − p)) for 0 < p < 1.
    static func logOdds(_ probability: Double) -> Double { log(probability) - log(1 - probability) }
}

/// Keeps a score inside [0, 1] where rounding of the probabilities would carry it a hair outside.
func clampedToUnit(_ score: Double) -> Double { min(1, max(0, score)) }
