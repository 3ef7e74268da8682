import Journal
import Learning
import Sampling
import Threads

extension TextModel {
    /// What a session's next round would learn: the same model, from all labels that there are.
    ///
    /// - Parameters:
    ///   - transfer: the task that the session's models start from.
    ///   - vectors: what its rounds learn from beside the words; nil for words alone, which is learnt from where not all
    ///     vectors are there as well.
    ///   - tool: the program, for those who read the model's file.
    /// - Throws: ``TooFewLabels``; `CancellationError` when the monitor says so.
    /// - Complexity: features of all messages, and one training; without evaluation labels, where the session's recipe has
    ///   the labels marked, its rotation as well.
    public init(
        nextRoundOf state: SessionState, modelSettings: ModelSettings, transfer: TransferSource? = nil,
        vectors: (any RowVectors)? = nil, tool: String, threads: Int, monitor: WorkMonitor = WorkMonitor()
    ) throws {
        let corpus = state.corpus
        let examples = corpus.trainingExamples(state.history)
        var counts = corpus.scheme.labels.map { _ in 0 }
        for example in examples { counts[example.label] += 1 }
        guard counts.count(where: { $0 > 0 }) > 1 else { throw TooFewLabels(count: examples.count) }
        let learner = Learner(
            corpus: corpus, measured: corpus.measuringRows(state.history), settings: modelSettings, transfer: transfer,
            seed: state.settings.seed, threads: threads)
        let rows = vectors?.rows()
        let model = try learner.models(of: examples, vectors: rows, monitor: monitor)
        let measured = corpus.evaluationExamples(state.history)
        let evaluation = try learner.evaluation(of: model, on: measured, monitor: monitor)
        self.init(
            vocabulary: try learner.features(monitor: monitor).vocabulary,
            classifier: try model.classifier(monitor: monitor),
            meaning: rows.flatMap { rows in vectors.map { Meaning(rows, $0.origin) } }, labels: corpus.scheme.names,
            positive: corpus.scheme.positiveIndex,
            threshold: try learner.decision(of: model, measured: evaluation, for: state.recipe, monitor: monitor)
                .threshold,
            origin: Origin(
                tool: tool, task: corpus.scheme.task, trainingCounts: counts, evaluationCount: measured.count,
                training: learner.training, seed: state.settings.seed))
    }
}

extension TextModel.Meaning {
    /// Of rows that a model was learnt from, and the encoder that they are from.
    init(_ rows: DenseRows, _ origin: EncoderOrigin) {
        self.init(
            encoder: origin.name, digest: origin.digest, kernel: origin.kernel, weight: rows.weight, mean: rows.mean)
    }
}
