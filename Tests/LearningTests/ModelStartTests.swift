import Testing

@testable import Learning

/// Two units on two columns, and what they say of two labels.
///
/// Row (1, 0): h = (1.5, 0); row (0, 1): h = (0.5, 2.25); row (0, 0): the bias, h = (0.5, 0.25).
private let layer = HiddenLayer(weightRows: [0, 1], weights: [1, -2, 0, 2], bias: [0.5, 0.25])
private let output = OutputLayer(
    weights: Matrix(rowCount: 2, columnCount: 2, elements: [1, 0, 3, -2]), bias: [0.5, -0.5])
/// Of the first label over the second: −2 h₀ + 2 h₁ + 1, by hand.
private let logOdds: [Float] = [-2, 4.5, 0.5]

private let rows: FeatureRows = {
    var rows = SparseRows(columnCount: 2)
    rows.append([(column: 0, value: 1)])
    rows.append([(column: 1, value: 1)])
    rows.append([])
    return FeatureRows(rows)
}()

private func settings(rate: Float) -> TrainingSettings {
    var settings = TrainingSettings.standard
    settings.learningRate = rate
    return settings
}

private func logits(_ model: Classifier) -> [[Float]] {
    let outputs = model.outputs(for: rows)
    return (0..<3).map { Array(outputs.logits.row($0)) }
}

@Suite("what another task has learnt, kept beside new units")
struct ModelStartTests {
    @Test(
        "without labels it says what the task before would say, whatever the order of the labels",
        arguments: [false, true])
    func sameAsBefore(swapped: Bool) throws {
        let start = ModelStart(keeping: layer, output: output, labels: swapped ? [1, 0] : [0, 1])
        let model = try Trainer.train(rows, [], labelCount: 2, seed: 1, start: start)
        #expect(start.ranks && model.hiddenCount == 128)
        for (logits, expected) in zip(logits(model), logOdds) {
            #expect(abs(logits[swapped ? 1 : 0] - logits[swapped ? 0 : 1] - expected) < 1e-5)
        }
    }

    @Test("a label that is new stands where the mean of the others is")
    func newLabel() throws {
        let start = ModelStart(keeping: layer, output: output, labels: [0, nil, 1])
        let model = try Trainer.train(rows, [], labelCount: 3, seed: 1, start: start)
        for logits in logits(model) {
            #expect(abs(logits[1]) < 1e-6 && abs(logits[0] + logits[2]) < 1e-5)
        }
        #expect(!ModelStart(keeping: layer, output: output, labels: [nil, 1, nil]).ranks)
    }

    @Test("it counts as much as thirty labels: with ten of them its answers begin at three quarters")
    func worth() throws {
        let examples = (0..<10).map { Example(row: $0 % 2, label: $0 % 2) }
        let start = ModelStart(keeping: layer, output: output, labels: [0, 1])
        // Without a step only what is random of the new units, whose weights are small, comes to it.
        let model = try Trainer.train(rows, examples, labelCount: 2, settings: settings(rate: 0), seed: 1, start: start)
        for (logits, expected) in zip(logits(model), logOdds) {
            #expect(abs(logits[0] - logits[1] - 0.75 * expected) < 0.1)
        }
    }

    @Test("labels that say otherwise win, and the units stay as they were", arguments: [1, 2, 3] as [UInt64])
    func contradiction(seed: UInt64) throws {
        // Before, row 0 was of the second label and row 1 of the first.
        let examples = (0..<40).map { Example(row: $0 % 2, label: $0 % 2) }
        let start = ModelStart(keeping: layer, output: output, labels: [0, 1])
        let model = try Trainer.train(rows, examples, labelCount: 2, seed: seed, start: start)
        let outputs = model.outputs(for: rows)
        #expect(outputs.probabilities[0, 0] > 0.8 && outputs.probabilities[1, 1] > 0.8)
        for (row, expected) in [[1.5, 0], [0.5, 2.25], [0.5, 0.25]].enumerated() {
            #expect(Array(outputs.hidden.row(row).prefix(2)) == expected.map { Float($0) })
        }
    }

    @Test("a model of vectors gives w · x + b of the rows as they are centred")
    func vectorModel() throws {
        let model = VectorModel(
            task: "disaster", positive: "yes", negative: "no", labelCount: 4, encoder: "e", weights: [3, -1], bias: 0.5,
            texts: [7])
        var vectors = QuantizedVectors(width: 2, capacity: 2)
        vectors.append([1, 0])
        vectors.append([0, 1])
        let dense = DenseRows(vectors, places: [0, 1], weight: 1)
        var words = SparseRows(columnCount: 1)
        words.append([])
        words.append([])
        let classifier = try Trainer.train(
            FeatureRows(words, dense: dense), [], labelCount: 2, seed: 1,
            start: model.start(labels: ["no", "yes"], columnCount: 1))
        let logits = classifier.outputs(for: FeatureRows(words, dense: dense)).logits
        // Centred on (½, ½) and of length 1 the rows are ±(√½, −√½): ±4 √½ + ½.
        #expect(abs(logits[0, 1] - logits[0, 0] - 3.328_427) < 1e-3)
        #expect(abs(logits[1, 1] - logits[1, 0] + 2.328_427) < 1e-3)
        #expect(model.knows([1, 7]) && !model.knows([1, 2]))
    }

    @Test("a model of vectors learns the side that its labels lie on; of one label alone there is none")
    func learning() throws {
        var random = SeededRandom(seed: 2, stream: "vector model")
        var vectors = QuantizedVectors(width: 4, capacity: 200)
        for row in 0..<200 {
            vectors.append((0..<4).map { Float(random.normal() + ($0 == 0 ? (row % 2 == 0 ? 2 : -2) : 0)) }[...])
        }
        let rows = DenseRows(vectors, places: (0..<200).map { $0 }, weight: 0.8)
        func model(_ isPositive: (Int) -> Bool) -> VectorModel? {
            VectorModel(
                learning: rows, isPositive: (0..<200).map(isPositive), hashes: (0..<200).map { UInt64($0) }, task: "t",
                positive: "yes", negative: "no", encoder: "e")
        }
        let learnt = try #require(model { $0 % 2 == 0 })
        let right = (0..<200).count { row in
            let odds = zip(rows.row(row), learnt.weights).reduce(learnt.bias) { $0 + $1.0 * $1.1 }
            return (odds > 0) == (row % 2 == 0)
        }
        #expect(right > 180 && learnt.texts == (0..<200).map { UInt64($0) })
        #expect(model { _ in true } == nil)
    }
}
