import Answers
import Learning
import Messages
import Sampling
import Threads

/// Learns from labels: for a session, a report and a simulation alike, so that a figure means the same in each.
///
/// Features and the hidden layer of another task are made once and kept. Everything that a learner gives back depends on
/// its texts, settings and seed alone, on any number of threads.
public final class Learner: Sendable {
    /// Texts by their rows.
    public struct Texts: Sendable {
        let count: Int
        let text: @Sendable (Int) -> String

        public init(count: Int, text: @escaping @Sendable (Int) -> String) {
            self.count = count
            self.text = text
        }
    }

    private let texts: Texts
    private let labels: [String]
    private var labelCount: Int { labels.count }
    /// Rows whose texts measure; features are drawn from them only where the settings say so.
    private let measured: Set<Int>
    private let positive: Int
    private let implications: Implications
    /// Whether a message has one label or can have several.
    private let loss: Loss
    private let settings: ModelSettings
    private let transfer: TransferSource?
    private let seed: UInt64
    private let threads: Int
    private let cache: FeatureCache?
    private let extracted = Memo<(vocabulary: Vocabulary, rows: SparseRows)>()
    private let lengths = Memo<[Double]>()
    private let startOfWords = Memo<ModelStart?>()
    private let startWithMeaning = Memo<ModelStart?>()

    /// - Parameters:
    ///   - measured: rows whose texts measure.
    ///   - scheme: the labels. F1, AUC, average precision and thresholds are about its positive one.
    ///   - transfer: a task whose hidden layer the models start from; nil to start from nothing.
    ///   - cache: where features of these texts and settings are kept; nil for nowhere. Nor is anything kept while texts measure
    ///     that features are not drawn from.
    ///   - threads: at most so many.
    public init(
        texts: Texts, measured: Set<Int> = [], scheme: LabelScheme, settings: ModelSettings,
        transfer: TransferSource? = nil, cache: FeatureCache? = nil, seed: UInt64, threads: Int
    ) {
        self.texts = texts
        self.measured = settings.readsEvaluationTexts ? [] : measured
        self.cache = self.measured.isEmpty ? cache : nil
        labels = scheme.names
        positive = scheme.positiveIndex
        implications = scheme.implications
        loss = Loss(isSeveral: scheme.isSeveral)
        self.settings = settings
        self.transfer = transfer
        self.seed = seed
        self.threads = max(1, threads)
    }

    /// A learner of all texts of a corpus.
    ///
    /// - Parameter measured: rows whose texts measure, as ``Corpus/measuringRows(_:)`` has them.
    public convenience init(
        corpus: Corpus, measured: Set<Int> = [], settings: ModelSettings = .standard, transfer: TransferSource? = nil,
        cache: FeatureCache? = nil, seed: UInt64, threads: Int
    ) {
        self.init(
            texts: Texts(count: corpus.rowCount) { corpus.text(at: $0) }, measured: measured, scheme: corpus.scheme,
            settings: settings,
            transfer: transfer, cache: cache, seed: seed, threads: threads)
    }

    // MARK: Features

    /// Sparse rows of all texts, and the vocabulary that is drawn from them.
    ///
    /// - Throws: `CancellationError` when the monitor says so; the next call begins anew.
    /// - Complexity: O(characters), at the first call; O(bytes of the rows) where they are kept.
    public func features(monitor: WorkMonitor) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        try extracted.value {
            if let kept = cache?.features() { return kept }
            let features = try FeatureExtractor(settings: settings.features).extract(
                fromTexts: texts.count, text: texts.text, apart: measured, threads: threads, monitor: monitor)
            // The next round's are those that others share.
            cache?.keep(features) { [weak self] in self?.extracted.replace(by: $0) }
            return features
        }
    }

    private func rowLengths(monitor: WorkMonitor) throws -> [Double] {
        let rows = try features(monitor: monitor).rows
        return lengths.value { rows.lengths(threads: threads) }
    }

    /// The recipe that chooses: another than ATLAS as it was asked for, and instead of ATLAS, which learns from what models got wrong,
    /// ``Recipe/opening`` while there are not two labels to learn from and the models' start says what is what.
    public func recipe(for recipe: Recipe, learningFrom examples: [Example]) -> Recipe {
        guard recipe == .standard, transfer != nil, !examples.hasTwoLabels else { return recipe }
        return .opening
    }

    /// How models are trained: as set, or from another task's layer.
    var training: TrainingSettings { transfer?.settings(from: settings.training) ?? settings.training }

    /// What the models start from, for these texts' features.
    ///
    /// - Parameter withMeaning: whether the models learn from vectors as well: what words alone start from does not depend on
    ///   which vectors are there.
    private func start(withMeaning: Bool, monitor: WorkMonitor) throws -> ModelStart? {
        guard let transfer else { return nil }
        let vocabulary = try features(monitor: monitor).vocabulary
        return try (withMeaning ? startWithMeaning : startOfWords).value {
            try transfer.start(
                for: vocabulary, labels: labels, loss: loss, withMeaning: withMeaning, settings: settings, seed: seed,
                threads: threads,
                monitor: monitor)
        }
    }

    /// The rows of a model as they are held now: see ``FeatureCache``.
    private func rows(of model: RoundModels, monitor: WorkMonitor) throws -> FeatureRows {
        FeatureRows(try features(monitor: monitor).rows, dense: model.rows.dense)
    }

    /// A model to be kept until the next is learnt.
    public func remembered(_ model: RoundModels, monitor: WorkMonitor) throws -> RoundModels {
        model.withoutOutputs(rows: try rows(of: model, monitor: monitor))
    }

    // MARK: Models

    /// A model of some labels, with all that strategies ask of it: learnt when first asked for.
    ///
    /// - Parameter vectors: a dense row for each text; nil to learn from the words alone.
    /// - Throws: ``VectorsMissing`` where those of the task that the models start from are not there; `CancellationError` when
    ///   the monitor says so.
    public func models(
        of examples: [Example], vectors: DenseRows? = nil, monitor: WorkMonitor
    ) throws -> RoundModels {
        RoundModels(
            rows: FeatureRows(try features(monitor: monitor).rows, dense: vectors), training: examples,
            labelCount: labelCount, loss: loss, settings: training,
            start: try start(withMeaning: vectors != nil, monitor: monitor), seed: seed, threads: threads)
    }

    /// Has what a recipe reads of a model computed in one pass over the messages, ahead of who needs but a part of it.
    public func prepare(_ model: RoundModels, for recipe: Recipe, monitor: WorkMonitor) throws {
        if recipe.readings().contains(.activations) { _ = try model.outputs(monitor: monitor) }
    }

    /// How well a model does on labelled messages that it was not trained on.
    ///
    /// - Returns: nil for no messages.
    public func evaluation(
        of model: RoundModels, on examples: [Example], monitor: WorkMonitor
    ) throws -> Evaluation? {
        guard !examples.isEmpty else { return nil }
        return Evaluation(
            probabilities: try probabilities(of: model, for: examples.map(\.row), monitor: monitor),
            answers: examples.map(\.answer), positive: positive, isSeveral: loss == .oneAgainstRest,
            implications: implications, seed: seed)
    }

    /// What a model gives each label, a row for each of some rows.
    public func probabilities(of model: RoundModels, for rows: [Int], monitor: WorkMonitor) throws -> Matrix {
        let all = try model.probabilities(monitor: monitor)
        return Matrix(
            rowCount: rows.count, columnCount: all.columnCount, elements: rows.flatMap { Array(all.row($0)) })
    }

    /// The most probable label of each of the first rows: what ``PredictionChange`` compares. Of several labels a number for each
    /// answer that ``markingDecision`` takes, another for another answer.
    public func predictions(of model: RoundModels, count: Int, monitor: WorkMonitor) throws -> [Int] {
        let probabilities = try model.probabilities(monitor: monitor)
        guard loss == .softmax else {
            let decision = markingDecision
            return (0..<count).map { row in
                // As good as never the same for two sets of labels.
                var hash = FNV1a()
                for label in decision.answer(probabilities.row(row)).labels {
                    hash.add(UInt8(truncatingIfNeeded: label))
                }
                return Int(bitPattern: UInt(hash.value))
            }
        }
        return (0..<count).map { probabilities.largestColumn(inRow: $0) ?? 0 }
    }

    /// What strategies take for an error: another label than the most probable one, whatever threshold the guess is shown by.
    ///
    /// Models learn from as many examples of each label, so that one half lies in the middle of what they doubt; the threshold
    /// with the largest F1 lies where few are positive. Asked for errors around that one, ATLAS ranked by .12 to .15 worse in
    /// average precision at 100 labels (tweets, rounds of ten, thresholds from held-out guesses and from a large evaluation set).
    public var markingDecision: Decision {
        Decision(neutralOf: labelCount, positive: positive, loss: loss, implications: implications)
    }

    /// Which label the model is taken to predict: by the threshold that its evaluation has chosen. Where nothing is measured
    /// and the recipe has all labels marked right or wrong, by the threshold that is best on the same held-out probabilities,
    /// which are there anyway; else the most probable label.
    ///
    /// Depends on labels, recipe and seed alone, not on which recipes were in use before.
    /// - Throws: `CancellationError` when the monitor says so.
    public func decision(
        of model: RoundModels, measured evaluation: Evaluation?, for recipe: Recipe, monitor: WorkMonitor
    ) throws -> Decision {
        try evaluation?.decision
            ?? model.decision(
                positive: positive, rotation: recipe.rotation(labels: model.training.count),
                implications: implications, monitor: monitor)
    }

    /// How labels stand with models that have not learnt from them: those that a model is measured on, and those that it has
    /// learnt from where a rotation has them predicted by models that have not.
    ///
    /// - Parameter rotation: folds of the recipe's marks, which are there then; nil for none. A single split predicts too few.
    /// - Returns: those of the first `count` rows, the suspected ones first and the most suspected of these, then the least
    ///   probable.
    public func doubts(
        of model: RoundModels, measured: [Example], rotation: Int?, count: Int, monitor: WorkMonitor
    ) throws -> [LabelDoubt] {
        var items = measured
        var probabilities = try probabilities(of: model, for: measured.map(\.row), monitor: monitor).elements
        if let rotation, rotation > 1, model.training.hasTwoLabels {
            let held = try model.heldOutPredictions(rotation: rotation, monitor: monitor)
            items += held.positions.map { model.training[$0] }
            probabilities += held.probabilities.elements
        }
        let matrix = Matrix(rowCount: items.count, columnCount: labelCount, elements: probabilities)
        let suspects = SuspectedAnswers(
            probabilities: matrix, answers: items.map(\.answer), implications: implications
        ).suspects
        func doubt(_ position: Int, suggested: Answer? = nil) -> LabelDoubt? {
            let item = items[position]
            guard item.row < count else { return nil }
            return LabelDoubt(
                row: item.row, given: item.answer, probability: item.answer.probability(in: matrix.row(position)),
                suggested: suggested)
        }
        let suspected = Set(suspects.map(\.position))
        let others = items.indices.filter { !suspected.contains($0) }.compactMap { doubt($0) }
        return suspects.compactMap { doubt($0.position, suggested: $0.suggested) }
            + others.sorted { ($0.probability, $0.row) < ($1.probability, $1.row) }
    }

    /// What each example would be labelled by a model that has not learnt from it.
    ///
    /// - Complexity: ten trainings.
    public func heldOutPredictions(
        of examples: [Example], vectors: DenseRows? = nil, monitor: WorkMonitor
    ) throws -> Rotation.HeldOut {
        let rows = FeatureRows(try features(monitor: monitor).rows, dense: vectors)
        let rotation = Rotation(
            examples, labelCount: labelCount, foldCount: 10, loss: loss, settings: training, seed: seed,
            start: try start(withMeaning: vectors != nil, monitor: monitor))
        return try rotation.heldOutPredictions(firstFolds: 10, rows: rows, threads: threads, monitor: monitor)
    }

    /// A model as a value that is finished: nothing of it is still to be computed.
    ///
    /// - Parameter decision: see ``decision(of:measured:for:monitor:)``.
    public func finished(_ model: RoundModels, decision: Decision, monitor: WorkMonitor) throws -> LearntModel {
        LearntModel(
            training: model.training, probabilities: try model.probabilities(monitor: monitor),
            decision: decision,
            parts: LearntModel.Parts(
                classifier: try model.classifier(monitor: monitor), rows: try rows(of: model, monitor: monitor),
                rowLengths: try rowLengths(monitor: monitor), vocabulary: try features(monitor: monitor).vocabulary,
                threads: threads))
    }
}
