import Learning

/// The head that predicts where the model errs, from the model's own activations.
///
/// Inputs are the hidden activations, scaled by one factor so that their mean length is 1, and the model's confidence
/// as log-odds of being wrong. The confidence starts with weight 1 and the activations with 0, and a penalty holds
/// them there: the head says what confidence says, except where the held-out mistakes show otherwise. Correct and
/// incorrect marks weigh the same in sum, because mistakes are few.
struct ErrorPredictor {
    /// Penalty λ on the distance from the starting weights.
    private static let penalty = 1.0

    private let outputs: ModelOutputs
    private let scale: Float
    private var inputs: [Float] = []
    private var isIncorrect: [Bool] = []
    private var head: LogisticHead?

    /// - Parameter rotation: folds in which the training messages are marked; with 1, a tenth of them is.
    /// - Throws: `CancellationError` when the round was cancelled.
    init(context: RoundContext, rotation: Int) throws {
        outputs = try context.outputs()
        let marks = try context.model.heldOutMarks(rotation: rotation, monitor: context.monitor)
        let hidden = outputs.hidden
        let lengths = marks.rows.map { row in
            hidden.row(row).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        let mean = lengths.isEmpty ? 0 : lengths.reduce(0, +) / Double(lengths.count)
        scale = mean > 0 ? Float(1 / mean) : 1
        for (position, row) in marks.rows.enumerated() {
            append(marks.probabilities.row(position), hidden.row(row), isIncorrect: marks.isIncorrect[position])
        }
        refit()
    }

    /// Whether there were both right and wrong held-out predictions to learn from.
    var isTrained: Bool { head != nil }

    /// P(incorrect) of corpus rows.
    ///
    /// - Complexity: O(rows × hidden units).
    func errorProbabilities(of rows: [Int]) -> [Double] {
        guard let head else { return rows.map { _ in 0 } }
        var input = [Float](repeating: 0, count: outputs.hidden.columnCount + 1)
        return rows.map { row in
            input[0] = Self.oddsOfError(outputs.probabilities.row(row))
            let hidden = outputs.hidden.row(row)
            for (unit, value) in hidden.enumerated() { input[unit + 1] = value * scale }
            return head.probability(input[...])
        }
    }

    /// Adds rows as *correct* and refits: the adaptive step.
    mutating func assumeCorrect(_ rows: [Int]) {
        for row in rows { append(outputs.probabilities.row(row), outputs.hidden.row(row), isIncorrect: false) }
        refit()
    }

    private mutating func append(_ probabilities: ArraySlice<Float>, _ hidden: ArraySlice<Float>, isIncorrect: Bool) {
        inputs.append(Self.oddsOfError(probabilities))
        for value in hidden { inputs.append(value * scale) }
        self.isIncorrect.append(isIncorrect)
    }

    private mutating func refit() {
        let columns = outputs.hidden.columnCount + 1
        let count = Double(isIncorrect.count)
        let incorrect = Double(isIncorrect.count { $0 })
        let weights = isIncorrect.map { $0 ? count / (2 * incorrect) : count / (2 * (count - incorrect)) }
        head = LogisticHead.fit(
            inputs: Matrix(rowCount: isIncorrect.count, columnCount: columns, elements: inputs),
            targets: isIncorrect, exampleWeights: weights, penalty: Self.penalty,
            prior: [1] + Array(repeating: 0, count: columns - 1), start: head)
    }

    /// ln((1 − p₁) / p₁) of the best label's probability, bounded to ±7.
    private static func oddsOfError(_ probabilities: ArraySlice<Float>) -> Float {
        let best = min(0.999_1, max(0.000_9, LeadingProbabilities(probabilities).first))
        return Float(LeadingProbabilities.logOdds(1 - best))
    }

    /// Least confidence, where no held-out prediction was wrong (or none was right): there is nothing to learn from.
    static func fallback(_ count: Int, strategy: String, from context: RoundContext) throws -> [Selection] {
        try LeastConfidence().select(count, from: context).map {
            Selection(
                row: $0.row, score: $0.score, strategy: strategy, reason: "no held-out mistakes yet: \($0.reason)")
        }
    }
}
