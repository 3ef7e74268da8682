import Notation

/// Ratio of confidence: p₂ / p₁, with p₁ ≥ p₂ the two largest probabilities.
public struct RatioOfConfidence: UncertaintyStrategy {
    public let id = "ratio"

    public init() {}

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let leading = LeadingProbabilities(probabilities)
        return leading.first > 0 ? clampedToUnit(leading.second / leading.first) : 0
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> String {
        "the second guess is \(ShareText.text(score)) as likely as the first"
    }
}
