import Threads

/// Trains a ``Classifier`` on mini-batches.
///
/// By ``TrainingSettings/standard`` labels are drawn equally often however rare they are, because in a disaster's stream one
/// message in ten is related.
/// Runs in a fixed order: the same examples and seed give the same bits, on one thread or on two.
public enum Trainer {
    /// - Parameters:
    ///   - rows: feature rows.
    ///   - examples: what to learn from; may be empty, of one label only, or contradict each other.
    ///   - labelCount: K ≥ 1.
    ///   - loss: what is made small: ``Loss/oneAgainstRest`` for examples that can have several labels.
    ///   - start: a hidden layer that has learnt another task; nil to start from random weights. It brings its own
    ///     number of units, and moves at the settings' ``TrainingSettings/hiddenRate``.
    ///   - threads: two are of use, each for half of the hidden units, where a step is long enough.
    /// - Returns: a model; without examples it gives every label the same probability, with one label only it gives
    ///   that label probability one half at least and never NaN.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(passes × (entries of the examples + examples × dense width) × hidden units).
    public static func train(
        _ rows: FeatureRows, _ examples: [Example], labelCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings = .standard, seed: UInt64, start: ModelStart? = nil, threads: Int = 1,
        monitor: WorkMonitor = WorkMonitor(),
        progress: (Double) -> Void = { _ in }
    ) throws -> Classifier {
        var random = SeededRandom(seed: seed, stream: "training")
        var run = TrainingRun(
            rows: rows, examples: examples, labelCount: labelCount, loss: loss, settings: settings, start: start,
            random: &random)
        let passes =
            loss == .oneAgainstRest
            ? passesOfSeveral(examples, labelCount: labelCount, settings, random: &random)
            : passes(examples, labelCount: labelCount, settings, random: &random)
        try run.learn(
            passes, batchSize: max(1, settings.batchSize), threads: threads, monitor: monitor, progress: progress)
        return (consume run).learnt()
    }

    /// Passes over examples that have one label each.
    private static func passes(
        _ examples: [Example], labelCount: Int, _ settings: TrainingSettings, random: inout SeededRandom
    ) -> [Pass] {
        var order = BalancedOrder(examples: examples, labelCount: labelCount)
        guard !order.isEmpty else { return [] }
        let once = OncePasses(examples: examples, labelCount: labelCount, itemsPerLabel: settings.itemsPerLabel)
        // With two labels as many items as there are examples; more labels need as many items each.
        let perEpoch =
            switch settings.draw {
            case .balanced:
                settings.itemsPerLabel.map { $0 * order.labelsPresent }
                    ?? (examples.count * max(2, order.labelsPresent) / 2)
            case .once: once.count
            }
        return Self.lengths(settings, items: perEpoch, labels: order.labelsPresent).map { count in
            Pass(
                order: settings.draw == .once
                    ? Array(once.next(&random).prefix(count)) : (0..<count).map { _ in order.next(&random) })
        }
    }

    /// Passes over examples that can have several labels, each as long as there are examples.
    ///
    /// Drawn in balance a label comes in turn, and of it an example that has it and one that has it not: a rare label is seen as
    /// often as a common one. An example brings its other labels along, so that each label's losses are weighted as well:
    /// ``LabelBalance``.
    private static func passesOfSeveral(
        _ examples: [Example], labelCount: Int, _ settings: TrainingSettings, random: inout SeededRandom
    ) -> [Pass] {
        guard !examples.isEmpty else { return [] }
        var order = BalancedAnswers(examples: examples, labelCount: labelCount)
        let once = OncePasses(
            examples: examples, labelCount: labelCount, itemsPerLabel: settings.itemsPerLabel, isSeveral: true)
        let isOnce = settings.draw == .once || order.isEmpty
        let perEpoch =
            isOnce
            ? min(once.count, examples.count) : settings.itemsPerLabel.map { $0 * order.groupCount } ?? examples.count
        let balance = LabelBalance(shares: order.shares)
        return Self.lengths(settings, items: perEpoch, labels: 2 * labelCount).map { count in
            guard isOnce else { return Pass(order: (0..<count).map { _ in order.next(&random) }, balance: balance) }
            let drawn = Array(once.next(&random).prefix(count))
            return Pass(
                order: drawn, balance: LabelBalance(of: drawn.map { examples[$0] }, labelCount: labelCount))
        }
    }

    /// Steps that many labels ask for beyond what as many items of two labels ask for: more were not tried.
    private static let mostStepsForLabels: Float = 1_250

    /// How many items each pass has: all that it could have, the last one perhaps fewer.
    ///
    /// - Parameters:
    ///   - items: those that a pass has.
    ///   - labels: those that are told apart; of several labels a message each and its absence.
    static func lengths(_ settings: TrainingSettings, items: Int, labels: Int = 2) -> [Int] {
        guard items > 0 else { return [] }
        let batchSize = max(1, settings.batchSize)
        let stepsAnEpoch = (items + batchSize - 1) / batchSize
        let ofItems = settings.stepsPerRoot * Float(items).squareRoot()
        let ofLabels = min(Self.mostStepsForLabels, ofItems * (Float(labels) / 2).squareRoot())
        let asked = max(settings.leastSteps, Int(min(Float(Int32.max), max(ofItems, ofLabels)).rounded(.up)))
        guard asked > settings.epochs * stepsAnEpoch else { return Array(repeating: items, count: settings.epochs) }
        let (whole, rest) = asked.quotientAndRemainder(dividingBy: stepsAnEpoch)
        return Array(repeating: items, count: whole) + (rest > 0 ? [min(items, rest * batchSize)] : [])
    }
}

/// Draws labels in turn, and the examples of each label in an order shuffled anew whenever it is used up.
struct BalancedOrder {
    private var turns: ShuffledTurns

    init(examples: [Example], labelCount: Int) {
        var byLabel = [[Int]](repeating: [], count: labelCount)
        for (index, example) in examples.enumerated() where example.label >= 0 && example.label < labelCount {
            byLabel[example.label].append(index)
        }
        turns = ShuffledTurns(byLabel.filter { !$0.isEmpty })
    }

    var isEmpty: Bool { turns.count == 0 }
    var labelsPresent: Int { turns.count }

    mutating func next(_ random: inout SeededRandom) -> Int { turns.next(&random) }
}
