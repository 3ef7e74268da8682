/// A classifier under training: weights, gradients and the optimiser's memory.
struct TrainingRun {
    private(set) var model: Classifier
    private let rows: SparseRows
    private let examples: [Example]
    private let settings: TrainingSettings
    private var input: Moments
    private var hiddenBias: Moments
    private var output: Moments
    private var outputBias: Moments
    private var isTouched: [Bool]
    private var touched: [Int] = []
    private var steps = 0

    /// Gradient and Adam's two moments of a block of parameters.
    private struct Moments {
        var gradient: [Float]
        var first: [Float]
        var second: [Float]

        init(_ count: Int) {
            gradient = Array(repeating: 0, count: count)
            first = gradient
            second = gradient
        }
    }

    init(
        rows: SparseRows, examples: [Example], labelCount: Int, settings: TrainingSettings, random: inout SeededRandom
    ) {
        self.rows = rows
        self.examples = examples
        self.settings = settings
        let hidden = settings.hiddenUnits
        var weightRows = [Int32](repeating: -1, count: rows.columnCount)
        var used: Int32 = 0
        for example in examples {
            for entry in rows.entries(example.row) where weightRows[Int(rows.columns[entry])] < 0 {
                weightRows[Int(rows.columns[entry])] = used
                used += 1
            }
        }
        // Weights follow the order of the columns, not of the examples.
        used = 0
        for column in weightRows.indices where weightRows[column] >= 0 {
            weightRows[column] = used
            used += 1
        }
        // Uniform in ±√3 · scale has the standard deviation `scale`.
        let width = Double(settings.initialScale) * 3.0.squareRoot()
        let outputScale = (1 / Double(max(1, hidden))).squareRoot()
        model = Classifier(
            labelCount: labelCount, hiddenCount: hidden, weightRows: weightRows,
            inputWeights: (0..<Int(used) * hidden).map { _ in Float((2 * random.unit() - 1) * width) },
            hiddenBias: Array(repeating: 0, count: hidden),
            outputWeights: examples.isEmpty
                ? Array(repeating: 0, count: labelCount * hidden)
                : (0..<labelCount * hidden).map { _ in Float(random.normal() * outputScale) },
            outputBias: Array(repeating: 0, count: labelCount))
        input = Moments(model.inputWeights.count)
        hiddenBias = Moments(hidden)
        output = Moments(labelCount * hidden)
        outputBias = Moments(labelCount)
        isTouched = Array(repeating: false, count: Int(used))
    }

    /// One gradient step on the mean cross-entropy of a mini-batch.
    mutating func step(on batch: [Int]) {
        for index in batch { accumulate(examples[index]) }
        update(batchSize: batch.count)
    }

    private mutating func accumulate(_ example: Example) {
        let hiddenCount = model.hiddenCount
        let labelCount = model.labelCount
        var hidden = [Float](repeating: 0, count: hiddenCount)
        var errors = [Float](repeating: 0, count: labelCount)
        var slopes = [Float](repeating: 0, count: hiddenCount)
        hidden.withUnsafeMutableBufferPointer { hidden in
            model.activate(rows, example.row, hidden: hidden, at: 0)
            errors.withUnsafeMutableBufferPointer { errors in
                model.score(UnsafeBufferPointer(hidden), 0, logits: errors, at: 0)
                Softmax.apply(errors, 0, count: labelCount)
                errors[example.label] -= 1
            }
            // Output layer: ∂L/∂W = (p − y) hᵀ; back to the hidden layer: Wᵀ (p − y).
            slopes.withUnsafeMutableBufferPointer { slopes in
                model.outputWeights.withUnsafeBufferPointer { weights in
                    output.gradient.withUnsafeMutableBufferPointer { gradient in
                        for label in 0..<labelCount {
                            let error = errors[label]
                            Kernels.addScaled(
                                error, UnsafeBufferPointer(hidden), 0, to: gradient, label * hiddenCount,
                                count: hiddenCount)
                            Kernels.addScaled(error, weights, label * hiddenCount, to: slopes, 0, count: hiddenCount)
                        }
                    }
                }
                for unit in 0..<hiddenCount {
                    if hidden[unit] <= 0 { slopes[unit] = 0 }
                    hiddenBias.gradient[unit] += slopes[unit]
                }
            }
        }
        for label in 0..<labelCount { outputBias.gradient[label] += errors[label] }
        slopes.withUnsafeBufferPointer { slopes in
            input.gradient.withUnsafeMutableBufferPointer { gradient in
                for entry in rows.entries(example.row) {
                    let row = Int(model.weightRows[Int(rows.columns[entry])])
                    if !isTouched[row] {
                        isTouched[row] = true
                        touched.append(row)
                    }
                    Kernels.addScaled(
                        rows.values[entry], slopes, 0, to: gradient, row * hiddenCount, count: hiddenCount)
                }
            }
        }
    }

    private mutating func update(batchSize: Int) {
        steps += 1
        let hiddenCount = model.hiddenCount
        let scale = 1 / Float(max(1, batchSize))
        let (rate, decay, epsilon) = stepSize
        let optimizer = settings.optimizer
        func change(_ parameters: inout [Float], _ moments: inout Moments, _ start: Int, _ count: Int, _ decay: Float) {
            switch optimizer {
            case .adam:
                parameters.withUnsafeMutableBufferPointer { parameters in
                    moments.gradient.withUnsafeMutableBufferPointer { gradient in
                        moments.first.withUnsafeMutableBufferPointer { first in
                            moments.second.withUnsafeMutableBufferPointer { second in
                                Kernels.adamStep(
                                    parameters: parameters, gradient: gradient, first: first, second: second,
                                    start: start, count: count, scale: scale, rate: rate, decay: decay,
                                    epsilon: epsilon)
                            }
                        }
                    }
                }
            case .sgd:
                for index in start..<start + count {
                    parameters[index] -= rate * scale * moments.gradient[index]
                    moments.gradient[index] = 0
                }
            }
        }
        for row in touched {
            change(&model.inputWeights, &input, row * hiddenCount, hiddenCount, decay)
            isTouched[row] = false
        }
        touched.removeAll(keepingCapacity: true)
        change(&model.hiddenBias, &hiddenBias, 0, hiddenCount, 0)
        change(&model.outputWeights, &output, 0, model.outputWeights.count, decay)
        change(&model.outputBias, &outputBias, 0, model.labelCount, 0)
    }

    /// Rate, decay and ε of this step; Adam's bias corrections are folded into rate and ε.
    private var stepSize: (rate: Float, decay: Float, epsilon: Float) {
        guard settings.optimizer == .adam else { return (settings.learningRate, 0, 0) }
        let correction1 = 1 - exponential(Double(steps) * naturalLogarithm(0.9))
        let correction2 = 1 - exponential(Double(steps) * naturalLogarithm(0.999))
        let root = Float(correction2.squareRoot())
        return (
            settings.learningRate * root / Float(correction1), settings.learningRate * settings.weightDecay, 1e-8 * root
        )
    }
}
