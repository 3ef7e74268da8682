import Foundation
import Testing
import Threads

@testable import Learning

/// Rows of which the first half of the columns speaks for label 0, the second for label 1, and so on.
private func corpus(_ count: Int, labels: Int, seed: UInt64 = 1) -> (rows: SparseRows, examples: [Example]) {
    var random = SeededRandom(seed: seed, stream: "corpus")
    var rows = SparseRows(columnCount: labels * 20)
    var examples: [Example] = []
    for row in 0..<count {
        let label = row % labels
        var columns = Set((0..<4).map { _ in label * 20 + random.below(20) })
        columns.insert(random.below(labels * 20))
        let value = Float(1 / Double(columns.count).squareRoot())
        rows.append(columns.sorted().map { (column: UInt32($0), value: value) })
        examples.append(Example(row: row, label: label))
    }
    return (rows, examples)
}

/// Mean cross-entropy in double precision, written from the definition.
private func loss(_ model: Classifier, _ rows: SparseRows, _ examples: [Example]) -> Double {
    var sum = 0.0
    for example in examples {
        var hidden = model.hiddenBias.map(Double.init)
        for entry in rows.rowEntries(example.row) {
            for (unit, weight) in (model.inputWeights(ofColumn: Int(entry.column)) ?? []).enumerated() {
                hidden[unit] += Double(entry.value) * weight
            }
        }
        hidden = hidden.map { max(0, $0) }
        let logits = (0..<model.labelCount).map { label in
            hidden.indices.reduce(Double(model.outputBias[label])) {
                $0 + hidden[$1] * Double(model.outputWeights[label * model.hiddenCount + $1])
            }
        }
        sum += log(logits.reduce(0) { $0 + exp($1) }) - logits[example.label]
    }
    return sum / Double(examples.count)
}

@Test("a step goes down the gradient of the mean cross-entropy, as finite differences give it")
func stepIsTheGradient() {
    let (rows, examples) = corpus(6, labels: 3)
    var settings = TrainingSettings.standard
    settings.hiddenUnits = 4
    settings.learningRate = 0.5
    settings.initialScale = 0.5
    var random = SeededRandom(seed: 4, stream: "training")
    var run = TrainingRun(
        rows: FeatureRows(rows), examples: examples, labelCount: 3, settings: settings, random: &random)
    let before = run.learnt()
    run.step(on: Array(examples.indices))
    let after = run.learnt()

    func check(_ parameters: WritableKeyPath<Classifier, [Float]>) {
        var largest = 0.0
        for index in before[keyPath: parameters].indices {
            let width: Float = 1e-3
            var (up, down) = (before, before)
            up[keyPath: parameters][index] += width
            down[keyPath: parameters][index] -= width
            let gap = Double(up[keyPath: parameters][index]) - Double(down[keyPath: parameters][index])
            let slope = (loss(up, rows, examples) - loss(down, rows, examples)) / gap
            let moved = Double(after[keyPath: parameters][index]) - Double(before[keyPath: parameters][index])
            #expect(abs(moved + 0.5 * slope) < 2e-4)
            largest = max(largest, abs(slope))
        }
        #expect(largest > 1e-3)
    }
    check(\.inputWeights)
    check(\.hiddenBias)
    check(\.outputWeights)
    check(\.outputBias)
}

@Test("a model learns what can be learnt", arguments: [2, 5])
func learns(labels: Int) throws {
    let (rows, examples) = corpus(400, labels: labels)
    let model = try Trainer.train(FeatureRows(rows), Array(examples.prefix(200)), labelCount: labels, seed: 1)
    let outputs = model.outputs(for: FeatureRows(rows))
    let right = examples.dropFirst(200).count { example in
        let row = Array(outputs.probabilities.row(example.row))
        return row.indices.max { row[$0] < row[$1] } == example.label
    }
    #expect(right > 180)
}

@Test("the same seed gives the same bits, whatever the threads; another seed another model")
func trainingIsDeterministic() throws {
    let (rows, examples) = corpus(2_500, labels: 2)
    let learnt = Array(examples.prefix(120))
    let model = try Trainer.train(FeatureRows(rows), learnt, labelCount: 2, seed: 5)
    #expect(try Trainer.train(FeatureRows(rows), learnt, labelCount: 2, seed: 5) == model)
    #expect(try Trainer.train(FeatureRows(rows), learnt, labelCount: 2, seed: 6) != model)
    #expect(model.outputs(for: FeatureRows(rows), threads: 1) == model.outputs(for: FeatureRows(rows), threads: 3))
    let one = try Rotation(learnt, labelCount: 2, foldCount: 10, seed: 5).heldOutPredictions(
        firstFolds: 10, rows: FeatureRows(rows), threads: 1)
    #expect(
        try Rotation(learnt, labelCount: 2, foldCount: 10, seed: 5).heldOutPredictions(
            firstFolds: 10, rows: FeatureRows(rows), threads: 3) == one)
}

@Test("probabilities are a distribution whatever there is to learn from", arguments: [0, 1, 2, 3])
func degenerateTraining(kind: Int) throws {
    let (rows, all) = corpus(30, labels: 3)
    let examples: [Example] =
        switch kind {
        case 0: []
        case 1: [Example(row: 0, label: 2)]
        case 2: all.filter { $0.label == 1 }
        default: all + all.map { Example(row: $0.row, label: ($0.label + 1) % 3) }
        }
    let probabilities = try Trainer.train(FeatureRows(rows), examples, labelCount: 3, seed: 1).outputs(
        for: FeatureRows(rows)
    ).probabilities
    for row in 0..<rows.count {
        let values = probabilities.row(row)
        #expect(values.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(abs(values.reduce(0, +) - 1) < 1e-5)
        if kind == 0 { #expect(values.allSatisfy { abs($0 - 1.0 / 3) < 1e-6 }) }
        if kind == 2 { #expect(values[values.startIndex + 1] >= 0.5) }
    }
}

@Test("labels take turns in a batch, however rare one is, and every example gets its turn")
func balancedOrder() {
    var examples = (0..<9).map { Example(row: $0, label: 0) }
    examples.append(Example(row: 9, label: 1))
    var order = BalancedOrder(examples: examples, labelCount: 3)
    var random = SeededRandom(seed: 1, stream: "order")
    let drawn = (0..<36).map { _ in order.next(&random) }
    #expect(drawn.count { examples[$0].label == 1 } == 18)
    // Eighteen draws of label 0 are two rounds of its nine examples.
    for example in 0..<9 { #expect(drawn.count { $0 == example } == 2) }
}

@Test("a feature that was never trained says nothing")
func unseenFeaturesAreSilent() throws {
    var rows = SparseRows(columnCount: 3)
    rows.append([(column: 0, value: 1)])
    rows.append([(column: 1, value: 1)])
    rows.append([(column: 0, value: 1), (column: 2, value: 1)])
    let examples = [Example(row: 0, label: 0), Example(row: 1, label: 1)]
    let outputs = try Trainer.train(FeatureRows(rows), examples, labelCount: 2, seed: 1).outputs(for: FeatureRows(rows))
    #expect(Array(outputs.probabilities.row(0)) == Array(outputs.probabilities.row(2)))
}

@Test("each example is held out once, folds differ by one at most, and no label leaves the training set")
func rotationFolds() throws {
    let (rows, all) = corpus(46, labels: 3)
    let rotation = Rotation(all, labelCount: 3, foldCount: 10, seed: 8)
    let folds = rotation.folds
    let sizes = (0..<10).map { fold in folds.count { $0 == fold } }
    #expect(sizes.reduce(0, +) == 46 && sizes.max() == 5 && sizes.min() == 4)
    for label in 0..<3 {
        let ofLabel = (0..<10).map { fold in all.indices.count { folds[$0] == fold && all[$0].label == label } }
        #expect((ofLabel.max() ?? 0) <= 2)
    }
    let whole = try rotation.heldOutPredictions(firstFolds: 10, rows: FeatureRows(rows), threads: 2)
    #expect(whole.positions == Array(all.indices))
    #expect(whole.probabilities.rowCount == 46 && whole.probabilities.columnCount == 3)
    let single = try rotation.heldOutPredictions(firstFolds: 1, rows: FeatureRows(rows), threads: 2)
    #expect(single.positions == rotation.heldOut(in: 0) && single.positions.count == 5)
}

@Test("held-out predictions come from models that did not see the example")
func rotationHoldsOut() throws {
    // A column that stands in one example only can be learnt from that example alone.
    var rows = SparseRows(columnCount: 40)
    for row in 0..<40 { rows.append([(column: UInt32(row), value: Float(1))]) }
    let examples = (0..<40).map { Example(row: $0, label: $0 % 2) }
    let seen = try Trainer.train(FeatureRows(rows), examples, labelCount: 2, seed: 1).outputs(for: FeatureRows(rows))
        .probabilities
    let right = examples.count { seen[$0.row, $0.label] > 0.6 }
    #expect(right == 40)
    let held = try Rotation(examples, labelCount: 2, foldCount: 10, seed: 1).heldOutPredictions(
        firstFolds: 10, rows: FeatureRows(rows), threads: 2)
    for position in 0..<40 { #expect(abs(held.probabilities[position, 0] - 0.5) < 0.1) }
}

@Test("training can be cancelled")
func trainingCancels() {
    let (rows, examples) = corpus(20, labels: 2)
    let monitor = WorkMonitor()
    monitor.cancel()
    #expect(throws: CancellationError.self) {
        try Trainer.train(FeatureRows(rows), examples, labelCount: 2, seed: 1, monitor: monitor)
    }
    #expect(throws: CancellationError.self) {
        try Rotation(examples, labelCount: 2, foldCount: 10, seed: 1).heldOutPredictions(
            firstFolds: 10, rows: FeatureRows(rows), threads: 2, monitor: monitor)
    }
}

@Test("passes are as many as the settings say, more where steps are too few, and the last of those as long as it takes")
func trainingPasses() {
    var settings = TrainingSettings.standard
    (settings.epochs, settings.leastSteps, settings.stepsPerRoot, settings.batchSize) = (2, 10, 4, 16)
    // Two passes are more than ten steps, and as many as four times √1,024.
    #expect(Trainer.lengths(settings, items: 1_024) == [1_024, 1_024])
    // Seven steps a pass, of which the last has four items: forty steps.
    #expect(Trainer.lengths(settings, items: 100) == [100, 100, 100, 100, 100, 80])
    // A step a pass: eight for √4, but ten at least.
    #expect(Trainer.lengths(settings, items: 4) == Array(repeating: 4, count: 10))
    settings.stepsPerRoot = 0
    #expect(Trainer.lengths(settings, items: 100) == [100, 100])
    (settings.epochs, settings.leastSteps) = (0, 0)
    #expect(Trainer.lengths(settings, items: 100) == [])
    settings = .standard
    // 14 · √1,000 steps are seven passes of 63 and two.
    #expect(Trainer.lengths(settings, items: 1_000) == Array(repeating: 1_000, count: 7) + [32])
    // Of eight labels twice as many: 886 steps.
    #expect(Trainer.lengths(settings, items: 1_000, labels: 8) == Array(repeating: 1_000, count: 14) + [64])
    // 2,800 of 10,000 items are more than are taken for labels' sake, and 1,400 no more than two labels ask for.
    #expect(Trainer.lengths(settings, items: 10_000, labels: 8) == Array(repeating: 10_000, count: 2) + [2_400])
}

@Test("each step is shorter than the one before by as much, from the whole rate to its share at the last")
func decayingRate() throws {
    // One example of one feature, and one label of two: the output bias moves by rate · (1 − p) each step.
    var settings = TrainingSettings.standard
    (settings.leastSteps, settings.stepsPerRoot, settings.learningRate) = (5, 0, 0.5)
    // Neither layer says anything but by its bias.
    (settings.initialScale, settings.hiddenRate) = (0, 0)
    var rows = SparseRows(columnCount: 1)
    rows.append([])
    let model = try Trainer.train(
        FeatureRows(rows), [Example(row: 0, label: 1)], labelCount: 2, settings: settings, seed: 1)
    var difference = 0.0
    for step in 0..<5 {
        let probability = 1 / (1 + exp(-difference))
        difference += 2 * 0.5 * (1 - Double(step) / 5) * (1 - probability)
    }
    #expect(abs(Double(model.outputBias[1] - model.outputBias[0]) - difference) < 1e-5)
}
