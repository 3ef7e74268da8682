import Learning
import Sampling
import Threads

/// The model that a session's next round would learn, from all labels that there are.
struct NextModel {
    let learner: Learner
    let model: RoundModels
    /// Which label it predicts.
    let decision: Decision
    /// By label, how many labels it has learnt from.
    let trainingCounts: [Int]
    /// Labels that the threshold rests on.
    let evaluationCount: Int
    /// Dense rows that it has learnt from; nil for words alone.
    let dense: DenseRows?

    /// - Throws: ``TooFewLabels``; `CancellationError` when the monitor says so.
    init(
        of state: SessionState, modelSettings: ModelSettings, transfer: TransferSource?,
        vectors: (any RowVectors)?, features: FeatureCache?, threads: Int, monitor: WorkMonitor
    ) throws {
        let corpus = state.corpus
        let examples = corpus.trainingExamples(state.history)
        var counts = corpus.scheme.labels.map { _ in 0 }
        for example in examples { for label in example.answer.labels { counts[label] += 1 } }
        guard examples.hasTwoLabels else { throw TooFewLabels(count: examples.count) }
        learner = Learner(
            corpus: corpus, measured: corpus.measuringRows(state.history), settings: modelSettings, transfer: transfer,
            cache: features, seed: state.settings.seed, threads: threads)
        dense = vectors?.rows()
        model = try learner.models(of: examples, vectors: dense, monitor: monitor)
        let measured = corpus.evaluationExamples(state.history)
        let evaluation = try learner.evaluation(of: model, on: measured, monitor: monitor)
        decision = try learner.decision(of: model, measured: evaluation, for: state.recipe, monitor: monitor)
        trainingCounts = counts
        evaluationCount = measured.count
    }
}
