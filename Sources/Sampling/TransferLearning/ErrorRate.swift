import Learning

/// How often guesses as sure as this one are wrong, learnt from held-out marks.
///
/// A logistic curve on the log-odds of the predicted label: logit P(error) = o + w·o + b with o = ln((1 − p) / p), b free and w
/// held at 0 by a penalty. Mistakes are few, and a curve of two numbers, which begins as the model's own confidence, needs
/// fewer of them than steps that are fitted one by one, and never makes a tie of two guesses. As b is free, the mean rate of
/// the marked messages is their share of mistakes (Platt 1999).
struct ErrorRate: Sendable, Hashable {
    /// Penalty on w.
    private static let penalty = 30.0

    private let head: LogisticHead
    private let decision: Decision
    private let extent: ErrorExtent

    /// - Returns: nil where there are not both right and wrong marks.
    init?(_ marks: HeldOutMarks) {
        let odds = marks.rows.indices.map {
            Self.oddsOfError(marks.probabilities.row($0), marks.decision, marks.extent)
        }
        func fit(_ inputs: [Float]) -> LogisticHead? {
            LogisticHead.fit(
                inputs: Matrix(rowCount: odds.count, columnCount: 1, elements: inputs), targets: marks.isIncorrect,
                exampleWeights: odds.map { _ in 1 }, offsets: odds, penalty: Self.penalty)
        }
        guard let free = fit(odds.map { Float($0) }) else { return nil }
        // A flat or falling curve would leave the choice to the variance, which seeks outliers: only b is learnt then.
        let isSteep = free.weights.allSatisfy { $0 > -0.5 }
        guard let kept = isSteep ? free : fit(odds.map { _ in 0 }) else { return nil }
        // On inputs of zero the weight stays zero.
        head = kept
        decision = marks.decision
        extent = marks.extent
    }

    /// P(error) of a guess with these probabilities, in (0, 1).
    func rate(_ probabilities: ArraySlice<Float>) -> Double {
        let odds = Self.oddsOfError(probabilities, decision, extent)
        return head.probability([Float(odds)], offset: odds)
    }

    /// ln((1 − p) / p) of what the model gives its guess, bounded to ±7: the model's own odds that the decision is wrong.
    static func oddsOfError(
        _ probabilities: ArraySlice<Float>, _ decision: Decision, _ extent: ErrorExtent
    ) -> Double {
        let own = extent.confidence(probabilities, decision)
        return LeadingProbabilities.logOdds(1 - min(0.999_1, max(0.000_9, own)))
    }
}
