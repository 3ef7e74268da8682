import Learning
import Threads

/// What a strategy may ask for when it chooses a round's messages.
///
/// Cheap to copy: the expensive parts live in ``RoundModels`` and are computed at most once, however many strategies
/// of a recipe ask for them.
public struct RoundContext: Sendable {
    /// What the round has computed so far and computes when asked; read through what is offered.
    private let model: RoundModels
    /// What whoever chooses has said that it reads.
    private let offered: Set<Reading>
    /// Rows that may be chosen (the unlabelled messages, U), ascending and distinct. All of them are considered. Equal texts
    /// are one question: whoever makes the context puts one of them here, and none whose text is labelled, so that strategies
    /// need not look for copies. A text counts once, however many messages say it.
    public let candidates: [Int]
    /// Which label a model is taken to predict where it is marked: *incorrect* where that is not the annotator's.
    let decision: Decision
    /// Fixes everything random in the round, together with ``round``.
    public let seed: UInt64
    /// Number of the round; two rounds of one session draw differently.
    public let round: Int

    /// Rows that the round has chosen already, for another part of its recipe or ahead of its reserve, ascending.
    let chosen: [Int]

    /// Told of progress, and asked whether anybody still waits.
    public let monitor: WorkMonitor

    /// - Parameters:
    ///   - candidates: rows of the model's feature rows; put into ascending order here, once each.
    ///   - decision: the one that marks go by; nil for the most probable label.
    public init(
        model: RoundModels, candidates: some Sequence<Int>, decision: Decision? = nil, seed: UInt64, round: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) {
        self.init(
            model: model, candidates: candidates, chosen: [], offered: Set(Reading.allCases),
            decision: decision ?? Decision(neutralOf: model.labelCount, positive: 0, loss: model.loss), seed: seed,
            round: round, monitor: monitor)
    }

    private init(
        model: RoundModels, candidates: some Sequence<Int>, chosen: [Int], offered: Set<Reading>,
        decision: Decision, seed: UInt64, round: Int, monitor: WorkMonitor
    ) {
        self.decision = decision
        self.chosen = chosen
        self.offered = offered
        self.monitor = monitor
        self.model = model
        self.candidates = Self.ascendingDistinct(candidates)
        self.seed = seed
        self.round = round
    }

    /// What the models learn to make small: whether probabilities are those of one label of K, or of each label by itself.
    var loss: Loss { model.loss }

    /// At most so many threads.
    var threads: Int { model.threads }

    /// Rows that the model learns from (T), ascending and distinct.
    var trainingRows: [Int] { Self.ascendingDistinct(model.training.map(\.row)) }

    /// The training messages with their labels, in the order of the rows.
    var training: [Example] { model.training }

    /// What need not be asked for again: the training messages and what the round has chosen already, ascending.
    var settledRows: [Int] { Self.ascendingDistinct(trainingRows + chosen) }

    /// The candidates in an order that depends on what they say and not on their places: whatever is drawn at random
    /// or summed up is drawn or summed in this order, so that a permuted pool gives the same choice.
    ///
    /// - Complexity: O(*n* log *n*).
    var candidatesByContent: [Int] { byContent(candidates) }

    /// For each row of the corpus a number that rows share which say the same.
    var contentKeys: [UInt64] { model.contentKeys }

    /// Rows in the order of ``candidatesByContent``.
    func byContent(_ rows: [Int]) -> [Int] {
        let keys = contentKeys
        return rows.sorted { keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1 }
    }

    /// What the messages say, word by word, and the lengths of its rows: near copies are told by it.
    var words: SparseRows { model.rows.sparse }

    /// Euclidean length of each of ``words``.
    var wordLengths: [Double] { model.wordLengths }

    /// Those of some rows that say nearly what one says; see ``NearDuplicates``.
    ///
    /// - Complexity: O(entries of the candidates).
    func nearCopies(of row: Int, among candidates: [Int]) -> [Int] {
        NearDuplicates.rows(
            like: row, among: candidates, in: words, lengths: wordLengths, limit: candidates.count, threads: threads
        ).map(\.row)
    }

    /// Random numbers for a use of this round.
    func random(_ stream: String, _ index: Int = 0) -> SeededRandom {
        SeededRandom(seed: seed, stream: stream, round, index)
    }

    /// The same round without the rows that another strategy has already chosen.
    public func excluding(_ rows: Set<Int>) -> RoundContext {
        RoundContext(
            model: model, candidates: candidates.filter { !rows.contains($0) },
            chosen: Self.ascendingDistinct(chosen + rows), offered: offered, decision: decision, seed: seed,
            round: round,
            monitor: monitor)
    }

    /// The same round with other candidates.
    func with(candidates: [Int]) -> RoundContext {
        RoundContext(
            model: model, candidates: candidates, chosen: chosen, offered: offered, decision: decision, seed: seed,
            round: round, monitor: monitor)
    }

    /// The same round for somebody who reads no more than this.
    func offering(_ readings: Set<Reading>) -> RoundContext {
        RoundContext(
            model: model, candidates: candidates, chosen: chosen, offered: readings, decision: decision, seed: seed,
            round: round, monitor: monitor)
    }

    private static func ascendingDistinct(_ rows: some Sequence<Int>) -> [Int] {
        var sorted = Array(rows)
        if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) {
            sorted = Set(sorted).sorted()
        }
        return sorted
    }
}

// MARK: What strategies read

extension RoundContext {
    private func read(_ readings: Reading...) throws -> RoundModels {
        for reading in readings where !offered.contains(reading) { throw UndeclaredReading(reading: reading) }
        return model
    }

    /// Feature rows of the whole corpus.
    func features() throws -> FeatureRows { try read(.features).rows }

    /// Euclidean length of each feature row.
    func featureLengths() throws -> [Double] { try read(.features).rowLengths }

    /// What the model trained on all labels says of every row of the corpus, rows × K.
    func probabilities() throws -> Matrix { try read(.probabilities).probabilities(monitor: monitor) }

    /// The layers of that model for every row of the corpus.
    func activations() throws -> Activations { Activations(try read(.activations).outputs(monitor: monitor)) }

    /// The layers of that model and the one that it was given, as one space, scaled on what is labelled, or where
    /// nothing is on all candidates.
    ///
    /// - Complexity: O(entries, or rows × dense width), after what the activations cost.
    func layers() throws -> Layers {
        let activations = try activations()
        let rows = byContent(trainingRows.isEmpty ? candidates : trainingRows)
        return Layers(hidden: activations.hidden, features: model.rows, scaledOn: rows, threads: threads)
    }

    /// Probabilities and activations.
    func outputs() throws -> ModelOutputs { try read(.probabilities, .activations).outputs(monitor: monitor) }

    /// The model trained on all labels, to go on learning from it.
    func classifier() throws -> Classifier { try read(.model).classifier(monitor: monitor) }

    /// The labelled messages marked right or wrong by models that were not trained on them, as ``decision`` says.
    ///
    /// - Parameters:
    ///   - rotation: number of splits, each of which marks its part; 1 for a single 90:10 split.
    ///   - extent: of several labels what has to be right.
    func heldOutMarks(rotation: Int, extent: ErrorExtent = .wholeAnswer) throws -> HeldOutMarks {
        let model = try read(.heldOutMarks)
        let held = try model.heldOutPredictions(rotation: rotation, monitor: monitor)
        return HeldOutMarks(
            rows: held.positions.map { model.training[$0].row },
            answers: held.positions.map { model.training[$0].answer },
            probabilities: held.probabilities, decision: decision, extent: extent)
    }

    /// What the model says whose errors are marked: with a single split the one that learnt from nine tenths of the labels and
    /// marked the others, as published; with a rotation the one that learnt from all, which its models stand for.
    func markedOutputs(rotation: Int) throws -> ModelOutputs {
        let model = try read(.probabilities, .activations)
        return try rotation > 1
            ? model.outputs(monitor: monitor) : read(.heldOutMarks).markingSplit(monitor: monitor).outputs
    }

    /// That model itself.
    func markedClassifier(rotation: Int) throws -> Classifier {
        let model = try read(.model)
        return try rotation > 1
            ? model.classifier(monitor: monitor) : read(.heldOutMarks).markingSplit(monitor: monitor).model
    }

    /// A model without some of the labels; see ``RoundModels/split(part:monitor:)``.
    func heldOutSplit(part: Int = 0) throws -> HeldOutSplit {
        try read(.heldOutSplit).split(part: part, monitor: monitor)
    }

    /// Different splits that there are.
    var heldOutSplitCount: Int { model.splitCount }

    /// The votes of so many models; see ``RoundModels/committee(rotation:monitor:)``.
    func committee(members: Int) throws -> Committee {
        try read(.committee).committee(rotation: members, monitor: monitor)
    }

    /// How the round's models are trained, for whoever trains one more.
    var trainingSettings: TrainingSettings { model.settings }

    /// Fixes what is random in the training of the round's models.
    var modelSeed: UInt64 { model.seed }
}
