import Answers
import Arithmetic

/// Some of the hidden units of a classifier under training: all weights that lead to them and away from them.
///
/// What a unit learns depends on others only by the logits, the sum over all units. So units are trained on several threads that
/// tell one another, each step, what theirs add to the logits of each example.
struct UnitTraining: Sendable {
    /// These units alone, without their input weights. The first ones of a classifier have its output bias, others add none.
    private(set) var model: Classifier
    /// Rows of input weights, those of ``sparse`` in training.
    private var inputWeights: AlignedFloats
    private let learnsBias: Bool
    private let sparse: TrainingInputs
    private let answers: [Answer]
    /// The dense row of each example, `denseWidth` numbers; none without an encoder.
    private let dense: [Float]
    private let denseWidth: Int
    let settings: TrainingSettings
    /// Units at the front that stay as they were learnt before.
    private let keptUnits: Int
    /// Length of a step on what the kept units say, as a share of the others': their activations are of any size.
    var keptRate: Float = 1
    /// How much each label's losses count; nil where a message has one label.
    var balance: LabelBalance?

    // Of the mini-batch at hand, one row an example.
    private var inputs: [Float] = []
    private var beginnings: [Float] = []
    private var hidden = AlignedFloats([])
    private var slopes = AlignedFloats([])
    private var errors: [Float] = []
    private var outputGradient: [Float]
    private var outputBiasGradient: [Float]
    private var hiddenBiasGradient: [Float]

    /// - Parameters:
    ///   - model: the whole classifier, its input weights those of `sparse` in training.
    ///   - units: which of its units.
    ///   - keptUnits: those of the whole classifier, at its front, that stay as they are.
    init(
        _ model: Classifier, units: Range<Int>, keptUnits: Int, sparse: TrainingInputs, answers: [Answer],
        dense: [Float], denseWidth: Int, settings: TrainingSettings
    ) {
        func own(_ weights: [Float]) -> AlignedFloats { Self.columns(units, of: weights, width: model.hiddenCount) }
        learnsBias = units.lowerBound == 0
        self.model = Classifier(
            labelCount: model.labelCount, hiddenCount: units.count, weightRows: [],
            inputWeights: [], denseWeights: own(model.denseWeights).array,
            hiddenBias: Array(model.hiddenBias[units]), outputWeights: own(model.outputWeights).array,
            outputBias: learnsBias ? model.outputBias : Array(repeating: 0, count: model.labelCount), loss: model.loss)
        inputWeights = own(model.inputWeights)
        self.sparse = sparse
        self.answers = answers
        self.dense = dense
        self.denseWidth = denseWidth
        self.settings = settings
        self.keptUnits = units.clamped(to: 0..<keptUnits).count
        outputGradient = Array(repeating: 0, count: model.labelCount * units.count)
        outputBiasGradient = Array(repeating: 0, count: model.labelCount)
        hiddenBiasGradient = Array(repeating: 0, count: units.count)
    }

    /// Some columns of rows of `width` numbers.
    private static func columns(_ columns: Range<Int>, of weights: [Float], width: Int) -> AlignedFloats {
        let rowCount = weights.count / max(1, width)
        return AlignedFloats(count: rowCount * columns.count) { own in
            weights.withUnsafeBufferPointer { weights in
                for row in 0..<rowCount {
                    let from = UnsafeBufferPointer(
                        rebasing: weights[row * width + columns.lowerBound..<row * width + columns.upperBound])
                    _ = own[(row * columns.count)...].initialize(fromContentsOf: from)
                }
            }
        }
    }

    /// Puts its weights into rows of all units' weights.
    ///
    /// - Parameters:
    ///   - rows: rows of `width` numbers.
    ///   - units: which of them are these units'.
    func putInputWeights(into rows: UnsafeMutableBufferPointer<Float>, at units: Range<Int>, width: Int) {
        inputWeights.withUnsafeBufferPointer { Self.put($0, into: rows, at: units, width: width) }
    }

    /// Puts rows of some columns into rows of `width` numbers.
    static func put(
        _ own: UnsafeBufferPointer<Float>, into rows: UnsafeMutableBufferPointer<Float>, at columns: Range<Int>,
        width: Int
    ) {
        guard !columns.isEmpty else { return }
        for row in 0..<own.count / columns.count {
            let from = UnsafeBufferPointer(rebasing: own[row * columns.count..<(row + 1) * columns.count])
            _ = rows[(row * width + columns.lowerBound)...].initialize(fromContentsOf: from)
        }
    }

    /// How many input weights there are.
    var inputWeightCount: Int { inputWeights.count }

    /// The sum of squares of what the kept units make of an example.
    mutating func squareOfKept(_ index: Int) -> Float {
        makeRoom(for: 1)
        begin([index])
        activate(index, at: 0)
        return hidden.withUnsafeBufferPointer { hidden in
            (0..<keptUnits).reduce(0) { $0 + hidden[$1] * hidden[$1] }
        }
    }

    // MARK: A step

    /// What these units add to the logits of a mini-batch's examples, with the weights as they are: K numbers for each.
    mutating func logits(of batch: [Int]) -> [Float] {
        makeRoom(for: batch.count)
        begin(batch)
        for (position, index) in batch.enumerated() { activate(index, at: position) }
        let (model, hidden) = (model, hidden)
        // An empty array is one for all threads, and would be written to.
        guard batch.count * model.labelCount > 0 else { return [] }
        return [Float](unsafeUninitializedCapacity: batch.count * model.labelCount) { logits, count in
            count = batch.count * model.labelCount
            hidden.withUnsafeBufferPointer { hidden in
                for position in batch.indices {
                    model.score(hidden, position * model.hiddenCount, logits: logits, at: position * model.labelCount)
                }
            }
        }
    }

    /// A gradient step on the mean loss of the mini-batch that ``logits(of:)`` was asked for last.
    ///
    /// The step on the input weights is taken example by example from their slopes, without a gradient matrix in between:
    /// those rows are many and the memory that they pass through is what takes the time.
    ///
    /// - Parameters:
    ///   - logits: of each example, summed over all units.
    ///   - pace: the length of the step, as a share of ``TrainingSettings/learningRate``.
    mutating func step(on batch: [Int], logits: [Float], pace: Float = 1) {
        let labelCount = model.labelCount
        let loss = model.loss
        errors.replaceSubrange(0..<logits.count, with: logits)
        errors.withUnsafeMutableBufferPointer { errors in
            for position in batch.indices { loss.apply(errors, position * labelCount, count: labelCount) }
        }
        for (position, index) in batch.enumerated() {
            findErrors(answers[index], at: position)
            propagate(at: position)
        }
        let rate = pace * settings.learningRate / Float(max(1, batch.count))
        if settings.hiddenRate > 0 {
            let hiddenRate = rate * settings.hiddenRate
            for (position, index) in batch.enumerated() { descend(index, at: position, rate: hiddenRate) }
            if denseWidth > 0 { descendDense(batch.count, rate: hiddenRate) }
            Self.descend(&model.hiddenBias, &hiddenBiasGradient, rate: hiddenRate)
        }
        if keptUnits > 0 {
            for row in stride(from: 0, to: outputGradient.count, by: model.hiddenCount) {
                for unit in row..<row + keptUnits { outputGradient[unit] *= keptRate }
            }
        }
        Self.descend(&model.outputWeights, &outputGradient, rate: rate)
        if learnsBias { Self.descend(&model.outputBias, &outputBiasGradient, rate: rate) }
    }

    private mutating func makeRoom(for count: Int) {
        guard hidden.count < count * model.hiddenCount || errors.count < count * model.labelCount else { return }
        hidden = AlignedFloats(repeating: 0, count: count * model.hiddenCount)
        slopes = AlignedFloats(repeating: 0, count: count * model.hiddenCount)
        errors = Array(repeating: 0, count: count * model.labelCount)
    }

    /// What the hidden units of each example begin with.
    private mutating func begin(_ batch: [Int]) {
        let width = denseWidth
        let units = model.hiddenCount
        guard width > 0 else {
            beginnings = model.hiddenBias
            return
        }
        inputs.removeAll(keepingCapacity: true)
        for index in batch { inputs += dense[index * width..<(index + 1) * width] }
        if beginnings.count < batch.count * units { beginnings = Array(repeating: 0, count: batch.count * units) }
        inputs.withUnsafeBufferPointer { inputs in
            beginnings.withUnsafeMutableBufferPointer { beginnings in
                model.beginnings(of: inputs, count: batch.count, width: width, to: beginnings)
            }
        }
    }

    /// Hidden activations of an example of the batch.
    private mutating func activate(_ index: Int, at position: Int) {
        let hiddenCount = model.hiddenCount
        let start = position * hiddenCount
        hidden.withUnsafeMutableBufferPointer { hidden in
            sparse.rows.withUnsafeBufferPointer { weightRows in
                sparse.values.withUnsafeBufferPointer { values in
                    beginnings.withUnsafeBufferPointer { beginnings in
                        let entries = sparse.offsets[index]..<sparse.offsets[index + 1]
                        let first = denseWidth > 0 ? start : 0
                        inputWeights.withUnsafeBufferPointer { weights in
                            LinearMath.weightedSum(
                                rows: UnsafeBufferPointer(rebasing: weightRows[entries]),
                                values: UnsafeBufferPointer(rebasing: values[entries]), weights: weights,
                                start: UnsafeBufferPointer(rebasing: beginnings[first..<first + hiddenCount]),
                                to: hidden, at: start, width: hiddenCount)
                        }
                        LinearMath.rectify(hidden, start, count: hiddenCount)
                    }
                }
            }
        }
    }

    /// ∂L/∂logits of an example: p − y; of several labels the sum of their weighted losses.
    private mutating func findErrors(_ answer: Answer, at position: Int) {
        let start = position * model.labelCount
        switch answer {
        case .one(let label):
            if model.loss == .softmax { errors[start + label] -= 1 } else { findErrors(of: [label], from: start) }
        case .several(let labels): findErrors(of: labels, from: start)
        }
    }

    private mutating func findErrors(of labels: LabelIndices, from start: Int) {
        for label in labels where label < model.labelCount { errors[start + label] -= 1 }
        guard let balance else { return }
        for label in 0..<model.labelCount {
            errors[start + label] *= balance.weight(of: label, isHeld: labels.contains(label))
        }
    }

    /// Output layer: ∂L/∂W = (p − y) hᵀ; back to the hidden layer: Wᵀ (p − y), where the unit is active.
    private mutating func propagate(at position: Int) {
        let hiddenCount = model.hiddenCount
        let start = position * hiddenCount
        slopes.withUnsafeMutableBufferPointer { slopes in
            hidden.withUnsafeBufferPointer { hidden in
                slopes[start..<start + hiddenCount].update(repeating: 0)
                model.outputWeights.withUnsafeBufferPointer { weights in
                    outputGradient.withUnsafeMutableBufferPointer { gradient in
                        for label in 0..<model.labelCount {
                            let error = errors[position * model.labelCount + label]
                            let row = label * hiddenCount
                            LinearMath.addScaled(error, hidden, start, to: gradient, row, count: hiddenCount)
                            LinearMath.addScaled(error, weights, row, to: slopes, start, count: hiddenCount)
                        }
                    }
                }
                LinearMath.rectifySlopes(slopes, outputs: hidden, start, count: hiddenCount)
                for unit in start..<start + keptUnits { slopes[unit] = 0 }
            }
            hiddenBiasGradient.withUnsafeMutableBufferPointer { gradient in
                LinearMath.addScaled(1, UnsafeBufferPointer(slopes), start, to: gradient, 0, count: hiddenCount)
            }
        }
        guard learnsBias else { return }
        for label in 0..<model.labelCount {
            outputBiasGradient[label] += errors[position * model.labelCount + label]
        }
    }

    /// The step of one example on the input weights.
    private mutating func descend(_ index: Int, at position: Int, rate: Float) {
        let hiddenCount = model.hiddenCount
        let entries = sparse.offsets[index]..<sparse.offsets[index + 1]
        sparse.rows.withUnsafeBufferPointer { weightRows in
            sparse.values.withUnsafeBufferPointer { values in
                slopes.withUnsafeBufferPointer { slopes in
                    inputWeights.withUnsafeMutableBufferPointer { weights in
                        LinearMath.addScaled(
                            rows: UnsafeBufferPointer(rebasing: weightRows[entries]),
                            values: UnsafeBufferPointer(rebasing: values[entries]), factor: -rate, slopes,
                            position * hiddenCount, to: weights, width: hiddenCount)
                    }
                }
            }
        }
    }

    /// The step of a batch on the weights of the dense rows: W[k] −= rate · Σ x[k] · slopes over the examples, number by
    /// number, so that each row of weights is passed over once.
    private mutating func descendDense(_ count: Int, rate: Float) {
        let units = model.hiddenCount
        let width = denseWidth
        let rows = (0..<Int32(count)).map { $0 }
        var column = [Float](repeating: 0, count: count)
        rows.withUnsafeBufferPointer { rows in
            slopes.withUnsafeBufferPointer { slopes in
                model.denseWeights.withUnsafeMutableBufferPointer { weights in
                    for number in 0..<width {
                        for example in 0..<count { column[example] = -rate * inputs[example * width + number] }
                        let own = number * units
                        column.withUnsafeBufferPointer { column in
                            LinearMath.weightedSum(
                                rows: rows, values: column, weights: slopes,
                                start: UnsafeBufferPointer(rebasing: weights[own..<own + units]), to: weights, at: own,
                                width: units)
                        }
                    }
                }
            }
        }
    }

    /// `parameters −= rate · gradient`; clears the gradient.
    private static func descend(_ parameters: inout [Float], _ gradient: inout [Float], rate: Float) {
        parameters.withUnsafeMutableBufferPointer { parameters in
            gradient.withUnsafeMutableBufferPointer { LinearMath.descend(parameters, $0, rate: rate) }
        }
    }
}
