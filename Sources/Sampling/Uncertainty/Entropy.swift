#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Entropy of the prediction as a share of the largest possible: −Σ p log₂ p / log₂ K, with 0 · log 0 = 0.
public struct Entropy: UncertaintyStrategy {
    public let id = "entropy"

    public init() {}

    func score(_ probabilities: ArraySlice<Float>) -> Double {
        guard probabilities.count > 1 else { return 0 }
        var entropy = 0.0
        for probability in probabilities where probability > 0 {
            entropy -= Double(probability) * log2(Double(probability))
        }
        return clampedToUnit(entropy / log2(Double(probabilities.count)))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> String {
        "the guess is spread over the labels: entropy \(ReasonNumber.text(score)) of 1"
    }
}
