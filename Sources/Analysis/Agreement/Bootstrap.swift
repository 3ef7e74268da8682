import Foundation
import Learning

/// Intervals from samples of the messages: as many as there are, drawn with replacement, each measured as all are.
///
/// B. Efron, *Bootstrap methods: another look at the jackknife* (1979), doi:10.1214/aos/1176344552. Between the 2.5 % and 97.5 % of
/// what samples come to intervals of few messages are too narrow; the ends are expanded percentiles, at Φ(−√(n / (n − 1)) t) with
/// Student's t of n − 1 degrees of freedom (T. C. Hesterberg, *What teachers should know about the bootstrap*, 2015,
/// doi:10.1080/00031305.2015.1089789). Simulated with two annotators of 10 to 200 messages, kappas of .36 to .88 and shares of the
/// rarer label of .05 to .5, a thousand times each, alpha's, kappa's and AC1's hold what is true in at least 90 of 100; those
/// between the plain percentiles in 86. Annotators are taken as they are: the interval speaks of other messages, not of other
/// people.
enum Bootstrap {
    /// Samples.
    static let sampleCount = 1_000
    /// Messages labelled by two or more below which no interval is drawn.
    static let fewestMessages = 10
    /// Every figure comes from the same samples, whoever asks.
    private static let seed: UInt64 = 42

    /// - Parameters:
    ///   - messageCount: messages to draw from.
    ///   - sharedCount: those of them that two or more have labelled, n; at least two.
    ///   - measures: how many numbers a sample is measured by.
    ///   - measure: the measures of a sample, told how often each message is in it; nil for one that has no value.
    /// - Returns: an interval for each measure; nil where more than a twentieth of the samples have no value, of which no 95 % can
    ///   be told.
    /// - Complexity: O(samples · (messages + measures · log samples)), and what `measure` takes.
    static func intervals(
        messageCount: Int, sharedCount: Int, measures: Int, of measure: (_ times: [Double]) -> [Double?]
    ) -> [ClosedRange<Double>?] {
        precondition(sharedCount > 1 && sharedCount <= messageCount, "samples of \(sharedCount) messages")
        var values = [[Double]](repeating: [], count: measures)
        var random = SeededRandom(seed: seed, stream: "agreement")
        for _ in 0..<sampleCount {
            var times = [Double](repeating: 0, count: messageCount)
            for _ in 0..<messageCount { times[random.below(messageCount)] += 1 }
            for (place, value) in measure(times).enumerated() { if let value { values[place].append(value) } }
        }
        let tailShare = tailShare(of: sharedCount)
        return values.map { values in
            guard values.count * 20 >= sampleCount * 19 else { return nil }
            let sorted = values.sorted()
            let tail = Int(Double(sorted.count) * tailShare)
            return sorted[tail]...sorted[sorted.count - 1 - tail]
        }
    }

    /// The share of samples beyond either end.
    private static func tailShare(of count: Int) -> Double {
        let n = Double(count)
        let distance = (n / (n - 1)).squareRoot() * Student.quantile975(degreesOfFreedom: count - 1)
        return erfc(distance / 2.0.squareRoot()) / 2
    }
}
