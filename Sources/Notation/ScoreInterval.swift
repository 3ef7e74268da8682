/// The 95 % interval of a share by its score (E. B. Wilson 1927, doi:10.1080/01621459.1927.10502953): it stays within
/// [0, 1], holds the share, and is wide where the count is small.
public struct ScoreInterval: Sendable, Hashable {
    /// The normal distribution's 97.5 % quantile.
    public static let z = 1.959_964

    /// The share that it is about.
    public let share: Double
    /// Lower end.
    public let low: Double
    /// Upper end.
    public let high: Double

    /// - Parameters:
    ///   - share: taken as 0 or 1 where it lies outside.
    ///   - count: items that the share is of.
    /// - Returns: nil for no items, or numbers that are none.
    public init?(share: Double, of count: Double) {
        guard share.isFinite, count.isFinite, count > 0 else { return nil }
        let share = max(0, min(1, share))
        let z = Self.z
        let scale = 1 + z * z / count
        let centre = (share + z * z / (2 * count)) / scale
        let half = z / scale * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        self.share = share
        low = max(0, min(share, centre - half))
        high = min(1, max(share, centre + half))
    }
}
