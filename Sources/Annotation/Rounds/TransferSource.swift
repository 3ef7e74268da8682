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

    private let corpus: Corpus
    private let examples: [Example]
    /// The journal's last line that is learnt from; nil where there is no journal.
    private let through: Int?

    /// The task as a journal left it: its training labels and its training set.
    ///
    /// - Parameter through: the last line of the journal that the history holds.
    public init(corpus: Corpus, history: LabelHistory, rate: Double = 1, through: Int? = nil) {
        self.through = through
        self.rate = rate
        self.corpus = corpus
        examples = corpus.trainingExamples(history)
    }

    /// A task of which only labelled messages are there.
    public init(scheme: LabelScheme, labelled: LabelledSet, rate: Double = 1) {
        through = nil
        self.rate = rate
        corpus = Corpus(scheme: scheme, pool: labelled.pool)
        examples = labelled.labels.enumerated().map { Example(row: $0.offset, label: $0.element) }
    }

    /// At least two labels are used, so that there is something to learn.
    public var canTeach: Bool { Set(examples.map(\.label)).count > 1 }

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
        TransferOrigin(
            task: corpus.scheme.task, labels: examples.count, digest: corpus.digest(of: examples), rate: rate,
            through: through)
    }

    /// Learns the task and gives its hidden layer to rows with other columns.
    ///
    /// - Parameter vocabulary: what those columns stand for.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: features of all texts of the task, and one training.
    func hiddenLayer(
        for vocabulary: Vocabulary, settings: ModelSettings, seed: UInt64, threads: Int, monitor: WorkMonitor
    ) throws -> HiddenLayer {
        let corpus = corpus
        let (known, rows) = try FeatureExtractor(settings: settings.features).extract(
            fromTexts: corpus.rowCount, text: { corpus.text(at: $0) }, threads: threads, monitor: monitor)
        let model = try Trainer.train(
            rows, examples, labelCount: corpus.scheme.labels.count, settings: settings.training, seed: seed,
            monitor: monitor)
        return model.hiddenLayer.renamed(from: known.features, to: vocabulary.features)
    }
}
