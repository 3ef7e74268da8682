import ArgumentParser
import Encoders
import Foundation
import Learning
import Messages
import Sampling

/// Over how many directions the layers that strategies read spread.
struct EffectiveRankBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "effective-rank",
        abstract:
            "The effective rank of a model's layers, of the hidden one alone, and of both layers that strategies read.")

    @Argument(help: "Messages with a label column.")
    var path: String

    @Option(help: "Labelled messages to learn from.")
    var labels = 100

    @Option(help: "Other messages whose layers are looked at.")
    var rows = 300

    @Option(help: "Draws of the messages; a line is printed for each.")
    var draws = 3

    @Option(help: "Threads.")
    var threads = 2

    @Option(help: "The folder of an encoder, for lines with its vectors.")
    var encoder: String?

    func run() throws {
        let known = try LabelledSet(try MessageReader(scheme: .disaster).read(path: path), option: "messages")
        let texts = known.pool.indices.map { known.pool.text(at: $0) }
        let sparse = try FeatureExtractor().extract(
            fromTexts: texts.count, text: { texts[$0] }, threads: threads
        ).rows
        var kinds = [("words", FeatureRows(sparse))]
        if let encoder {
            let dense = try SentenceEncoder(folder: encoder).denseRows(of: texts, threads: threads)
            kinds.append(("words and vectors", FeatureRows(sparse, dense: dense)))
        }
        for draw in 1...max(1, draws) {
            var random = SeededRandom(seed: UInt64(draw), stream: "benchmark")
            let drawn = random.sample(labels + rows, from: Array(texts.indices))
            let examples = drawn.prefix(labels).sorted().map { Example(row: $0, answer: known.answers[$0]) }
            let others = drawn.dropFirst(labels).sorted()
            for (name, features) in kinds {
                let model = RoundModels(
                    rows: features, training: examples, labelCount: LabelScheme.disaster.labels.count,
                    seed: UInt64(draw), threads: threads)
                let hidden = try model.effectiveRank(ofHiddenLayerOf: others)
                let both = try model.effectiveRank(ofLayersOf: others)
                print(
                    "\(examples.count) labels, \(others.count) rows, draw \(draw), \(name): "
                        + String(format: "hidden layer %.1f, layers %.1f", hidden, both))
            }
        }
    }
}
