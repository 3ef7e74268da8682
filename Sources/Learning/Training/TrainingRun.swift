/// A classifier under training: weights and gradients.
struct TrainingRun {
    private(set) var model: Classifier
    private let rows: SparseRows
    private let examples: [Example]
    private let settings: TrainingSettings
    private var inputGradient: [Float]
    private var hiddenBiasGradient: [Float]
    private var outputGradient: [Float]
    private var outputBiasGradient: [Float]
    private var isTouched: [Bool]
    private var touched: [Int] = []

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
        inputGradient = Array(repeating: 0, count: model.inputWeights.count)
        hiddenBiasGradient = Array(repeating: 0, count: hidden)
        outputGradient = Array(repeating: 0, count: labelCount * hidden)
        outputBiasGradient = Array(repeating: 0, count: labelCount)
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
                    outputGradient.withUnsafeMutableBufferPointer { gradient in
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
                    hiddenBiasGradient[unit] += slopes[unit]
                }
            }
        }
        for label in 0..<labelCount { outputBiasGradient[label] += errors[label] }
        slopes.withUnsafeBufferPointer { slopes in
            inputGradient.withUnsafeMutableBufferPointer { gradient in
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
        let hiddenCount = model.hiddenCount
        let rate = settings.learningRate / Float(max(1, batchSize))
        func descend(_ parameters: inout [Float], _ gradient: inout [Float], start: Int = 0, count: Int) {
            parameters.withUnsafeMutableBufferPointer { parameters in
                gradient.withUnsafeMutableBufferPointer { gradient in
                    Kernels.descend(parameters, gradient, start: start, count: count, rate: rate)
                }
            }
        }
        for row in touched {
            descend(&model.inputWeights, &inputGradient, start: row * hiddenCount, count: hiddenCount)
            isTouched[row] = false
        }
        touched.removeAll(keepingCapacity: true)
        descend(&model.hiddenBias, &hiddenBiasGradient, count: hiddenCount)
        descend(&model.outputWeights, &outputGradient, count: model.outputWeights.count)
        descend(&model.outputBias, &outputBiasGradient, count: model.labelCount)
    }
}
