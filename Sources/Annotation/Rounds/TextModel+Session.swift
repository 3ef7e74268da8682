import Learning
import Sampling
import Threads

extension TextModel {
    /// What a session's next round would learn: the same model, from all labels that there are.
    ///
    /// - Parameters:
    ///   - transfer: the task that the session's models start from.
    ///   - tool: the program, for those who read the model's file.
    /// - Throws: ``TooFewLabels``; `CancellationError` when the monitor says so.
    /// - Complexity: features of all messages, and one training.
    public init(
        nextRoundOf state: SessionState, modelSettings: ModelSettings, transfer: TransferSource? = nil, tool: String,
        threads: Int, monitor: WorkMonitor = WorkMonitor()
    ) throws {
        let corpus = state.corpus
        let (seed, positive) = (state.settings.seed, corpus.scheme.positiveIndex)
        let examples = corpus.trainingExamples(state.history)
        var counts = corpus.scheme.labels.map { _ in 0 }
        for example in examples { counts[example.label] += 1 }
        guard counts.count(where: { $0 > 0 }) > 1 else { throw TooFewLabels(count: examples.count) }
        let (vocabulary, rows) = try FeatureExtractor(settings: modelSettings.features).extract(
            fromTexts: corpus.rowCount, text: { corpus.text(at: $0) }, threads: threads, monitor: monitor)
        let training = transfer?.settings(from: modelSettings.training) ?? modelSettings.training
        let classifier = try Trainer.train(
            rows, examples, labelCount: corpus.scheme.labels.count, settings: training, seed: seed,
            start: try transfer?.hiddenLayer(
                for: vocabulary, settings: modelSettings, seed: seed, threads: threads, monitor: monitor),
            monitor: monitor)
        let measured = corpus.evaluationExamples(state.history)
        let probabilities = classifier.probabilities(for: rows, measured.map(\.row), threads: threads)
        let threshold = DecisionThreshold.maximisingF1(
            scores: measured.indices.map { Double(probabilities[$0, positive]) },
            actual: measured.map { $0.label == positive })
        self.init(
            vocabulary: vocabulary, classifier: classifier, labels: corpus.scheme.names, positive: positive,
            threshold: threshold ?? 0.5,
            origin: Origin(
                tool: tool, task: corpus.scheme.task, trainingCounts: counts, evaluationCount: measured.count,
                training: training, seed: seed))
    }
}
