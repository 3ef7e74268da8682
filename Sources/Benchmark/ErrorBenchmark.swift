import ArgumentParser
import Foundation
import Learning
import Sampling

/// Whether what a strategy says of errors is so, and how alike the messages of a batch are.
struct ErrorBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors",
        abstract: "Compare the error rate that ATLAS says with the one that is, and how alike its batches are.",
        discussion: """
            A model learns from labels drawn at random, ATLAS and least confidence choose from all other messages. Printed \
            for each draw: the mean score of the first fifty of ATLAS and their share of mistakes; the mean cosine of the \
            features of two messages of the first hundred, for both.
            """)

    @OptionGroup var messages: LabelledMessages

    @Option(help: "Labels of the model, by commas.")
    var labels = "100,150,300"

    @Option(help: "Draws.")
    var draws = 3

    func run() throws {
        let (known, threads) = (try messages.rows(), messages.threads)
        let lengths = known.rows.lengths(threads: threads)
        for count in labels.split(separator: ",").compactMap({ Int($0) }) where count < known.labels.count {
            for draw in 1...max(1, draws) {
                var random = SeededRandom(seed: UInt64(draw), stream: "errors")
                let drawn = random.sample(count, from: Array(known.labels.indices))
                let model = RoundModels(
                    rows: known.rows, training: known.examples(drawn), labelCount: known.labelCount,
                    seed: UInt64(draw), threads: threads)
                let others = Set(known.labels.indices).subtracting(drawn).sorted()
                let context = RoundContext(model: model, candidates: others, seed: UInt64(draw), round: 1)
                let chosen = try ["atlas", "least-confidence"].map {
                    try Recipe(parsing: $0).select(size: 100, shuffled: false, from: context)
                }
                let first = chosen[0].sorted { ($0.score ?? 0) > ($1.score ?? 0) }.prefix(50)
                let said = first.reduce(0) { $0 + ($1.score ?? 0) } / Double(max(1, first.count))
                let probabilities = try model.probabilities()
                let wrong = first.count { probabilities.largestColumn(inRow: $0.row) != known.labels[$0.row] }
                let alike = chosen.map { meanCosine(of: $0.map(\.row), known.rows, lengths) }
                print(
                    "\(count) labels, draw \(draw): "
                        + String(
                            format: "says %.2f, is %.2f; cosine %.3f, least confidence %.3f", said,
                            Double(wrong) / Double(max(1, first.count)), alike[0], alike[1]))
            }
        }
    }

    /// Of all pairs: (‖Σ x / |x|‖² − n) / (n (n − 1)).
    private func meanCosine(of rows: [Int], _ features: FeatureRows, _ lengths: [Double]) -> Double {
        var sum = [Double](repeating: 0, count: features.columnCount)
        for row in rows where lengths[row] > 0 { features.add(row, scaledBy: 1 / lengths[row], to: &sum) }
        let count = Double(rows.count)
        return (sum.reduce(0) { $0 + $1 * $1 } - count) / max(1, count * (count - 1))
    }
}
