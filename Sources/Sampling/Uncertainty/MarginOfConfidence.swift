/// Margin of confidence: 1 − (p₁ − p₂), with p₁ ≥ p₂ the two largest probabilities.
struct MarginOfConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "margin", title: "margin of confidence", hotkey: "M", family: .uncertainty,
        sentence: "where the two best guesses are close; for several labels that are easily confused",
        source: "Scheffer, Decomain & Wrobel 2001; Monarch 2021, ch. 3",
        cost: "none",
        tasks: TaskKind.all, reads: [.probabilities], comparison: .better,
        options: LabelAggregation.options,
        make: { Self(aggregation: LabelAggregation(of: $0), id: $0.description) })

    let aggregation: LabelAggregation
    let id: String

    init(aggregation: LabelAggregation = .mean, id: String = Self.declaration.id) {
        self.aggregation = aggregation
        self.id = id
    }

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let leading = LeadingProbabilities(probabilities)
        return clampedToUnit(1 - (leading.first - leading.second))
    }

    func binaryScore(_ probability: Double) -> Double { 2 * min(probability, 1 - probability) }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .torn(apart: 1 - score, between: LeadingProbabilities.labels(of: probabilities))
    }
}
