import Notation

extension LineChart {
    /// Where a value lies between the ends of an axis, 0 to 1; never empty, never infinite.
    struct Scale {
        let low: Double
        let high: Double

        init(_ range: ClosedRange<Double>) {
            // A chart of numbers beyond these would overflow, and nobody could read it.
            var low = max(-1e100, min(1e100, range.lowerBound))
            var high = max(-1e100, min(1e100, range.upperBound))
            if !low.isFinite || !high.isFinite { (low, high) = (0, 1) }
            let least = max(1e-9, max(abs(low), abs(high)) * 1e-9)
            if high - low < least {
                let half = max(0.5, least)
                (low, high) = (low - half, high + half)
            }
            (self.low, self.high) = (low, high)
        }

        func share(_ value: Double) -> Double { max(0, min(1, (value - low) / (high - low))) }

        /// Round numbers, from the lowest on; at most `count` distances between them.
        func ticks(intervals count: Int, isWhole: Bool) -> (values: [Double], texts: [String]) {
            let least = (high - low) / Double(max(1, count))
            var power = 1.0
            while power > least { power /= 10 }
            while power * 10 <= least { power *= 10 }
            var step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least } ?? power * 10
            if isWhole { step = max(1, step) }
            let first = (low / step - 1e-9).rounded(.up)
            let last = (high / step + 1e-9).rounded(.down)
            guard first <= last else { return ([], []) }
            let values = (0...Int(min(20, last - first))).map { (first + Double($0)) * step }
            return (values, values.map { FewDigits.text($0, step: step) })
        }
    }
}
