import Foundation
import Testing

@testable import Learning

/// Two units. The weights of column 0 are (1, −2), those of column 1 are (3, 4); column 2 has none.
private let layer = HiddenLayer(weightRows: [1, 0, -1], weights: [3, 4, 1, -2], bias: [0.5, 0.25])

private func rows(_ rows: [[Float]]) -> SparseRows {
    var sparse = SparseRows(columnCount: rows.first?.count ?? 0)
    for row in rows {
        sparse.append(
            row.enumerated().filter { $0.element != 0 }.map { (column: UInt32($0.offset), value: $0.element) })
    }
    return sparse
}

private let fiveRows = rows([[1, 0, 0], [0, 0.5, 0], [0, 0, 1], [2, 0, 1], [1, 1, 0]])

/// ReLU of bias and weights, by hand: (1.5, −1.75), (2, 2.25), the bias alone, (2.5, −3.75), (4.5, 2.25).
private let activations: [Float] = [1.5, 0, 2, 2.25, 0.5, 0.25, 2.5, 0, 4.5, 2.25]

private func settings(hiddenRate: Float) -> TrainingSettings {
    var settings = TrainingSettings.standard
    settings.hiddenRate = hiddenRate
    return settings
}

@Test("a frozen layer keeps its activations bit for bit, whatever labels are learnt on it", arguments: [1, 2, 3])
func frozenLayerByHand(labels: Int) throws {
    let examples = (0..<5).map { Example(row: $0, label: $0 % labels) }
    for seed in UInt64(1)...3 {
        let model = try Trainer.train(
            FeatureRows(fiveRows), examples, labelCount: labels, settings: settings(hiddenRate: 0), seed: seed,
            start: ModelStart(layer))
        #expect(model.hiddenCount == 2 && model.labelCount == labels)
        #expect(model.outputs(for: FeatureRows(fiveRows)).hidden.elements == activations)
        #expect(model.hiddenLayer.knownFeatureCount == 2)
    }
    // Without examples there is nothing to learn, and the layer is there all the same.
    let untaught = try Trainer.train(
        FeatureRows(fiveRows), [], labelCount: labels, settings: settings(hiddenRate: 0), seed: 1,
        start: ModelStart(layer))
    let outputs = untaught.outputs(for: FeatureRows(fiveRows))
    #expect(outputs.hidden.elements == activations)
    #expect(outputs.probabilities.elements.allSatisfy { abs($0 - 1 / Float(labels)) < 1e-6 })
}

@Test("what a frozen layer does not know stays silent, even where it would tell the labels apart")
func frozenLayerLearnsNoFeature() throws {
    let same = rows([[1, 0, 0], [1, 0, 1], [0, 1, 0], [0, 1, 1]])
    let examples = (0..<4).map { Example(row: $0, label: $0 % 2) }
    let frozen = try Trainer.train(
        FeatureRows(same), examples, labelCount: 2, settings: settings(hiddenRate: 0), seed: 1, start: ModelStart(layer)
    ).outputs(for: FeatureRows(same)).probabilities
    #expect(Array(frozen.row(0)) == Array(frozen.row(1)) && Array(frozen.row(2)) == Array(frozen.row(3)))
    let moving = try Trainer.train(
        FeatureRows(same), examples, labelCount: 2, settings: settings(hiddenRate: 1), seed: 1, start: ModelStart(layer)
    ).outputs(for: FeatureRows(same)).probabilities
    #expect(moving[1, 1] > moving[0, 1] && moving[3, 1] > moving[2, 1])
}

/// Messages of four topics with ten words each.
private func topics(_ count: Int) -> (rows: SparseRows, topics: [Int]) {
    var random = SeededRandom(seed: 3, stream: "topics")
    var rows = SparseRows(columnCount: 40)
    for row in 0..<count {
        let columns = Set((0..<4).map { _ in row % 4 * 10 + random.below(10) }).sorted()
        let value = Float(1 / Double(columns.count).squareRoot())
        rows.append(columns.map { (column: UInt32($0), value: value) })
    }
    return (rows, (0..<count).map { $0 % 4 })
}

private func accuracy(_ model: Classifier, _ rows: SparseRows, _ tested: Range<Int>, label: (Int) -> Int) -> Double {
    let probabilities = model.probabilities(for: FeatureRows(rows))
    let right = tested.count { row in
        let values = Array(probabilities.row(row))
        return values.firstIndex(of: values.max() ?? 0) == label(row)
    }
    return Double(right) / Double(tested.count)
}

/// Other labels for the four topics: turned round, and two for four.
private let otherLabels: [[Int]] = [[3, 2, 1, 0], [1, 0, 1, 0], [0, 1, 2, 0]]

@Test(
    "a model of the labels A to D gets an output layer for other labels, on the same activations",
    arguments: otherLabels)
func reHeading(labels: [Int]) throws {
    let (rows, topic) = topics(160)
    let first = try Trainer.train(
        FeatureRows(rows), (0..<100).map { Example(row: $0, label: topic[$0]) }, labelCount: 4, seed: 1)
    #expect(accuracy(first, rows, 100..<160) { topic[$0] } > 0.95)
    let other = try Trainer.train(
        FeatureRows(rows), (0..<40).map { Example(row: $0, label: labels[topic[$0]]) },
        labelCount: (labels.max() ?? 0) + 1,
        settings: settings(hiddenRate: 0), seed: 2, start: ModelStart(first.hiddenLayer))
    #expect(other.outputs(for: FeatureRows(rows)).hidden == first.outputs(for: FeatureRows(rows)).hidden)
    #expect(other.outputLayer.weights.rowCount == (labels.max() ?? 0) + 1)
    #expect(accuracy(other, rows, 100..<160) { labels[topic[$0]] } > 0.95)
}

@Test("the models of a rotation all start from the layer that is given")
func rotationFromALayer() throws {
    let examples = (0..<5).map { Example(row: $0, label: $0 % 2) }
    let rotation = Rotation(
        examples, labelCount: 2, foldCount: 5, settings: settings(hiddenRate: 0), seed: 1, start: ModelStart(layer))
    for fold in 0..<5 {
        #expect(
            try rotation.model(of: fold, rows: FeatureRows(fiveRows)).outputs(for: FeatureRows(fiveRows)).hidden
                .elements == activations)
    }
}

@Test("renaming carries each feature's weights to its new column; unknown features have none")
func renamedByHand() throws {
    // The columns are named 11, 22 and 33; the other texts have 33, 44, 22 and 11 in that order.
    let renamed = layer.renamed(from: [11, 22, 33], to: [33, 44, 22, 11])
    #expect(renamed.unitCount == 2 && renamed.knownFeatureCount == 2)
    let others = rows([[0, 0, 0, 1], [0, 0, 0.5, 0], [1, 1, 0, 0], [0, 7, 0, 2], [0, 0, 1, 1]])
    let model = try Trainer.train(
        FeatureRows(others), [Example(row: 0, label: 0), Example(row: 1, label: 1)], labelCount: 2,
        settings: settings(hiddenRate: 0), seed: 1, start: ModelStart(renamed))
    #expect(model.outputs(for: FeatureRows(others)).hidden.elements == activations)
    // There and back: nothing is lost.
    let back = renamed.renamed(from: [33, 44, 22, 11], to: [11, 22, 33])
    #expect(back == layer)
    #expect(layer.renamed(from: [11, 22, 33], to: []).knownFeatureCount == 0)
    #expect(layer.renamed(from: [], to: [11, 22, 33]).knownFeatureCount == 0)
    #expect(layer.renamed(from: [11, 22, 33], to: [44, 55]).knownFeatureCount == 0)
    // More names than the layer has columns.
    #expect(layer.renamed(from: [11, 22, 33, 44], to: [44, 11]).knownFeatureCount == 1)
}

@Test("a layer that was learnt on some texts reads other texts by their words")
func renamedByWords() throws {
    let extractor = FeatureExtractor(
        settings: FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false))
    func extract(_ texts: [String]) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
        try extractor.extract(fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    }
    let (firstVocabulary, first) = try extract(["flood water", "cup final", "water rises", "final score"])
    let (secondVocabulary, second) = try extract(["score", "earthquake", "rises earthquake", "flood", "water flood"])
    let model = try Trainer.train(
        FeatureRows(first), (0..<4).map { Example(row: $0, label: $0 % 2) }, labelCount: 2, seed: 1)
    let other = try Trainer.train(
        FeatureRows(second), (0..<5).map { Example(row: $0, label: $0 % 3) }, labelCount: 3,
        settings: settings(hiddenRate: 0),
        seed: 1,
        start: ModelStart(model.hiddenLayer.renamed(from: firstVocabulary.features, to: secondVocabulary.features)))
    // Of the second texts' five words four are known: score, rises, flood, water.
    #expect(secondVocabulary.features.count == 5 && other.hiddenLayer.knownFeatureCount == 4)
    let (before, after) = (
        model.outputs(for: FeatureRows(first)).hidden, other.outputs(for: FeatureRows(second)).hidden
    )
    #expect(zip(before.row(0), after.row(4)).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(Array(after.row(1)) == model.hiddenLayer.bias.map { max(0, $0) })
    #expect(Array(before.row(0)) != Array(before.row(1)))
}

@Test("a step moves the hidden layer by its share of the learning rate", arguments: [0, 0.1, 0.5, 1] as [Float])
func hiddenRateByHand(rate: Float) {
    // One unit with weight 1 and bias 0 sees x = 2: h = 2. With v the output weights and p = softmax(2 v), the errors
    // are e = p − (1, 0), and a step of ½ takes ½ · 2 e from v, ½ · rate · (e · v) · 2 from the weight, and
    // ½ · rate · (e · v) from the bias.
    let one = rows([[2]])
    var settings = settings(hiddenRate: rate)
    settings.learningRate = 0.5
    var random = SeededRandom(seed: 1, stream: "training")
    var run = TrainingRun(
        rows: FeatureRows(one), examples: [Example(row: 0, label: 0)], labelCount: 2, settings: settings,
        start: ModelStart(HiddenLayer(weightRows: [0], weights: [1], bias: [0])), random: &random)
    let v = run.learnt().outputWeights.map(Double.init)
    #expect(run.learnt().inputWeights == [1] && run.learnt().hiddenBias == [0] && v.count == 2)
    let (a, b) = (exp(2 * v[0]), exp(2 * v[1]))
    let errors = [a / (a + b) - 1, b / (a + b)]
    let slope = errors[0] * v[0] + errors[1] * v[1]
    #expect(abs(slope) > 0.01)
    run.step(on: [0])
    for label in 0..<2 {
        #expect(abs(Double(run.learnt().outputWeights[label]) - (v[label] - errors[label])) < 1e-6)
        #expect(abs(Double(run.learnt().outputBias[label]) + 0.5 * errors[label]) < 1e-6)
    }
    #expect(abs(Double(run.learnt().inputWeights[0]) - (1 - Double(rate) * slope)) < 1e-6)
    #expect(abs(Double(run.learnt().hiddenBias[0]) + 0.5 * Double(rate) * slope) < 1e-6)
    if rate == 0 { #expect(run.learnt().inputWeights == [1] && run.learnt().hiddenBias == [0]) }
}

@Test("fine-tuning moves the layer, less than training it at the full rate, and leaves the first model as it was")
func fineTuningMoves() throws {
    let (rows, topic) = topics(80)
    let first = try Trainer.train(
        FeatureRows(rows), (0..<60).map { Example(row: $0, label: topic[$0]) }, labelCount: 4, seed: 1)
    let before = first.outputs(for: FeatureRows(rows))
    func moved(_ rate: Float) throws -> Double {
        let model = try Trainer.train(
            FeatureRows(rows), (0..<60).map { Example(row: $0, label: topic[$0] % 2) }, labelCount: 2,
            settings: settings(hiddenRate: rate), seed: 1, start: ModelStart(first.hiddenLayer))
        return zip(model.outputs(for: FeatureRows(rows)).hidden.elements, before.hidden.elements).reduce(0) {
            $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
        }.squareRoot()
    }
    #expect(try moved(0) == 0)
    #expect(try moved(0.1) > 0 && moved(0.1) < moved(1))
    #expect(first.outputs(for: FeatureRows(rows)) == before)
}
