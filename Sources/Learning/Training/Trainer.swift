import Threads

/// Trains a ``Classifier`` on mini-batches.
///
/// By ``TrainingSettings/standard`` labels are drawn equally often however rare they are, because in a disaster's stream one
/// message in ten is related.
/// Runs on one thread in a fixed order: the same examples and seed give the same bits.
public enum Trainer {
    /// - Parameters:
    ///   - rows: feature rows.
    ///   - examples: what to learn from; may be empty, of one label only, or contradict each other.
    ///   - labelCount: K ≥ 1.
    ///   - start: a hidden layer that has learnt another task; nil to start from random weights. It brings its own
    ///     number of units, and moves at the settings' ``TrainingSettings/hiddenRate``.
    /// - Returns: a model; without examples it gives every label the same probability, with one label only it gives
    ///   that label probability one half at least and never NaN.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(epochs × (entries of the examples + examples × dense width) × hidden units).
    public static func train(
        _ rows: FeatureRows, _ examples: [Example], labelCount: Int, settings: TrainingSettings = .standard,
        seed: UInt64, start: ModelStart? = nil, monitor: WorkMonitor = WorkMonitor(),
        progress: (Double) -> Void = { _ in }
    ) throws -> Classifier {
        var random = SeededRandom(seed: seed, stream: "training")
        var run = TrainingRun(
            rows: rows, examples: examples, labelCount: labelCount, settings: settings, start: start, random: &random)
        var order = BalancedOrder(examples: examples, labelCount: labelCount)
        guard !order.isEmpty else { return run.model }
        let once = OncePasses(examples: examples, labelCount: labelCount, itemsPerLabel: settings.itemsPerLabel)
        // With two labels as many items as there are examples; more labels need as many items each.
        let perEpoch =
            switch settings.draw {
            case .balanced:
                settings.itemsPerLabel.map { $0 * order.labelsPresent }
                    ?? (examples.count * max(2, order.labelsPresent) / 2)
            case .once: once.count
            }
        let batchSize = max(1, settings.batchSize)
        let stepsAnEpoch = (perEpoch + batchSize - 1) / batchSize
        let epochs = Self.epochs(settings, stepsAnEpoch: max(1, stepsAnEpoch))
        for epoch in 0..<epochs {
            let pass =
                settings.draw == .once ? once.next(&random) : (0..<perEpoch).map { _ in order.next(&random) }
            for start in stride(from: 0, to: perEpoch, by: batchSize) {
                try monitor.checkCancellation()
                run.step(on: Array(pass[start..<min(start + batchSize, perEpoch)]))
            }
            progress(Double(epoch + 1) / Double(epochs))
        }
        return run.model
    }

    /// How many passes there are: those of the settings, more where they come to too few steps, fewer where to too many.
    static func epochs(_ settings: TrainingSettings, stepsAnEpoch: Int) -> Int {
        let least = (settings.leastSteps + stepsAnEpoch - 1) / stepsAnEpoch
        return min(max(settings.epochs, least), max(1, settings.mostSteps / stepsAnEpoch))
    }
}

/// Draws labels in turn, and the examples of each label in an order shuffled anew whenever it is used up.
struct BalancedOrder {
    private var examples: [[Int]]
    private var positions: [Int]
    private var turn = 0

    init(examples: [Example], labelCount: Int) {
        var byLabel = [[Int]](repeating: [], count: labelCount)
        for (index, example) in examples.enumerated() where example.label >= 0 && example.label < labelCount {
            byLabel[example.label].append(index)
        }
        self.examples = byLabel.filter { !$0.isEmpty }
        positions = self.examples.map(\.count)
    }

    var isEmpty: Bool { examples.isEmpty }
    var labelsPresent: Int { examples.count }

    mutating func next(_ random: inout SeededRandom) -> Int {
        let label = turn
        turn = (turn + 1) % examples.count
        if positions[label] == examples[label].count {
            random.shuffle(&examples[label])
            positions[label] = 0
        }
        defer { positions[label] += 1 }
        return examples[label][positions[label]]
    }
}
