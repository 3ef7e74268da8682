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
    /// Over all labels. Where a message can have several, of whole answers: the share of pairs with equal sets, alpha with the
    /// distance of MASI, and no AC1.
    public let overall: Row
    /// For each label of the table against the rest; where a message can have several, for each whether it holds.
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

    /// Of sets of labels: each label is a question of its own, yes or no.
    ///
    /// - Complexity: O(1,000 · (answers × labels + different sets²)).
    public init(_ table: LabelSetTable) {
        let whole = AgreementSums.Parts(table.whole)
        let sets = LabelSetSums.Parts(table)
        let labels = (0..<table.labelCount).map { AgreementSums.Parts(table.ratings(of: $0)) }
        let shared = whole.sharedCount
        var intervals: [ClosedRange<Double>?] = []
        if shared >= Bootstrap.fewestMessages {
            intervals = Bootstrap.intervals(
                messageCount: whole.messages.count, sharedCount: shared, measures: 1 + 2 * labels.count
            ) { times in
                [LabelSetSums(sets, times: times).alpha?.value]
                    + labels.flatMap { parts in
                        let sample = AgreementSums(parts, times: times)
                        return [sample.alpha(of: nil)?.value, sample.ac1(of: nil)?.value]
                    }
            }
        }
        func figure(_ measure: ChanceCorrected?, _ place: Int) -> AgreementFigure {
            measure?.figure(messages: shared, interval: intervals.isEmpty ? nil : intervals[place])
                ?? .none(shared == 0 ? .noOverlap : .oneLabel)
        }
        let once = [Double](repeating: 1, count: whole.messages.count)
        messageCount = shared
        overall = Row(
            agreement: Self.share(AgreementSums(whole, times: once).agreement(on: nil), of: shared),
            alpha: figure(LabelSetSums(sets, times: once).alpha, 0),
            ac1: .none(shared == 0 ? .noOverlap : .labelByLabel))
        byLabel = labels.enumerated().map { label, parts in
            let sums = AgreementSums(parts, times: once)
            return Row(
                agreement: Self.share(sums.agreement(on: nil), of: shared),
                alpha: figure(sums.alpha(of: nil), 1 + 2 * label), ac1: figure(sums.ac1(of: nil), 2 + 2 * label))
        }
    }

    private static func share(_ value: Double?, of messages: Int) -> AgreementFigure {
        guard let value, let interval = ScoreInterval(share: value, of: Double(messages)) else {
            return .none(.noOverlap)
        }
        return .estimate(Estimate(value: interval.share, low: interval.low, high: interval.high))
    }
}
