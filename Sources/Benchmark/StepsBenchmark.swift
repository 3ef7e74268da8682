import ArgumentParser
import Foundation
import Learning

/// What the steps of a training are worth where there are thousands of labels.
struct StepsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "How well a model does that trains at most so many steps, and in what time.",
        discussion: """
            For each draw models learn from the same labels with each limit; all are measured on what is left: average precision \
            and F1 of the first label that counts as positive, the share of most probable labels that are right, the mean logarithm \
            that is lost. Printed are means over the draws and, against the first limit, the mean of the differences with its \
            standard error.
            """)

    @OptionGroup var messages: LabelledMessages

    @Option(help: "Labels to learn from, by commas.")
    var labels = "2000,4000"

    @Option(help: "Limits, by commas; 0 for none.")
    var limits = "0,5000,2500,1250"

    @Option(help: "Draws.")
    var draws = 5

    @Option(help: "Number of the first draw.")
    var first = 1

    func run() throws {
        let (known, threads) = (try messages.rows(), messages.threads)
        let limits = self.limits.split(separator: ",").compactMap { Int($0) }
        for count in labels.split(separator: ",").compactMap({ Int($0) }) {
            guard known.labels.count > count else {
                throw ValidationError("\(messages.path) has \(known.labels.count) labels")
            }
            var found = [[Measured]](repeating: [], count: limits.count)
            for draw in first..<first + max(1, draws) {
                var random = SeededRandom(seed: UInt64(draw), stream: "steps")
                let drawn = random.sample(known.labels.count, from: Array(known.labels.indices))
                for (place, limit) in limits.enumerated() {
                    found[place].append(
                        try Measured(
                            known, examples: known.examples(drawn.prefix(count)), rest: Array(drawn.dropFirst(count)),
                            limit: limit, seed: UInt64(draw), threads: threads))
                }
            }
            print("\(count) labels, \(known.labels.count - count) measured, \(max(1, draws)) draws:")
            for (place, limit) in limits.enumerated() {
                print("  " + (limit == 0 ? "no limit  " : "\(limit) steps") + Measured.line(found[place], found[0]))
            }
        }
    }

    /// One model.
    private struct Measured {
        /// Average precision, F1, share right, mean logarithm lost, processor seconds of the training.
        let figures: [Double]

        init(_ known: LabelledRows, examples: [Example], rest: [Int], limit: Int, seed: UInt64, threads: Int) throws {
            var settings = TrainingSettings.standard
            settings.mostSteps = limit == 0 ? .max : limit
            let start = ProcessorTime.now
            let model = try Trainer.train(
                known.rows, examples, labelCount: known.labelCount, settings: settings, seed: seed)
            let seconds = (ProcessorTime.now - start) / .seconds(1)
            let probabilities = model.probabilities(for: known.rows, rest, threads: threads)
            let labels = rest.map { known.labels[$0] }
            let evaluation = Evaluation(
                probabilities: probabilities, labels: labels, positive: min(1, known.labelCount - 1), seed: seed)
            let right = labels.indices.count { probabilities.largestColumn(inRow: $0) == labels[$0] }
            let lost = labels.indices.reduce(0.0) {
                $0 - Foundation.log(max(1e-9, Double(probabilities[$1, labels[$1]])))
            }
            figures = [
                evaluation.observed.averagePrecision ?? 0, evaluation.observed.f1 ?? 0,
                Double(right) / Double(labels.count), lost / Double(labels.count), seconds,
            ]
        }

        static func line(_ found: [Measured], _ first: [Measured]) -> String {
            ["AP", "F1", "right", "lost", "seconds"].enumerated().map { place, name in
                let count = Double(found.count)
                let mean = found.reduce(0) { $0 + $1.figures[place] } / count
                let differences = zip(found, first).map { $0.figures[place] - $1.figures[place] }
                let difference = differences.reduce(0, +) / count
                let squares = differences.reduce(0) { $0 + ($1 - difference) * ($1 - difference) }
                let error = (squares / max(1, count - 1) / count).squareRoot()
                return String(format: "  \(name) %.4f (%+.4f ±%.4f)", mean, difference, error)
            }.joined()
        }
    }
}
