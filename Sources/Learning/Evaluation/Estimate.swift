/// A measured value with its interval.
public struct Estimate: Sendable, Hashable {
    /// The figure itself.
    public let value: Double
    /// Lower end of the 95 % interval; how it comes about is said where the estimate is made.
    public let low: Double
    /// Upper end.
    public let high: Double

    public init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }
}
