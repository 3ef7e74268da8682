import Learning
import Notation

/// How far all annotators of a table agree, over all labels and label by label.
public struct AgreementFigures: Sendable {
    /// The measures of all labels, or of one against the rest.
    public struct Row: Sendable {
        /// The share of pairs of annotators that agree, with Wilson's interval of a share of the messages: a mean of numbers in
        /// [0, 1] spreads no further than a share.
        public let agreement: AgreementFigure
        /// Krippendorff's alpha, with an interval by bootstrap.
        public let alpha: AgreementFigure
        /// Gwet's AC1, likewise.
        public let ac1: AgreementFigure
    }

    /// Messages that two or more have labelled: the n of every figure.
    public let messageCount: Int
    /// Over all labels.
    public let overall: Row
    /// For each label of the table.
    public let byLabel: [Row]

    /// - Complexity: O(1,000 · (labels of all messages + labels)).
    public init(_ table: RatingTable) {
        let parts = AgreementSums.Parts(table)
        let sums = AgreementSums(parts, times: Array(repeating: 1, count: parts.messages.count))
        let shared = parts.sharedCount
        let labels: [Int?] = [nil] + (0..<table.labelCount).map { $0 }
        var intervals: [ClosedRange<Double>?] = []
        if shared >= Bootstrap.fewestMessages {
            intervals = Bootstrap.intervals(
                messageCount: parts.messages.count, sharedCount: shared, measures: 2 * labels.count
            ) { times in
                let sample = AgreementSums(parts, times: times)
                return labels.flatMap { [sample.alpha(of: $0)?.value, sample.ac1(of: $0)?.value] }
            }
        }
        func figure(_ measure: ChanceCorrected?, _ place: Int) -> AgreementFigure {
            let interval = intervals.isEmpty ? nil : intervals[place]
            return measure?.figure(messages: shared, interval: interval)
                ?? .none(shared == 0 ? .noOverlap : .oneLabel)
        }
        let rows = labels.enumerated().map { place, label in
            Row(
                agreement: Self.share(sums.agreement(on: label), of: shared),
                alpha: figure(sums.alpha(of: label), 2 * place), ac1: figure(sums.ac1(of: label), 2 * place + 1))
        }
        messageCount = shared
        overall = rows[0]
        byLabel = Array(rows.dropFirst())
    }

    private static func share(_ value: Double?, of messages: Int) -> AgreementFigure {
        guard let value, let interval = ScoreInterval(share: value, of: Double(messages)) else {
            return .none(.noOverlap)
        }
        return .estimate(Estimate(value: interval.share, low: interval.low, high: interval.high))
    }
}
