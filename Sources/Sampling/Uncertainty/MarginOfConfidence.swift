import Notation

/// Margin of confidence: 1 − (p₁ − p₂), with p₁ ≥ p₂ the two largest probabilities.
public struct MarginOfConfidence: UncertaintyStrategy {
    public let id = "margin"

    public init() {}

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let leading = LeadingProbabilities(probabilities)
        return clampedToUnit(1 - (leading.first - leading.second))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> String {
        "the two best guesses lie only \(ShareText.text(1 - score)) apart"
    }
}
