import Answers
import Arithmetic

/// A classifier under training: weights, and the examples' rows with their columns already looked up.
struct TrainingRun {
    /// Its input weights are those of ``groups`` while it is trained.
    private var model: Classifier
    private let groups: ColumnGroups
    /// Input weights of all columns, as they began.
    private var ownWeights: [Float]
    private let begunWeights: [Float]
    private let examples: [Example]
    private let settings: TrainingSettings
    /// Example *i* owns the entries `offsets[i] ..< offsets[i + 1]`.
    private var offsets = [0]
    /// Group of columns, and value, of each entry.
    private var weightRows: [Int32] = []
    private var values: [Float] = []
    /// The dense row of each example, `denseWidth` numbers; none without an encoder.
    private var dense: [Float] = []
    private let denseWidth: Int
    /// Units at the front of the hidden layer that stay as they were learnt before: all of a frozen one.
    private var keptUnits: Int
    /// Length of a step on what the kept units say, as a share of the others': their activations are of any size.
    private var keptRate: Float = 1
    /// A step on what the kept units say may be so many times as long as on units of length 1: the curvature of the log-loss
    /// of two labels is at most 1/4.
    private static let keptPace: Float = 4
    /// Of kept units that say nothing of these labels yet: beside new units they would learn the chance of a few labels as fast
    /// as what is common to many.
    private static let newPace: Float = 0.25

    // Of the mini-batch at hand, one row an example.
    private var inputs: [Float] = []
    private var beginnings: [Float] = []
    private var hidden: [Float] = []
    private var slopes: [Float] = []
    private var errors: [Float] = []
    private var outputGradient: [Float]
    private var outputBiasGradient: [Float]
    private var hiddenBiasGradient: [Float]
    /// How much each label's losses count; nil where a message has one label.
    private var balance: LabelBalance?

    /// - Parameter start: what another task has learnt; nil to start from random weights.
    init(
        rows features: FeatureRows, examples: [Example], labelCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings,
        start: ModelStart? = nil, random: inout SeededRandom
    ) {
        let rows = features.sparse
        self.examples = examples
        self.settings = settings
        denseWidth = features.denseWidth
        let layer = start?.layer
        let kept = start?.isKept == true ? layer?.unitCount ?? 0 : 0
        keptUnits = kept
        let hidden =
            kept > 0
            ? kept + max(settings.hiddenUnits - kept, settings.hiddenUnits / 2)
            : layer?.unitCount ?? settings.hiddenUnits
        // Uniform in ±√3 · scale has the standard deviation `scale`.
        let width =
            settings.initialScale.map { $0 * Float(3.0.squareRoot()) }
            ?? Self.width(ofInputs: rows.columnCount + features.denseWidth)
        let isFrozen = start != nil && kept == 0 && settings.hiddenRate == 0
        var (entryColumns, entryValues): ([UInt32], [Float]) = ([], [])
        for example in examples {
            rows.forEachEntry(example.row) { column, value in
                entryColumns.append(UInt32(column))
                entryValues.append(value)
            }
            offsets.append(entryValues.count)
        }
        let own =
            isFrozen
            ? (rows: [Int32](repeating: -1, count: rows.columnCount), used: 0)
            : Self.weightRows(of: entryColumns, of: rows.columnCount, all: settings.initialScale == nil)
        var inputWeights = random.symmetric(own.used * hidden, width: width)
        Self.silence(kept, of: hidden, in: &inputWeights)
        let weightRowOfColumn =
            layer.map {
                Self.joined(own.rows, $0, weights: &inputWeights, units: hidden)
            } ?? own.rows
        var entryRows = entryColumns.map { weightRowOfColumn[Int($0)] }
        groups = ColumnGroups(
            offsets: &offsets, rows: &entryRows, values: &entryValues,
            rowCount: Int(weightRowOfColumn.max() ?? -1) + 1)
        (weightRows, values) = (entryRows, entryValues)
        ownWeights = inputWeights
        begunWeights = groups.gathered(inputWeights, width: hidden)
        var denseWeights: [Float]
        if let layer, kept == 0, layer.denseWeights.count == denseWidth * hidden {
            denseWeights = layer.denseWeights
        } else {
            denseWeights = random.symmetric(denseWidth * hidden, width: isFrozen ? 0 : width)
            Self.silence(kept, of: hidden, in: &denseWeights)
            if let layer, kept > 0, layer.denseWeights.count == denseWidth * kept {
                for number in 0..<denseWidth {
                    denseWeights.replaceSubrange(
                        number * hidden..<number * hidden + kept,
                        with: layer.denseWeights[number * kept..<(number + 1) * kept])
                }
            }
        }
        if let rows = features.dense { for example in examples { dense += rows.row(example.row) } }
        let hiddenBias: [Float] =
            settings.initialScale == nil ? random.symmetric(hidden, width: width) : Array(repeating: 0, count: hidden)
        var output = Self.outputLayer(
            labelCount: labelCount, hidden: hidden, settings, knowsNothing: examples.isEmpty, &random)
        Self.silence(kept, of: hidden, in: &output.weights)
        if kept > 0, let answers = start?.answers {
            let share = ModelStart.worth / (ModelStart.worth + Float(examples.count))
            for case (let label, let answer?) in answers.prefix(labelCount).enumerated() {
                output.weights.replaceSubrange(
                    label * hidden..<label * hidden + kept, with: answer.weights.map { $0 * share })
                output.bias[label] = answer.bias * share
            }
        }
        model = Classifier(
            labelCount: labelCount, hiddenCount: hidden, weightRows: weightRowOfColumn,
            inputWeights: begunWeights, denseWeights: denseWeights,
            hiddenBias: (layer?.bias ?? []) + hiddenBias.dropFirst(layer?.unitCount ?? 0),
            outputWeights: output.weights, outputBias: output.bias, loss: loss)
        outputGradient = Array(repeating: 0, count: labelCount * hidden)
        outputBiasGradient = Array(repeating: 0, count: labelCount)
        hiddenBiasGradient = Array(repeating: 0, count: hidden)
        if kept == 0, isFrozen { keptUnits = hidden }
        if keptUnits > 0 {
            let isKnown = kept == 0 || start?.ranks == true
            keptRate = (isKnown ? Self.keptPace : Self.newPace) / max(1, meanSquareOfKept())
        }
    }

    /// The model as it is now.
    consuming func learnt() -> Classifier {
        var learnt = model
        // Taken out, so that they are not held twice.
        learnt.inputWeights = []
        swap(&learnt.inputWeights, &ownWeights)
        groups.spread(model.inputWeights, from: begunWeights, over: &learnt.inputWeights, width: model.hiddenCount)
        return learnt
    }

    /// Mean squared length of what the kept units make of the examples.
    private mutating func meanSquareOfKept() -> Float {
        guard !examples.isEmpty else { return 0 }
        hidden = Array(repeating: 0, count: model.hiddenCount)
        var sum: Float = 0
        for index in examples.indices {
            begin([index])
            activate(index, at: 0)
            for unit in 0..<keptUnits { sum += hidden[unit] * hidden[unit] }
        }
        hidden = []
        return sum / Float(examples.count)
    }

    /// Sets the weights of the first units to nothing, in rows of `units`.
    private static func silence(_ kept: Int, of units: Int, in weights: inout [Float]) {
        guard kept > 0 else { return }
        for start in stride(from: 0, to: weights.count, by: max(1, units)) {
            for unit in start..<start + kept { weights[unit] = 0 }
        }
    }

    /// PyTorch's `nn.Linear` draws weights and biases uniformly from ±1/√n, n its inputs.
    private static func width(ofInputs count: Int) -> Float { Float(1 / Double(max(1, count)).squareRoot()) }

    /// The output layer as it begins: zeros where there is nothing to learn from, so that every label is as probable.
    private static func outputLayer(
        labelCount: Int, hidden: Int, _ settings: TrainingSettings, knowsNothing: Bool, _ random: inout SeededRandom
    ) -> (weights: [Float], bias: [Float]) {
        let zeros = [Float](repeating: 0, count: labelCount)
        guard !knowsNothing else { return ([Float](repeating: 0, count: labelCount * hidden), zeros) }
        guard settings.initialScale != nil else {
            let width = width(ofInputs: hidden)
            let weights = random.symmetric(labelCount * hidden, width: width)
            return (weights, random.symmetric(labelCount, width: width))
        }
        let scale = (1 / Double(max(1, hidden))).squareRoot()
        return ((0..<labelCount * hidden).map { _ in Float(random.normal() * scale) }, zeros)
    }

    /// Where each column's weights stand, −1 for columns of no example unless all are wanted, and how many there are.
    ///
    /// The columns that most examples have stand together at the front: they are what every message needs, and stay in
    /// the processor's cache.
    private static func weightRows(of entries: [UInt32], of columnCount: Int, all: Bool) -> (rows: [Int32], used: Int) {
        var frequencies = [Int32](repeating: 0, count: columnCount)
        for column in entries { frequencies[Int(column)] += 1 }
        let used = frequencies.indices.filter { all || frequencies[$0] > 0 }.sorted { left, right in
            frequencies[left] != frequencies[right] ? frequencies[left] > frequencies[right] : left < right
        }
        var weightRows = [Int32](repeating: -1, count: columnCount)
        for (weightRow, column) in used.enumerated() { weightRows[column] = Int32(weightRow) }
        return (weightRows, used.count)
    }

    /// Puts the weights of a hidden layer beside new ones, where both have a column its own count.
    ///
    /// - Parameters:
    ///   - weights: the new weights, overwritten where the layer knows the column, at the units that it has; what only the
    ///     layer knows is added behind them.
    ///   - units: those of the new model: as many as the layer has, or more.
    /// - Returns: where each column's weights stand.
    private static func joined(
        _ own: [Int32], _ layer: HiddenLayer, weights: inout [Float], units: Int
    ) -> [Int32] {
        let known = layer.unitCount
        var rows = own
        for (column, row) in layer.weightRows.enumerated() where row >= 0 && column < rows.count {
            let from = layer.weights[Int(row) * known..<(Int(row) + 1) * known]
            if rows[column] >= 0 {
                let start = Int(rows[column]) * units
                weights.replaceSubrange(start..<start + known, with: from)
            } else {
                rows[column] = Int32(weights.count / max(1, units))
                weights += from
                weights += repeatElement(0, count: units - known)
            }
        }
        return rows
    }

    /// Takes up how much each label's losses count where a message can have several.
    mutating func weigh(by balance: LabelBalance) { self.balance = balance }

    /// One gradient step on the mean loss of a mini-batch.
    ///
    /// All examples are predicted with the weights as they are before the step. The step on the input weights is taken
    /// example by example from their slopes, without a gradient matrix in between: those rows are many and the memory
    /// that they pass through is what takes the time.
    mutating func step(on batch: [Int]) {
        let hiddenCount = model.hiddenCount
        let labelCount = model.labelCount
        if hidden.count < batch.count * hiddenCount || errors.count < batch.count * labelCount {
            hidden = Array(repeating: 0, count: batch.count * hiddenCount)
            slopes = hidden
            errors = Array(repeating: 0, count: batch.count * labelCount)
        }
        begin(batch)
        for (position, index) in batch.enumerated() { predict(index, at: position) }
        for (position, index) in batch.enumerated() {
            findErrors(examples[index].answer, at: position)
            propagate(at: position)
        }
        let rate = settings.learningRate / Float(max(1, batch.count))
        if settings.hiddenRate > 0 {
            let hiddenRate = rate * settings.hiddenRate
            for (position, index) in batch.enumerated() { descend(index, at: position, rate: hiddenRate) }
            if denseWidth > 0 { descendDense(batch.count, rate: hiddenRate) }
            Self.descend(&model.hiddenBias, &hiddenBiasGradient, rate: hiddenRate)
        }
        if keptUnits > 0 {
            for row in stride(from: 0, to: outputGradient.count, by: hiddenCount) {
                for unit in row..<row + keptUnits { outputGradient[unit] *= keptRate }
            }
        }
        Self.descend(&model.outputWeights, &outputGradient, rate: rate)
        Self.descend(&model.outputBias, &outputBiasGradient, rate: rate)
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
            weightRows.withUnsafeBufferPointer { weightRows in
                values.withUnsafeBufferPointer { values in
                    beginnings.withUnsafeBufferPointer { beginnings in
                        let entries = offsets[index]..<offsets[index + 1]
                        let first = denseWidth > 0 ? start : 0
                        model.activate(
                            UnsafeBufferPointer(rebasing: weightRows[entries]),
                            UnsafeBufferPointer(rebasing: values[entries]),
                            beginning: UnsafeBufferPointer(rebasing: beginnings[first..<first + hiddenCount]),
                            hidden: hidden, at: start)
                    }
                }
            }
        }
    }

    /// Hidden activations and probabilities of an example.
    private mutating func predict(_ index: Int, at position: Int) {
        activate(index, at: position)
        let start = position * model.hiddenCount
        hidden.withUnsafeBufferPointer { hidden in
            errors.withUnsafeMutableBufferPointer { errors in
                model.score(
                    hidden, start, logits: errors, at: position * model.labelCount)
                model.loss.apply(errors, position * model.labelCount, count: model.labelCount)
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
        for label in 0..<model.labelCount {
            outputBiasGradient[label] += errors[position * model.labelCount + label]
        }
    }

    /// The step of one example on the input weights.
    private mutating func descend(_ index: Int, at position: Int, rate: Float) {
        let hiddenCount = model.hiddenCount
        let entries = offsets[index]..<offsets[index + 1]
        weightRows.withUnsafeBufferPointer { weightRows in
            values.withUnsafeBufferPointer { values in
                slopes.withUnsafeBufferPointer { slopes in
                    model.inputWeights.withUnsafeMutableBufferPointer { weights in
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
