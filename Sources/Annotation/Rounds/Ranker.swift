import Journal
import Learning
import Sampling
import Threads

/// Learns a model from what a request names and ranks all open messages with it.
///
/// The last model is kept, so that a switch of the recipe costs no training of it; what it says of each message is not, for that
/// takes more memory than all else.
public final class Ranker: Sendable {
    private let corpus: Corpus
    private let settings: SessionSettings
    private let modelSettings: ModelSettings
    private let transfer: TransferSource?
    private let threads: Int
    private let features: FeatureCache?
    private let vectors: (any RowVectors)?

    private struct Kept: Sendable {
        let round: Int
        let through: Int
        let model: RoundModels
        let vectors: String?
        /// Its most probable label of each message of the pool.
        let predictions: [Int]
    }

    private let kept = Lock<Kept?>(nil)

    /// The last learner, and the rows that measured when it was made.
    private struct KeptLearner: Sendable {
        let measured: Set<Int>
        let learner: Learner
    }

    private let keptLearner = Lock<KeptLearner?>(nil)

    /// - Parameters:
    ///   - transfer: a task whose hidden layer the models start from.
    ///   - vectors: what models learn from beside the words; nil for words alone.
    ///   - features: where those of the corpus are kept; nil for nowhere.
    ///   - threads: at most so many; the answer does not depend on it.
    public init(
        corpus: Corpus, settings: SessionSettings, modelSettings: ModelSettings = .standard,
        transfer: TransferSource? = nil, vectors: (any RowVectors)? = nil, features: FeatureCache? = nil, threads: Int
    ) {
        self.vectors = vectors
        self.features = features
        self.corpus = corpus
        self.settings = settings
        self.modelSettings = modelSettings
        self.transfer = transfer
        self.threads = threads
    }

    /// What learns from a history; its features are made anew only where they rest on other texts than before.
    private func learner(_ history: LabelHistory) -> Learner {
        let measured = modelSettings.readsEvaluationTexts ? [] : corpus.measuringRows(history)
        return keptLearner.withLock { kept in
            if let kept, kept.measured == measured { return kept.learner }
            let learner = Learner(
                corpus: corpus, measured: measured, settings: modelSettings, transfer: transfer, cache: features,
                seed: settings.seed, threads: threads)
            kept = KeptLearner(measured: measured, learner: learner)
            return learner
        }
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - size: messages in the round; nil for the recipe's own size or the setting's.
    ///   - reserve: messages behind the round; nil for as many as the round has, and then all others behind them.
    /// - Throws: ``VectorsMissing`` where the queue was learnt from vectors that are not there; `CancellationError` when the
    ///   monitor says so.
    /// - Complexity: training on the labels, and one pass over all messages.
    public func rank(
        _ request: RankingRequest, size: Int? = nil, reserve: Int? = nil, monitor: WorkMonitor
    ) throws -> Ranking {
        let start = ContinuousClock.now
        let before = kept.withLock { $0 }
        let rows = try denseRows(for: request.vectors)
        let identity = rows == nil ? nil : vectors?.identity
        let isKept =
            before?.round == request.round && before?.through == request.through && before?.vectors == identity
        let known = isKept ? before : nil
        let learntFrom = request.learntFrom
        let learner = learner(learntFrom)
        let examples = corpus.trainingExamples(learntFrom)
        let model = try known?.model ?? learner.models(of: examples, vectors: rows, monitor: monitor)
        let recipe = learner.recipe(for: request.recipe, learningFrom: examples)
        try learner.prepare(model, for: recipe, monitor: monitor)
        let candidates = request.openRows(in: corpus)
        let measured = corpus.evaluationExamples(learntFrom)
        let evaluation = try learner.evaluation(of: model, on: measured, monitor: monitor)
        let decision = try learner.decision(of: model, measured: evaluation, for: recipe, monitor: monitor)
        let context = RoundContext(
            model: model, candidates: candidates, decision: learner.markingDecision, seed: settings.seed,
            round: request.round, monitor: monitor)
        let size = min(max(1, candidates.count), size ?? request.recipe.size ?? settings.roundSize)
        let selections = try recipe.select(
            size: size, reserve: reserve ?? size, shuffled: !settings.ranked,
            takesNearCopies: settings.takesNearCopies, from: context)
        let remainder = reserve == nil ? try recipe.remainder(behind: selections, of: context) : .none
        let predictions =
            try known?.predictions ?? learner.predictions(of: model, count: corpus.pool.count, monitor: monitor)
        let doubts = try learner.doubts(
            of: model, measured: measured, rotation: recipe.rotation(labels: model.training.count),
            count: corpus.pool.count, monitor: monitor)
        let finished = try learner.finished(model, decision: decision, monitor: monitor)
        let remembered = try learner.remembered(model, monitor: monitor)
        kept.withLock {
            $0 = Kept(
                round: request.round, through: request.through, model: remembered, vectors: identity,
                predictions: predictions)
        }
        let duration = (ContinuousClock.now - start).components
        monitor.report(1)
        return Ranking(
            request: request, selections: selections, remainder: remainder, model: finished,
            vectors: identity, candidateCount: candidates.count, evaluation: evaluation,
            evaluationCount: measured.count, doubts: doubts,
            change: known != nil ? nil : before.map { PredictionChange(from: $0.predictions, to: predictions) },
            seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
    }

    /// - Throws: ``VectorsMissing``.
    private func denseRows(for request: RankingRequest.Vectors) throws -> DenseRows? {
        switch request {
        case .none: return nil
        case .whereComplete: return vectors?.rows()
        case .required(let identity):
            guard let vectors, vectors.identity == identity, let rows = vectors.rows() else {
                throw VectorsMissing(identity: identity)
            }
            return rows
        }
    }
}
