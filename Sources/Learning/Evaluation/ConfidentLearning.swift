/// Labels that the model, taught by all the others, would not have given.
///
/// C. Northcutt, L. Jiang & I. Chuang, *Confident Learning: Estimating Uncertainty in Dataset Labels* (2021): an item
/// counts as label *j* with confidence where its held-out probability of *j* is at least the mean probability of *j*
/// among the items labelled *j*; of several such labels the most probable one. Items that count as another label than
/// their own stand off the diagonal of the confident joint.
///
/// The paper takes these for wrong, which holds for a model that is nearly right. Of sixty labels that a strategy chose for being
/// hard, a third to a half stands there and nearly all are right: it is the model that is wrong. So a label is suspected only where
/// the model finds the other one more probable, and where the labels bear out that it can be as sure: of all items that are at
/// least as probably *j* held out, at least ``leastAgreement`` are not among the contradicted ones. A model that has found
/// fewer than ``leastFound`` items of the label that was given says nothing against it: to it all of them are something else,
/// mostly the commonest label. And of all labels at most
/// ``largestShare`` are suspected, so that a second look at them is a small part of the work.
public struct ConfidentLearning: Sendable, Hashable {
    /// A label that the model doubts.
    public struct Suspect: Sendable, Hashable {
        /// Place in the list of items.
        public let position: Int
        /// Index of the label that it has.
        public let given: Int
        /// Index of the label that it counts as.
        public let suggested: Int
        /// Probability of the given label minus that of the suggested one, in [−1, 1]; the lowest is the most suspected.
        public let margin: Double
    }

    /// Share of the items with a probability as high that must not be contradicted.
    public static let leastAgreement = 0.8
    /// Items of a label whose most probable label it has to be, held out, for the model to know it.
    public static let leastFound = 3
    /// Share of the items that is suspected at most; one may be, however few there are.
    public static let largestShare = 0.05

    /// Labels that are likely to be wrong, the most suspected first.
    public let suspects: [Suspect]
    /// All off the diagonal, the smallest margin first.
    public let offDiagonal: [Suspect]
    /// Items labelled *i* that count as *j*: K × K.
    public let joint: [[Int]]

    /// - Parameters:
    ///   - probabilities: *n* × K, each row by a model that did not learn from the item.
    ///   - labels: *n* label indices.
    /// - Complexity: O(K *n* log *n*).
    public init(probabilities: Matrix, labels: [Int]) {
        precondition(probabilities.rowCount == labels.count, "a row of probabilities for each label")
        let labelCount = probabilities.columnCount
        var sums = [Double](repeating: 0, count: labelCount)
        var counts = sums
        for (position, label) in labels.enumerated() {
            sums[label] += Double(probabilities[position, label])
            counts[label] += 1
        }
        var joint = [[Int]](repeating: Array(repeating: 0, count: labelCount), count: labelCount)
        var suspects: [Suspect] = []
        for (position, given) in labels.enumerated() {
            let row = probabilities.row(position)
            func probability(_ label: Int) -> Double { Double(row[row.startIndex + label]) }
            var best: Int?
            for label in 0..<labelCount where counts[label] > 0 && probability(label) >= sums[label] / counts[label] {
                if let known = best, probability(known) >= probability(label) { continue }
                best = label
            }
            guard let best else { continue }
            joint[given][best] += 1
            guard best != given else { continue }
            suspects.append(
                Suspect(
                    position: position, given: given, suggested: best, margin: probability(given) - probability(best)))
        }
        self.joint = joint
        offDiagonal = suspects.sorted {
            $0.margin != $1.margin ? $0.margin < $1.margin : $0.position < $1.position
        }
        var borneOut: Set<Int> = []
        for label in 0..<labelCount {
            borneOut.formUnion(
                Self.borneOut(
                    offDiagonal, suggesting: label, reaching: sums[label] / max(1, counts[label]), probabilities))
        }
        var found = [Int](repeating: 0, count: labelCount)
        for (position, given) in labels.enumerated() where probabilities.largestColumn(inRow: position) == given {
            found[given] += 1
        }
        let most = max(1, Int(Double(labels.count) * Self.largestShare))
        self.suspects = Array(
            offDiagonal.lazy.filter { borneOut.contains($0.position) && found[$0.given] >= Self.leastFound }
                .prefix(most))
    }

    /// Positions of those that a label is suggested to with a probability that so few of the labels contradict: of all prefixes,
    /// from the most probable one on, the longest for which that holds.
    private static func borneOut(
        _ offDiagonal: [Suspect], suggesting label: Int, reaching usual: Double, _ probabilities: Matrix
    ) -> ArraySlice<Int> {
        let contradicted = offDiagonal.filter { $0.suggested == label && $0.margin < 0 }.map(\.position).sorted {
            let (one, other) = (probabilities[$0, label], probabilities[$1, label])
            return one != other ? one > other : $0 < $1
        }
        let all = (0..<probabilities.rowCount).map { Double(probabilities[$0, label]) }.sorted(by: >)
        var (asProbable, length) = (0, 0)
        for place in contradicted.indices {
            // Down to the next one: an item that is contradicted was left out by the model that is asked about it, which makes
            // that one the surest of it.
            let next = place + 1 < contradicted.count ? Double(probabilities[contradicted[place + 1], label]) : nil
            while asProbable < all.count, all[asProbable] >= usual, all[asProbable] > next ?? -1 { asProbable += 1 }
            if Double(place + 1) <= (1 - leastAgreement) * Double(asProbable) + 1e-9 { length = place + 1 }
        }
        return contradicted.prefix(length)
    }
}
