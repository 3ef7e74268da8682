import Notation

extension Estimate {
    /// A share with its 95 % interval: sound for few items and for shares near 0 and 1.
    ///
    /// - Returns: nil for no items.
    /// - Precondition: 0 ≤ `count` ≤ `total`.
    public init?(share count: Int, of total: Int) {
        precondition(count >= 0 && count <= total, "\(count) of \(total)")
        guard let interval = ScoreInterval(share: Double(count) / Double(total), of: Double(total)) else { return nil }
        self.init(value: interval.share, low: interval.low, high: interval.high)
    }
}
