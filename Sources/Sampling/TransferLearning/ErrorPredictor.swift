import Learning

/// The head that predicts where the model errs, from the model's own activations.
///
/// The model's confidence, as log-odds of being wrong, is taken as it is; on it a correction is learnt from the hidden
/// activations (with all layers also from the logits), each layer scaled by one factor so that its mean length is 1, and
/// a penalty holds the correction back: the head says what confidence says, except where the held-out mistakes show
/// otherwise. The confidence has no weight that could be learnt: each step assumes that the most doubtful messages are
/// *correct*, and a free weight soon falls below zero, so that the rest of the batch is what the model is surest of.
/// Correct and incorrect marks weigh the same in sum, because mistakes are few.
struct ErrorPredictor: ErrorPredicting {
    /// Penalty λ on the weights of the correction.
    private static let penalty = 1.0

    private let outputs: ModelOutputs
    private let decision: Decision
    private let extent: ErrorExtent
    private let layers: [ScaledLayer]
    private var inputs: [Float] = []
    private var offsets: [Double] = []
    private var isIncorrect: [Bool] = []
    private var head: LogisticHead?

    /// - Parameters:
    ///   - rotation: folds in which the training messages are marked; with 1, a tenth of them is, by the model whose activations are seen.
    ///   - layers: what the head sees beside the confidence.
    /// - Throws: `CancellationError` when the round was cancelled.
    init(
        context: RoundContext, rotation: Int, layers: ErrorPrediction.Layers = .last, extent: ErrorExtent = .wholeAnswer
    ) throws {
        self.extent = extent
        outputs = try context.markedOutputs(rotation: rotation)
        decision = context.decision
        let marks = try context.heldOutMarks(rotation: rotation, extent: extent)
        let seen = layers == .last ? [outputs.hidden] : [outputs.hidden, outputs.logits]
        self.layers = seen.map { ScaledLayer($0, scaledOn: marks.rows) }
        for (position, row) in marks.rows.enumerated() {
            append(marks.probabilities.row(position), row, isIncorrect: marks.isIncorrect[position])
        }
        refit()
    }

    /// Whether there were both right and wrong held-out predictions to learn from.
    var isTrained: Bool { head != nil }

    /// - Complexity: O(rows × hidden units).
    func errorProbabilities(of rows: [Int]) -> [Double] {
        guard let head else { return rows.map { _ in 0 } }
        var input: [Float] = []
        return rows.map { row in
            input.removeAll(keepingCapacity: true)
            for layer in layers { layer.append(row, to: &input) }
            return head.probability(
                input[...],
                offset: ErrorRate.oddsOfError(outputs.probabilities.row(row), decision, extent))
        }
    }

    mutating func assumeCorrect(_ rows: [Int]) {
        for row in rows { append(outputs.probabilities.row(row), row, isIncorrect: false) }
        refit()
    }

    private mutating func append(_ probabilities: ArraySlice<Float>, _ row: Int, isIncorrect: Bool) {
        offsets.append(ErrorRate.oddsOfError(probabilities, decision, extent))
        for layer in layers { layer.append(row, to: &inputs) }
        self.isIncorrect.append(isIncorrect)
    }

    private mutating func refit() {
        let columns = layers.reduce(0) { $0 + $1.columnCount }
        let count = Double(isIncorrect.count)
        let incorrect = Double(isIncorrect.count { $0 })
        let weights = isIncorrect.map { $0 ? count / (2 * incorrect) : count / (2 * (count - incorrect)) }
        head = LogisticHead.fit(
            inputs: Matrix(rowCount: isIncorrect.count, columnCount: columns, elements: inputs),
            targets: isIncorrect, exampleWeights: weights, offsets: offsets, penalty: Self.penalty, start: head)
    }
}
