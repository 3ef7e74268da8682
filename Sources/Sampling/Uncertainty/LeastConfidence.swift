/// Least confidence: (1 − p₁) · K / (K − 1), with p₁ the probability of the best label.
struct LeastConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "least-confidence", title: "least confidence", hotkey: "L", family: .uncertainty,
        sentence: "where the best guess is weakest; a sound choice once there are some labels",
        source: "Culotta & McCallum 2005; Monarch 2021, ch. 3",
        cost: "none",
        tasks: TaskKind.all, reads: [.probabilities], comparison: .better,
        options: LabelAggregation.options + [mmcOption],
        make: {
            Self(
                aggregation: LabelAggregation(of: $0), predictsCount: $0.has(mmcOption.name), id: $0.description)
        })

    private static let mmcOption = StrategyOption(
        name: "mmc",
        sentence: "of several labels a message the loss that its predicted number of labels leaves (Yang et al. 2009)",
        excludes: "max", tasks: [.severalLabels])

    let aggregation: LabelAggregation
    /// Whether of several labels the score is that of ``LabelCountPrediction``.
    let predictsCount: Bool
    let id: String

    init(
        aggregation: LabelAggregation = .mean, predictsCount: Bool = false, id: String = Self.declaration.id
    ) {
        self.aggregation = aggregation
        self.predictsCount = predictsCount
        self.id = id
    }

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let labels = Double(probabilities.count)
        guard labels > 1 else { return 0 }
        return clampedToUnit((1 - LeadingProbabilities(probabilities).first) * labels / (labels - 1))
    }

    func binaryScore(_ probability: Double) -> Double { 2 * min(probability, 1 - probability) }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .unsure(best: LeadingProbabilities(probabilities).first, score: score)
    }

    /// - Complexity: O(*n* K) with *n* candidates and K labels; with `mmc` O(*n* K log K) and that of its regressions.
    func scores(in context: RoundContext) throws -> CandidateScores {
        guard predictsCount, context.loss == .oneAgainstRest else { return try uncertainties(in: context) }
        let prediction = LabelCountPrediction(try context.probabilities(), context.training)
        return try severalScores(in: context, prediction.score)
    }
}
