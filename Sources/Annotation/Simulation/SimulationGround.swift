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

    private struct Kept: Sendable {
        var features: SparseRows?
        var first: RoundModel?
    }

    private let kept = Lock(Kept())

    init(data: SimulationData, plan: SimulationPlan, seed: UInt64) {
        self.data = data
        self.plan = plan
        self.seed = seed
        split = SimulationSplit(data, plan: plan, seed: seed)
        messages = (split.pool + split.heldOut).sorted()
        rowOfMessage = Dictionary(uniqueKeysWithValues: zip(messages, messages.indices))
    }

    /// The model of some labels; that of the first ones is made once and shared.
    func model(_ labelled: [Int], monitor: WorkMonitor) throws -> RoundModel {
        try kept.withLock { kept in
            if labelled == split.start, let first = kept.first { return first }
            let rows = try kept.features ?? features(monitor: monitor)
            kept.features = rows
            let examples = labelled.sorted().map { Example(row: row($0), label: data.labelled.labels[$0]) }
            let model = RoundModel(
                rows: rows, training: examples, labelCount: data.scheme.labels.count, settings: plan.settings.training,
                seed: seed)
            if labelled == split.start { kept.first = model }
            return model
        }
    }

    private func features(monitor: WorkMonitor) throws -> SparseRows {
        let (pool, messages) = (data.labelled.pool, messages)
        return try FeatureExtractor(settings: plan.settings.features).extract(
            fromTexts: messages.count, text: { pool.text(at: messages[$0]) }, threads: 1, monitor: monitor
        ).rows
    }

    private func row(_ message: Int) -> Int { rowOfMessage[message] ?? 0 }

    /// The messages that a recipe chooses next.
    func choose(
        _ count: Int, _ recipe: Recipe, model: RoundModel, labelled: [Int], round: Int, monitor: WorkMonitor
    ) throws -> [Int] {
        let done = Set(labelled)
        // Whoever cancels the simulation cancels the round; its progress is nobody's business.
        let context = RoundContext(
            model: model, candidates: split.pool.lazy.filter { !done.contains($0) }.map(row), seed: seed, round: round,
            monitor: monitor)
        return try recipe.select(size: count, shuffled: false, from: context).map { messages[$0.row] }
    }

    /// How well a model does on the held-out messages.
    func measure(
        _ model: RoundModel, _ strategy: String, labelled: [Int], chosen: [Int], monitor: WorkMonitor
    ) throws -> SimulationRecord {
        let all = try model.outputs(monitor: monitor).probabilities
        let labels = split.heldOut.map { data.labelled.labels[$0] }
        let probabilities = Matrix(
            rowCount: labels.count, columnCount: all.columnCount,
            elements: split.heldOut.flatMap { Array(all.row(row($0))) })
        let positive = data.scheme.positiveIndex
        let evaluation = Evaluation(
            probabilities: probabilities, labels: labels, positive: positive, seed: seed, samples: 0)
        let guesses = labels.indices.map { position in
            let row = probabilities.row(position)
            return row.allSatisfy { $0 <= row[row.startIndex + positive] }
        }
        let positives = split.pool.count(where: data.isPositive)
        return SimulationRecord(
            strategy: strategy, seed: seed, labels: labelled.count, f1: evaluation.f1?.value,
            auc: evaluation.auc?.value, averagePrecision: evaluation.averagePrecision?.value,
            positivesFound: positives > 0 ? Double(labelled.count(where: data.isPositive)) / Double(positives) : nil,
            f1AtHalf: Metrics.f1(predicted: guesses, actual: labels.map { $0 == positive }), chosen: chosen)
    }
}
