import Learning

/// Tells the model's training data from what the model will be used on, by what the model makes of them.
///
/// Held-out messages (V) are *training*, the pool (U) is *application*. It learns from all of V and from a random part
/// of U, both sides weighing the same, and scores every message of U.
struct DomainDiscriminator {
    /// What it sees of the model.
    enum View {
        /// What the model is given, hidden activations and logits, through one more hidden layer: the default (Monarch 2020,
        /// note 2). The hidden layer knows the task's answer and hardly more; what is new stands in what it is given.
        case allLayers
        /// Hidden activations, without a further layer: as first published.
        case lastLayer
        /// The features, through a copy of the model's hidden layer that moves with the head (note 1).
        case fineTuned
    }

    /// Units of the extra hidden layer.
    private static let hiddenUnits = 32
    private static let epochs = 20

    /// What was learnt: a small network, or for the last layer alone a logistic regression.
    private enum Learnt {
        case network(Classifier)
        case logistic(LogisticHead)
    }

    /// Penalty on the weights of the logistic regression.
    private static let penalty = 1.0

    private let view: View
    private let split: HeldOutSplit
    private let context: RoundContext
    private let settings: TrainingSettings
    /// Rows that a head sees, by corpus row: activations as sparse rows, or the features themselves.
    private let inputs: FeatureRows
    private let inputRow: [Int: Int]
    private var training: [Int]
    private var application: [Int]
    private var learnt: Learnt?

    /// - Parameter candidates: U in an order that does not depend on places.
    /// - Throws: `CancellationError` when the round was cancelled.
    init(_ view: View, split: HeldOutSplit, candidates: [Int], context: RoundContext) throws {
        self.view = view
        self.split = split
        self.context = context
        let itemsPerLabel = min(400, max(200, 2 * split.heldOut.count))
        switch view {
        case .allLayers, .lastLayer:
            settings = TrainingSettings(
                hiddenUnits: Self.hiddenUnits, learningRate: 0.1, epochs: Self.epochs, batchSize: 16,
                itemsPerLabel: itemsPerLabel, initialScale: 0.1)
            let rows = split.heldOut + candidates
            let seen = view == .allLayers ? [split.outputs.hidden, split.outputs.logits] : [split.outputs.hidden]
            let layers = seen.map { ScaledLayer($0, scaledOn: split.heldOut) }
            inputs = Self.inputs(layers, given: view == .allLayers ? try context.features() : nil, rows)
            inputRow = Dictionary(zip(rows, rows.indices), uniquingKeysWith: { first, _ in first })
        case .fineTuned:
            var tuning = context.trainingSettings
            tuning.hiddenRate = FineTunedErrorPredictor.hiddenRate
            tuning.itemsPerLabel = itemsPerLabel
            settings = tuning
            inputs = try context.features()
            inputRow = [:]
        }
        training = context.byContent(split.heldOut)
        var random = context.random("application")
        // The logistic regression sees every message at each step, the network each one about once.
        application = random.sample(view == .lastLayer ? 1_000 : itemsPerLabel * Self.epochs, from: candidates)
        try refit()
    }

    /// P(application) of candidates, in [0, 1].
    func applicationProbabilities(of rows: [Int]) throws -> [Double] {
        try context.monitor.checkCancellation()
        switch learnt {
        case nil: return rows.map { _ in 0 }
        case .network(let model):
            let probabilities = model.probabilities(for: inputs, rows.map(input), threads: context.threads)
            return rows.indices.map { Double(probabilities[$0, 1]) }
        case .logistic(let head):
            return rows.map { head.probability(inputs.sparse.dense(input($0))[...]) }
        }
    }

    /// Relabels candidates as *training* and learns again: the adaptive step.
    mutating func assumeTraining(_ rows: [Int]) throws {
        let moved = Set(rows)
        application.removeAll { moved.contains($0) }
        training += rows
        try refit()
    }

    private func input(_ row: Int) -> Int { view == .fineTuned ? row : inputRow[row] ?? row }

    private mutating func refit() throws {
        guard view != .lastLayer else { return refitLogistic() }
        let examples =
            training.map { Example(row: input($0), label: 0) }
            + application.map { Example(row: input($0), label: 1) }
        let model = try Trainer.train(
            inputs, examples, labelCount: 2, settings: settings, seed: context.modelSeed,
            start: view == .fineTuned ? split.model.hiddenLayer : nil, monitor: context.monitor)
        learnt = .network(model)
    }

    private mutating func refitLogistic() {
        let rows = training + application
        // Each side weighs as much as one of its messages in two.
        let sides = (
            Double(rows.count) / Double(2 * max(1, training.count)),
            Double(rows.count) / Double(2 * max(1, application.count))
        )
        let isApplication = rows.indices.map { $0 >= training.count }
        let head = LogisticHead.fit(
            inputs: Matrix(
                rowCount: rows.count, columnCount: inputs.columnCount,
                elements: rows.flatMap { inputs.sparse.dense(input($0)) }),
            targets: isApplication, exampleWeights: isApplication.map { $0 ? sides.1 : sides.0 },
            penalty: Self.penalty)
        learnt = head.map { .logistic($0) }
    }

    /// One row for each of some rows: scaled activations, and what the model was given: its dense rows, or the sparse ones.
    private static func inputs(_ layers: [ScaledLayer], given: FeatureRows?, _ rows: [Int]) -> FeatureRows {
        let given = given?.inputLayer
        let activationCount = layers.reduce(0) { $0 + $1.columnCount }
        var result = SparseRows(columnCount: activationCount + (given?.sparse.columnCount ?? 0))
        for row in rows {
            var column = 0
            var entries: [(column: UInt32, value: Float)] = []
            for layer in layers {
                entries += layer.entries(row, from: column)
                column += layer.columnCount
            }
            if let given {
                entries += given.sparse.rowEntries(row).map { (UInt32(activationCount) + $0.column, $0.value) }
            }
            result.append(entries)
        }
        return FeatureRows(result, dense: given?.dense?.choosing(rows))
    }
}
