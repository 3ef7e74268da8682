import ArgumentParser
import Foundation
import Learning

/// What a frozen hidden layer is worth under a new output layer.
struct ReheadingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "re-heading",
        abstract:
            "Accuracy of a model, and of its own hidden layer, frozen, under a new output layer for the same labels.",
        discussion: """
            For each draw one model learns from some labels; its hidden layer alone goes on, frozen, under an output layer \
            that learns from a few other labels; both are measured on what is left. Beside them a model that learns \
            from the few labels alone.
            """)

    @OptionGroup var messages: LabelledMessages

    @Option(help: "Labels of the model.")
    var labels = 100

    @Option(help: "Labels of the new output layer.")
    var few = 20

    @Option(help: "Draws.")
    var draws = 10

    func run() throws {
        let (known, threads) = (try messages.rows(), messages.threads)
        guard known.labels.count > labels + few else {
            throw ValidationError("\(messages.path): \(known.labels.count) labels are too few for \(labels) and \(few)")
        }
        var frozen = TrainingSettings.standard
        frozen.hiddenRate = 0
        var sums = (model: 0.0, head: 0.0, nothing: 0.0)
        for draw in 1...max(1, draws) {
            var random = SeededRandom(seed: UInt64(draw), stream: "re-heading")
            let drawn = random.sample(known.labels.count, from: Array(known.labels.indices))
            let new = known.examples(drawn[labels..<(labels + few)])
            let rest = Array(drawn.dropFirst(labels + few))
            func accuracy(_ examples: [Example], _ settings: TrainingSettings, _ start: ModelStart?) throws -> (
                Double, Classifier
            ) {
                let model = try Trainer.train(
                    known.rows, examples, labelCount: known.labelCount, settings: settings, seed: UInt64(draw),
                    start: start)
                let probabilities = model.probabilities(for: known.rows, rest, threads: threads)
                let right = rest.indices.count { probabilities.largestColumn(inRow: $0) == known.labels[rest[$0]] }
                return (Double(right) / Double(rest.count), model)
            }
            let (whole, model) = try accuracy(known.examples(drawn.prefix(labels)), .standard, nil)
            let (head, _) = try accuracy(new, frozen, ModelStart(model.hiddenLayer))
            let (nothing, _) = try accuracy(new, .standard, nil)
            sums = (sums.model + whole, sums.head + head, sums.nothing + nothing)
            print(String(format: "draw %d: model %.3f, frozen %.3f, from nothing %.3f", draw, whole, head, nothing))
        }
        let count = Double(max(1, draws))
        print(
            String(
                format: "mean: model %.3f, frozen %.3f (%.2f of it), from nothing %.3f", sums.model / count,
                sums.head / count, sums.head / sums.model, sums.nothing / count))
    }
}
