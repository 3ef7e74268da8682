/// One hidden layer of ReLU units on sparse rows, softmax over K labels.
///
/// Only columns that stood in the training rows carry weights: a feature that was never trained says nothing, instead
/// of adding the noise of its initial weights.
public struct Classifier: Sendable, Hashable {
    public let labelCount: Int
    public let hiddenCount: Int
    /// For each feature column its row in ``inputWeights``, or −1.
    let weightRows: [Int32]
    /// Rows of `hiddenCount` weights.
    var inputWeights: [Float]
    var hiddenBias: [Float]
    /// `labelCount` rows of `hiddenCount` weights.
    var outputWeights: [Float]
    var outputBias: [Float]

    /// Probabilities and activations of all rows; the same bits for any number of threads.
    ///
    /// - Complexity: O(entries × hidden units), shared among the threads.
    public func outputs(for rows: SparseRows, threads: Int = 1) -> ModelOutputs {
        let ranges = Parallel.ranges(of: rows.count, chunk: 1024)
        let parts = Parallel.map(ranges.count, threads: threads) { part in self.outputs(for: rows, ranges[part]) }
        func joined(_ columns: Int, _ elements: KeyPath<ModelOutputs, Matrix> & Sendable) -> Matrix {
            var all: [Float] = []
            all.reserveCapacity(rows.count * columns)
            for part in parts { all += part[keyPath: elements].elements }
            return Matrix(rowCount: rows.count, columnCount: columns, elements: all)
        }
        return ModelOutputs(
            probabilities: joined(labelCount, \.probabilities), hidden: joined(hiddenCount, \.hidden),
            logits: joined(labelCount, \.logits))
    }

    private func outputs(for rows: SparseRows, _ range: Range<Int>) -> ModelOutputs {
        var hidden = Matrix(zeros: range.count, hiddenCount)
        var logits = Matrix(zeros: range.count, labelCount)
        hidden.withElements { hidden in
            logits.withElements { logits in
                for (position, row) in range.enumerated() {
                    activate(rows, row, hidden: hidden, at: position * hiddenCount)
                    score(
                        UnsafeBufferPointer(hidden), position * hiddenCount, logits: logits, at: position * labelCount)
                }
            }
        }
        var probabilities = logits
        probabilities.withElements { elements in
            for position in 0..<range.count { Softmax.apply(elements, position * labelCount, count: labelCount) }
        }
        return ModelOutputs(probabilities: probabilities, hidden: hidden, logits: logits)
    }

    /// Hidden activations of one row.
    @inline(__always)
    func activate(_ rows: SparseRows, _ row: Int, hidden: UnsafeMutableBufferPointer<Float>, at start: Int) {
        for unit in 0..<hiddenCount { hidden[start + unit] = hiddenBias[unit] }
        inputWeights.withUnsafeBufferPointer { weights in
            for entry in rows.entries(row) {
                let column = Int(rows.columns[entry])
                guard column < weightRows.count, weightRows[column] >= 0 else { continue }
                Kernels.addScaled(
                    rows.values[entry], weights, Int(weightRows[column]) * hiddenCount, to: hidden, start,
                    count: hiddenCount)
            }
        }
        for unit in start..<start + hiddenCount where hidden[unit] < 0 { hidden[unit] = 0 }
    }

    @inline(__always)
    func score(
        _ hidden: UnsafeBufferPointer<Float>, _ start: Int, logits: UnsafeMutableBufferPointer<Float>, at target: Int
    ) {
        outputWeights.withUnsafeBufferPointer { weights in
            for label in 0..<labelCount {
                logits[target + label] =
                    outputBias[label]
                    + Kernels.dot(weights, label * hiddenCount, hidden, start, count: hiddenCount)
            }
        }
    }
}

/// Softmax with the largest logit subtracted first, so that nothing overflows.
enum Softmax {
    static func apply(_ elements: UnsafeMutableBufferPointer<Float>, _ start: Int, count: Int) {
        let range = start..<start + count
        guard let largest = elements[range].max() else { return }
        var sum: Double = 0
        for index in range {
            let value = exponential(Double(elements[index] - largest))
            elements[index] = Float(value)
            sum += value
        }
        for index in range { elements[index] = Float(Double(elements[index]) / sum) }
    }
}
