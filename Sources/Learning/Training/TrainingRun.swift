import Answers
import Threads

/// A classifier under training.
///
/// Its hidden units are trained in two halves where a step is long enough (``UnitTraining``), on one thread or on two, with the same
/// bits.
struct TrainingRun {
    /// The model as it began, without its input and dense weights.
    private let model: Classifier
    private var sparse: TrainingInputs
    /// By half its units.
    private let units: [Range<Int>]
    private var halves: [UnitTraining]

    /// A step on what the kept units say may be so many times as long as on units of length 1: the curvature of the log-loss
    /// of two labels is at most 1/4.
    private static let keptPace: Float = 4
    /// Of kept units that say nothing of these labels yet: beside new units they would learn the chance of a few labels as fast
    /// as what is common to many.
    private static let newPace: Float = 0.25
    /// The first half of the units is a multiple of so many, so that no kernel has a rest to do; fewer than two of these are not
    /// halved.
    private static let unitsApart = 16
    /// Nor are units where a whole mini-batch passes over fewer input weights, on average: that takes no longer than to hand over what
    /// it comes to.
    private static let leastWeightsInHalves = 1 << 16

    /// - Parameter start: what another task has learnt; nil to start from random weights.
    init(
        rows features: FeatureRows, examples: [Example], labelCount: Int, loss: Loss = .softmax,
        settings: TrainingSettings,
        start: ModelStart? = nil, random: inout SeededRandom
    ) {
        let rows = features.sparse
        let denseWidth = features.denseWidth
        let layer = start?.layer
        let kept = start?.isKept == true ? layer?.unitCount ?? 0 : 0
        let hidden =
            kept > 0
            ? kept + max(settings.hiddenUnits - kept, settings.hiddenUnits / 2)
            : layer?.unitCount ?? settings.hiddenUnits
        // Uniform in ±√3 · scale has the standard deviation `scale`.
        let width =
            settings.initialScale.map { $0 * Float(3.0.squareRoot()) }
            ?? Self.width(ofInputs: rows.columnCount + features.denseWidth)
        let isFrozen = start != nil && kept == 0 && settings.hiddenRate == 0
        var sparse = TrainingInputs(
            rows, examples, layer: layer, isFrozen: isFrozen, units: hidden, kept: kept, width: width,
            isEveryColumnDrawn: settings.initialScale == nil, random: &random)
        let inputWeights = sparse.takeWeights()
        self.sparse = sparse
        var denseWeights: [Float]
        if let layer, kept == 0, layer.denseWeights.count == denseWidth * hidden {
            denseWeights = layer.denseWeights
        } else {
            denseWeights = random.symmetric(denseWidth * hidden, width: isFrozen ? 0 : width)
            TrainingInputs.silence(kept, of: hidden, in: &denseWeights)
            if let layer, kept > 0, layer.denseWeights.count == denseWidth * kept {
                for number in 0..<denseWidth {
                    denseWeights.replaceSubrange(
                        number * hidden..<number * hidden + kept,
                        with: layer.denseWeights[number * kept..<(number + 1) * kept])
                }
            }
        }
        var dense: [Float] = []
        if let rows = features.dense { for example in examples { dense += rows.row(example.row) } }
        let hiddenBias: [Float] =
            settings.initialScale == nil ? random.symmetric(hidden, width: width) : Array(repeating: 0, count: hidden)
        var output = Self.outputLayer(
            labelCount: labelCount, hidden: hidden, settings, knowsNothing: examples.isEmpty, &random)
        TrainingInputs.silence(kept, of: hidden, in: &output.weights)
        if kept > 0, let answers = start?.answers {
            let share = ModelStart.worth / (ModelStart.worth + Float(examples.count))
            for case (let label, let answer?) in answers.prefix(labelCount).enumerated() {
                output.weights.replaceSubrange(
                    label * hidden..<label * hidden + kept, with: answer.weights.map { $0 * share })
                output.bias[label] = answer.bias * share
            }
        }
        var model = Classifier(
            labelCount: labelCount, hiddenCount: hidden, weightRows: sparse.columnRows,
            shares: sparse.shares, inputWeights: inputWeights, denseWeights: denseWeights,
            hiddenBias: (layer?.bias ?? []) + hiddenBias.dropFirst(layer?.unitCount ?? 0),
            outputWeights: output.weights, outputBias: output.bias, loss: loss)
        let first = hidden / 2 / Self.unitsApart * Self.unitsApart
        let weightsAnExample = hidden * (denseWidth + sparse.values.count / max(1, examples.count))
        let isWhole = hidden < 2 * Self.unitsApart || settings.batchSize * weightsAnExample < Self.leastWeightsInHalves
        let units = isWhole ? [0..<hidden] : [0..<first, first..<hidden]
        let keptUnits = isFrozen ? hidden : kept
        let (whole, inputs, rowsOfDense) = (model, sparse, dense)
        halves = units.map {
            UnitTraining(
                whole, units: $0, keptUnits: keptUnits, sparse: inputs, answers: examples.map(\.answer),
                dense: rowsOfDense, denseWidth: denseWidth, settings: settings)
        }
        (model.inputWeights, model.denseWeights) = ([], [])
        (self.model, self.units) = (model, units)
        guard keptUnits > 0 else { return }
        let isKnown = kept == 0 || start?.ranks == true
        let rate = (isKnown ? Self.keptPace : Self.newPace) / max(1, meanSquareOfKept(examples.count))
        for half in halves.indices { halves[half].keptRate = rate }
    }

    /// Mean squared length of what the kept units make of the examples.
    private mutating func meanSquareOfKept(_ count: Int) -> Float {
        guard count > 0 else { return 0 }
        var sum: Float = 0
        for index in 0..<count {
            for half in halves.indices { sum += halves[half].squareOfKept(index) }
        }
        return sum / Float(count)
    }

    /// Parts that the units are trained in.
    var partCount: Int { units.count }

    /// The model as it is now.
    consuming func learnt() -> Classifier {
        var learnt = model
        let weights = joined(halves.reduce(0) { $0 + $1.inputWeightCount }) { half, rows, units in
            half.putInputWeights(into: rows, at: units, width: model.hiddenCount)
        }
        learnt.denseWeights = joined(\.denseWeights)
        learnt.outputWeights = joined(\.outputWeights)
        learnt.hiddenBias = halves.flatMap(\.model.hiddenBias)
        learnt.outputBias = halves[0].model.outputBias
        halves = []
        learnt.inputWeights = sparse.takeColumnWeights(weights)
        return learnt
    }

    /// Rows of the weights of all units.
    private func joined(_ weights: KeyPath<Classifier, [Float]>) -> [Float] {
        joined(halves.reduce(0) { $0 + $1.model[keyPath: weights].count }) { half, rows, units in
            half.model[keyPath: weights].withUnsafeBufferPointer {
                UnitTraining.put($0, into: rows, at: units, width: model.hiddenCount)
            }
        }
    }

    /// So many numbers, of which `put` puts those of each half where they belong.
    private func joined(
        _ count: Int, _ put: (UnitTraining, UnsafeMutableBufferPointer<Float>, Range<Int>) -> Void
    ) -> [Float] {
        // An empty array is one for all threads, and would be written to.
        guard count > 0 else { return [] }
        return [Float](unsafeUninitializedCapacity: count) { rows, initialized in
            for (half, units) in zip(halves, units) { put(half, rows, units) }
            initialized = count
        }
    }

    /// PyTorch's `nn.Linear` draws weights and biases uniformly from ±1/√n, n its inputs.
    private static func width(ofInputs count: Int) -> Float { Float(1 / Double(max(1, count)).squareRoot()) }

    /// The output layer as it begins: zeros where there is nothing to learn from, so that every label is as probable.
    private static func outputLayer(
        labelCount: Int, hidden: Int, _ settings: TrainingSettings, knowsNothing: Bool, _ random: inout SeededRandom
    ) -> (weights: [Float], bias: [Float]) {
        let zeros = [Float](repeating: 0, count: labelCount)
        guard !knowsNothing else { return ([Float](repeating: 0, count: labelCount * hidden), zeros) }
        guard settings.initialScale != nil else {
            let width = width(ofInputs: hidden)
            let weights = random.symmetric(labelCount * hidden, width: width)
            return (weights, random.symmetric(labelCount, width: width))
        }
        let scale = (1 / Double(max(1, hidden))).squareRoot()
        return ((0..<labelCount * hidden).map { _ in Float(random.normal() * scale) }, zeros)
    }

    /// Takes up how much each label's losses count where a message can have several.
    mutating func weigh(by balance: LabelBalance) {
        for half in halves.indices { halves[half].balance = balance }
    }

    /// One gradient step on the mean loss of a mini-batch. All examples are predicted with the weights as they are before the step.
    mutating func step(on batch: [Int], pace: Float = 1) {
        var logits = halves[0].logits(of: batch)
        for half in halves.indices.dropFirst() { Self.add(halves[half].logits(of: batch), to: &logits) }
        for half in halves.indices { halves[half].step(on: batch, logits: logits, pace: pace) }
    }

    /// Takes all steps of passes.
    ///
    /// - Parameters:
    ///   - threads: two of them take the steps of a half each; the bits are the same.
    ///   - isOfUse: asked before each step of two threads whether they go on in step; else one goes on alone.
    ///   - progress: told, on this thread, of the share of the passes that are done.
    /// - Throws: `CancellationError` when the monitor says so.
    mutating func learn(
        _ passes: [Pass], batchSize: Int, threads: Int, inStep isOfUse: @escaping InStep = isOfUse,
        monitor: WorkMonitor,
        progress: (Double) -> Void
    ) throws {
        let passes = passes.filter { !$0.order.isEmpty }
        let steps = passes.decaySteps(halves[0].settings, batchSize: batchSize)
        // Where both have come to, which is one place after each turn.
        var place = Pass.Place()
        if threads > 1, halves.count == 2 {
            learnInStep(
                passes, &place, batchSize: batchSize, inStep: isOfUse, monitor: monitor, progress: progress)
        }
        while let batch = passes.batch(at: place, of: batchSize) {
            try monitor.checkCancellation()
            if place.start == 0, let balance = passes[place.pass].balance { weigh(by: balance) }
            step(on: batch, pace: place.pace(of: steps))
            passes.move(&place, by: batchSize) { progress(Double($0) / Double(passes.count)) }
        }
    }

    /// Takes steps on two threads as long as that is of use: where one waits for the other again and again, because there are more
    /// threads than processors, one alone goes on.
    ///
    /// - Parameter place: where the passes go on.
    private mutating func learnInStep(
        _ passes: [Pass], _ place: inout Pass.Place, batchSize: Int, inStep isOfUse: @escaping InStep,
        monitor: WorkMonitor, progress: (Double) -> Void
    ) {
        let exchanger = Exchanger<[Float]>()
        // Taken out, so that the other thread has it alone.
        let second = Lock<UnitTraining?>(halves.removeLast())
        Parallel.both {
            place = halves[0].learn(
                passes, batchSize: batchSize, exchanger, .first, inStep: isOfUse, monitor: monitor,
                progress: { progress(Double($0) / Double(passes.count)) })
        } _: {
            guard var half = second.withLock({ $0.take() }) else { preconditionFailure("nobody else takes the half") }
            _ = half.learn(
                passes, batchSize: batchSize, exchanger, .second, inStep: isOfUse, monitor: monitor)
            let learnt = half
            second.withLock { $0 = learnt }
        }
        if let half = second.withLock({ $0.take() }) { halves.append(half) }
    }

    typealias InStep = @Sendable (Exchanger<[Float]>) -> Bool

    /// A turn in which one has to sleep until the other comes costs a good deal more than a step; a quiet machine has a few in a
    /// training.
    private static let mostSleeps = 24
    private static let isOfUse: InStep = { $0.sleepCount <= mostSleeps }

    fileprivate static func add(_ numbers: [Float], to sums: inout [Float]) {
        for place in sums.indices { sums[place] += numbers[place] }
    }
}

/// A pass over examples.
struct Pass: Sendable {
    /// Examples in the order in which they come.
    let order: [Int]
    /// How much labels' losses count from then on; nil where it stays as it is.
    var balance: LabelBalance?

    /// Where passes have come to: which, and how many of its examples.
    struct Place {
        var pass = 0
        var start = 0
        /// Steps that were taken before.
        var steps = 0

        /// The length of the step here, as a share of the first.
        ///
        /// - Parameter count: steps at whose end it would be nothing; nil where all are as long as the first.
        func pace(of count: Int?) -> Float { count.map { 1 - Float(steps) / Float($0) } ?? 1 }
    }
}

extension [Pass] {
    /// The mini-batch at a place, the last one of a pass of what is left; nil behind the end.
    fileprivate func batch(at place: Pass.Place, of size: Int) -> [Int]? {
        guard place.pass < count else { return nil }
        let order = self[place.pass].order
        return [Int](order[place.start..<Swift.min(place.start + size, order.count)])
    }

    /// How many mini-batches there are; nil where steps are all of one length.
    fileprivate func decaySteps(_ settings: TrainingSettings, batchSize: Int) -> Int? {
        settings.decaysRate ? reduce(0) { $0 + ($1.order.count + batchSize - 1) / batchSize } : nil
    }

    /// Goes on to the next mini-batch.
    ///
    /// - Parameter ended: told of the end of a pass, how many there have been.
    fileprivate func move(_ place: inout Pass.Place, by size: Int, ended: (Int) -> Void) {
        place.start += size
        place.steps += 1
        guard place.start >= self[place.pass].order.count else { return }
        place = Pass.Place(pass: place.pass + 1, steps: place.steps)
        ended(place.pass)
    }
}

extension UnitTraining {
    /// Takes steps of passes beside who takes those of the other half, until all are done, the monitor says so, or it is of no use
    /// any more; both leave at one place.
    fileprivate mutating func learn(
        _ passes: [Pass], batchSize: Int, _ exchanger: Exchanger<[Float]>, _ side: Exchanger<[Float]>.Side,
        inStep isOfUse: TrainingRun.InStep, monitor: WorkMonitor, progress: (Int) -> Void = { _ in }
    ) -> Pass.Place {
        var place = Pass.Place()
        let steps = passes.decaySteps(settings, batchSize: batchSize)
        while let batch = passes.batch(at: place, of: batchSize) {
            // One of them says when, so that both have taken the same steps.
            if side == .first, monitor.isCancelled || !isOfUse(exchanger) {
                exchanger.leave()
                return place
            }
            if place.start == 0, let balance = passes[place.pass].balance { self.balance = balance }
            let own = logits(of: batch)
            guard let others = exchanger.exchange(own, from: side) else { return place }
            // In one order on both sides.
            var (sum, added) = side == .first ? (own, others) : (others, own)
            TrainingRun.add(added, to: &sum)
            step(on: batch, logits: sum, pace: place.pace(of: steps))
            passes.move(&place, by: batchSize, ended: progress)
        }
        return place
    }
}
