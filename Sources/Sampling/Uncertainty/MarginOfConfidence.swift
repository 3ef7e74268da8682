/// Margin of confidence: 1 − (p₁ − p₂), with p₁ ≥ p₂ the two largest probabilities.
struct MarginOfConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "margin", title: "margin of confidence", hotkey: "M", family: .uncertainty,
        sentence: "where the two best guesses are close; for several labels that are easily confused",
        source: "Scheffer, Decomain & Wrobel 2001; Monarch 2021, ch. 3",
        cost: "none",
        reads: [.probabilities], comparison: .better,
        make: { _ in Self() })

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let leading = LeadingProbabilities(probabilities)
        return clampedToUnit(1 - (leading.first - leading.second))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .torn(apart: 1 - score, between: LeadingProbabilities.labels(of: probabilities))
    }
}
