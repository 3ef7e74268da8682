/// From which probability on an item counts as positive.
public enum DecisionThreshold {
    /// The threshold with the largest F1 on held-out items.
    ///
    /// Candidates lie half-way between neighbouring scores; among equal F1 the one nearest 0.5 is taken. Half a false
    /// positive and half a miss are added to each candidate's count, so that two or three positives do not drive the
    /// threshold to an extreme.
    /// - Returns: nil where nothing is positive.
    /// - Complexity: O(*n* log *n*).
    public static func maximisingF1(scores: [Double], actual: [Bool]) -> Double? {
        let positives = actual.count { $0 }
        guard positives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var best: (f1: Double, threshold: Double)?
        var found = 0
        for (rank, index) in order.enumerated() {
            if actual[index] { found += 1 }
            let below = rank + 1 < order.count ? scores[order[rank + 1]] : 0
            guard scores[index] > below else { continue }
            let f1 = 2 * Double(found) / (Double(rank + 1 + positives) + 1)
            let threshold = (scores[index] + below) / 2
            if let known = best {
                let isNearer = abs(threshold - 0.5) < abs(known.threshold - 0.5)
                if f1 > known.f1 || f1 == known.f1 && isNearer { best = (f1, threshold) }
            } else {
                best = (f1, threshold)
            }
        }
        return best?.threshold
    }

    /// The label that is predicted: the positive one from the threshold on, else the most probable other one.
    public static func label(_ probabilities: ArraySlice<Float>, positive: Int, threshold: Double) -> Int {
        let start = probabilities.startIndex
        if Double(probabilities[start + positive]) >= threshold { return positive }
        var best: Int?
        for label in 0..<probabilities.count where label != positive {
            if let known = best, probabilities[start + known] >= probabilities[start + label] { continue }
            best = label
        }
        return best ?? positive
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
            let threshold =
                maximisingF1(
                    scores: others.map { Double(probabilities[$0, positive]) },
                    actual: others.map { labels[$0] == positive }) ?? 0.5
            for index in order.indices where index % 5 == fold {
                let item = order[index]
                predictions[item] = label(probabilities.row(item), positive: positive, threshold: threshold)
            }
        }
        return predictions
    }
}
