import Journal
import Learning
import Messages
import Sampling
import Threads

/// A task that was labelled before, to start another from the hidden layer that it has taught a model.
///
/// R. Monarch, *Active Transfer Learning* (2020), figure 1: a model of the labels A–D gets a new output layer for W–Z.
public struct TransferSource: Sendable {
    /// How fast the hidden layer goes on learning, as a share of the rate of a model that starts from nothing: 0 freezes
    /// it, so that only the new output layer learns. Nil to keep it, with what it says of the labels that both tasks have,
    /// beside new units: ``ModelStart``.
    public let rate: Double?

    private enum Content: Sendable {
        /// Messages with labels to learn from, the rows that measure, and the journal's last line that is learnt from; nil
        /// where there is no journal.
        case labels(Corpus, [Example], measured: Set<Int>, through: Int?)
        /// What has been learnt already, and what tells its file from others.
        case model(TextModel, digest: String)
        /// What has been learnt already of vectors alone.
        case vectors(VectorModel)
    }

    private let content: Content

    /// What the models of the second task learn from beside the words.
    private struct SecondMeaning: Sendable {
        let encoder: EncoderOrigin
        /// Those of this task's texts.
        let vectors: (any RowVectors)?
    }

    /// Nil where they learn from words alone.
    private var secondMeaning: SecondMeaning?

    /// The task as a journal left it: its training labels and its training set.
    ///
    /// - Parameter through: the last line of the journal that the history holds.
    public init(corpus: Corpus, history: LabelHistory, rate: Double? = nil, through: Int? = nil) {
        content = .labels(
            corpus, corpus.trainingExamples(history), measured: corpus.measuringRows(history), through: through)
        self.rate = rate
    }

    /// A task of which only labelled messages are there.
    public init(scheme: LabelScheme, labelled: LabelledSet, rate: Double? = nil) {
        let examples = labelled.answers.enumerated().map { Example(row: $0.offset, answer: $0.element) }
        content = .labels(Corpus(scheme: scheme, pool: labelled.pool), examples, measured: [], through: nil)
        self.rate = rate
    }

    /// A task of which only the model is there.
    ///
    /// - Parameter digest: tells the model's file from others.
    public init(model: TextModel, digest: String, rate: Double? = nil) {
        content = .model(model, digest: digest)
        self.rate = rate
    }

    /// Hashes of texts that measure the second task, of which this one teaches nothing.
    private var measuring: Set<UInt64> = []

    /// The same task without what it says of texts that measure the second one: evaluation items are never learnt from. What is
    /// learnt already keeps what it has learnt.
    public func leavingOut(_ texts: Set<UInt64>) -> TransferSource {
        var source = self
        source.measuring = texts
        return source
    }

    /// How many labelled messages it leaves out.
    public var leftOutCount: Int {
        guard case .labels(let corpus, let examples, _, _) = content, !measuring.isEmpty else { return 0 }
        return examples.count { measuring.contains(corpus.textHash(at: $0.row)) }
    }

    /// What a model of vectors alone knows: nothing for models of words.
    public init(model: VectorModel) {
        content = .vectors(model)
        rate = nil
    }

    /// The same task, for models that learn from an encoder's vectors as well.
    ///
    /// - Parameters:
    ///   - encoder: the encoder of the second task.
    ///   - vectors: those of ``texts`` by it, all of which have to be there before anything is learnt from vectors; nil where
    ///     there are none, so that what this task teaches of them is nothing.
    public func withMeaning(by encoder: EncoderOrigin, vectors: (any RowVectors)?) -> TransferSource {
        var source = self
        source.secondMeaning = SecondMeaning(encoder: encoder, vectors: vectors)
        return source
    }

    /// The texts that it is learnt from, with those beside them; nil where it is learnt already.
    public var texts: Learner.Texts? {
        guard case .labels(let corpus, _, _, _) = content else { return nil }
        return Learner.Texts(count: corpus.rowCount) { corpus.text(at: $0) }
    }

    /// The model that it is; nil where it is still to be learnt.
    public var model: TextModel? {
        if case .model(let model, _) = content { model } else { nil }
    }

    /// At least two labels are used, so that there is something to learn.
    public var canTeach: Bool {
        switch content {
        case .labels(_, let examples, _, _): examples.hasTwoLabels
        case .model(let model, _): model.origin.trainingCounts.count { $0 > 0 } > (model.isSeveral ? 0 : 1)
        case .vectors: true
        }
    }

    /// The features that it has learnt already; nil where it learns those of the second task.
    public var features: FeatureSettings? {
        if case .model(let model, _) = content { model.vocabulary.settings } else { nil }
    }

    /// How the second task is trained from this one's hidden layer: as usual, but for the layer's rate where it goes on.
    func settings(from settings: TrainingSettings) -> TrainingSettings {
        var settings = settings
        if let rate { settings.hiddenRate = Float(rate) }
        return settings
    }

    /// Whether it says something of at least two labels of another task, or of one where each is a question of its own, so that it ranks messages before there is a label.
    ///
    /// One that knows vectors alone does as soon as they are there.
    public func ranks(_ scheme: LabelScheme) -> Bool {
        rate == nil && canTeach && places(of: scheme.names).count { $0 != nil } > (scheme.isSeveral ? 0 : 1)
    }

    /// Whether it knows nothing of words, so that models of words alone start from nothing.
    public var knowsVectorsAlone: Bool { if case .vectors = content { true } else { false } }

    /// The labels of this task, by their indices.
    private var labels: [String] {
        switch content {
        case .labels(let corpus, _, _, _): corpus.scheme.names
        case .model(let model, _): model.labels
        case .vectors(let model): [model.negative, model.positive]
        }
    }

    /// For each label of another task its index here; nil for one that is not known here.
    private func places(of names: [String]) -> [Int?] { names.map { labels.firstIndex(of: $0) } }

    /// What the journal of the second task says of this one.
    ///
    /// - Complexity: O(bytes of the texts).
    public var origin: TransferOrigin {
        switch content {
        case .labels(let corpus, let examples, _, let through):
            TransferOrigin(
                task: corpus.scheme.task, labels: examples.count, digest: corpus.digest(of: examples), rate: rate,
                through: through)
        case .model(let model, let digest):
            TransferOrigin(
                task: model.origin.task, labels: model.origin.trainingCounts.reduce(0, +), digest: digest, rate: rate)
        case .vectors(let model):
            TransferOrigin(task: model.task, labels: model.labelCount, digest: model.digest, rate: nil)
        }
    }

    /// Tells all that it teaches from what another would: more than ``origin``, for the texts that nobody labelled give
    /// features, too.
    ///
    /// - Complexity: O(bytes of the labelled texts).
    var identity: String {
        var parts = ["\(origin)"]
        if case .labels(let corpus, _, let measured, _) = content {
            parts += [corpus.pool.digest, "\(corpus.given)", "\(measured.sorted())"]
        }
        if let secondMeaning { parts += ["\(secondMeaning.encoder)", secondMeaning.vectors?.identity ?? ""] }
        return (parts + ["\(measuring.sorted())"]).joined(separator: "\n")
    }

    /// Learns the task, where it is not learnt already, and gives what it has learnt to a task with other columns and labels.
    ///
    /// What models of words alone start from has learnt from words alone, or is the words' part of a model, so that it is
    /// the same whichever vectors are there. With vectors the task is learnt from the words and vectors of its own texts,
    /// or a model gives its weights for vectors where they are for those of the same encoder, whatever arithmetic made
    /// them.
    ///
    /// - Parameters:
    ///   - vocabulary: what those columns stand for.
    ///   - labels: names of the labels; those that this task has as well are known from the start.
    ///   - loss: what the models that start from it learn to make small.
    ///   - withMeaning: whether the models that start from it learn from vectors.
    /// - Returns: nil where it knows nothing of what the models learn from.
    /// - Throws: ``VectorsMissing`` where not all vectors of this task's texts are there; `CancellationError` when the monitor
    ///   says so.
    /// - Complexity: features of all texts of the task, and one training; of a model nothing of that.
    func start(
        for vocabulary: Vocabulary, labels: [String], loss: Loss = .softmax, withMeaning: Bool, settings: ModelSettings,
        seed: UInt64,
        threads: Int,
        monitor: WorkMonitor
    ) throws -> ModelStart? {
        let meaning = withMeaning ? secondMeaning : nil
        switch content {
        case .labels(let corpus, let examples, let measured, _):
            let rows = try meaning?.vectors.map { vectors in
                guard let rows = vectors.rows() else { throw VectorsMissing(identity: vectors.identity) }
                return rows
            }
            let learner = Learner(
                corpus: corpus, measured: measured, settings: settings, seed: seed, threads: threads)
            let taught = examples.filter { !measuring.contains(corpus.textHash(at: $0.row)) }
            let model = try learner.models(of: taught, vectors: rows, monitor: monitor).classifier(monitor: monitor)
            let known = try learner.features(monitor: monitor).vocabulary
            return start(
                model.hiddenLayer.renamed(from: known.features, to: vocabulary.features), model.outputLayer, labels,
                from: model.loss, loss)
        case .model(let model, _):
            let layer = model.classifier.hiddenLayer.renamed(
                from: model.vocabulary.features, to: vocabulary.features)
            return start(
                model.knows(meaning?.encoder) ? layer : layer.ofWordsAlone, model.classifier.outputLayer, labels,
                from: model.classifier.loss, loss)
        case .vectors(let model):
            return meaning?.encoder.digest == model.encoder
                ? model.start(labels: labels, columnCount: vocabulary.features.count, loss: loss) : nil
        }
    }

    private func start(
        _ layer: HiddenLayer, _ output: OutputLayer, _ labels: [String], from before: Loss, _ loss: Loss
    ) -> ModelStart {
        rate == nil
            ? ModelStart(keeping: layer, output: output, labels: places(of: labels), from: before, loss: loss)
            : ModelStart(layer)
    }
}

extension TextModel {
    /// Whether it has learnt from vectors of an encoder, whatever arithmetic they came from.
    public func knows(_ encoder: EncoderOrigin?) -> Bool {
        meaning.map { $0.digest == encoder?.digest } ?? false
    }
}

extension VectorModel {
    /// Tells it from others.
    var digest: String {
        var hash = FNV1a()
        func add(_ bits: UInt32) {
            for shift in stride(from: UInt32(0), to: 32, by: 8) { hash.add(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
        for byte in "\(task) \(negative) \(positive) \(encoder)".utf8 { hash.add(byte) }
        for number in weights + [bias] { add(number.bitPattern) }
        return hash.digits
    }
}
