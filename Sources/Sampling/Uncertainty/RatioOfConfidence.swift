/// Ratio of confidence: p₂ / p₁, with p₁ ≥ p₂ the two largest probabilities.
struct RatioOfConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "ratio", title: "ratio of confidence", hotkey: "O", family: .uncertainty,
        sentence: "as margin, by ratio: does not change when scores are rescaled",
        source: "Monarch 2021, ch. 3",
        cost: "none",
        reads: [.probabilities], comparison: .better,
        make: { _ in Self() })

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let leading = LeadingProbabilities(probabilities)
        return leading.first > 0 ? clampedToUnit(leading.second / leading.first) : 0
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .rival(ratio: score)
    }
}
