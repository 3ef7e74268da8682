import Answers
import Learning
import Threads

/// The models of one round: the one that learnt from all labels, and those of splits, rotations and committees, which did
/// not; and what they say. Each is learnt at most once, and only when asked for.
public final class RoundModels: Sendable {
    /// Feature rows of the whole corpus.
    public let rows: FeatureRows
    /// What the round learns from (T), in the order of the rows.
    public let training: [Example]
    /// K.
    public let labelCount: Int
    /// What the round's models learn to make small: whether a message has one label or can have several.
    public let loss: Loss
    /// How the round's models are trained.
    let settings: TrainingSettings
    /// Hidden layer of another task that every model of the round starts from; nil for none.
    let start: ModelStart?
    let seed: UInt64
    let threads: Int

    private let keptModel: Memo<Classifier>
    private let keptOutputs: Memo<ModelOutputs>
    private let keptProbabilities = Memo<Matrix>()
    private let keptPredictions: KeyedMemo<Int, Rotation.HeldOut>
    private let keptSplits: KeyedMemo<SplitPlace, HeldOutSplit>
    private let keptCommittees = KeyedMemo<Int, Committee>()
    private let keptLengths = Memo<[Double]>()
    private let keptWordLengths = Memo<[Double]>()
    private let keptKeys = Memo<[UInt64]>()

    /// - Parameters:
    ///   - start: a hidden layer that another task has learnt; see ``Trainer``.
    ///   - threads: at most so many; nothing depends on it but the time.
    public convenience init(
        rows: FeatureRows, training: [Example], labelCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings = .standard, start: ModelStart? = nil, seed: UInt64, threads: Int = 1
    ) {
        self.init(
            rows: rows, training: training, labelCount: labelCount, loss: loss, settings: settings, start: start,
            seed: seed,
            threads: threads, outputs: nil, split: nil)
    }

    /// A round of which some is known already.
    ///
    /// - Parameters:
    ///   - outputs: what the model says of every row; nil to learn it.
    ///   - split: the first split; nil to learn it.
    ///   - markingSplit: the single 90:10 split; nil to learn it.
    init(
        rows: FeatureRows, training: [Example], labelCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings = .standard, start: ModelStart? = nil, seed: UInt64, threads: Int = 1,
        outputs: ModelOutputs?,
        split: HeldOutSplit? = nil, markingSplit: HeldOutSplit? = nil
    ) {
        keptModel = Memo()
        keptPredictions = KeyedMemo()
        keptOutputs = Memo(outputs)
        var known: [SplitPlace: HeldOutSplit] = [:]
        known[SplitPlace(folds: min(Self.markingFolds, max(2, training.count)), fold: 0)] = markingSplit
        if let split { known[SplitPlace(folds: HeldOutSplit.foldCount(labels: training.count), fold: 0)] = split }
        keptSplits = KeyedMemo(known)
        self.rows = rows
        self.training = training
        self.labelCount = labelCount
        self.loss = loss
        self.settings = settings
        self.start = start
        self.seed = seed
        self.threads = threads
    }

    private init(_ models: RoundModels, rows: FeatureRows) {
        keptModel = models.keptModel
        keptPredictions = models.keptPredictions
        keptOutputs = Memo()
        keptSplits = KeyedMemo()
        self.rows = rows
        training = models.training
        labelCount = models.labelCount
        loss = models.loss
        settings = models.settings
        start = models.start
        seed = models.seed
        threads = models.threads
    }

    /// The same round for later: with the model and what was said of the training messages, as far as they are there, and
    /// without what the models say of each row of the corpus, which takes the most memory, and a pass to have again.
    ///
    /// - Parameter rows: the same rows.
    public func withoutOutputs(rows: FeatureRows) -> RoundModels {
        precondition(rows.count == self.rows.count, "\(rows.count) rows instead of \(self.rows.count)")
        return RoundModels(self, rows: rows)
    }

    /// The model that learnt from all of ``training``.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training, at the first call.
    public func classifier(monitor: WorkMonitor = WorkMonitor()) throws -> Classifier {
        try keptModel.value {
            try Trainer.train(
                rows, training, labelCount: labelCount, loss: loss, settings: settings, seed: seed, start: start,
                threads: threads, monitor: monitor,
                progress: { monitor.report(0.3 * $0) })
        }
    }

    /// What that model says of every row of the corpus, rows × K.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the corpus, at the first call.
    public func probabilities(monitor: WorkMonitor = WorkMonitor()) throws -> Matrix {
        try keptProbabilities.value {
            try keptOutputs.known?.probabilities
                ?? classifier(monitor: monitor).probabilities(for: rows, threads: threads)
        }
    }

    /// The same with the activations, which take half a kilobyte a row: for who reads them. Who asks before
    /// ``probabilities(monitor:)`` is asked for saves it its pass.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the corpus, at the first call.
    public func outputs(monitor: WorkMonitor = WorkMonitor()) throws -> ModelOutputs {
        try keptOutputs.value { try classifier(monitor: monitor).outputs(for: rows, threads: threads) }
    }

    /// What models said of the training messages that they were not trained on.
    ///
    /// - Parameter rotation: number of folds; 1 for a single 90:10 split, which predicts a tenth.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: `rotation` trainings, at the first call for each number.
    public func heldOutPredictions(
        rotation: Int, monitor: WorkMonitor = WorkMonitor()
    ) throws -> Rotation.HeldOut {
        guard rotation > 1 else {
            let split = try markingSplit(monitor: monitor)
            let isHeldOut = Set(split.heldOut)
            let positions = training.indices.filter { isHeldOut.contains(training[$0].row) }
            let all = split.outputs.probabilities
            return Rotation.HeldOut(
                positions: positions,
                probabilities: Matrix(
                    rowCount: positions.count, columnCount: labelCount,
                    elements: positions.flatMap { Array(all.row(training[$0].row)) }))
        }
        return try keptPredictions.value(rotation) {
            try self.rotation(folds: rotation).heldOutPredictions(
                firstFolds: rotation, rows: rows, threads: threads, monitor: monitor,
                progress: { monitor.report(0.3 + 0.6 * $0) })
        }
    }

    /// Which label the model is taken to predict where no evaluation says so: by the threshold with the largest F1 on the
    /// training messages, as models say that were not trained on them; the most probable label where that is not asked for. Of several
    /// labels by a threshold of each, and by one half.
    ///
    /// - Parameters:
    ///   - rotation: folds that predict the messages; nil for no such models. A single split predicts too few.
    ///   - implications: of several labels those that hold wherever others do.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: that of the marks of the same rotation, which are there then.
    public func decision(
        positive: Int, rotation: Int?, implications: Implications = Implications(),
        monitor: WorkMonitor = WorkMonitor()
    ) throws -> Decision {
        let mostProbable = Decision(
            neutralOf: labelCount, positive: positive, loss: loss, implications: implications)
        guard let rotation, rotation > 1 else { return mostProbable }
        let held = try heldOutPredictions(rotation: rotation, monitor: monitor)
        if loss == .oneAgainstRest {
            return Decision.maximisingF1OfEach(
                probabilities: held.probabilities, answers: held.positions.map { training[$0].answer },
                positive: positive, implications: implications)
        }
        return Decision.maximisingF1(
            probabilities: held.probabilities, labels: held.positions.map { training[$0].label }, positive: positive)
            ?? mostProbable
    }

    /// A model that was not trained on some of the labelled messages, and those messages.
    ///
    /// - Parameter part: which of the possible splits; each holds out other messages.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the corpus, at the first call for each part.
    func split(part: Int = 0, monitor: WorkMonitor = WorkMonitor()) throws -> HeldOutSplit {
        try split(of: splits, part: part, monitor: monitor)
    }

    /// The single 90:10 split as published: what its model got right and wrong, and that model.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: one training and one pass over the corpus, at the first call.
    func markingSplit(monitor: WorkMonitor = WorkMonitor()) throws -> HeldOutSplit {
        try split(of: rotation(folds: Self.markingFolds), part: 0, monitor: monitor)
    }

    private static let markingFolds = 10

    /// A split by the folds that it is one of.
    private struct SplitPlace: Hashable {
        let folds: Int
        let fold: Int
    }

    private func split(of rotation: Rotation, part: Int, monitor: WorkMonitor) throws -> HeldOutSplit {
        let fold = part % rotation.foldCount
        return try keptSplits.value(SplitPlace(folds: rotation.foldCount, fold: fold)) {
            let model = try rotation.model(of: fold, rows: rows, monitor: monitor)
            monitor.report(0.5)
            try monitor.checkCancellation()
            return HeldOutSplit(
                heldOut: rotation.heldOut(in: fold).map { training[$0].row },
                outputs: model.outputs(for: rows, threads: threads), model: model)
        }
    }

    /// Different splits that there are; each holds out other messages.
    var splitCount: Int { splits.foldCount }

    private var splits: Rotation { rotation(folds: HeldOutSplit.foldCount(labels: training.count)) }

    /// How the models of a rotation vote on every row of the corpus.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: `rotation` trainings and as many passes over the corpus, at the first call for each number.
    func committee(rotation members: Int, monitor: WorkMonitor = WorkMonitor()) throws -> Committee {
        try keptCommittees.value(members) {
            try Committee(rotation(folds: members), rows: rows, loss: loss, threads: threads, monitor: monitor)
        }
    }

    private func rotation(folds: Int) -> Rotation {
        Rotation(
            training, labelCount: labelCount, foldCount: folds, loss: loss, settings: settings, seed: seed, start: start
        )
    }

    /// Euclidean length of each feature row.
    var rowLengths: [Double] { keptLengths.value { rows.lengths(threads: threads) } }

    /// Euclidean length of the sparse part of each feature row.
    var wordLengths: [Double] {
        rows.dense == nil ? rowLengths : keptWordLengths.value { rows.sparse.lengths(threads: threads) }
    }

    /// A number for each row that depends on its features alone and not on its place, so that what is drawn at random
    /// does not change when the pool is permuted.
    ///
    /// - Complexity: O(entries), at the first call.
    var contentKeys: [UInt64] { keptKeys.value { rows.contentHashes(threads: threads) } }
}
