/// Least confidence: (1 − p₁) · K / (K − 1), with p₁ the probability of the best label.
struct LeastConfidence: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "least-confidence", title: "least confidence", hotkey: "L", family: .uncertainty,
        sentence: "where the best guess is weakest; a sound choice once there are some labels",
        source: "Culotta & McCallum 2005; Monarch 2021, ch. 3",
        cost: "none",
        reads: [.probabilities], comparison: .better,
        make: { _ in Self() })

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let labels = Double(probabilities.count)
        guard labels > 1 else { return 0 }
        return clampedToUnit((1 - LeadingProbabilities(probabilities).first) * labels / (labels - 1))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .unsure(best: LeadingProbabilities(probabilities).first, score: score)
    }
}
