import Testing

@testable import Learning

private func extract(
    _ texts: [String], apart: Set<Int> = []
) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
    try FeatureExtractor(settings: .published).extract(
        fromTexts: texts.count, text: { texts[$0] }, apart: apart, threads: 2)
}

private func column(_ word: String, in vocabulary: Vocabulary) -> Int? {
    vocabulary.features.firstIndex(of: FeatureHash(kind: Tokenizer.Kind.word.rawValue, word.unicodeScalars).value)
}

/// Words as Python's `str.split()` gives them.
@Test(
    "words between white space are as they are written",
    arguments: [
        ("Fire, fire: #fire @fire  FIRE\n", ["Fire,", "fire:", "#fire", "@fire", "FIRE"]),
        (
            "a\u{A0}b\u{3000}c\u{2028}d\u{1C}e\u{1F}f\u{85}g\u{B}h\u{200B}i",
            ["a", "b", "c", "d", "e", "f", "g", "h\u{200B}i"]
        ),
        ("e\u{301} \u{301}e 12.5 http://a.b/c?d", ["e\u{301}", "\u{301}e", "12.5", "http://a.b/c?d"]),
        ("", []), (" \t", []),
    ])
func spacedWords(text: String, words: [String]) {
    let tokenizer = Tokenizer(words: .spaced)
    #expect(tokenizer.tokens(of: text).map { Array($0.text.unicodeScalars) } == words.map { Array($0.unicodeScalars) })
    let placed = tokenizer.placedTokens(of: text)
    #expect(placed.map(\.token) == tokenizer.tokens(of: text))
    #expect(placed.map { Array(text.unicodeScalars[$0.range]) } == words.map { Array($0.unicodeScalars) })
}

@Test("a word is a feature from its third occurrence on, be it in one text, and its value is its count")
func threeOccurrences() throws {
    let (vocabulary, rows) = try extract(["Sea Sea Sea dam", "dam sea ,", "dam dam sea", ", ice ice"])
    // Sea 3 in one text, dam 4 in three; sea, the comma and ice stand twice each.
    let sea = try #require(column("Sea", in: vocabulary))
    let dam = try #require(column("dam", in: vocabulary))
    #expect(vocabulary.columnCount == 2 && vocabulary.textCount == 4)
    #expect(vocabulary.frequencies[sea] == 1 && vocabulary.frequencies[dam] == 3)
    let expected: [[Int: Float]] = [[sea: 3, dam: 1], [dam: 1], [dam: 2], [:]]
    for (row, counts) in expected.enumerated() {
        let found = rows.rowEntries(row).map { (Int($0.column), $0.value) }
        #expect(Dictionary(uniqueKeysWithValues: found) == counts)
    }
}

@Test("texts apart bring no word into the vocabulary, and have rows of what the others have brought")
func textsApart() throws {
    let texts = ["rain rain", "quake quake quake rain rain", "rain quake", "dam dam dam"]
    let (vocabulary, rows) = try extract(texts, apart: [1])
    // rain 3 and dam 3 without the second text; quake only once.
    #expect(vocabulary.columnCount == 2 && vocabulary.textCount == 3)
    let rain = try #require(column("rain", in: vocabulary))
    #expect(column("quake", in: vocabulary) == nil && vocabulary.frequencies[rain] == 2)
    #expect(rows.rowEntries(1).map(\.value) == [2])
    #expect(try extract([texts[0], texts[2], texts[3]]).vocabulary == vocabulary)
}

/// Two hundred columns, of which the examples know the first ten.
private func corpus(_ counts: [Int]) -> (rows: FeatureRows, examples: [Example]) {
    var rows = SparseRows(columnCount: 200)
    var examples: [Example] = []
    for (label, count) in counts.enumerated() {
        for index in 0..<count {
            examples.append(Example(row: rows.count, label: label))
            rows.append([(column: UInt32(label * 5 + index % 5), value: Float(1))])
        }
    }
    rows.append([(column: 199, value: 1)])
    return (FeatureRows(rows), examples)
}

@Test("weights and biases begin uniform in ±1/√n, n the layer's inputs, those of words without an example as well")
func initialWeights() {
    let (rows, examples) = corpus([20, 20])
    var random = SeededRandom(seed: 2, stream: "training")
    let model = TrainingRun(
        rows: rows, examples: examples, labelCount: 2, settings: .published, random: &random
    ).learnt()
    #expect(model.weightRows.allSatisfy { $0 >= 0 } && Set(model.weightRows).count == 200)
    func check(_ numbers: [Float], count: Int, inputs: Double, sourceLocation: SourceLocation = #_sourceLocation) {
        let bound = 1 / inputs.squareRoot()
        let values = numbers.map(Double.init)
        #expect(values.count == count, sourceLocation: sourceLocation)
        #expect(values.allSatisfy { abs($0) <= bound * 1.000_001 }, sourceLocation: sourceLocation)
        // Of a uniform distribution: mean 0, variance bound²/3; within five standard errors, of which that of the square
        // is bound² · √(4/45) / √n.
        let n = Double(count)
        let mean = values.reduce(0, +) / n
        let square = values.reduce(0) { $0 + $1 * $1 } / n
        #expect(abs(mean) < 5 * bound / (3 * n).squareRoot(), sourceLocation: sourceLocation)
        #expect(
            abs(square - bound * bound / 3) < 5 * bound * bound * (4.0 / 45 / n).squareRoot(),
            sourceLocation: sourceLocation)
    }
    check(model.inputWeights, count: 200 * 128, inputs: 200)
    check(model.hiddenBias, count: 128, inputs: 200)
    check(model.outputWeights, count: 2 * 128, inputs: 128)
    check(model.outputBias, count: 2, inputs: 128)
    #expect(Set(model.hiddenBias).count > 100 && Set(model.outputBias).count == 2)
}

@Test("a word without an example keeps its initial weights, and so has a say")
func untrainedWordsSpeak() throws {
    let (rows, examples) = corpus([20, 20])
    let settings = TrainingSettings.published
    var random = SeededRandom(seed: 4, stream: "training")
    let before = TrainingRun(
        rows: rows, examples: examples, labelCount: 2, settings: settings, random: &random
    ).learnt()
    let model = try Trainer.train(rows, examples, labelCount: 2, settings: settings, seed: 4)
    func weights(_ model: Classifier, _ column: Int) -> ArraySlice<Float> {
        let row = Int(model.weightRows[column])
        return model.inputWeights[row * 128..<(row + 1) * 128]
    }
    #expect(weights(model, 199) == weights(before, 199) && weights(model, 0) != weights(before, 0))
}

@Test("a pass takes two hundred of a label that has more, each once, and all of one that has less, mixed")
func passes() {
    let (_, examples) = corpus([260, 30, 0])
    let passes = OncePasses(examples: examples, labelCount: 3, itemsPerLabel: 200)
    var random = SeededRandom(seed: 1, stream: "passes")
    #expect(passes.count == 230)
    var drawn: [Int] = []
    for _ in 0..<10 {
        let pass = passes.next(&random)
        #expect(pass.count == 230 && Set(pass).count == 230)
        #expect(pass.count { examples[$0].label == 1 } == 30)
        // Thirty of 230 in any order: in the first half there are 15, and 5 or less with a probability of .0001.
        #expect((6...24).contains(pass.prefix(115).count { examples[$0].label == 1 }))
        drawn += pass.filter { examples[$0].label == 0 }
    }
    // Of label 0 each is left out with a probability of 60/260 a pass: none of all ten passes.
    #expect(Set(drawn).count == 260)
    #expect(OncePasses(examples: examples, labelCount: 3, itemsPerLabel: nil).count == 290)
    #expect(OncePasses(examples: [], labelCount: 3, itemsPerLabel: 200).count == 0)
}

@Test("in a pass those that have a label of several weigh as much as those that have it not")
func weightsOfAPass() {
    let examples = (0..<1_100).map { Example(row: $0, answer: .several($0 < 1_000 ? [0] : [1])) }
    var random = SeededRandom(seed: 2, stream: "test")
    let pass = OncePasses(examples: examples, labelCount: 2, itemsPerLabel: 200, isSeveral: true).next(&random)
        .map { examples[$0] }
    #expect(pass.count == 300)
    let balance = LabelBalance(of: pass, labelCount: 2)
    for label in 0..<2 {
        let held = pass.filter { $0.answer.has(label) }.count
        let weights = (balance.weight(of: label, isHeld: true), balance.weight(of: label, isHeld: false))
        #expect(abs(weights.0 * Float(held) - 150) < 1e-3 && abs(weights.1 * Float(300 - held) - 150) < 1e-3)
    }
}

@Test("a rare label is not repeated: what 20 messages of 200 teach is what numpy says of the same training")
func rareLabels() throws {
    // The same in numpy, double precision, thirty seeds: .798 with a standard deviation of .022 where no example comes twice
    // in a pass, .99607 with one of .00016 where the rare ones come two hundred times.
    let (rows, examples) = corpus([180, 20])
    let rare = examples.filter { $0.label == 1 }.map(\.row)
    func mean(_ draw: TrainingSettings.Draw) throws -> Double {
        var settings = TrainingSettings.published
        settings.draw = draw
        let model = try Trainer.train(rows, examples, labelCount: 2, settings: settings, seed: 3)
        let probabilities = model.probabilities(for: rows, rare)
        return rare.indices.reduce(0) { $0 + Double(probabilities[$1, 1]) } / Double(rare.count)
    }
    #expect(try abs(mean(.once) - 0.798) < 5 * 0.022)
    #expect(try abs(mean(.balanced) - 0.99607) < 5 * 0.00016)
}
