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
    /// it, so that only the new output layer learns; 1 ranked best on every pair of tasks tried.
    public let rate: Double

    private enum Content: Sendable {
        /// Messages with labels to learn from, and the journal's last line that is learnt from; nil where there is no
        /// journal.
        case labels(Corpus, [Example], through: Int?)
        /// What has been learnt already, and what tells its file from others.
        case model(TextModel, digest: String)
    }

    private let content: Content

    /// The task as a journal left it: its training labels and its training set.
    ///
    /// - Parameter through: the last line of the journal that the history holds.
    public init(corpus: Corpus, history: LabelHistory, rate: Double = 1, through: Int? = nil) {
        content = .labels(corpus, corpus.trainingExamples(history), through: through)
        self.rate = rate
    }

    /// A task of which only labelled messages are there.
    public init(scheme: LabelScheme, labelled: LabelledSet, rate: Double = 1) {
        let examples = labelled.labels.enumerated().map { Example(row: $0.offset, label: $0.element) }
        content = .labels(Corpus(scheme: scheme, pool: labelled.pool), examples, through: nil)
        self.rate = rate
    }

    /// A task of which only the model is there.
    ///
    /// - Parameter digest: tells the model's file from others.
    public init(model: TextModel, digest: String, rate: Double = 1) {
        content = .model(model, digest: digest)
        self.rate = rate
    }

    /// At least two labels are used, so that there is something to learn.
    public var canTeach: Bool {
        switch content {
        case .labels(_, let examples, _): Set(examples.map(\.label)).count > 1
        case .model(let model, _): model.origin.trainingCounts.count { $0 > 0 } > 1
        }
    }

    /// The features that it has learnt already; nil where it learns those of the second task.
    public var features: FeatureSettings? {
        if case .model(let model, _) = content { model.vocabulary.settings } else { nil }
    }

    /// How the second task is trained from this one's hidden layer: as usual, but for the layer's rate.
    func settings(from settings: TrainingSettings) -> TrainingSettings {
        var settings = settings
        settings.hiddenRate = Float(rate)
        return settings
    }

    /// What the journal of the second task says of this one.
    ///
    /// - Complexity: O(bytes of the texts).
    public var origin: TransferOrigin {
        switch content {
        case .labels(let corpus, let examples, let through):
            TransferOrigin(
                task: corpus.scheme.task, labels: examples.count, digest: corpus.digest(of: examples), rate: rate,
                through: through)
        case .model(let model, let digest):
            TransferOrigin(
                task: model.origin.task, labels: model.origin.trainingCounts.reduce(0, +), digest: digest, rate: rate)
        }
    }

    /// Learns the task, where it is not learnt already, and gives its hidden layer to rows with other columns.
    ///
    /// - Parameter vocabulary: what those columns stand for.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: features of all texts of the task, and one training; of a model nothing of that.
    func hiddenLayer(
        for vocabulary: Vocabulary, settings: ModelSettings, seed: UInt64, threads: Int, monitor: WorkMonitor
    ) throws -> HiddenLayer {
        switch content {
        case .labels(let corpus, let examples, _):
            let learner = Learner(corpus: corpus, settings: settings, seed: seed, threads: threads)
            let model = try learner.models(of: examples, monitor: monitor).classifier(monitor: monitor)
            let known = try learner.features(monitor: monitor).vocabulary
            return model.hiddenLayer.renamed(from: known.features, to: vocabulary.features)
        case .model(let model, _):
            return model.classifier.hiddenLayer.renamed(from: model.vocabulary.features, to: vocabulary.features)
        }
    }
}
