/// Ratio of confidence: p₂ / p₁, with p₁ ≥ p₂ the two largest probabilities.
struct RatioOfConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "ratio", title: "ratio of confidence", hotkey: "O", family: .uncertainty,
        sentence: "as margin, by ratio: does not change when scores are rescaled",
        source: "Monarch 2021, ch. 3",
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
        return leading.first > 0 ? clampedToUnit(leading.second / leading.first) : 0
    }

    func binaryScore(_ probability: Double) -> Double {
        min(probability, 1 - probability) / max(probability, 1 - probability)
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .rival(ratio: score)
    }
}
