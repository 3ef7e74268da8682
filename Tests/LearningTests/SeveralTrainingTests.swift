import Answers
import Foundation
import Testing

@testable import Learning

/// Messages of which each label has words of its own, three of which stand in each message that has it, beside three of common ones.
/// Labels hold independently, with these shares.
private func corpus(
    _ count: Int, shares: [Double], seed: UInt64 = 1
) -> (rows: SparseRows, examples: [Example]) {
    var random = SeededRandom(seed: seed, stream: "several")
    var rows = SparseRows(columnCount: 20 * shares.count + 40)
    var examples: [Example] = []
    for row in 0..<count {
        let labels = LabelIndices(shares.indices.filter { random.unit() < shares[$0] })
        var columns = Set((0..<3).map { _ in 20 * shares.count + random.below(40) })
        for label in labels { for _ in 0..<3 { columns.insert(20 * label + random.below(20)) } }
        let value = Float(1 / Double(columns.count).squareRoot())
        rows.append(columns.sorted().map { (column: UInt32($0), value: value) })
        examples.append(Example(row: row, answer: .several(labels)))
    }
    return (rows, examples)
}

/// Mean over the examples of Σ weight · binary cross-entropy in double precision, written from the definition.
private func loss(
    _ model: Classifier, _ rows: SparseRows, _ examples: [Example], weight: (_ label: Int, _ held: Bool) -> Double
) -> Double {
    var sum = 0.0
    for example in examples {
        var hidden = model.hiddenBias.map(Double.init)
        for entry in rows.rowEntries(example.row) {
            for (unit, weight) in (model.inputWeights(ofColumn: Int(entry.column)) ?? []).enumerated() {
                hidden[unit] += Double(entry.value) * weight
            }
        }
        hidden = hidden.map { max(0, $0) }
        for label in 0..<model.labelCount {
            let logit = hidden.indices.reduce(Double(model.outputBias[label])) {
                $0 + hidden[$1] * Double(model.outputWeights[label * model.hiddenCount + $1])
            }
            let held = example.answer.has(label)
            sum += weight(label, held) * log(1 + exp(held ? -logit : logit))
        }
    }
    return sum / Double(examples.count)
}

@Test("a step goes down the gradient of the labels' weighted cross-entropies, as finite differences give it")
func stepIsTheGradientOfSeveral() {
    let (rows, examples) = corpus(8, shares: [0.5, 0.3, 0.6], seed: 3)
    var settings = TrainingSettings.standard
    settings.hiddenUnits = 4
    settings.learningRate = 0.5
    settings.initialScale = 0.5
    var random = SeededRandom(seed: 4, stream: "training")
    var run = TrainingRun(
        rows: FeatureRows(rows), examples: examples, labelCount: 3, loss: .oneAgainstRest, settings: settings,
        random: &random)
    run.weigh(by: LabelBalance(of: examples, labelCount: 3))
    func weight(_ label: Int, _ held: Bool) -> Double {
        let count = Double(examples.count { $0.answer.has(label) == held })
        return 0.5 * Double(examples.count) / count
    }
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
            let slope =
                (loss(up, rows, examples, weight: weight) - loss(down, rows, examples, weight: weight)) / gap
            let moved = Double(after[keyPath: parameters][index]) - Double(before[keyPath: parameters][index])
            #expect(abs(moved + 0.5 * slope) < 5e-4)
            largest = max(largest, abs(slope))
        }
        #expect(largest > 1e-3)
    }
    check(\.inputWeights)
    check(\.hiddenBias)
    check(\.outputWeights)
    check(\.outputBias)
}

private func averagePrecision(_ probabilities: Matrix, _ examples: [Example], _ label: Int) -> Double {
    Metrics.averagePrecision(
        scores: examples.map { Double(probabilities[$0.row, label]) }, actual: examples.map { $0.answer.has(label) })
        ?? 0
}

@Test("each label is learnt, the rare one too", arguments: [TrainingSettings.Draw.balanced, .once])
func learnsSeveral(draw: TrainingSettings.Draw) throws {
    let shares = [0.5, 0.25, 0.05]
    let (rows, examples) = corpus(1_000, shares: shares)
    var settings = TrainingSettings.standard
    settings.draw = draw
    let learnt = Array(examples.prefix(300))
    let model = try Trainer.train(
        FeatureRows(rows), learnt, labelCount: 3, loss: .oneAgainstRest, settings: settings, seed: 1)
    let probabilities = model.outputs(for: FeatureRows(rows)).probabilities
    let others = Array(examples.dropFirst(300))
    for (label, share) in shares.enumerated() {
        let precision = averagePrecision(probabilities, others, label)
        // At random it is the share.
        #expect(precision > share + 0.75 * (1 - share), "\(label): \(precision)")
    }
    // Labels hold by themselves: rows do not add up to 1.
    let sums = others.map { probabilities.row($0.row).reduce(0, +) }
    #expect((sums.max() ?? 0) > 1.5 && (sums.min() ?? 1) < 0.7)
    #expect(
        try Trainer.train(
            FeatureRows(rows), learnt, labelCount: 3, loss: .oneAgainstRest, settings: settings, seed: 1) == model)
}

@Test("models of nothing, of one answer, and of answers that contradict each other are models all the same")
func severalAtTheEdges() throws {
    let (rows, examples) = corpus(40, shares: [0.5, 0.5])
    func probabilities(_ examples: [Example]) throws -> [Float] {
        try Trainer.train(FeatureRows(rows), examples, labelCount: 2, loss: .oneAgainstRest, seed: 1).outputs(
            for: FeatureRows(rows)
        ).probabilities.elements
    }
    #expect(try probabilities([]).allSatisfy { $0 == 0.5 })
    #expect(![Example]().hasTwoLabels)
    let none = examples.map { Example(row: $0.row, answer: .several([])) }
    #expect(!none.hasTwoLabels)
    #expect(try probabilities(none).allSatisfy { $0 >= 0 && $0 < 0.5 })
    let both = none + [Example(row: 0, answer: .several([0, 1]))]
    #expect(both.hasTwoLabels)
    #expect(try probabilities(both).allSatisfy { $0.isFinite && $0 >= 0 && $0 <= 1 })
}

@Test("labels come in turn with and without, and the shares of the draws that have them are known")
func balancedAnswers() {
    // Label 0 in 2 of 8, label 1 in 4 of 8, label 2 in all: of it nothing is drawn.
    let held: [LabelIndices] = [[0, 2], [0, 1, 2], [1, 2], [1, 2], [1, 2], [2], [2], [2]]
    let examples = held.enumerated().map { Example(row: $0.offset, answer: .several($0.element)) }
    var order = BalancedAnswers(examples: examples, labelCount: 3)
    #expect(order.groupCount == 4)
    var random = SeededRandom(seed: 1, stream: "test")
    let count = 4 * 4 * 6
    let drawn = (0..<count).map { _ in examples[order.next(&random)] }
    for (place, example) in drawn.enumerated() {
        #expect(example.answer.has(place % 4 / 2) == (place % 2 == 0))
    }
    for label in 0..<3 {
        let share = Double(drawn.count { $0.answer.has(label) }) / Double(count)
        // Each group is used up a whole number of times, so that they are the same but for rounding.
        #expect(abs(order.shares[label] - share) < 1e-9)
    }
    // Of label 0: its holders and others in equal turns, 1/2; of label 1's turns 1/4 of the holders and 1/4 of the others have it.
    #expect(abs(order.shares[0] - 0.375) < 1e-9)
}

@Test("examples of several labels are dealt evenly, and the rarest label as evenly as can be")
func stratifiedFolds() {
    let (_, examples) = corpus(203, shares: [0.5, 0.2, 0.05], seed: 2)
    let rotation = Rotation(examples, labelCount: 3, foldCount: 10, loss: .oneAgainstRest, seed: 3)
    let folds = (0..<10).map { rotation.heldOut(in: $0) }
    #expect(folds.joined().sorted() == Array(examples.indices))
    #expect(Set(folds.map(\.count)).isSubset(of: [20, 21]))
    for label in 0..<3 {
        let counts = folds.map { fold in fold.count { examples[$0].answer.has(label) } }
        let spread = (counts.max() ?? 0) - (counts.min() ?? 0)
        #expect(spread <= (label == 2 ? 1 : 3), "\(label): \(counts)")
    }
    #expect(
        (0..<10).map {
            Rotation(examples, labelCount: 3, foldCount: 10, loss: .oneAgainstRest, seed: 3).heldOut(in: $0)
        }
            == folds)
}

/// Texts of which the labels hold where words stand in them.
private let texts: [String] = (0..<60).map { number in
    (number % 2 == 0 ? "water well \(number)" : "road \(number)") + (number % 3 == 0 ? " food rice" : " sun")
}

private func textModel() throws -> TextModel {
    let (vocabulary, rows) = try FeatureExtractor().extract(fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    let examples = texts.indices.map { number in
        var labels = LabelIndices()
        if number % 2 == 0 { labels = [0, 2] }
        if number % 3 == 0 { labels.insert(1) }
        return Example(row: number, answer: .several(labels))
    }
    let learnt = try Trainer.train(FeatureRows(rows), examples, labelCount: 3, loss: .oneAgainstRest, seed: 5)
    return TextModel(
        vocabulary: vocabulary, classifier: learnt, labels: ["water", "food", "need"],
        decision: Decision(
            positive: 1, thresholds: [0.4, 0.6, 0.999], implications: Implications(closures: [[0, 2], [1], [2]])),
        origin: TextModel.Origin(
            tool: "tocsin 9", task: "t", trainingCounts: [30, 20, 30], evaluationCount: 0, training: .standard, seed: 1)
    )
}

@Test("a model of several labels is written and read, with its thresholds and what labels imply")
func severalModelFile() throws {
    let model = try textModel()
    #expect(model.isSeveral)
    let bytes = model.fileBytes
    let read = try TextModel(fileBytes: bytes, path: "m")
    #expect(read.decision == model.decision && read.classifier == model.classifier && read.labels == model.labels)
    let probabilities = try read.probabilities(for: texts)
    #expect(try probabilities == model.probabilities(for: texts))
    // "need" is implied, its own threshold hardly ever reached.
    #expect(read.decision.answer(probabilities.row(0)) == .several([0, 1, 2]))
    #expect(read.decision.answer(probabilities.row(1)) == .several([]))
    let text = String(decoding: bytes.prefix(2_000), as: UTF8.self)
    #expect(text.contains("\"tocsin.model\":\"13\""))
    for (place, other) in [("\"0.4\\", "\"1.4\\"), ("\"2\\", "\"3\\")] {
        let range = Array(place.utf8)
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: range) }) else {
            Issue.record("\(place) is not in the file")
            continue
        }
        var broken = bytes
        broken.replaceSubrange(start..<start + range.count, with: Array(other.utf8))
        #expect(throws: ModelFileError.self) { try TextModel(fileBytes: broken, path: "m") }
    }
}

@Test("texts that are scored one after the other have the probabilities of the model")
func severalScorer() throws {
    let model = try textModel()
    let expected = try model.probabilities(for: texts)
    var scorer = try TextScorer(model)
    for (row, text) in texts.enumerated() {
        let found = scorer.probabilities(of: Array(text.utf8)[...])
        for (one, other) in zip(found, expected.row(row)) { #expect(abs(one - other) <= 1e-6) }
    }
}

@Test("words speak for a label by its own logit")
func severalContributions() throws {
    let model = try textModel()
    let rows = FeatureRows(try model.vocabulary.rows(ofTexts: 1, text: { _ in texts[0] }, threads: 1))
    for label in 0..<3 {
        let explanation = model.classifier.explanation(
            of: texts[0], label: label, rows: rows, row: 0, vocabulary: model.vocabulary)
        var best = (word: "", contribution: -Double.infinity)
        for word in explanation.words where word.contribution > best.contribution {
            best = (String(texts[0][word.range]), word.contribution)
        }
        #expect((label == 1 ? ["food", "rice"] : ["water", "well"]).contains(best.word), "\(label): \(best.word)")
    }
}

@Test("what is known of labels goes from one kind of task to the other")
func startOfTheOtherKind() throws {
    var rows = SparseRows(columnCount: 1)
    rows.append([(column: 0, value: 1)])
    let layer = HiddenLayer(weightRows: [0], weights: [1, 2], bias: [0, 0])
    // h = (1, 2), logits (1, 0, −2.5): log-odds of one label against the mean of the two others.
    let output = OutputLayer(
        weights: Matrix(rowCount: 3, columnCount: 2, elements: [1, 0, 0, 0, 0.5, -1.5]), bias: [0, 0, 0])
    func logits(_ start: ModelStart, _ loss: Loss, labels: Int) throws -> [Float] {
        let model = try Trainer.train(FeatureRows(rows), [], labelCount: labels, loss: loss, seed: 1, start: start)
        return Array(model.outputs(for: FeatureRows(rows)).logits.row(0))
    }
    let toSeveral = ModelStart(keeping: layer, output: output, labels: [2, nil, 0], loss: .oneAgainstRest)
    let expected: [Float] = [-2.5 - 0.5, 0, 1 + 1.25]
    for (one, other) in zip(try logits(toSeveral, .oneAgainstRest, labels: 3), expected) {
        #expect(abs(one - other) < 1e-5)
    }
    let same = ModelStart(
        keeping: layer, output: output, labels: [nil, 2], from: .oneAgainstRest, loss: .oneAgainstRest)
    #expect(same.ranks)
    for (one, other) in zip(try logits(same, .oneAgainstRest, labels: 2), [0, -2.5] as [Float]) {
        #expect(abs(one - other) < 1e-5)
    }
}

@Test("a label that is missing and one that is too many are suspected, with what they imply")
func suspectedAnswers() throws {
    // 60 messages; label 0 is held by every other one, label 1 by every third, and the model knows it; label 2 wherever label 0.
    var elements: [Float] = []
    var answers: [Answer] = []
    for message in 0..<60 {
        let truth = [message % 2 == 0, message % 3 == 0, message % 2 == 0]
        elements += truth.map { $0 ? 0.9 : 0.1 }
        answers.append(.several(LabelIndices(truth.indices.filter { truth[$0] })))
    }
    answers[4] = .several([])
    answers[9] = .several([])
    let found = SuspectedAnswers(
        probabilities: Matrix(rowCount: 60, columnCount: 3, elements: elements), answers: answers,
        implications: Implications(closures: [[0, 2], [1], [2]]))
    let byPosition = Dictionary(uniqueKeysWithValues: found.suspects.map { ($0.position, $0) })
    #expect(byPosition.keys.sorted() == [4, 9])
    #expect(byPosition[4]?.suggested == .several([0, 2]) && byPosition[4]?.given == .several([]))
    #expect(byPosition[9]?.suggested == .several([1]))
    #expect(abs((byPosition[9]?.margin ?? 0) + 0.8) < 1e-6)
    #expect(abs(Answer.several([1]).probability(in: [0.5, 0.5, 0.75]) - pow(0.5 * 0.5 * 0.25, 1 / 3)) < 1e-9)
    #expect(Answer.one(1).probability(in: [0.5, 0.25]) == 0.25 && Answer.one(2).probability(in: [0.5, 0.25]) == 0)
}
