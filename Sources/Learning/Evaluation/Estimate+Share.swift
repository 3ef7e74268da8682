extension Estimate {
    /// A share with its 95 % interval by Wilson's score (1927): sound for few items and for shares near 0 and 1.
    ///
    /// - Returns: nil for no items.
    /// - Precondition: 0 ≤ `count` ≤ `total`.
    public init?(share count: Int, of total: Int) {
        precondition(count >= 0 && count <= total, "\(count) of \(total)")
        guard total > 0 else { return nil }
        let z = 1.959_964
        let n = Double(total)
        let p = Double(count) / n
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        self.init(value: p, low: max(0, min(p, centre - half)), high: min(1, max(p, centre + half)))
    }
}
