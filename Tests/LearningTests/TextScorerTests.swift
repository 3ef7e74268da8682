import Testing

@testable import Learning

/// Texts in which something is at an edge: of a token, of a script, of an encoding, of the room for features.
private let hostileTexts: [String] = [
    "", " ", "a", "\u{0}", "flood at the mill", "FLOOD at the MILL!", "flood  flood flood?!", "don't can’t 'tis ’’ a'",
    "#flood #Flood's @mill_9 @ # @@a ##b #1 @1 #_ #'", "1,000.50 3.14.15 ١٢٣ 12a a12 1. , 7'7", "http://a.b/C?d=e",
    "see https://x.y HTTP://UP www.a wwwx hhttp://a httpx://", "www.", "http://", "http:/", "İstanbul İ ǅ ẞ Σας ΣΑΣ Ⅷ",
    "洪水が来る 大水 ไทยน้ำท่วม မြန်မာ ភាសា", "बाढ़ का पानी", "Überschwemmung Straße", "e\u{301}te\u{301} \u{301}a",
    "🌊🌊 👨‍👩‍👧 🇩🇪 ☔ ™ ‼ \u{FE0F} 🏽", "a\u{200B}b\u{FEFF}c\u{202E}d\u{2028}e\u{85}f\u{A0}g\u{1C}h\u{1F}i",
    "\u{10FFFF}\u{E000}\u{FFFD}\u{D7FF}\u{1F30A}\u{20000}x", "a\tb\r\nc\u{B}d", "_a _ a_b", "𝐟𝐥𝐨𝐨𝐝 ﬂood ＦＬＯＯＤ",
    "ªº ʰ ˚ ⁰",
    "Ⓐ ⓐ ͅ Ͱ Ა ა Ꭰ ꭰ", String(repeating: "flood", count: 3_000), String(repeating: "mill ", count: 3_000),
    String(repeating: "'", count: 5_000) + "a", String(repeating: "9,", count: 4_000),
]

/// Pieces that random texts are put together from: what the tokenizer tells apart, and neighbours of it.
private let pieces: [String] =
    [
        "flood", "mill", "FLOOD", " ", "  ", "#", "@", "_", "'", "’", ".", ",", "9", "12", "http://", "www.",
        "https://",
        "h", "w", "!", "?", "İ", "ß", "水", "น้ำ", "🌊", "☔", "\u{301}", "\u{200D}", "\u{1C}", "\n", "é", "Ж", "ا", "٣",
        "\u{0}", "\u{7F}", "𝐟", "\u{20000}",
    ]

private let learntTexts = hostileTexts + ["water in the mill", "cup final at noon", "flood water rises", "final score"]

private let allSettings: [FeatureSettings] = [
    .standard, .published, FeatureSettings(wordGrams: 1, characterGrams: 1...2, minimumDocuments: 1, isWeighted: true),
    FeatureSettings(
        wordGrams: 2, characterGrams: 3...5, minimumDocuments: 1, isWeighted: true, minimumOccurrences: 1,
        words: .spaced),
    FeatureSettings(wordGrams: 2, characterGrams: 64...64, minimumDocuments: 1, isWeighted: false),
]

private func model(_ settings: FeatureSettings, and more: [String] = []) throws -> TextModel {
    let texts = learntTexts + more
    let (vocabulary, rows) = try FeatureExtractor(settings: settings).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 1)
    var training = TrainingSettings.standard
    training.hiddenUnits = 7
    training.epochs = 20
    // Half of the texts alone are learnt from, so that features without weights are there.
    let examples = (0..<texts.count / 2).map { Example(row: $0 * 2, label: $0 % 3) }
    let learnt = try Trainer.train(FeatureRows(rows), examples, labelCount: 3, settings: training, seed: 5)
    return TextModel(
        vocabulary: vocabulary, classifier: learnt, labels: ["a", "b", "c"], positive: 1, threshold: 0.5,
        origin: TextModel.Origin(
            tool: "tocsin 9", task: "t", trainingCounts: [1, 1, 1], evaluationCount: 0, training: training, seed: 1))
}

private func expectSame(_ model: TextModel, _ texts: [String]) throws {
    let expected = try model.probabilities(for: texts)
    var scorer = try TextScorer(model)
    for (row, text) in texts.enumerated() {
        let found = scorer.probabilities(of: Array(text.utf8)[...])
        let difference = zip(found, expected.row(row)).map { abs($0 - $1) }.max() ?? 1
        #expect(difference <= 1e-6, "\(text.debugDescription.prefix(80))")
        // Another that has read nothing before gives the same bits: what is kept makes no difference.
        if row % 7 == 0 {
            var fresh = try TextScorer(model)
            #expect(fresh.probabilities(of: Array(text.utf8)[...]).map(\.bitPattern) == found.map(\.bitPattern))
        }
    }
}

@Test("the scorer says of hostile texts what the model says", arguments: allSettings)
func scorerOnHostileTexts(settings: FeatureSettings) throws {
    try expectSame(model(settings), learntTexts)
}

@Test("and of texts that are put together at random", arguments: allSettings)
func scorerOnRandomTexts(settings: FeatureSettings) throws {
    var random = SeededRandom(seed: 11, stream: "texts")
    let texts = (0..<600).map { _ in
        (0..<random.below(40)).map { _ in pieces[random.below(pieces.count)] }.joined()
    }
    try expectSame(model(settings), texts)
}

@Test("every scalar alone, and within a word, has the features that it has for the tokenizer")
func scorerOnEveryScalar() throws {
    let settings = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false)
    let extractor = FeatureExtractor(settings: settings)
    // Sixteen to a text; a vocabulary of all that they have.
    let scalars = (0..<0x11_0000 as Range<UInt32>).compactMap { Unicode.Scalar($0) }
    let texts = stride(from: 0, to: scalars.count, by: 16).map { start in
        scalars[start..<min(scalars.count, start + 16)].map { "\($0) a\($0)b #\($0)" }.joined(separator: " ")
    }
    let (vocabulary, rows) = try extractor.extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 2)
    var (tokens, features) = (TokenSpans(words: .tokens), TextFeatures(vocabulary))
    for (row, text) in texts.enumerated() {
        Array(text.utf8).withUnsafeBufferPointer { tokens.read($0) }
        features.find(in: tokens)
        let found = features.columns.sorted()
        var expected: [UInt32] = []
        for entry in rows.rowEntries(row) {
            expected += Array(repeating: entry.column, count: Int(entry.value))
        }
        #expect(found == expected, "\(text.debugDescription)")
    }
}

@Test("a text with more features than there is room for at once loses none")
func scorerOnLongTexts() throws {
    let model = try model(.standard)
    let long = (0..<20_000).map { "w\($0) flood" }.joined(separator: " ")
    try expectSame(model, [long, "flood", String(repeating: "x", count: 70_000)])
}

@Test("more words than are kept, and features that come as often as they may and once more, change nothing")
func scorerOnManyWords() throws {
    let words = (0..<39_000).map { "w\($0 * 7919 % 39_000)" }
    var texts = stride(from: 0, to: words.count, by: 30).map { words[$0..<$0 + 30].joined(separator: " ") }
    texts += texts.prefix(20)
    for count in 1...20 { texts.append(Array(repeating: "flood w1 mill!", count: count).joined(separator: " ")) }
    try expectSame(model(.standard, and: Array(texts.prefix(100))), texts)
}

@Test("marks count columns as they come, text by text, up to their limit")
func columnMarks() {
    var marks = ColumnMarks(columnCount: 4)
    for _ in 0..<3 {
        marks.begin()
        ([2, 0, 2, 2, 3] as [UInt32]).withUnsafeBufferPointer { marks.count($0) }
        #expect(marks.repeated == [2] && marks.times(2) == 3 && marks.times(0) == 1 && !marks.isOverfull)
        Array(repeating: 0 as UInt32, count: 3).withUnsafeBufferPointer { marks.count($0) }
        #expect(marks.repeated == [2, 0] && marks.times(0) == 4 && !marks.isOverfull)
        ([0] as [UInt32]).withUnsafeBufferPointer { marks.count($0) }
        #expect(marks.isOverfull)
    }
}

@Test("a model that has learnt from an encoder has no scorer of words alone")
func scorerWithMeaning() throws {
    let plain = try model(.standard)
    let meaning = TextModel.Meaning(encoder: "tiny", digest: "d", kernel: "plain", weight: 1, mean: [0, 0])
    let classifier = Classifier(
        labelCount: 2, hiddenCount: 1, weightRows: [], inputWeights: [], denseWeights: [1, 1], hiddenBias: [0],
        outputWeights: [1, -1], outputBias: [0, 0])
    let vocabulary = Vocabulary(settings: .standard, features: [], frequencies: [], textCount: 0)
    let origin = TextModel.Origin(
        tool: "t", task: "t", trainingCounts: [1, 1], evaluationCount: 0, training: plain.origin.training, seed: 1)
    let model = TextModel(
        vocabulary: vocabulary, classifier: classifier, meaning: meaning, labels: ["a", "b"], positive: 1,
        threshold: 0.5, origin: origin)
    #expect(throws: TextScorer.WordsAreNotEnough(encoder: "tiny")) { try TextScorer(model) }
    // Without features all texts are alike, and none fails.
    let empty = TextModel(
        vocabulary: vocabulary,
        classifier: Classifier(
            labelCount: 2, hiddenCount: 1, weightRows: [], inputWeights: [], hiddenBias: [1], outputWeights: [1, -1],
            outputBias: [0, 0]),
        labels: ["a", "b"], positive: 1, threshold: 0.5, origin: origin)
    try expectSame(empty, learntTexts)
}
