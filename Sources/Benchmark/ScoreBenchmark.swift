import ArgumentParser
import Foundation
import Learning
import Messages

/// Times a saved model on the messages of a file, asked for all texts at once and one after the other.
struct ScoreBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract:
            "Time a saved model on one thread: messages a second of processor time, by a TextModel and by a TextScorer.",
        discussion: "The two take turns. Reading files and writing lines do not count.")

    @Argument(help: "What tocsin model save wrote, without an encoder.")
    var model: String

    @Argument(help: "Messages.")
    var path: String

    @Option(help: "Runs of each; the median is printed.")
    var runs = 3

    func run() throws {
        let model = try TextModel(
            fileBytes: Array(try Data(contentsOf: URL(fileURLWithPath: self.model))), path: self.model)
        let pool = try MessageReader(scheme: .disaster).read(path: path).pool
        let texts = pool.indices.map { pool.text(at: $0) }
        var scorer = try TextScorer(model)
        var (byModel, byScorer): ([Duration], [Duration]) = ([], [])
        var difference: Float = 0
        for _ in 0..<max(1, runs) {
            var start = ProcessorTime.now
            let expected = try model.probabilities(for: texts)
            byModel.append(ProcessorTime.now - start)
            start = ProcessorTime.now
            for (row, text) in texts.enumerated() {
                let found = scorer.probabilities(of: Array(text.utf8)[...])
                for (label, probability) in found.enumerated() {
                    difference = max(difference, abs(probability - expected[row, label]))
                }
            }
            byScorer.append(ProcessorTime.now - start)
        }
        print("\(texts.count) messages, one thread, median of \(max(1, runs)):")
        let medians = [byModel, byScorer].map { $0.sorted()[$0.count / 2] / .seconds(1) }
        for (name, seconds) in zip(["TextModel", "TextScorer"], medians) {
            let speed = seconds > 0 ? Int((Double(texts.count) / seconds).rounded()) : 0
            print("  \(name): \(speed) messages a second of processor time")
        }
        print("  ratio \(medians[1] > 0 ? medians[0] / medians[1] : 0), at most \(difference) apart")
    }
}
