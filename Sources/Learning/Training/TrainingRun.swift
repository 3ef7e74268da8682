import Arithmetic

/// A classifier under training: weights, and the examples' rows with their columns already looked up.
struct TrainingRun {
    private(set) var model: Classifier
    private let examples: [Example]
    private let settings: TrainingSettings
    /// Example *i* owns the entries `offsets[i] ..< offsets[i + 1]`.
    private var offsets = [0]
    /// Row of the input weights, and value, of each entry.
    private var weightRows: [Int32] = []
    private var values: [Float] = []
    /// The dense row of each example, `denseWidth` numbers; none without an encoder.
    private var dense: [Float] = []
    private let denseWidth: Int

    // Of the mini-batch at hand, one row an example.
    private var inputs: [Float] = []
    private var beginnings: [Float] = []
    private var hidden: [Float] = []
    private var slopes: [Float] = []
    private var errors: [Float] = []
    private var outputGradient: [Float]
    private var outputBiasGradient: [Float]
    private var hiddenBiasGradient: [Float]

    /// - Parameter start: a hidden layer that has learnt another task; nil to start from random weights.
    init(
        rows features: FeatureRows, examples: [Example], labelCount: Int, settings: TrainingSettings,
        start: HiddenLayer? = nil, random: inout SeededRandom
    ) {
        let rows = features.sparse
        self.examples = examples
        self.settings = settings
        denseWidth = features.denseWidth
        let hidden = start?.unitCount ?? settings.hiddenUnits
        // Uniform in ±√3 · scale has the standard deviation `scale`.
        let width = settings.initialScale * Float(3.0.squareRoot())
        let isFrozen = start != nil && settings.hiddenRate == 0
        let own =
            isFrozen
            ? (rows: [Int32](repeating: -1, count: rows.columnCount), used: 0)
            : Self.weightRows(of: examples, in: rows)
        var inputWeights = random.symmetric(own.used * hidden, width: width)
        let weightRowOfColumn =
            start.map {
                Self.joined(own.rows, $0, weights: &inputWeights)
            } ?? own.rows
        for example in examples {
            for entry in rows.entries(example.row) {
                let weightRow = weightRowOfColumn[Int(rows.columns[entry])]
                guard weightRow >= 0 else { continue }
                weightRows.append(weightRow)
                values.append(rows.values[entry])
            }
            offsets.append(values.count)
        }
        let denseWeights: [Float]
        if let start, start.denseWeights.count == denseWidth * hidden {
            denseWeights = start.denseWeights
        } else {
            denseWeights = random.symmetric(denseWidth * hidden, width: isFrozen ? 0 : width)
        }
        if let rows = features.dense { for example in examples { dense += rows.row(example.row) } }
        let outputScale = (1 / Double(max(1, hidden))).squareRoot()
        model = Classifier(
            labelCount: labelCount, hiddenCount: hidden, weightRows: weightRowOfColumn,
            inputWeights: inputWeights, denseWeights: denseWeights,
            hiddenBias: start?.bias ?? Array(repeating: 0, count: hidden),
            outputWeights: examples.isEmpty
                ? Array(repeating: 0, count: labelCount * hidden)
                : (0..<labelCount * hidden).map { _ in Float(random.normal() * outputScale) },
            outputBias: Array(repeating: 0, count: labelCount))
        outputGradient = Array(repeating: 0, count: labelCount * hidden)
        outputBiasGradient = Array(repeating: 0, count: labelCount)
        hiddenBiasGradient = Array(repeating: 0, count: hidden)
    }

    /// Where each column's weights stand, −1 for columns of no example, and how many there are.
    ///
    /// The columns that most examples have stand together at the front: they are what every message needs, and stay in
    /// the processor's cache.
    private static func weightRows(of examples: [Example], in rows: SparseRows) -> (rows: [Int32], used: Int) {
        var frequencies = [Int32](repeating: 0, count: rows.columnCount)
        for example in examples {
            for entry in rows.entries(example.row) { frequencies[Int(rows.columns[entry])] += 1 }
        }
        let used = frequencies.indices.filter { frequencies[$0] > 0 }.sorted { left, right in
            frequencies[left] != frequencies[right] ? frequencies[left] > frequencies[right] : left < right
        }
        var weightRows = [Int32](repeating: -1, count: rows.columnCount)
        for (weightRow, column) in used.enumerated() { weightRows[column] = Int32(weightRow) }
        return (weightRows, used.count)
    }

    /// Puts the weights of a hidden layer beside new ones, where both have a column its own count.
    ///
    /// - Parameter weights: the new weights, overwritten where the layer knows the column; what only the layer knows is
    ///   added behind them.
    /// - Returns: where each column's weights stand.
    private static func joined(_ own: [Int32], _ layer: HiddenLayer, weights: inout [Float]) -> [Int32] {
        let units = layer.unitCount
        var rows = own
        for (column, known) in layer.weightRows.enumerated() where known >= 0 && column < rows.count {
            let from = layer.weights[Int(known) * units..<(Int(known) + 1) * units]
            if rows[column] >= 0 {
                let start = Int(rows[column]) * units
                weights.replaceSubrange(start..<start + units, with: from)
            } else {
                rows[column] = Int32(weights.count / max(1, units))
                weights += from
            }
        }
        return rows
    }

    /// One gradient step on the mean cross-entropy of a mini-batch.
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
        for (position, index) in batch.enumerated() { propagate(examples[index].label, at: position) }
        let rate = settings.learningRate / Float(max(1, batch.count))
        if settings.hiddenRate > 0 {
            let hiddenRate = rate * settings.hiddenRate
            for (position, index) in batch.enumerated() { descend(index, at: position, rate: hiddenRate) }
            if denseWidth > 0 { descendDense(batch.count, rate: hiddenRate) }
            Self.descend(&model.hiddenBias, &hiddenBiasGradient, rate: hiddenRate)
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

    /// Hidden activations and probabilities of an example.
    private mutating func predict(_ index: Int, at position: Int) {
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
            errors.withUnsafeMutableBufferPointer { errors in
                model.score(
                    UnsafeBufferPointer(hidden), start, logits: errors, at: position * model.labelCount)
                Softmax.apply(errors, position * model.labelCount, count: model.labelCount)
            }
        }
    }

    /// Output layer: ∂L/∂W = (p − y) hᵀ; back to the hidden layer: Wᵀ (p − y), where the unit is active.
    private mutating func propagate(_ label: Int, at position: Int) {
        let hiddenCount = model.hiddenCount
        let start = position * hiddenCount
        errors[position * model.labelCount + label] -= 1
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
