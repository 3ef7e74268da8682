import Annotation
import Learning
import Sampling
import Threads

/// What all strategies of one seed share: the messages, their features, and the model of the first labels.
final class SimulationGround: Sendable {
    let data: SimulationData
    let plan: SimulationPlan
    let seed: UInt64
    let split: SimulationSplit
    /// Messages of the seed, ascending: row *i* of the features is message `messages[i]` of the data.
    private let messages: [Int]
    private let rowOfMessage: [Int: Int]

    private let learner: Learner
    private let first = Memo<RoundModels>()
    private let vectors: DenseRows?
    private let centred = Memo<DenseRows?>()

    init(
        data: SimulationData, plan: SimulationPlan, vectors: DenseRows?, transfer: TransferSource?, seed: UInt64
    ) {
        self.vectors = vectors
        self.data = data
        self.plan = plan
        self.seed = seed
        split = SimulationSplit(data, plan: plan, seed: seed)
        let messages = (split.pool + split.heldOut).sorted()
        let pool = data.labelled.pool
        self.messages = messages
        let rowOfMessage = Dictionary(uniqueKeysWithValues: zip(messages, messages.indices))
        self.rowOfMessage = rowOfMessage
        learner = Learner(
            texts: Learner.Texts(count: messages.count) { pool.text(at: messages[$0]) },
            measured: Set(split.heldOut.compactMap { rowOfMessage[$0] }), scheme: data.scheme, settings: plan.settings,
            transfer: transfer?.leavingOut(Set(split.heldOut.map { pool.textHash(at: $0) })), seed: seed, threads: 1)
    }

    /// The model of some labels; that of the first ones is made once and shared.
    func model(_ labelled: [Int], monitor: WorkMonitor) throws -> RoundModels {
        if labelled == split.start { return try first.value { try learnt(from: labelled, monitor: monitor) } }
        return try learnt(from: labelled, monitor: monitor)
    }

    private func learnt(from labelled: [Int], monitor: WorkMonitor) throws -> RoundModels {
        let rows = centred.value { vectors?.centred(on: messages) }
        return try learner.models(of: examples(labelled.sorted()), vectors: rows, monitor: monitor)
    }

    private func examples(_ messages: [Int]) -> [Example] {
        messages.map { Example(row: row($0), answer: data.labelled.answers[$0]) }
    }

    private func row(_ message: Int) -> Int { rowOfMessage[message] ?? 0 }

    /// Whether a session would still draw at random: while a label has fewer than two, up to a multiple of the start.
    private func isSeeding(_ labelled: [Int]) -> Bool {
        var counts = data.scheme.labels.map { _ in 0 }
        for message in labelled { for label in data.labelled.answers[message].labels { counts[label] += 1 } }
        return SessionSettings.isSeeding(
            given: labelled.count, counts: counts, items: plan.start, most: SessionSettings.longestSeeding * plan.start)
    }

    /// The messages that a recipe chooses next; at random, as in a session, while there are too few of a label.
    func choose(
        _ count: Int, _ recipe: Recipe, model: RoundModels, labelled: [Int], round: Int, monitor: WorkMonitor
    ) throws -> [Int] {
        let done = Set(labelled)
        let recipe =
            isSeeding(labelled) ? .random : learner.recipe(for: recipe, learningFrom: model.training)
        // Whoever cancels the simulation cancels the round; its progress is nobody's business.
        let context = RoundContext(
            model: model, candidates: split.pool.lazy.filter { !done.contains($0) }.map(row),
            decision: learner.markingDecision, seed: seed, round: round, monitor: monitor)
        return try recipe.select(
            size: count, shuffled: false, takesNearCopies: plan.takesNearCopies, from: context
        ).map { messages[$0.row] }
    }

    /// Has what a recipe reads of a model computed in one pass, ahead of the measures.
    func prepare(_ model: RoundModels, for recipe: Recipe, monitor: WorkMonitor) throws {
        try learner.prepare(model, for: recipe, monitor: monitor)
    }

    /// How well a model does on the held-out messages.
    func measure(
        _ model: RoundModels, _ strategy: String, labelled: [Int], chosen: [Int], monitor: WorkMonitor
    ) throws -> SimulationRecord {
        let examples = examples(split.heldOut)
        let evaluation = try learner.evaluation(of: model, on: examples, monitor: monitor)
        let probabilities = try learner.probabilities(of: model, for: examples.map(\.row), monitor: monitor)
        let positive = data.scheme.positiveIndex
        let guesses = learner.markingDecision.answers(probabilities)
        return SimulationRecord(
            strategy: strategy, seed: seed, labels: labelled.count, f1: evaluation?.observed.f1,
            auc: evaluation?.observed.auc, averagePrecision: evaluation?.observed.averagePrecision,
            positivesFound: found(in: labelled),
            f1AtHalf: Metrics.f1(
                predicted: guesses.map { $0.has(positive) }, actual: examples.map { $0.answer.has(positive) }),
            several: (evaluation?.several).map(SimulationRecord.Several.init),
            chosen: chosen)
    }

    /// The share of the pool's positive messages that are labelled; of several labels the mean over those that the pool has.
    private func found(in labelled: [Int]) -> Double? {
        let scheme = data.scheme
        let shares = (scheme.isSeveral ? Array(scheme.labels.indices) : [scheme.positiveIndex]).compactMap { label in
            let all = split.pool.count { data.labelled.answers[$0].has(label) }
            return all > 0 ? Double(labelled.count { data.labelled.answers[$0].has(label) }) / Double(all) : nil
        }
        return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
    }
}

extension SimulationRecord.Several {
    fileprivate init(_ evaluation: SeveralEvaluation) {
        self.init(
            macroF1: evaluation.macroF1?.value, microF1: evaluation.microF1?.value,
            macroAveragePrecision: evaluation.macroAveragePrecision?.value,
            labelRanking: evaluation.labelRanking?.value, f1: evaluation.labels.map(\.observed.f1),
            averagePrecision: evaluation.labels.map(\.observed.averagePrecision))
    }
}
