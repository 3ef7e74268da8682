import Notation

/// Least confidence: (1 − p₁) · K / (K − 1), with p₁ the probability of the best label.
public struct LeastConfidence: UncertaintyStrategy {
    public let id = "least-confidence"

    public init() {}

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let labels = Double(probabilities.count)
        guard labels > 1 else { return 0 }
        return clampedToUnit((1 - LeadingProbabilities(probabilities).first) * labels / (labels - 1))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> String {
        "the best guess has only \(ShareText.text(LeadingProbabilities(probabilities).first))"
    }
}
