import Learning

/// How far two annotators agree on the messages that both have labelled.
public struct PairAgreement: Sendable {
    /// Columns of the two.
    public let left: Int
    public let right: Int
    /// Messages that both have labelled.
    public let messageCount: Int
    /// Cohen's kappa over all labels, with an interval by bootstrap; that of one and the same label is not defined. Where a message
    /// can have several, of whole answers: weighted by the distance of MASI.
    public let kappa: AgreementFigure
    /// Of each label against the rest; where a message can have several, of whether it holds.
    public let byLabel: [AgreementFigure]

    /// - Complexity: O(1,000 · (messages of both + labels)).
    public init(_ table: RatingTable, _ left: Int, _ right: Int) {
        let pairs = table.pairs(of: left, right)
        let labels: [Int?] = [nil] + (0..<table.labelCount).map { $0 }
        let counts = Counts(pairs, labelCount: table.labelCount, times: Array(repeating: 1, count: pairs.count))
        var intervals: [ClosedRange<Double>?] = []
        if pairs.count >= Bootstrap.fewestMessages {
            intervals = Bootstrap.intervals(
                messageCount: pairs.count, sharedCount: pairs.count, measures: labels.count
            ) { times in
                let sample = Counts(pairs, labelCount: table.labelCount, times: times)
                return labels.map { sample.agreement(on: $0).value }
            }
        }
        let figures = labels.enumerated().map { place, label in
            pairs.isEmpty
                ? .none(.noOverlap)
                : counts.agreement(on: label).figure(
                    messages: pairs.count, interval: intervals.isEmpty ? nil : intervals[place])
        }
        (self.left, self.right, messageCount) = (left, right, pairs.count)
        kappa = figures[0]
        byLabel = Array(figures.dropFirst())
    }

    /// Of sets of labels: each label is a question of its own, yes or no.
    ///
    /// - Complexity: O(1,000 · (messages of both × labels + different sets²)).
    public init(_ table: LabelSetTable, _ left: Int, _ right: Int) {
        let whole = table.whole.pairs(of: left, right)
        let distance = MASIDistance(table.sets)
        let has = (0..<table.labelCount).map { label in table.sets.map { $0.contains(label) ? 1 : 0 } }
        let byLabel = has.map { has in whole.map { (left: has[$0.left], right: has[$0.right]) } }
        func kappas(_ times: [Double]) -> [ChanceCorrected] {
            [Self.weighted(whole, by: distance, setCount: table.sets.count, times: times)]
                + byLabel.map { Counts($0, labelCount: 2, times: times).agreement(on: nil) }
        }
        var intervals: [ClosedRange<Double>?] = []
        if whole.count >= Bootstrap.fewestMessages {
            intervals = Bootstrap.intervals(
                messageCount: whole.count, sharedCount: whole.count, measures: 1 + table.labelCount
            ) { times in kappas(times).map(\.value) }
        }
        let figures = kappas(Array(repeating: 1, count: whole.count)).enumerated().map { place, kappa in
            whole.isEmpty
                ? .none(.noOverlap)
                : kappa.figure(messages: whole.count, interval: intervals.isEmpty ? nil : intervals[place])
        }
        (self.left, self.right, messageCount) = (left, right, whole.count)
        kappa = figures[0]
        self.byLabel = Array(figures.dropFirst())
    }

    /// Weighted kappa, 1 − Σ pₒ d / Σ pₑ d with chance from the two annotators' own shares: as observed agreement 1 − Σ pₒ d, and as chance
    /// 1 − Σ pₑ d. J. Cohen, *Weighted kappa* (1968), doi:10.1037/h0026256.
    private static func weighted(
        _ pairs: [(left: Int, right: Int)], by distance: MASIDistance, setCount: Int, times: [Double]
    ) -> ChanceCorrected {
        var (left, right) = ([Double](repeating: 0, count: setCount), [Double](repeating: 0, count: setCount))
        var (all, differing) = (0.0, 0.0)
        for (pair, times) in zip(pairs, times) where times > 0 {
            all += times
            left[pair.left] += times
            right[pair.right] += times
            differing += times * distance[pair.left, pair.right]
        }
        guard all > 0 else { return ChanceCorrected(observed: 0, chance: 1) }
        return ChanceCorrected(observed: 1 - differing / all, chance: 1 - distance.sum(left, right) / (all * all))
    }

    /// What a pair's kappas are made of.
    private struct Counts {
        /// How many messages have a label from one, from the other, from both.
        private var byLabel: [(left: Double, right: Double, both: Double)]
        private var all = 0.0

        init(_ pairs: [(left: Int, right: Int)], labelCount: Int, times: [Double]) {
            byLabel = Array(repeating: (0, 0, 0), count: labelCount)
            for (pair, times) in zip(pairs, times) where times > 0 {
                all += times
                byLabel[pair.left].left += times
                byLabel[pair.right].right += times
                if pair.left == pair.right { byLabel[pair.left].both += times }
            }
        }

        /// Observed and by Cohen's chance; of one label, that label against all others as one.
        func agreement(on label: Int?) -> ChanceCorrected {
            guard let label else {
                return ChanceCorrected(
                    observed: byLabel.reduce(0) { $0 + $1.both } / all,
                    chance: Agreement.chance(of: byLabel.map { ($0.left, $0.right) }, among: all))
            }
            let (left, right, both) = byLabel[label]
            return ChanceCorrected(
                observed: (all - left - right + 2 * both) / all,
                chance: Agreement.chance(of: [(left, right), (all - left, all - right)], among: all))
        }
    }
}
