import Learning

@testable import Sampling

/// A round over a small corpus whose model makes held-out mistakes: each label has words of its own, and every fifth
/// message carries the words of another label.
struct ToyRound {
    let context: RoundContext
    let model: RoundModels
    let labelCount: Int

    /// - Parameter order: the pool's messages in another order; nil for their own.
    init(
        count: Int = 200, trained: Int = 60, labels: Int = 2, seed: UInt64 = 1, round: Int = 1, threads: Int = 3,
        order: [Int]? = nil
    ) {
        var random = SeededRandom(seed: 11, stream: "toy")
        var messages: [[(column: UInt32, value: Float)]] = []
        var examples: [Example] = []
        for row in 0..<count {
            let label = row % labels
            let spoken = row % 5 == 4 ? (label + 1) % labels : label
            let columns = Set((0..<5).map { _ in spoken * 30 + random.below(30) }).sorted()
            let value = Float(1 / Double(columns.count).squareRoot())
            messages.append(columns.map { (column: UInt32($0), value: value) })
            if row < trained { examples.append(Example(row: row, label: label)) }
        }
        var rows = SparseRows(columnCount: 30 * labels)
        for row in 0..<trained { rows.append(messages[row]) }
        for row in order ?? Array(trained..<count) { rows.append(messages[row]) }
        labelCount = labels
        model = RoundModels(
            rows: FeatureRows(rows), training: examples, labelCount: labels, seed: seed, threads: threads)
        context = RoundContext(
            model: model, candidates: trained..<count, seed: seed, round: round)
    }
}
