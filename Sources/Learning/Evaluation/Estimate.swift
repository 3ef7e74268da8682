/// A measured value with its interval.
public struct Estimate: Sendable, Hashable {
    /// The figure itself.
    public let value: Double
    /// 95 % percentile bootstrap interval (Efron & Tibshirani 1993, ch. 13), `low` ≤ `high`.
    public let low: Double
    public let high: Double

    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }
}
