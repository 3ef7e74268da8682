import Threads

/// Every labelled message predicted by a model that was not trained on it.
///
/// The examples are dealt into folds, each label spread evenly; the model of a fold learns from all other folds.
public struct Rotation: Sendable {
    /// What is dealt into folds.
    public let examples: [Example]
    /// K.
    public let labelCount: Int
    /// Folds dealt; as many models can be trained. Never more than examples, never fewer than two.
    public let foldCount: Int
    /// Fold of each example, 0 ..< ``foldCount``.
    let folds: [Int]
    private let settings: TrainingSettings
    private let seed: UInt64
    private let start: ModelStart?
    private let loss: Loss

    /// What models said of examples that they had not learnt from.
    public struct HeldOut: Sendable, Hashable {
        /// Positions in the list of examples that were held out, ascending; *n* of them.
        public let positions: [Int]
        /// Their predicted probabilities, *n* × K.
        public let probabilities: Matrix

        public init(positions: [Int], probabilities: Matrix) {
            self.positions = positions
            self.probabilities = probabilities
        }
    }

    /// Deals the examples into folds.
    ///
    /// Examples of each label are shuffled and dealt in turn, going on where the label before stopped, so that folds
    /// differ by one example at most and no fold lacks a label that could be spared. Where examples can have several labels they
    /// are dealt as ``StratifiedFolds`` says.
    /// - Parameters:
    ///   - foldCount: 10 for the 90:10 splits of Monarch's articles.
    ///   - start: a hidden layer that another task has learnt; nil to start from random weights.
    public init(
        _ examples: [Example], labelCount: Int, foldCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings = .standard, seed: UInt64, start: ModelStart? = nil
    ) {
        self.loss = loss
        self.examples = examples
        self.labelCount = labelCount
        self.foldCount = min(max(2, foldCount), max(2, examples.count))
        self.settings = settings
        self.seed = seed
        self.start = start
        var random = SeededRandom(seed: seed, stream: "rotation")
        if loss == .oneAgainstRest {
            folds = StratifiedFolds.folds(
                of: examples, labelCount: labelCount, foldCount: self.foldCount, random: &random)
            return
        }
        var fold = [Int](repeating: 0, count: examples.count)
        var next = 0
        for label in 0..<labelCount {
            var positions = examples.indices.filter { examples[$0].label == label }
            random.shuffle(&positions)
            for position in positions {
                fold[position] = next % self.foldCount
                next += 1
            }
        }
        folds = fold
    }

    /// Positions of the examples that a fold's model does not learn from, ascending.
    public func heldOut(in fold: Int) -> [Int] { folds.indices.filter { folds[$0] == fold } }

    /// Trains the model of a fold: on all examples but the fold's own.
    ///
    /// - Throws: `CancellationError` when the monitor says so.
    public func model(
        of fold: Int, rows: FeatureRows, monitor: WorkMonitor = WorkMonitor()
    ) throws -> Classifier {
        try Trainer.train(
            rows, folds.indices.filter { folds[$0] != fold }.map { examples[$0] }, labelCount: labelCount,
            loss: loss, settings: settings, seed: seed &+ UInt64(fold) &+ 1, start: start, monitor: monitor)
    }

    /// Predicts the held-out examples of the first `used` folds, each by the model that did not learn from it.
    ///
    /// - Parameters:
    ///   - used: ``foldCount`` to have every example predicted; 1 for the single split, which predicts a fold's worth.
    ///   - threads: models are trained side by side; the result does not depend on it.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: `used` trainings.
    public func heldOutPredictions(
        firstFolds used: Int, rows: FeatureRows, threads: Int, monitor: WorkMonitor = WorkMonitor(),
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) throws -> HeldOut {
        let used = min(max(1, used), foldCount)
        let parts = Parallel.map(used, threads: threads) { fold -> ([Int], Matrix)? in
            let held = heldOut(in: fold)
            guard let model = try? self.model(of: fold, rows: rows, monitor: monitor) else { return nil }
            progress(Double(fold + 1) / Double(used))
            return (held, model.probabilities(for: rows, held.map { examples[$0].row }))
        }
        try monitor.checkCancellation()
        var found: [(position: Int, row: ArraySlice<Float>)] = []
        for case (let held, let probabilities)? in parts {
            for (index, position) in held.enumerated() { found.append((position, probabilities.row(index))) }
        }
        found.sort { $0.position < $1.position }
        return HeldOut(
            positions: found.map(\.position),
            probabilities: Matrix(
                rowCount: found.count, columnCount: labelCount, elements: found.flatMap { Array($0.row) }))
    }
}
