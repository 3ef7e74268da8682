import Journal
import Learning
import Sampling
import Threads

/// Learns a model from what a request names and ranks all open messages with it.
///
/// The features of the corpus and the last model are kept, so that a switch of the recipe costs no training.
public final class Ranker: Sendable {
    private let corpus: Corpus
    private let settings: SessionSettings
    private let modelSettings: ModelSettings
    private let transfer: TransferSource?
    private let threads: Int

    private struct Kept: Sendable {
        var features: (vocabulary: Vocabulary, rows: SparseRows)?
        var layer: HiddenLayer?
        var model: (round: Int, through: Int, model: RoundModel)?
    }

    private let kept = Lock(Kept())

    /// - Parameters:
    ///   - transfer: a task whose hidden layer the models start from.
    ///   - threads: at most so many; the answer does not depend on it.
    public init(
        corpus: Corpus, settings: SessionSettings, modelSettings: ModelSettings = .standard,
        transfer: TransferSource? = nil, threads: Int
    ) {
        self.transfer = transfer
        self.corpus = corpus
        self.settings = settings
        self.modelSettings = modelSettings
        self.threads = max(1, threads)
    }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - size: messages in the round; nil for the recipe's own size or the setting's.
    ///   - reserve: messages behind the round; nil for as many as the round has, and then all others behind them.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: training on the labels, and one pass over all messages.
    public func rank(
        _ request: RankingRequest, size: Int? = nil, reserve: Int? = nil, monitor: WorkMonitor
    ) throws -> Ranking {
        let start = ContinuousClock.now
        let before = kept.withLock { $0.model?.model }
        let model = try model(for: request, monitor: monitor)
        let candidates = openRows(in: request.candidatesFrom)
        let context = RoundContext(
            model: model, candidates: candidates, seed: settings.seed, round: request.round, monitor: monitor)
        let size = size ?? request.recipe.size ?? settings.roundSize
        let selections = try request.recipe.select(
            size: size, reserve: reserve ?? size, shuffled: !settings.ranked, from: context)
        let remainder = reserve == nil ? try request.recipe.remainder(behind: selections, of: context) : .none
        let measured = corpus.evaluationExamples(request.learntFrom)
        let evaluation = try evaluate(model, on: measured, monitor: monitor)
        let duration = (ContinuousClock.now - start).components
        monitor.report(1)
        return Ranking(
            request: request, selections: selections, remainder: remainder, model: model,
            vocabulary: try features(monitor: monitor).vocabulary,
            candidateCount: candidates.count,
            trainingCount: model.training.count, evaluation: evaluation, evaluationCount: measured.count,
            change: try before.flatMap { $0 === model ? nil : try change(from: $0, to: model, monitor: monitor) },
            seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18)
    }

    // MARK: Model

    private func model(for request: RankingRequest, monitor: WorkMonitor) throws -> RoundModel {
        if let last = kept.withLock({ $0.model }), last.round == request.round, last.through == request.through {
            return last.model
        }
        let (vocabulary, rows) = try features(monitor: monitor)
        let training = transfer?.settings(from: modelSettings.training) ?? modelSettings.training
        let model = RoundModel(
            rows: rows, training: corpus.trainingExamples(request.learntFrom),
            labelCount: corpus.scheme.labels.count, settings: training,
            start: try startingLayer(for: vocabulary, monitor: monitor), seed: settings.seed, threads: threads)
        kept.withLock { $0.model = (request.round, request.through, model) }
        return model
    }

    private func features(monitor: WorkMonitor) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        if let features = kept.withLock({ $0.features }) { return features }
        let corpus = corpus
        let features = try FeatureExtractor(settings: modelSettings.features).extract(
            fromTexts: corpus.rowCount, text: { corpus.text(at: $0) }, threads: threads, monitor: monitor)
        kept.withLock { $0.features = features }
        return features
    }

    /// The hidden layer of the task that this one starts from, for this corpus's features.
    private func startingLayer(for vocabulary: Vocabulary, monitor: WorkMonitor) throws -> HiddenLayer? {
        guard let transfer else { return nil }
        if let layer = kept.withLock({ $0.layer }) { return layer }
        let layer = try transfer.hiddenLayer(
            for: vocabulary, settings: modelSettings, seed: settings.seed, threads: threads, monitor: monitor)
        kept.withLock { $0.layer = layer }
        return layer
    }

    private func change(
        from before: RoundModel, to after: RoundModel, monitor: WorkMonitor
    ) throws -> PredictionChange {
        func labels(_ model: RoundModel) throws -> [Int] {
            let probabilities = try model.outputs(monitor: monitor).probabilities
            return corpus.pool.indices.map { probabilities.largestColumn(inRow: $0) ?? 0 }
        }
        return PredictionChange(from: try labels(before), to: try labels(after))
    }

    private func evaluate(
        _ model: RoundModel, on examples: [Example], monitor: WorkMonitor
    ) throws -> Evaluation? {
        guard !examples.isEmpty else { return nil }
        let all = try model.outputs(monitor: monitor).probabilities
        let probabilities = Matrix(
            rowCount: examples.count, columnCount: all.columnCount,
            elements: examples.flatMap { Array(all.row($0.row)) })
        return Evaluation(
            probabilities: probabilities, labels: examples.map(\.label), positive: corpus.scheme.positiveIndex,
            seed: settings.seed)
    }

    // MARK: Rows

    /// Pool rows that are neither labelled nor skipped, and whose text is in no evaluation set.
    private func openRows(in history: LabelHistory) -> [Int] {
        var closed = [Bool](repeating: false, count: corpus.pool.count)
        for row in corpus.alreadyLabelled { closed[row] = true }
        for id in history.skipped {
            if let row = corpus.pool.index(ofID: id) { closed[row] = true }
        }
        var evaluated: Set<Int32> = []
        for record in history.labels.values {
            guard let row = corpus.pool.index(ofID: record.event.id) else { continue }
            closed[row] = true
            if record.event.set == .evaluation { evaluated.insert(corpus.textGroup(of: row)) }
        }
        return closed.indices.filter { !closed[$0] && !evaluated.contains(corpus.textGroup(of: $0)) }
    }
}
