import ArgumentParser
import Foundation
import Learning

/// What the steps of a training are worth where there are thousands of labels.
struct StepsBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "How well a model does that trains so many steps of such a length, and in what time.",
        discussion: """
            For each draw models learn from the same labels in each way; all are measured on what is left: average precision \
            and F1 of the first label that counts as positive, the share of most probable labels that are right, the mean logarithm \
            that is lost. Printed are means over the draws and, against the first way, the mean of the differences with its \
            standard error; and how far the share of right ones of a draw is from their mean.
            """)

    @OptionGroup var messages: LabelledMessages

    @Option(help: "Labels to learn from, by commas.")
    var labels = "300,1000"

    @Option(help: "Steps, by commas; 0 for as many as the program takes.")
    var steps = "0"

    @Option(help: "Lengths of a step, by commas; 0 for that of the program.")
    var rates = "0"

    @Flag(help: "Each way with steps of one length as well.")
    var constant = false

    @Option(help: "Draws.")
    var draws = 5

    @Option(help: "Number of the first draw.")
    var first = 1

    func run() throws {
        let (known, threads) = (try messages.rows(), messages.threads)
        let rates = self.rates.split(separator: ",").compactMap { Float($0) }
        let ways = steps.split(separator: ",").compactMap { Int($0) }.flatMap { steps in
            rates.flatMap { rate in
                (constant ? [true, false] : [true]).map { Way(steps: steps, rate: rate, decays: $0) }
            }
        }
        for count in labels.split(separator: ",").compactMap({ Int($0) }) {
            guard known.labels.count > count else {
                throw ValidationError("\(messages.path) has \(known.labels.count) labels")
            }
            var found = [[Measured]](repeating: [], count: ways.count)
            for draw in first..<first + max(1, draws) {
                var random = SeededRandom(seed: UInt64(draw), stream: "steps")
                let drawn = random.sample(known.labels.count, from: Array(known.labels.indices))
                for (place, way) in ways.enumerated() {
                    found[place].append(
                        try Measured(
                            known, examples: known.examples(drawn.prefix(count)), rest: Array(drawn.dropFirst(count)),
                            way: way, seed: UInt64(draw), threads: threads))
                }
            }
            print("\(count) labels, \(known.labels.count - count) measured, \(max(1, draws)) draws:")
            for (place, way) in ways.enumerated() {
                print("  \(way)" + Measured.line(found[place], found[0]))
            }
        }
    }

    /// A way to train.
    private struct Way: CustomStringConvertible {
        let steps: Int
        let rate: Float
        let decays: Bool

        var description: String {
            (steps > 0 ? "\(steps) steps" : "standard") + (rate > 0 ? " of \(rate)" : "")
                + (decays ? "" : ", of one length")
        }
    }

    /// One model.
    private struct Measured {
        /// Average precision, F1, share right, mean logarithm lost, processor seconds of the training.
        let figures: [Double]

        init(_ known: LabelledRows, examples: [Example], rest: [Int], way: Way, seed: UInt64, threads: Int) throws {
            var settings = TrainingSettings.standard
            if way.steps > 0 {
                (settings.epochs, settings.leastSteps, settings.stepsPerRoot) = (0, way.steps, 0)
            }
            if way.rate > 0 { settings.learningRate = way.rate }
            settings.decaysRate = way.decays
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

        private static func deviation(_ values: [Double]) -> Double {
            let mean = values.reduce(0, +) / Double(values.count)
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (squares / Double(max(1, values.count - 1))).squareRoot()
        }

        static func line(_ found: [Measured], _ first: [Measured]) -> String {
            ["AP", "F1", "right", "lost", "seconds"].enumerated().map { place, name in
                let count = Double(found.count)
                let mean = found.reduce(0) { $0 + $1.figures[place] } / count
                let differences = zip(found, first).map { $0.figures[place] - $1.figures[place] }
                let difference = differences.reduce(0, +) / count
                let error = deviation(differences) / count.squareRoot()
                return String(format: "  \(name) %.4f (%+.4f ±%.4f)", mean, difference, error)
            }.joined() + String(format: "  right by draw ±%.4f", deviation(found.map { $0.figures[2] }))
        }
    }
}
