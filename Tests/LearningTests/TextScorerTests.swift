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

/// The features of a text, ascending, each as often as it stands there, by the tokenizer and from the definition.
private func plainFeatures(of text: String, _ settings: FeatureSettings) -> [UInt64] {
    var features: [UInt64] = []
    var before: UInt64?
    for token in Tokenizer(words: settings.words).tokens(of: text) {
        let word = FeatureHash(kind: token.kind.rawValue, token.scalars).value
        features.append(word)
        if settings.wordGrams > 1, let before { features.append(FeatureHash.pair(before, word)) }
        before = word
        if let lengths = settings.characterGrams, token.kind == .word || token.kind == .tag {
            let spaced = [" "] + token.scalars + [" "]
            for start in spaced.indices {
                for length in lengths where start + length <= spaced.count {
                    features.append(FeatureHash(kind: 64, spaced[start..<start + length]).value)
                }
            }
        }
    }
    return features.sorted()
}

/// Rows of texts, and the scorer, have the features that the tokenizer says.
private func expectFeatures(_ settings: FeatureSettings, _ texts: [String]) throws {
    let settings = FeatureSettings(
        wordGrams: settings.wordGrams, characterGrams: settings.characterGrams, minimumDocuments: 1, isWeighted: false,
        words: settings.words)
    let (vocabulary, rows) = try FeatureExtractor(settings: settings).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: 2)
    let again = try vocabulary.rows(ofTexts: texts.count, text: { texts[$0] })
    var (tokens, features) = (TokenSpans(words: settings.words), TextFeatures(vocabulary))
    for (row, text) in texts.enumerated() {
        let expected = plainFeatures(of: text, settings)
        func found(_ rows: SparseRows) -> [UInt64] {
            rows.rowEntries(row).flatMap {
                Array(repeating: vocabulary.features[Int($0.column)], count: Int($0.value))
            }
        }
        #expect(found(rows) == expected, "\(text.debugDescription.prefix(80))")
        #expect(found(again) == expected, "\(text.debugDescription.prefix(80))")
        Array(text.utf8).withUnsafeBufferPointer { tokens.read($0) }
        features.find(in: tokens)
        #expect(
            features.columns.map { vocabulary.features[Int($0)] }.sorted() == expected,
            "\(text.debugDescription.prefix(80))")
    }
}

@Test("hostile texts have the features that the tokenizer says", arguments: allSettings)
func featuresOfHostileTexts(settings: FeatureSettings) throws { try expectFeatures(settings, hostileTexts) }

@Test("every scalar alone, and within a word, has the features that it has for the tokenizer")
func featuresOfEveryScalar() throws {
    let settings = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false)
    // Sixteen to a text.
    let scalars = (0..<0x11_0000 as Range<UInt32>).compactMap { Unicode.Scalar($0) }
    try expectFeatures(
        settings,
        stride(from: 0, to: scalars.count, by: 16).map { start in
            scalars[start..<min(scalars.count, start + 16)].map { "\($0) a\($0)b #\($0)" }.joined(separator: " ")
        })
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

@Test("marks find the columns that come more than once in a text, and how often, whatever stood in texts before")
func columnMarks() {
    typealias Repeat = ColumnMarks.Repeat
    var marks = ColumnMarks()
    var repeats = [Repeat(column: 9, times: 9)]
    for _ in 0..<3 {
        marks.begin()
        ([2, 0, 2, 2, 3] as [UInt32]).withUnsafeBufferPointer { marks.count($0) }
        marks.find(&repeats)
        #expect(repeats == [Repeat(column: 2, times: 3)])
        marks.begin()
        ([3, 0, 3] as [UInt32]).withUnsafeBufferPointer { marks.count($0) }
        ([0, 0, 1] as [UInt32]).withUnsafeBufferPointer { marks.count($0) }
        marks.find(&repeats)
        #expect(repeats == [Repeat(column: 0, times: 3), Repeat(column: 3, times: 2)])
        marks.begin()
        marks.find(&repeats)
        #expect(repeats.isEmpty)
        // More than there is room for at first, the highest column that there can be among them.
        marks.begin()
        let many = (0..<5_000 as Range<UInt32>).map { UInt32(Int32.max) - $0 * 4_096 }
        many.withUnsafeBufferPointer { marks.count($0) }
        many[4_990...].withUnsafeBufferPointer { marks.count($0) }
        marks.find(&repeats)
        #expect(repeats == many[4_990...].reversed().map { Repeat(column: $0, times: 2) })
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
