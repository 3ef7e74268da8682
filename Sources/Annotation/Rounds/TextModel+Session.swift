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
    ///   - features: where those of the corpus are kept; nil for nowhere.
    ///   - tool: the program, for those who read the model's file.
    /// - Throws: ``TooFewLabels``; `CancellationError` when the monitor says so.
    /// - Complexity: features of all messages, and one training; without evaluation labels, where the session's recipe has
    ///   the labels marked, its rotation as well.
    public init(
        nextRoundOf state: SessionState, modelSettings: ModelSettings, transfer: TransferSource? = nil,
        vectors: (any RowVectors)? = nil, features: FeatureCache? = nil, tool: String, threads: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) throws {
        let scheme = state.corpus.scheme
        let next = try NextModel(
            of: state, modelSettings: modelSettings, transfer: transfer, vectors: vectors, features: features,
            threads: threads, monitor: monitor)
        self.init(
            vocabulary: try next.learner.features(monitor: monitor).vocabulary,
            classifier: try next.model.classifier(monitor: monitor),
            meaning: next.dense.flatMap { rows in vectors.map { Meaning(rows, $0.origin) } }, labels: scheme.names,
            decision: next.decision,
            origin: Origin(
                tool: tool, task: scheme.task, trainingCounts: next.trainingCounts,
                evaluationCount: next.evaluationCount, training: next.learner.training, seed: state.settings.seed))
    }
}

extension TextModel.Meaning {
    /// Of rows that a model was learnt from, and the encoder that they are from.
    init(_ rows: DenseRows, _ origin: EncoderOrigin) {
        self.init(
            encoder: origin.name, digest: origin.digest, kernel: origin.kernel, weight: rows.weight, mean: rows.mean)
    }
}
