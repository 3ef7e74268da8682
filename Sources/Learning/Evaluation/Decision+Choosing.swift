extension Decision {
    /// The decision with the largest F1 on items that the model has not learnt from.
    ///
    /// Candidates lie half-way between neighbouring scores of items that can be positive; among equal F1 the one nearest
    /// 1 / K is taken. Half a false positive and half a miss are added to each candidate's count, so that two or three
    /// positives do not drive the threshold to an extreme.
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - labels: *n* label indices.
    /// - Returns: nil where nothing is positive, or nothing can be predicted so.
    /// - Complexity: O(*n* log *n* + *n* K).
    public static func maximisingF1(probabilities: Matrix, labels: [Int], positive: Int) -> Decision? {
        let positives = labels.count { $0 == positive }
        guard positives > 0 else { return nil }
        let neutral = Decision(mostProbableOf: probabilities.columnCount, positive: positive).threshold
        func score(_ item: Int) -> Double { Double(probabilities[item, positive]) }
        let order = labels.indices.filter { canBePositive(probabilities.row($0), positive: positive) }
            .sorted { score($0) > score($1) }
        return bestThreshold(
            scores: order.map(score), actual: order.map { labels[$0] == positive }, positives: positives,
            neutral: neutral
        ).map { Decision(positive: positive, threshold: $0) }
    }

    /// The threshold with the largest F1, of those that ``maximisingF1(probabilities:labels:positive:)`` tries.
    ///
    /// - Parameters:
    ///   - scores: of the items that can be positive, descending.
    ///   - actual: whether each of these is positive.
    ///   - positives: of all items.
    /// - Returns: nil for no items.
    static func bestThreshold(scores: [Double], actual: [Bool], positives: Int, neutral: Double) -> Double? {
        var best: (f1: Double, threshold: Double)?
        var found = 0
        for (rank, score) in scores.enumerated() {
            if actual[rank] { found += 1 }
            let below = rank + 1 < scores.count ? scores[rank + 1] : 0
            guard score > below else { continue }
            let f1 = 2 * Double(found) / (Double(rank + 1 + positives) + 1)
            let threshold = (score + below) / 2
            if let known = best {
                let isNearer = abs(threshold - neutral) < abs(known.threshold - neutral)
                if f1 > known.f1 || f1 == known.f1 && isNearer { best = (f1, threshold) }
            } else {
                best = (f1, threshold)
            }
        }
        return best?.threshold
    }

    /// Predictions for held-out items in which no item's own label had a say in its threshold: the items are dealt
    /// into five folds, and each fold is decided by the threshold of the four others.
    ///
    /// Without this the F1 of a set on which the threshold was chosen would flatter the model.
    /// - Parameters:
    ///   - probabilities: *n* × K.
    ///   - labels: *n* label indices.
    /// - Returns: *n* predicted label indices.
    static func crossFitted(probabilities: Matrix, labels: [Int], positive: Int, seed: UInt64) -> [Int] {
        let count = labels.count
        var order = Array(0..<count)
        var random = SeededRandom(seed: seed, stream: "threshold")
        random.shuffle(&order)
        // Positives first, so that they are spread evenly over the folds.
        order = order.filter { labels[$0] == positive } + order.filter { labels[$0] != positive }
        var predictions = [Int](repeating: 0, count: count)
        for fold in 0..<5 {
            let others = order.indices.filter { $0 % 5 != fold }.map { order[$0] }
            let decision =
                maximisingF1(
                    probabilities: Matrix(
                        rowCount: others.count, columnCount: probabilities.columnCount,
                        elements: others.flatMap { Array(probabilities.row($0)) }),
                    labels: others.map { labels[$0] }, positive: positive)
                ?? Decision(mostProbableOf: probabilities.columnCount, positive: positive)
            for index in order.indices where index % 5 == fold {
                let item = order[index]
                predictions[item] = decision.label(probabilities.row(item))
            }
        }
        return predictions
    }
}
