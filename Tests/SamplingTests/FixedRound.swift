import Foundation
import Learning

@testable import Sampling

/// A round whose numbers are given instead of learnt, so that a strategy can be held against arithmetic.
enum FixedRound {
    /// - Parameters:
    ///   - features: one dense row a message; zeros are left out of the sparse rows.
    ///   - training: rows that are labelled (T), with their labels.
    ///   - probabilities: one row of K a message; logits are their logarithms unless given.
    ///   - hidden: one row of activations a message; ones where not given.
    ///   - heldOut: rows that the first split holds out (V); its model says the same as the round's.
    ///   - candidates: U; nil for all rows that are not in training.
    static func context(
        features: [[Float]]? = nil, training: [(row: Int, label: Int)] = [], probabilities: [[Float]],
        hidden: [[Float]]? = nil, logits: [[Float]]? = nil, outputWeights: [[Float]]? = nil, heldOut: [Int]? = nil,
        candidates: [Int]? = nil, seed: UInt64 = 1, round: Int = 1, threads: Int = 1
    ) throws -> RoundContext {
        let model = try model(
            features: features, training: training, probabilities: probabilities, hidden: hidden, logits: logits,
            outputWeights: outputWeights, heldOut: heldOut, seed: seed, threads: threads)
        let labelled = Set(training.map(\.row))
        return RoundContext(
            model: model, candidates: candidates ?? probabilities.indices.filter { !labelled.contains($0) },
            seed: seed, round: round)
    }

    /// The model of such a round.
    static func model(
        features: [[Float]]? = nil, training: [(row: Int, label: Int)] = [], probabilities: [[Float]],
        hidden: [[Float]]? = nil, logits: [[Float]]? = nil, outputWeights: [[Float]]? = nil, heldOut: [Int]? = nil,
        seed: UInt64 = 1, threads: Int = 1
    ) throws -> RoundModels {
        let count = probabilities.count
        let labels = probabilities.first?.count ?? 2
        let features = features ?? (0..<count).map { [Float($0 + 1)] }
        let hidden = hidden ?? Array(repeating: [1], count: count)
        let logits = logits ?? probabilities.map { row in row.map { max(-20, log($0)) } }
        let weights =
            outputWeights ?? Array(repeating: Array(repeating: 0, count: hidden.first?.count ?? 1), count: labels)
        var rows = SparseRows(columnCount: features.first?.count ?? 1)
        for row in features {
            rows.append(
                row.enumerated().filter { $0.element != 0 }.map { (column: UInt32($0.offset), value: $0.element) })
        }
        let outputs = ModelOutputs(
            probabilities: matrix(probabilities), hidden: matrix(hidden), logits: matrix(logits),
            output: OutputLayer(weights: matrix(weights), bias: Array(repeating: 0, count: labels)))
        let split = try heldOut.map { rowsHeldOut in
            HeldOutSplit(
                heldOut: rowsHeldOut, outputs: outputs,
                model: try Trainer.train(FeatureRows(rows), [], labelCount: labels, seed: 1))
        }
        return RoundModels(
            rows: FeatureRows(rows), training: training.map { Example(row: $0.row, label: $0.label) },
            labelCount: labels,
            seed: seed, threads: threads, outputs: outputs, split: split)
    }

    /// Features of messages without a known word: their activations are all that the layers hold of them.
    static func wordless(_ count: Int) -> [[Float]] { Array(repeating: [0], count: count) }

    static func matrix(_ rows: [[Float]]) -> Matrix {
        Matrix(rowCount: rows.count, columnCount: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
    }
}
