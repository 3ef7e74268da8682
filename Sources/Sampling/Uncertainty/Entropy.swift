#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Entropy of the prediction as a share of the largest possible: −Σ p log₂ p / log₂ K, with 0 · log 0 = 0.
struct Entropy: UncertaintyStrategy {
    static let declaration = StrategyDeclaration(
        id: "entropy", title: "entropy", hotkey: "E", family: .uncertainty,
        sentence: "where the guess is spread over all labels; for many labels",
        source: "Shannon 1948; Dagan & Engelson 1995; Monarch 2021, ch. 3",
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
        guard probabilities.count > 1 else { return 0 }
        return clampedToUnit(Self.nats(probabilities) / Self.nats(labels: probabilities.count))
    }

    func binaryScore(_ probability: Double) -> Double { Self.nats(ofOne: probability) / Self.nats(labels: 2) }

    func reason(score: Double, probabilities: ArraySlice<Float>) -> Reason {
        .spread(entropy: score)
    }

    /// −Σ p ln p, with 0 · ln 0 = 0.
    static func nats(_ probabilities: some Sequence<some BinaryFloatingPoint>) -> Double {
        var entropy = 0.0
        for probability in probabilities where probability > 0 {
            entropy -= Double(probability) * log(Double(probability))
        }
        return entropy
    }

    /// −p ln p − (1 − p) ln (1 − p).
    static func nats(ofOne probability: Double) -> Double {
        guard probability > 0, probability < 1 else { return 0 }
        return -probability * log(probability) - (1 - probability) * log(1 - probability)
    }

    /// The largest entropy of so many labels, ln K.
    static func nats(labels: Int) -> Double { log(Double(labels)) }
}
