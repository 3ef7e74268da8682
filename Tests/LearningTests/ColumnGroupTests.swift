import Foundation
import Testing
import Threads

@testable import Learning

/// Thirty texts' worth of rows in which columns 0 to 5 stand together in changing proportions to the others, 6 and 7 too but with
/// the opposite sign, 8 and 9 in the same examples but in no one proportion, and each example has three of its own.
private func corpus() -> (rows: SparseRows, examples: [Example]) {
    var random = SeededRandom(seed: 8, stream: "columns")
    var rows = SparseRows(columnCount: 10 + 3 * 30)
    var examples: [Example] = []
    for row in 0..<30 {
        var entries: [(column: UInt32, value: Float)] = []
        if row % 3 == 0 {
            let scale = Float(0.1 + random.unit())
            entries += (0..<8).map { (UInt32($0), scale * [1, 0.5, 2, 0.25, 1.5, 3, -1, -0.5][$0]) }
            entries += (8..<10).map { (UInt32($0), Float(0.2 + random.unit())) }
        }
        entries += (0..<3).map { (UInt32(10 + 3 * row + $0), Float(0.1 + random.unit())) }
        rows.append(entries)
        examples.append(Example(row: row, label: (row / 2) % 2))
    }
    return (rows, examples)
}

@Test("columns in the same examples in one proportion are one group, and no others")
func columnsOfAGroup() {
    let (rows, _) = corpus()
    var (offsets, entries, values): ([Int], [Int32], [Float]) = ([0], [], [])
    for row in 0..<rows.count {
        for entry in rows.rowEntries(row) {
            entries.append(Int32(entry.column))
            values.append(entry.value)
        }
        offsets.append(values.count)
    }
    let squares = (0..<30).map { row in rows.rowEntries(row).reduce(0.0) { $0 + Double($1.value) * Double($1.value) } }
    // Two rows of weights more than there are columns with an example.
    let groups = ColumnGroups(offsets: &offsets, rows: &entries, values: &values, rowCount: 102)
    // One of 0 to 7, 8 and 9 each their own, and one of what each example has alone.
    #expect(groups.count == 1 + 2 + 30)
    #expect(entries.count == 10 * 3 + 30 && values.count == entries.count && offsets.last == entries.count)
    // Lengths of the examples are what they were.
    for row in 0..<30 {
        let square = values[offsets[row]..<offsets[row + 1]].reduce(0.0) { $0 + Double($1) * Double($1) }
        #expect(abs(square - squares[row]) < 1e-6)
        #expect(Set(entries[offsets[row]..<offsets[row + 1]]).count == offsets[row + 1] - offsets[row])
    }
    // What has learnt nothing gives every row of weights back.
    let weights = (0..<102 * 2).map { Float($0) / 7 }
    var spread = weights
    let begun = groups.gathered(weights, width: 2)
    groups.spread(begun, from: begun, over: &spread, width: 2)
    #expect(spread == weights)
}

@Test(
    "a training by groups of columns, in one part or in two, takes the steps of a training column by column",
    arguments: [5, 40], [nil, 0, 1] as [Float?])
func trainingByGroups(units: Int, hiddenRate: Float?) throws {
    let (rows, examples) = corpus()
    var settings = TrainingSettings.standard
    settings.hiddenUnits = units
    settings.initialScale = 0.4
    // Units are halved where steps are long enough.
    settings.batchSize = 1 << 16
    // From nothing, frozen, and going on: the layer of another task on other examples, whose columns share rows of weights.
    var start: ModelStart?
    if let hiddenRate {
        let before = try Trainer.train(
            FeatureRows(rows), Array(examples[..<20]), labelCount: 2, settings: settings, seed: 9)
        #expect(before.shares.count == 100 && before.inputWeights.count / units < before.weightRows.count { $0 >= 0 })
        start = ModelStart(before.hiddenLayer)
        settings.hiddenRate = hiddenRate
    }
    var random = SeededRandom(seed: 2, stream: "training")
    var run = TrainingRun(
        rows: FeatureRows(rows), examples: examples, labelCount: 2, settings: settings, start: start, random: &random)
    var plain = PlainTraining(
        run.learnt(), rate: Double(settings.learningRate), hiddenRate: Double(settings.hiddenRate))
    #expect(run.partCount == (units == 40 ? 2 : 1))
    // What a frozen layer says is learnt in steps of their own length (``TrainingRun``): 4 over its mean square, at most 4.
    if hiddenRate == 0 {
        let squares = examples.map { example in
            plain.hidden(rows.rowEntries(example.row)).reduce(0) { $0 + $1 * $1 }
        }
        plain.outputPace = 4 / max(1, squares.reduce(0, +) / Double(squares.count))
    }
    let before = run.learnt()
    for step in 0..<60 {
        let batch = (0..<4).map { (step * 7 + $0 * 11) % 30 }
        run.step(on: batch)
        plain.step(on: batch.map { (rows.rowEntries($0), examples[$0].label) })
    }
    let learnt = run.learnt()
    func check(_ found: [Double], _ expected: [Double], from begun: [Double], moves: Bool = true) {
        #expect(found.count == expected.count)
        for (one, two) in zip(found, expected) { #expect(abs(one - two) < 4e-5) }
        #expect(zip(found, begun).contains { abs($0 - $1) > 0.02 } == moves)
    }
    func inputs(_ model: Classifier) -> [Double] { (0..<100).flatMap { model.inputWeights(ofColumn: $0) ?? [] } }
    check(inputs(learnt), plain.input.flatMap { $0 ?? [] }, from: inputs(before), moves: hiddenRate != 0)
    check(
        learnt.outputWeights.map(Double.init), plain.output.flatMap { $0 }, from: before.outputWeights.map(Double.init))
    check(
        learnt.hiddenBias.map(Double.init), plain.hiddenBias, from: before.hiddenBias.map(Double.init),
        moves: hiddenRate != 0)
}

@Test("what examples begin with has the variance of weights that each column has drawn for itself")
func beginningsOfGroups() {
    let (rows, examples) = corpus()
    var settings = TrainingSettings.standard
    settings.hiddenUnits = 512
    settings.initialScale = 0.4
    var random = SeededRandom(seed: 5, stream: "training")
    let model = TrainingRun(
        rows: FeatureRows(rows), examples: examples, labelCount: 2, settings: settings, random: &random
    ).learnt()
    // Columns 0 to 7 have one row of weights, in the proportion of their values.
    #expect(Set(model.weightRows[..<8]).count == 1 && Set(model.weightRows[..<10]).count == 3)
    #expect(abs(model.shares[2] / model.shares[3] - 8) < 1e-5 && abs(model.shares[6] / model.shares[0] + 1) < 1e-5)
    // A sum Σ x w with w of mean 0 and variance 0.16 has the variance 0.16 |x|²; of 512 of them the mean square is within five
    // standard errors, at most √(2 / 512) of it each.
    for row in 0..<rows.count {
        var sums = [Double](repeating: 0, count: 512)
        var square = 0.0
        for entry in rows.rowEntries(row) {
            square += Double(entry.value) * Double(entry.value)
            for (unit, weight) in (model.inputWeights(ofColumn: Int(entry.column)) ?? []).enumerated() {
                sums[unit] += Double(entry.value) * weight
            }
        }
        let found = sums.reduce(0) { $0 + $1 * $1 } / 512
        #expect(abs(found / (0.16 * square) - 1) < 5 * (2.0 / 512).squareRoot())
    }
}

/// Gradient steps on the mean cross-entropy of a hidden layer of ReLU units, in double precision, from the definition.
private struct PlainTraining {
    /// By column, nil for one without weights, and by label.
    var input: [[Double]?]
    var output: [[Double]]
    var hiddenBias: [Double]
    private var outputBias: [Double]
    private let rate: Double
    private let hiddenRate: Double
    /// Of the output weights' steps, beside the rate.
    var outputPace = 1.0

    init(_ model: Classifier, rate: Double, hiddenRate: Double) {
        func rows(_ numbers: [Float]) -> [[Double]] {
            stride(from: 0, to: numbers.count, by: model.hiddenCount).map {
                numbers[$0..<$0 + model.hiddenCount].map(Double.init)
            }
        }
        input = model.weightRows.indices.map { model.inputWeights(ofColumn: $0) }
        output = rows(model.outputWeights)
        hiddenBias = model.hiddenBias.map(Double.init)
        outputBias = model.outputBias.map(Double.init)
        self.rate = rate
        self.hiddenRate = hiddenRate
    }

    func hidden(_ entries: [(column: UInt32, value: Float)]) -> [Double] {
        var sums = hiddenBias
        for (column, value) in entries {
            for (unit, weight) in (input[Int(column)] ?? []).enumerated() { sums[unit] += Double(value) * weight }
        }
        return sums.map { max(0, $0) }
    }

    mutating func step(on batch: [(entries: [(column: UInt32, value: Float)], label: Int)]) {
        let before = self
        let rate = rate / Double(batch.count)
        let units = hiddenBias.indices
        for (entries, label) in batch {
            let hidden = before.hidden(entries)
            let logits = before.output.indices.map { label in
                units.reduce(before.outputBias[label]) { $0 + before.output[label][$1] * hidden[$1] }
            }
            let whole = logits.reduce(0) { $0 + exp($1) }
            let errors = logits.indices.map { exp(logits[$0]) / whole - ($0 == label ? 1 : 0) }
            for (label, error) in errors.enumerated() {
                outputBias[label] -= rate * error
                for unit in units { output[label][unit] -= outputPace * rate * error * hidden[unit] }
            }
            for unit in units where hidden[unit] > 0 {
                let slope = errors.indices.reduce(0.0) { $0 + errors[$1] * before.output[$1][unit] }
                hiddenBias[unit] -= rate * hiddenRate * slope
                for (column, value) in entries {
                    input[Int(column)]?[unit] -= rate * hiddenRate * slope * Double(value)
                }
            }
        }
    }
}

@Test("two threads learn what one learns, bit for bit", arguments: [1, 2, 3, 7])
func threadsOfATraining(seed: UInt64) throws {
    let (rows, examples) = corpus()
    for (loss, units) in [(Loss.softmax, 40), (.oneAgainstRest, 40), (.softmax, 128), (.softmax, 6)] {
        var settings = TrainingSettings.standard
        settings.hiddenUnits = units
        // Steps that two threads share.
        settings.batchSize = 1 << 16
        func learn(_ threads: Int) throws -> Classifier {
            try Trainer.train(
                FeatureRows(rows), examples, labelCount: 2, loss: loss, settings: settings, seed: seed, threads: threads
            )
        }
        let one = try learn(1)
        #expect(try learn(2) == one && learn(5) == one)
    }
}

@Test("two threads that part company have learnt what one has, wherever they do", arguments: [0, 1, 5, 8, 9, 23, 400])
func threadsThatPart(turns: Int) throws {
    let (rows, examples) = corpus()
    let passes = (0..<5).map { pass in
        Pass(
            order: (0..<30).map { ($0 * 7 + pass) % 30 }, balance: LabelBalance(shares: [0.1 * Double(pass + 1), 0.5]))
    }
    func learn(threads: Int) throws -> (model: Classifier, asked: Int) {
        var settings = TrainingSettings.standard
        (settings.hiddenUnits, settings.batchSize) = (40, 1 << 16)
        var random = SeededRandom(seed: 3, stream: "training")
        var run = TrainingRun(
            rows: FeatureRows(rows), examples: examples, labelCount: 2, loss: .oneAgainstRest, settings: settings,
            random: &random)
        let asked = Lock(0)
        var ends: [Double] = []
        // Passes of eight steps each, and an empty one, which is none.
        try run.learn(
            passes + [Pass(order: [])], batchSize: 4, threads: threads,
            inStep: { _ in
                asked.withLock {
                    $0 += 1
                    return $0 <= turns
                }
            }, monitor: WorkMonitor(), progress: { ends.append($0) })
        #expect(ends == (1...5).map { Double($0) / 5 })
        return (run.learnt(), asked.withLock { $0 })
    }
    let (alone, together) = (try learn(threads: 1), try learn(threads: 2))
    #expect(together.model == alone.model)
    #expect(alone.asked == 0 && together.asked == min(turns + 1, 40))
}

@Test("a training on two threads stops when it is told to, wherever it is")
func stoppedTraining() {
    let (rows, examples) = corpus()
    var settings = TrainingSettings.standard
    settings.batchSize = 1 << 16
    for share in [0, 0.1, 0.5, 0.9] {
        let monitor = WorkMonitor()
        var last = 0.0
        if share == 0 { monitor.cancel() }
        #expect(throws: CancellationError.self) {
            try Trainer.train(
                FeatureRows(rows), examples, labelCount: 2, settings: settings, seed: 1, threads: 2, monitor: monitor,
                progress: {
                    last = $0
                    if $0 >= share { monitor.cancel() }
                })
        }
        #expect(last < 1)
    }
}
