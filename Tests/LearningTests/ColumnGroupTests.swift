import Foundation
import Testing

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

@Test("a training by groups of columns takes the steps of a training column by column")
func trainingByGroups() {
    let (rows, examples) = corpus()
    var settings = TrainingSettings.standard
    settings.hiddenUnits = 5
    settings.initialScale = 0.4
    var random = SeededRandom(seed: 2, stream: "training")
    var run = TrainingRun(
        rows: FeatureRows(rows), examples: examples, labelCount: 2, settings: settings, random: &random)
    var plain = PlainTraining(run.learnt(), rate: Double(settings.learningRate))
    let before = run.learnt()
    for step in 0..<60 {
        let batch = (0..<4).map { (step * 7 + $0 * 11) % 30 }
        run.step(on: batch)
        plain.step(on: batch.map { (rows.rowEntries($0), examples[$0].label) })
    }
    let learnt = run.learnt()
    func check(_ found: [Float], _ expected: [Double], from begun: [Float]) {
        #expect(found.count == expected.count)
        for (one, two) in zip(found, expected) { #expect(abs(Double(one) - two) < 2e-5) }
        #expect(zip(found, begun).contains { abs($0 - $1) > 0.05 })
    }
    check(learnt.inputWeights, plain.input.flatMap { $0 }, from: before.inputWeights)
    check(learnt.outputWeights, plain.output.flatMap { $0 }, from: before.outputWeights)
    check(learnt.hiddenBias, plain.hiddenBias, from: before.hiddenBias)
}

/// Gradient steps on the mean cross-entropy of a hidden layer of ReLU units, in double precision, from the definition.
private struct PlainTraining {
    /// By row of weights, and by label.
    var input: [[Double]]
    var output: [[Double]]
    var hiddenBias: [Double]
    private var outputBias: [Double]
    private let rowOfColumn: [Int32]
    private let rate: Double

    init(_ model: Classifier, rate: Double) {
        func rows(_ numbers: [Float]) -> [[Double]] {
            stride(from: 0, to: numbers.count, by: model.hiddenCount).map {
                numbers[$0..<$0 + model.hiddenCount].map(Double.init)
            }
        }
        input = rows(model.inputWeights)
        output = rows(model.outputWeights)
        hiddenBias = model.hiddenBias.map(Double.init)
        outputBias = model.outputBias.map(Double.init)
        rowOfColumn = model.weightRows
        self.rate = rate
    }

    mutating func step(on batch: [(entries: [(column: UInt32, value: Float)], label: Int)]) {
        let before = self
        let rate = rate / Double(batch.count)
        let units = hiddenBias.indices
        for (entries, label) in batch {
            var sums = before.hiddenBias
            for (column, value) in entries {
                let weights = before.input[Int(rowOfColumn[Int(column)])]
                for unit in units { sums[unit] += Double(value) * weights[unit] }
            }
            let hidden = sums.map { max(0, $0) }
            let logits = before.output.indices.map { label in
                units.reduce(before.outputBias[label]) { $0 + before.output[label][$1] * hidden[$1] }
            }
            let whole = logits.reduce(0) { $0 + exp($1) }
            let errors = logits.indices.map { exp(logits[$0]) / whole - ($0 == label ? 1 : 0) }
            for (label, error) in errors.enumerated() {
                outputBias[label] -= rate * error
                for unit in units { output[label][unit] -= rate * error * hidden[unit] }
            }
            for unit in units where hidden[unit] > 0 {
                let slope = errors.indices.reduce(0.0) { $0 + errors[$1] * before.output[$1][unit] }
                hiddenBias[unit] -= rate * slope
                for (column, value) in entries {
                    input[Int(rowOfColumn[Int(column)])][unit] -= rate * slope * Double(value)
                }
            }
        }
    }
}
