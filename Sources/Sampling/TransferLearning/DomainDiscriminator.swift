import Learning

/// Tells the model's training data from what the model will be used on, by what the model makes of them.
///
/// Labelled messages are *training*, the pool (U) is *application*; it learns from both, each side weighing the same, and scores
/// every message of U. What the model makes of messages that it learnt from is no measure of what it makes of others, so that
/// its activations are seen for held-out messages (V) alone. A tenth of the labels is too few to know a domain by: the head
/// on all layers sees the other labelled messages by the input layer alone, and as large a share of U in the same way, so that
/// a missing layer speaks for neither side.
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
    /// Items of each side an epoch for the head on all layers: 500 short steps from weights near nought. The pool holds messages
    /// like the training data too, and a head that goes on learns each of them by heart.
    private static let smoothItems = 200
    /// Mean length of the model's layers beside inputs of about 1. The task's answer is most of what they say, and V is small.
    private static let layerLength = 0.3
    /// How many chosen messages count as much as one training message. With one for one, a new domain has become half of the
    /// training side long before a batch is full, and is no longer sought.
    private static let chosenAsOne = 5
    /// Labelled messages that the input layer alone is seen of; more change the head little and only take memory.
    private static let largestKept = 1_000

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
    /// Rows of ``inputs``, those of either side.
    private var training: [Int]
    private var application: [Int]
    private var learnt: Learnt?

    /// - Parameter candidates: U in an order that does not depend on places.
    /// - Throws: `CancellationError` when the round was cancelled.
    init(_ view: View, split: HeldOutSplit, candidates: [Int], context: RoundContext) throws {
        self.view = view
        self.split = split
        self.context = context
        let itemsPerLabel = view == .allLayers ? Self.smoothItems : min(400, max(200, 2 * split.heldOut.count))
        let heldOut = context.byContent(split.heldOut)
        // What the round has chosen before counts as training, as what is chosen at each step.
        let chosen = context.byContent(context.chosen)
        var random = context.random("application")
        // The logistic regression sees every message at each step, the network each one about once.
        let sample = random.sample(view == .lastLayer ? 1_000 : itemsPerLabel * Self.epochs, from: candidates)
        switch view {
        case .allLayers:
            settings = TrainingSettings(
                hiddenUnits: Self.hiddenUnits, learningRate: 0.1, epochs: Self.epochs, batchSize: 16,
                itemsPerLabel: itemsPerLabel, initialScale: 0.01)
            let isHeldOut = Set(heldOut)
            let others = context.byContent(context.trainingRows.filter { !isHeldOut.contains($0) })
            let kept = random.sample(Self.largestKept, from: others)
            let wholeShare = Double(heldOut.count) / Double(max(1, heldOut.count + kept.count))
            let wholeCount = min(sample.count, max(1, Int((Double(sample.count) * wholeShare).rounded())))
            let (whole, bare) = (heldOut + candidates + chosen, kept + sample.dropFirst(wholeCount))
            inputs = Self.inputs(
                [split.outputs.hidden, split.outputs.logits].map {
                    ScaledLayer($0, scaledOn: split.heldOut, length: Self.layerLength)
                }, given: try context.features(), whole, bare: bare)
            let places = Dictionary(zip(whole, whole.indices), uniquingKeysWith: { first, _ in first })
            inputRow = places
            let bareRows = whole.count..<whole.count + bare.count
            let known = Array(heldOut.indices) + Array(bareRows.prefix(kept.count))
            training = Array(repeatElement(known, count: Self.chosenAsOne).joined()) + chosen.compactMap { places[$0] }
            application = sample.prefix(wholeCount).compactMap { places[$0] } + Array(bareRows.dropFirst(kept.count))
        case .lastLayer:
            settings = TrainingSettings(
                hiddenUnits: Self.hiddenUnits, learningRate: 0.1, epochs: Self.epochs, batchSize: 16,
                itemsPerLabel: itemsPerLabel, initialScale: 0.1)
            let rows = split.heldOut + candidates + chosen
            inputs = Self.inputs([ScaledLayer(split.outputs.hidden, scaledOn: split.heldOut)], given: nil, rows)
            let places = Dictionary(zip(rows, rows.indices), uniquingKeysWith: { first, _ in first })
            inputRow = places
            training = (heldOut + chosen).compactMap { places[$0] }
            application = sample.compactMap { places[$0] }
        case .fineTuned:
            var tuning = context.trainingSettings
            tuning.hiddenRate = FineTunedErrorPredictor.hiddenRate
            tuning.itemsPerLabel = itemsPerLabel
            settings = tuning
            inputs = try context.features()
            inputRow = [:]
            training = heldOut + chosen
            application = sample
        }
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
    ///
    /// To the head on all layers they stay *application* besides: what the model will be used on is the same as before.
    mutating func assumeTraining(_ rows: [Int]) throws {
        let moved = rows.map(input)
        if view != .allLayers {
            let gone = Set(moved)
            application.removeAll { gone.contains($0) }
        }
        training += moved
        try refit()
    }

    private func input(_ row: Int) -> Int { view == .fineTuned ? row : inputRow[row] ?? row }

    private mutating func refit() throws {
        guard view != .lastLayer else { return refitLogistic() }
        let examples =
            training.map { Example(row: $0, label: 0) } + application.map { Example(row: $0, label: 1) }
        let model = try Trainer.train(
            inputs, examples, labelCount: 2, settings: settings, seed: context.modelSeed,
            start: view == .fineTuned ? ModelStart(split.model.hiddenLayer) : nil, monitor: context.monitor)
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
                elements: rows.flatMap { inputs.sparse.dense($0) }),
            targets: isApplication, exampleWeights: isApplication.map { $0 ? sides.1 : sides.0 },
            penalty: Self.penalty)
        learnt = head.map { .logistic($0) }
    }

    /// One row for each of some rows: scaled activations, and what the model was given: its dense rows, or the sparse ones.
    ///
    /// - Parameter bare: rows that follow without activations.
    private static func inputs(
        _ layers: [ScaledLayer], given: FeatureRows?, _ whole: [Int], bare: [Int] = []
    ) -> FeatureRows {
        let given = given?.inputLayer
        let activationCount = layers.reduce(0) { $0 + $1.columnCount }
        var result = SparseRows(columnCount: activationCount + (given?.sparse.columnCount ?? 0))
        let rows = whole + bare
        for (index, row) in rows.enumerated() {
            var column = 0
            var entries: [(column: UInt32, value: Float)] = []
            for layer in layers where index < whole.count {
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
