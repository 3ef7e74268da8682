import Answers

extension Decision {
    /// So many items that have a label, at least, for a threshold of its own; a label with fewer is predicted from one half on.
    public static let fewestPositives = 5

    /// The decision of several labels in which each label's threshold has the largest F1 on items that the model has not learnt
    /// from: see ``maximisingF1(probabilities:labels:positive:)``. One half where fewer than ``fewestPositives`` items have it.
    ///
    /// Thresholds chosen label by label maximise the mean of the labels' F1: Z. C. Lipton, C. Elkan & B. Naryanaswamy, *Optimal
    /// Thresholding of Classifiers to Maximize F1 Measure* (2014), doi:10.1007/978-3-662-44851-9_15.
    /// - Parameters:
    ///   - probabilities: *n* × K, each number of its own label.
    ///   - answers: *n* answers.
    ///   - implications: which labels hold wherever others do.
    /// - Complexity: O(K *n* log *n*).
    public static func maximisingF1OfEach(
        probabilities: Matrix, answers: [Answer], positive: Int, implications: Implications = Implications()
    ) -> Decision {
        let thresholds = (0..<probabilities.columnCount).map { label in
            threshold(
                scores: answers.indices.map { Double(probabilities[$0, label]) },
                actual: answers.map { $0.has(label) })
        }
        return Decision(positive: positive, thresholds: thresholds, implications: implications)
    }

    /// The threshold of one label of several.
    private static func threshold(scores: [Double], actual: [Bool], fewest: Int = fewestPositives) -> Double {
        guard actual.count(where: { $0 }) >= fewest else { return 0.5 }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        return bestThreshold(
            scores: order.map { scores[$0] }, actual: order.map { actual[$0] }, positives: actual.count { $0 },
            neutral: 0.5) ?? 0.5
    }

    /// Answers for held-out items in which what an item is labelled as had no say in the thresholds: for each label the items are
    /// dealt into five folds, those that have it spread evenly, and each fold is decided by the threshold of the four others.
    ///
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - answers: *n* answers.
    /// - Returns: *n* predicted answers.
    static func crossFitted(
        probabilities: Matrix, answers: [Answer], implications: Implications, seed: UInt64
    ) -> [Answer] {
        var predicted = [LabelIndices](repeating: [], count: answers.count)
        for label in 0..<probabilities.columnCount {
            let scores = answers.indices.map { Double(probabilities[$0, label]) }
            let actual = answers.map { $0.has(label) }
            var order = Array(answers.indices)
            var random = SeededRandom(seed: seed, stream: "thresholds", label)
            random.shuffle(&order)
            order = order.filter { actual[$0] } + order.filter { !actual[$0] }
            // As the label is decided by all items together: what the others of a fold lack is one or two of these.
            let fewest = actual.count { $0 } < fewestPositives ? Int.max : 1
            for fold in 0..<5 {
                let others = order.indices.filter { $0 % 5 != fold }.map { order[$0] }
                let threshold = threshold(
                    scores: others.map { scores[$0] }, actual: others.map { actual[$0] }, fewest: fewest)
                for index in order.indices where index % 5 == fold && scores[order[index]] >= threshold {
                    predicted[order[index]].insert(label)
                }
            }
        }
        return predicted.map { .several(implications.completed($0)) }
    }
}
