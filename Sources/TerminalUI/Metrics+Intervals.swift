import Notation

extension ScreenContent.Measure {
    /// A share with its 95 % interval.
    ///
    /// - Returns: nil for no items, or a share that is no number.
    init?(share: Double, of count: Double) {
        guard let interval = ScoreInterval(share: share, of: count) else { return nil }
        self.init(value: interval.share, low: interval.low, high: interval.high)
    }

    var isFinite: Bool { value.isFinite && low.isFinite && high.isFinite }

    /// The value and the ends of its interval, such as `.62 (.50-.71)`.
    var words: String {
        "\(ShareText.rounded(value)) (\(ShareText.rounded(low))-\(ShareText.rounded(high)))"
    }
}

extension Metrics.Share {
    /// nil for none of none.
    var measure: ScreenContent.Measure? {
        ScreenContent.Measure(share: Double(max(0, agreeing)) / Double(max(1, of)), of: Double(of))
    }
}

extension Metrics.ReliabilityBin {
    /// The observed share with its interval; nil for an empty bin.
    var measure: ScreenContent.Measure? { ScreenContent.Measure(share: observed, of: Double(count)) }
}

extension Metrics.ConfusionMatrix {
    func count(actual: Int, predicted: Int) -> Int {
        guard counts.indices.contains(actual), counts[actual].indices.contains(predicted) else { return 0 }
        return max(0, counts[actual][predicted])
    }

    func total(actual: Int) -> Int {
        labels.indices.reduce(0) { $0.addingToLimit(count(actual: actual, predicted: $1)) }
    }

    func total(predicted: Int) -> Int {
        labels.indices.reduce(0) { $0.addingToLimit(count(actual: $1, predicted: predicted)) }
    }

    var total: Int { labels.indices.reduce(0) { $0.addingToLimit(total(actual: $1)) } }

    /// Share of the messages that the model gives the label that have it; nil where it gives it to none.
    func precision(_ label: Int) -> ScreenContent.Measure? {
        share(count(actual: label, predicted: label), of: total(predicted: label))
    }

    /// Share of the messages with the label that the model finds; nil where there are none.
    func recall(_ label: Int) -> ScreenContent.Measure? {
        share(count(actual: label, predicted: label), of: total(actual: label))
    }

    private func share(_ count: Int, of all: Int) -> ScreenContent.Measure? {
        Metrics.Share(agreeing: count, of: all).measure
    }
}

extension Int {
    /// The sum, or the largest integer where it would be larger still.
    func addingToLimit(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}
