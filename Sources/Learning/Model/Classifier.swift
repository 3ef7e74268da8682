import Arithmetic
import Threads

/// One hidden layer of ReLU units on feature rows, and probabilities of K labels: a softmax over them, or a sigmoid of each
/// (``Loss``).
///
/// Only columns that stood in the training rows carry weights: a feature that was never trained says nothing, instead
/// of adding the noise of its initial weights. Trained from the initial weights of PyTorch's layers all columns have some,
/// as they have there.
public struct Classifier: Sendable, Hashable {
    /// K.
    public let labelCount: Int
    /// Units of the hidden layer.
    public let hiddenCount: Int
    /// For each feature column its row in ``inputWeights``, or −1.
    let weightRows: [Int32]
    /// By column what its row counts for it: its weights are so many times that row. Empty where each counts once.
    var shares: [Float] = []
    /// Rows of `hiddenCount` weights.
    var inputWeights: [Float]
    /// For each number of a dense row its `hiddenCount` weights; empty for a model that has seen no dense rows.
    var denseWeights: [Float] = []
    var hiddenBias: [Float]
    /// `labelCount` rows of `hiddenCount` weights.
    var outputWeights: [Float]
    var outputBias: [Float]
    /// What it has learnt to make small.
    public var loss = Loss.softmax

    /// Numbers of a dense row that it has weights for; 0 for a model that has seen no dense rows.
    public var denseWidth: Int { denseWeights.count / max(1, hiddenCount) }

    /// Probabilities and activations of all rows; the same bits for any number of threads. Dense rows of another width than
    /// it has learnt say nothing.
    ///
    /// - Complexity: O((entries + rows × dense width) × hidden units), shared among the threads.
    public func outputs(for rows: FeatureRows, threads: Int = 1) -> ModelOutputs {
        let sums = RowSums(rows.sparse, table: inputTable, threads: threads)
        var logits = Matrix(zeros: 0, labelCount)
        var probabilities = logits
        let hidden = Matrix(rowCount: rows.count, columnCount: hiddenCount) { hidden in
            logits = Matrix(rowCount: rows.count, columnCount: labelCount) { logits in
                probabilities = Matrix(rowCount: rows.count, columnCount: labelCount) { probabilities in
                    Parallel.forEachRange(of: rows.count, chunk: 1_024, threads: threads) { range in
                        let scores = logits(range)
                        score(rows, sums, range, hidden: hidden(range), hiddenStride: hiddenCount, logits: scores)
                        apply(scores, to: probabilities(range), count: range.count)
                    }
                }
            }
        }
        return ModelOutputs(
            probabilities: probabilities, hidden: hidden, logits: logits, output: outputLayer, loss: loss)
    }

    /// Probabilities alone, without keeping the hidden activations: what a vote needs.
    ///
    /// - Parameter subset: the rows to score, in order; nil for all.
    /// - Returns: one row of K for each.
    public func probabilities(for rows: FeatureRows, _ subset: [Int]? = nil, threads: Int = 1) -> Matrix {
        let count = subset?.count ?? rows.count
        let sums = RowSums(rows.sparse, subset, table: inputTable, threads: threads)
        return Matrix(rowCount: count, columnCount: labelCount) { probabilities in
            Parallel.forEachRange(of: count, chunk: 1_024, threads: threads) { range in
                let scores = probabilities(range)
                score(rows, sums, range, subset: subset, logits: scores)
                apply(scores, to: scores, count: range.count)
            }
        }
    }

    /// Logits of a range of rows (or of a subset of rows); the hidden activations stay in `hidden` when its stride is
    /// the number of units, and are overwritten row by row when there is none.
    private func score(
        _ rows: FeatureRows, _ sums: RowSums, _ range: Range<Int>, subset: [Int]? = nil,
        hidden kept: UnsafeMutableBufferPointer<Float>? = nil, hiddenStride: Int = 0,
        logits: UnsafeMutableBufferPointer<Float>
    ) {
        var beginnings = HiddenBeginnings(self, rows.dense)
        var single = [Float](repeating: 0, count: hiddenCount)
        single.withUnsafeMutableBufferPointer { single in
            let hidden = kept ?? single
            sums.withWorker { worker in
                for block in Parallel.ranges(of: range.count, chunk: HiddenBeginnings.blockSize) {
                    let rows = block.map { subset?[range.lowerBound + $0] ?? range.lowerBound + $0 }
                    beginnings.fill(self, rows)
                    beginnings.withRows { beginnings in
                        for (row, position) in zip(rows, block) {
                            let start = position * hiddenStride
                            worker.sum(row, start: beginnings[position - block.lowerBound], to: hidden, at: start)
                            LinearMath.rectify(hidden, start, count: hiddenCount)
                            score(UnsafeBufferPointer(hidden), start, logits: logits, at: position * labelCount)
                        }
                    }
                }
            }
        }
    }

    private func apply(
        _ logits: UnsafeMutableBufferPointer<Float>, to probabilities: UnsafeMutableBufferPointer<Float>, count: Int
    ) {
        for index in 0..<count * labelCount { probabilities[index] = logits[index] }
        for row in 0..<count { loss.apply(probabilities, row * labelCount, count: labelCount) }
    }

    private var inputTable: RowSums.Table {
        RowSums.Table(weights: inputWeights, rows: weightRows, shares: shares, width: hiddenCount)
    }

    /// What a column's row of weights counts for it.
    @inline(__always)
    func share(ofColumn column: Int) -> Float { shares.isEmpty ? 1 : shares[column] }

    /// ReLU of the weighted sum of rows of input weights.
    ///
    /// - Parameter beginning: what the sum begins with, ``hiddenCount`` numbers: the bias, and what a dense row gives.
    @inline(__always)
    func activate(
        _ weightRows: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Float>,
        beginning: UnsafeBufferPointer<Float>, hidden: UnsafeMutableBufferPointer<Float>, at start: Int
    ) {
        sum(weightRows, values, beginning: beginning, to: hidden, at: start)
        LinearMath.rectify(hidden, start, count: hiddenCount)
    }

    /// A weighted sum of rows of input weights, in the order of the rows.
    @inline(__always)
    func sum(
        _ weightRows: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Float>,
        beginning: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>, at start: Int
    ) {
        inputWeights.withUnsafeBufferPointer { weights in
            LinearMath.weightedSum(
                rows: weightRows, values: values, weights: weights, start: beginning, to: target, at: start,
                width: hiddenCount)
        }
    }

    @inline(__always)
    func score(
        _ hidden: UnsafeBufferPointer<Float>, _ start: Int, logits: UnsafeMutableBufferPointer<Float>, at target: Int
    ) {
        outputWeights.withUnsafeBufferPointer { weights in
            for label in 0..<labelCount {
                logits[target + label] =
                    outputBias[label]
                    + LinearMath.dot(weights, label * hiddenCount, hidden, start, count: hiddenCount)
            }
        }
    }
}

/// Softmax with the largest logit subtracted first, so that nothing overflows.
public enum Softmax {
    /// Probabilities of K logits.
    public static func probabilities(_ logits: [Double]) -> [Double] {
        guard let largest = logits.max() else { return [] }
        let values = logits.map { exponential($0 - largest) }
        let sum = values.reduce(0, +)
        return values.map { $0 / sum }
    }

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
