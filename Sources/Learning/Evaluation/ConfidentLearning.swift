/// Labels that the model, taught by all the others, would not have given.
///
/// C. Northcutt, L. Jiang & I. Chuang, *Confident Learning: Estimating Uncertainty in Dataset Labels* (2021): an item
/// counts as label *j* with confidence where its held-out probability of *j* is at least the mean probability of *j*
/// among the items labelled *j*; of several such labels the most probable one. Items that count as another label than
/// their own (off the diagonal of the confident joint) are suspected.
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

    /// Most suspected first.
    public let suspects: [Suspect]
    /// Items labelled *i* that count as *j*: K × K.
    public let joint: [[Int]]

    /// - Parameters:
    ///   - probabilities: *n* × K, each row by a model that did not learn from the item.
    ///   - labels: *n* label indices.
    /// - Complexity: O(*n* K + *n* log *n*).
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
        self.suspects = suspects.sorted {
            $0.margin != $1.margin ? $0.margin < $1.margin : $0.position < $1.position
        }
    }
}
