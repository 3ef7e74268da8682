import Learning

/// Maximum loss reduction with maximal confidence (MMC): B. Yang, J.-T. Sun, T. Wang & Z. Chen, *Effective Multi-Label Active
/// Learning for Text Classification* (2009), doi:10.1145/1557019.1557119.
///
/// How many labels a message has is predicted from its probabilities, sorted; so many of its most probable labels are taken to hold,
/// and the score is the mean over all labels of (1 − y f) / 2, with y = ±1 for a label that holds or not. The paper's f is the margin
/// of a support vector machine, and its number comes from a multinomial logistic regression; here f = 2 p − 1, which lies in [−1, 1]
/// and makes the score the mean of 1 − p of what is taken to hold, and the number is the most probable one of logistic regressions
/// of each number against the rest. As there, they learn from what the model says of the labelled messages.
struct LabelCountPrediction {
    private let heads: [(count: Int, head: LogisticHead)]
    /// Where there is but one number of labels to learn from.
    private let usual: Int

    /// Penalty on the weights of a regression.
    private static let penalty = 1.0

    /// - Parameters:
    ///   - probabilities: of all rows, rows × K.
    ///   - training: what the model has learnt from.
    /// - Complexity: O(numbers of labels × (|T| K² + K³)) for each step of a regression.
    init(_ probabilities: Matrix, _ training: [Example]) {
        let counts = training.map { $0.answer.labels.count }
        let inputs = Matrix(
            rowCount: training.count, columnCount: probabilities.columnCount,
            elements: training.flatMap { Self.sorted(probabilities.row($0.row)) })
        heads = Set(counts).sorted().compactMap { count in
            LogisticHead.fit(
                inputs: inputs, targets: counts.map { $0 == count }, exampleWeights: counts.map { _ in 1 },
                penalty: Self.penalty
            ).map { (count, $0) }
        }
        usual = counts.first ?? 0
    }

    private static func sorted(_ probabilities: ArraySlice<Float>) -> [Float] { probabilities.sorted(by: >) }

    /// How many labels a message is taken to have.
    func count(_ probabilities: ArraySlice<Float>) -> Int {
        let inputs = Self.sorted(probabilities)
        var best: (count: Int, probability: Double)?
        for (count, head) in heads {
            let probability = head.probability(inputs[...])
            if probability > best?.probability ?? -1 { best = (count, probability) }
        }
        return best?.count ?? usual
    }

    /// The score of a message, in [0, 1].
    func score(_ probabilities: ArraySlice<Float>) -> Double {
        let held = count(probabilities)
        let sum = Self.sorted(probabilities).enumerated().reduce(0.0) { sum, entry in
            sum + (entry.offset < held ? 1 - Double(entry.element) : Double(entry.element))
        }
        return clampedToUnit(sum / Double(max(1, probabilities.count)))
    }
}
