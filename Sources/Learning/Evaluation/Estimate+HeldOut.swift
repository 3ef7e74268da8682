import Notation

/// Intervals of what is measured on held-out items.
///
/// How far they cover was simulated with binormal scores (negative N(0, 1), positive N(d, 1), so that the true AUC is
/// Φ(d / √2), and the true average precision and F1 follow from the share of positives by integration): 50, 100, 400 and 1,000
/// items, of which 5, 6, 8, 10, 20, half, and all but 5 or 10 are positive, AUC .6, .75, .9 and .97, 1,000 draws each (a third as many of 1,000 items). For F1
/// the truth is that of the threshold chosen on all items, the value that of predictions whose items had no say in theirs.
///
/// Sixteen variants were tried. AUC: DeLong on the logit scale (down to 71 %), Hanley & McNeil's variance on it and by its score,
/// Newcombe's method 5. Average precision: on the logit scale (Boyd, Eng & Page 2013), and Wilson's interval with as many items
/// as there are positives, and .8 and .7 of them. F1: Wilson's interval on F1, of the positives or of all items that count, and on
/// the Jaccard index, of those that count and of .5, .7, .75 and .8 of them, and of the positives at most. The chosen ones cover at
/// least 93 % (AUC), 94 % (average precision, ten positives or more) and 92 % (F1) everywhere. Below ten positives none for
/// average precision came to 92 %: that is too few to say.
extension Estimate {
    /// So many items of either class, at least, for the AUC, and so many positive ones for F1.
    public static let fewestItems = 5
    /// So many positive items, at least, for the average precision.
    public static let fewestForPrecision = 10

    /// The area under the ROC curve.
    ///
    /// The interval holds each θ whose distance is at most z √V(θ), with V by method 5 of R. G. Newcombe, *Confidence intervals
    /// for an effect size measure based on the Mann–Whitney statistic, part 2* (2006), doi:10.1002/sim.2324: V(θ) = θ (1 − θ)
    /// (1 + k (1 − θ) / (2 − θ) + k θ / (1 + θ)) / (m n), k = (m + n) / 2 − 1, for m positive and n negative items.
    /// - Returns: nil where there are too few items of a class.
    public init?(auc: Double, positives: Int, negatives: Int) {
        guard min(positives, negatives) >= Self.fewestItems, (0...1).contains(auc) else { return nil }
        let pairs = Double(positives) * Double(negatives)
        let k = Double(positives + negatives) / 2 - 1
        func isInside(_ theta: Double) -> Bool {
            let spread = 1 + k * (1 - theta) / (2 - theta) + k * theta / (1 + theta)
            let distance = (theta - auc) / ScoreInterval.z
            return distance * distance <= theta * (1 - theta) * spread / pairs
        }
        /// By halving: the end of the interval between a value inside and a bound outside.
        func end(_ bound: Double) -> Double {
            var (inside, outside) = (auc, bound)
            for _ in 0..<60 {
                let middle = (inside + outside) / 2
                if isInside(middle) { inside = middle } else { outside = middle }
            }
            return inside
        }
        self.init(value: auc, low: end(0), high: end(1))
    }

    /// The average precision: Wilson's interval of a share of four fifths as many items as there are positives. Of the binomial
    /// interval of K. Boyd, K. H. Eng & C. D. Page, *Area under the precision–recall curve* (2013),
    /// doi:10.1007/978-3-642-40994-3_29, it is the form that is sound near 0 and 1; the fifth makes up for the precision being
    /// estimated as well.
    ///
    /// - Returns: nil where there are too few positives.
    public init?(averagePrecision: Double, positives: Int) {
        guard positives >= Self.fewestForPrecision,
            let interval = ScoreInterval(share: averagePrecision, of: 0.8 * Double(positives))
        else { return nil }
        self.init(value: averagePrecision, low: interval.low, high: interval.high)
    }

    /// F1. Of the items that are positive in truth or in prediction those that are both are a share J, the Jaccard index, and
    /// F1 = 2 J / (1 + J) rises with it: its interval is that of J (Wilson's). It is taken of .7 of the items, because the
    /// threshold was chosen on others of the same set.
    ///
    /// - Parameters:
    ///   - both: items that are positive in truth and in prediction.
    ///   - either: those that are in one of them, or in both.
    ///   - positives: those that are in truth.
    /// - Returns: nil where there are too few positives.
    public init?(f1OfBoth both: Int, either: Int, positives: Int) {
        guard positives >= Self.fewestItems, (0...either).contains(both),
            let jaccard = ScoreInterval(share: Double(both) / Double(either), of: 0.7 * Double(either))
        else { return nil }
        func f1(_ jaccard: Double) -> Double { 2 * jaccard / (1 + jaccard) }
        let value = Double(2 * both) / Double(either + both)
        self.init(value: value, low: min(value, f1(jaccard.low)), high: max(value, f1(jaccard.high)))
    }
}
