import Notation

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
        return clampedToUnit(Self.nats(probabilities) / Self.nats(labels: probabilities.count))
    }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> String {
        "the guess is spread over the labels: entropy \(ShareText.text(score)) of 1"
    }

    /// −Σ p ln p, with 0 · ln 0 = 0.
    static func nats(_ probabilities: some Sequence<some BinaryFloatingPoint>) -> Double {
        var entropy = 0.0
        for probability in probabilities where probability > 0 {
            entropy -= Double(probability) * log(Double(probability))
        }
        return entropy
    }

    /// The largest entropy of so many labels, ln K.
    static func nats(labels: Int) -> Double { log(Double(labels)) }
}
