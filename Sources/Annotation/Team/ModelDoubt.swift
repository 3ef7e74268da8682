import Journal
import Learning
import Sampling
import Threads

/// How much a model that a team's labels have taught doubts each message: 1 − its largest probability, or of several labels
/// the mean over all labels of 1 − the larger probability of having it and of having it not.
public struct ModelDoubt: Sendable {
    private let values: [Float]
    /// Labels that the model has learnt from.
    public let trainingCount: Int

    /// - Parameter values: for each message of the pool.
    init(_ values: [Float], trainingCount: Int) {
        self.values = values
        self.trainingCount = trainingCount
    }

    /// In [0, 1]; 1 for a message that the model does not know.
    public subscript(row: Int) -> Double { values.indices.contains(row) ? Double(values[row]) : 1 }

    /// - Parameters:
    ///   - history: what the labels of all come to.
    ///   - learner: makes a learner for the rows whose texts measure.
    /// - Throws: ``TooFewLabels`` where there are not two labels to learn from; `CancellationError` when the monitor says so.
    /// - Complexity: training on the labels, and one pass over all messages.
    init(
        of history: LabelHistory, corpus: Corpus, monitor: WorkMonitor, learner: (Set<Int>) -> Learner
    ) throws {
        let examples = corpus.trainingExamples(history)
        guard examples.hasTwoLabels else { throw TooFewLabels(count: examples.count) }
        let learner = learner(corpus.measuringRows(history))
        let model = try learner.models(of: examples, monitor: monitor)
        let probabilities = try model.probabilities(monitor: monitor)
        let isSeveral = model.loss == .oneAgainstRest
        let values = corpus.pool.indices.map { row in
            let given = probabilities.row(row)
            guard isSeveral else { return max(0, 1 - (given.max() ?? 0)) }
            return given.reduce(0) { $0 + min($1, 1 - $1) } / Float(max(1, given.count))
        }
        self.init(values, trainingCount: examples.count)
    }
}
