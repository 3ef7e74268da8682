extension Estimate {
    /// The mean of independent runs with its 95 % interval: mean ± t · s / √n, with Student's t of n − 1 degrees of
    /// freedom and s the standard deviation of the sample.
    ///
    /// - Returns: nil without runs; of one run, the value with an interval that is not known, from −∞ to ∞.
    public init?(runs: [Double]) {
        guard !runs.isEmpty else { return nil }
        let count = Double(runs.count)
        let mean = runs.reduce(0, +) / count
        guard runs.count > 1 else {
            self.init(value: mean, low: -.infinity, high: .infinity)
            return
        }
        let variance = runs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let half = Student.quantile975(degreesOfFreedom: runs.count - 1) * (variance / count).squareRoot()
        self.init(value: mean, low: mean - half, high: mean + half)
    }

    /// Half of the width of a symmetric interval.
    public var half: Double { (high - low) / 2 }
}

/// Student's distribution.
public enum Student {
    /// The 97.5 % quantile: a table up to 30 degrees of freedom, above it the expansion around the normal quantile
    /// (Fisher & Cornish 1960), which is right to four places there.
    public static func quantile975(degreesOfFreedom: Int) -> Double {
        let table = [
            12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604,
            2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555,
            2.0518, 2.0484, 2.0452, 2.0423,
        ]
        precondition(degreesOfFreedom > 0, "degrees of freedom below one")
        if degreesOfFreedom <= table.count { return table[degreesOfFreedom - 1] }
        let z = 1.959_964
        let n = Double(degreesOfFreedom)
        let cube = z * z * z
        return z + (cube + z) / (4 * n) + (5 * cube * z * z + 16 * cube + 3 * z) / (96 * n * n)
    }
}
