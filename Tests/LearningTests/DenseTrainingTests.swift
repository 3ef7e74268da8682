import Foundation
import Testing

@testable import Learning

/// Messages of which words, dense rows or both tell the label; what does not tell it is noise.
private struct Task {
    let rows: FeatureRows
    let examples: [Example]
    static let width = 40

    init(_ count: Int, labels: Int = 2, wordsTell: Bool, meaningTells: Bool, seed: UInt64 = 1) {
        var random = SeededRandom(seed: seed, stream: "task")
        var sparse = SparseRows(columnCount: labels * 20)
        var vectors = QuantizedVectors(width: Self.width)
        for row in 0..<count {
            let label = row % labels
            let columns = Set((0..<4).map { _ in (wordsTell ? label : random.below(labels)) * 20 + random.below(20) })
            let value = Float(1 / Double(columns.count).squareRoot())
            sparse.append(columns.sorted().map { (column: UInt32($0), value: value) })
            vectors.append(
                (0..<Self.width).map { index in
                    let signal = meaningTells && index % labels == label ? 0.8 : 0
                    // What all texts share.
                    return Float(random.normal() + signal + 2)
                })
        }
        rows = FeatureRows(sparse, dense: DenseRows(vectors, places: (0..<count).map { Int32($0) }, weight: 1))
        examples = (0..<count).map { Example(row: $0, label: $0 % labels) }
    }

    var words: FeatureRows { FeatureRows(rows.sparse) }

    func accuracy(_ model: Classifier, _ tested: Range<Int>, on rows: FeatureRows) -> Double {
        let probabilities = model.probabilities(for: rows)
        let right = tested.count { probabilities.largestColumn(inRow: $0) == examples[$0].label }
        return Double(right) / Double(tested.count)
    }
}

/// Hidden sums before the ReLU, from the definition, in double precision.
private func sums(_ model: Classifier, _ rows: FeatureRows, _ row: Int) -> [Double] {
    var sums = model.hiddenBias.map(Double.init)
    let sparse = rows.sparse
    for entry in sparse.rowEntries(row) {
        for (unit, weight) in (model.inputWeights(ofColumn: Int(entry.column)) ?? []).enumerated() {
            sums[unit] += Double(entry.value) * weight
        }
    }
    for (index, number) in (rows.dense?.row(row) ?? []).enumerated() where model.denseWidth == rows.denseWidth {
        for unit in sums.indices {
            sums[unit] += Double(number) * Double(model.denseWeights[index * sums.count + unit])
        }
    }
    return sums
}

private func logits(_ model: Classifier, _ hidden: [Double]) -> [Double] {
    (0..<model.labelCount).map { label in
        hidden.indices.reduce(Double(model.outputBias[label])) {
            $0 + hidden[$1] * Double(model.outputWeights[label * hidden.count + $1])
        }
    }
}

private func loss(_ model: Classifier, _ rows: FeatureRows, _ examples: [Example]) -> Double {
    examples.reduce(0) { sum, example in
        let logits = logits(model, sums(model, rows, example.row).map { max(0, $0) })
        return sum + log(logits.reduce(0) { $0 + exp($1) }) - logits[example.label]
    } / Double(examples.count)
}

@Test("a step goes down the gradient for sparse and dense weights alike, as finite differences give it")
func denseStepIsTheGradient() {
    let task = Task(6, labels: 3, wordsTell: true, meaningTells: true)
    var settings = TrainingSettings.standard
    settings.hiddenUnits = 4
    settings.learningRate = 0.5
    settings.initialScale = 0.5
    var random = SeededRandom(seed: 4, stream: "training")
    var run = TrainingRun(rows: task.rows, examples: task.examples, labelCount: 3, settings: settings, random: &random)
    let before = run.learnt()
    #expect(before.denseWidth == Task.width)
    // A first step on a smaller batch, and one on a larger: what a batch leaves behind must not touch the next.
    var smaller = run
    smaller.step(on: [3, 1])
    let between = smaller.learnt()
    smaller.step(on: Array(task.examples.indices))
    run.step(on: Array(task.examples.indices))

    func check(_ before: Classifier, _ after: Classifier, _ parameters: WritableKeyPath<Classifier, [Float]>) {
        var largest = 0.0
        for index in before[keyPath: parameters].indices {
            var (up, down) = (before, before)
            up[keyPath: parameters][index] += 1e-3
            down[keyPath: parameters][index] -= 1e-3
            let gap = Double(up[keyPath: parameters][index]) - Double(down[keyPath: parameters][index])
            let slope = (loss(up, task.rows, task.examples) - loss(down, task.rows, task.examples)) / gap
            let moved = Double(after[keyPath: parameters][index]) - Double(before[keyPath: parameters][index])
            #expect(abs(moved + 0.5 * slope) < 2e-4)
            largest = max(largest, abs(slope))
        }
        #expect(largest > 1e-3)
    }
    for parameters in [\Classifier.inputWeights, \.denseWeights, \.hiddenBias, \.outputWeights, \.outputBias] {
        check(before, run.learnt(), parameters)
        check(between, smaller.learnt(), parameters)
    }
}

@Test("activations and logits of rows with vectors are those of straight loops in double precision")
func densePassByDefinition() throws {
    let task = Task(150, labels: 3, wordsTell: true, meaningTells: true)
    let model = try Trainer.train(task.rows, Array(task.examples.prefix(60)), labelCount: 3, seed: 2)
    let outputs = model.outputs(for: task.rows)
    for row in 0..<150 {
        let hidden = sums(model, task.rows, row).map { max(0, $0) }
        #expect(zip(outputs.hidden.row(row), hidden).allSatisfy { abs(Double($0) - $1) < 1e-4 })
        #expect(zip(outputs.logits.row(row), logits(model, hidden)).allSatisfy { abs(Double($0) - $1) < 1e-4 })
    }
}

@Test("the bits do not depend on threads, on the rows beside a row, nor on how many there are", arguments: [1, 2, 5])
func densePassIsDeterministic(threads: Int) throws {
    let task = Task(2_100, wordsTell: true, meaningTells: true)
    let learnt = Array(task.examples.prefix(80))
    let model = try Trainer.train(task.rows, learnt, labelCount: 2, seed: 5)
    #expect(try Trainer.train(task.rows, learnt, labelCount: 2, seed: 5) == model)
    let outputs = model.outputs(for: task.rows)
    #expect(model.outputs(for: task.rows, threads: threads) == outputs)
    #expect(model.probabilities(for: task.rows, threads: threads) == outputs.probabilities)
    // Of 1, 31, 32, 33 and more rows, which break into blocks otherwise.
    for count in [0, 1, 31, 32, 33, 1_025] {
        let subset = (0..<count).map { ($0 * 37 + 5) % 2_100 }
        let some = model.probabilities(for: task.rows, subset, threads: threads)
        #expect(some.rowCount == count)
        for (position, row) in subset.enumerated() { #expect(some.row(position) == outputs.probabilities.row(row)) }
    }
}

@Test(
    "what only the dense rows tell is learnt, and what only the words tell is learnt beside noise in them",
    arguments: [2, 3])
func learnsFromEither(labels: Int) throws {
    for (wordsTell, meaningTells) in [(false, true), (true, false)] {
        let task = Task(600, labels: labels, wordsTell: wordsTell, meaningTells: meaningTells)
        let model = try Trainer.train(task.rows, Array(task.examples.prefix(240)), labelCount: labels, seed: 1)
        #expect(task.accuracy(model, 240..<600, on: task.rows) > 0.85)
        guard meaningTells else { continue }
        let words = try Trainer.train(task.words, Array(task.examples.prefix(240)), labelCount: labels, seed: 1)
        #expect(task.accuracy(words, 240..<600, on: task.words) < 1 / Double(labels) + 0.15)
    }
}

@Test("a model and rows of which only one knows vectors meet in the words")
func withAndWithout() throws {
    let task = Task(80, wordsTell: true, meaningTells: true)
    let both = try Trainer.train(task.rows, task.examples, labelCount: 2, seed: 1)
    let words = try Trainer.train(task.words, task.examples, labelCount: 2, seed: 1)
    #expect(both.denseWidth == Task.width && words.denseWidth == 0)
    #expect(words.outputs(for: task.rows) == words.outputs(for: task.words))
    let outputs = both.outputs(for: task.words)
    for row in 0..<80 {
        let hidden = sums(both, task.words, row).map { max(0, $0) }
        #expect(zip(outputs.hidden.row(row), hidden).allSatisfy { abs(Double($0) - $1) < 1e-4 })
    }
    // Vectors of another width say nothing either.
    var narrow = QuantizedVectors(width: 3)
    for row in 0..<80 { narrow.append([Float(row), 1, -2]) }
    let others = FeatureRows(task.rows.sparse, dense: DenseRows(narrow, places: (0..<80).map { Int32($0) }, weight: 1))
    #expect(both.outputs(for: others) == outputs)
}

@Test(
    "a hidden layer that knows vectors carries their weights to another task; frozen, its activations stay to the bit")
func layerWithVectors() throws {
    let task = Task(120, labels: 3, wordsTell: false, meaningTells: true)
    // A layer that has learnt words of no meaning by heart would not move any more.
    var settings = TrainingSettings.standard
    (settings.epochs, settings.leastSteps, settings.stepsPerRoot) = (20, 0, 0)
    let first = try Trainer.train(
        task.rows, Array(task.examples.prefix(90)), labelCount: 3, settings: settings, seed: 1)
    let blind = try Trainer.train(
        task.words, Array(task.examples.prefix(90)), labelCount: 3, settings: settings, seed: 1)
    settings.hiddenRate = 0
    let others = task.examples.prefix(60).map { Example(row: $0.row, label: ($0.label + 1) % 3) }
    func train(_ rows: FeatureRows, _ start: HiddenLayer) throws -> Classifier {
        try Trainer.train(rows, others, labelCount: 3, settings: settings, seed: 2, start: ModelStart(start))
    }
    let frozen = try train(task.rows, first.hiddenLayer)
    #expect(frozen.outputs(for: task.rows).hidden == first.outputs(for: task.rows).hidden)
    #expect(frozen.denseWeights == first.denseWeights)
    // The names of the words are turned round and back: the weights of the vectors stay.
    let names = (0..<60).map { UInt64($0) }
    let renamed = first.hiddenLayer.renamed(from: names, to: names.reversed())
    #expect(renamed.denseWeights == first.denseWeights)
    #expect(renamed.renamed(from: names.reversed(), to: names).denseWeights == first.denseWeights)
    // Frozen without knowing vectors, it stays blind to them; on rows without vectors it reads the words alone.
    let onVectors = try train(task.rows, blind.hiddenLayer)
    #expect(onVectors.outputs(for: task.rows).hidden == blind.outputs(for: task.words).hidden)
    let onWords = try train(task.words, first.hiddenLayer)
    #expect(onWords.denseWidth == 0)
    #expect(onWords.outputs(for: task.words).hidden == first.outputs(for: task.words).hidden)
    // Moving, it learns to read them.
    settings.hiddenRate = 1
    let moving = try Trainer.train(
        task.rows, Array(task.examples.prefix(90)), labelCount: 3, settings: settings, seed: 2,
        start: ModelStart(blind.hiddenLayer)
    )
    #expect(task.accuracy(moving, 90..<120, on: task.rows) > 0.7)
}

@Test("words, meaning and what the biases give are the logit difference", arguments: [2, 3])
func contributionsWithMeaning(labels: Int) throws {
    let texts = (0..<24).map { "flood water \($0) at street \($0 % 5)" } + [""]
    let (vocabulary, sparse) = try FeatureExtractor(settings: .standard).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    let dense = Task(texts.count, labels: labels, wordsTell: false, meaningTells: true).rows.dense
    let rows = FeatureRows(sparse, dense: dense)
    let examples = (0..<20).map { Example(row: $0, label: $0 % labels) }
    let model = try Trainer.train(rows, examples, labelCount: labels, seed: 3)
    let scores = model.outputs(for: rows).logits
    func difference(_ logits: [Double], _ label: Int) -> Double {
        let others = logits.indices.filter { $0 != label }.map { logits[$0] }
        return logits[label] - others.reduce(0, +) / Double(others.count)
    }
    var largest = 0.0
    for row in texts.indices {
        // The hidden biases pass through the units that the message makes active.
        let biases = zip(sums(model, rows, row), model.hiddenBias).map { $0 > 0 ? Double($1) : 0 }
        for label in 0..<labels {
            let found = model.explanation(of: texts[row], label: label, rows: rows, row: row, vocabulary: vocabulary)
            let meaning = try #require(found.meaning)
            let words = found.words.reduce(0) { $0 + $1.contribution }
            let all = words + meaning + difference(logits(model, biases), label)
            #expect(abs(all - difference(scores.row(row).map(Double.init), label)) < 1e-4)
            largest = max(largest, abs(meaning))
        }
    }
    #expect(largest > 0.5)
    // Without dense rows on either side there is no meaning to speak of.
    let words = FeatureRows(sparse)
    #expect(model.explanation(of: texts[0], label: 0, rows: words, row: 0, vocabulary: vocabulary).meaning == nil)
    let blind = try Trainer.train(words, examples, labelCount: labels, seed: 3)
    #expect(blind.explanation(of: texts[0], label: 0, rows: rows, row: 0, vocabulary: vocabulary).meaning == nil)
}
