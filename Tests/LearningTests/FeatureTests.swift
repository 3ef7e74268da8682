import Testing
import Threads

@testable import Learning

private func tokens(_ text: String) -> [String] {
    Tokenizer().tokens(of: text).map { "\($0.kind) \($0.text)" }
}

@Test(
    "messages are cut as a reader would cut them",
    arguments: [
        ("Flood WARNING!", ["word flood", "word warning", "sign !"]),
        ("see https://t.co/Xy?z=1 or www.who.int", ["word see", "link ", "word or", "link "]),
        ("@RedCross: #TyphoonHaiyan", ["name redcross", "tag typhoonhaiyan", "word typhoonhaiyan"]),
        ("1,500 homes, 7.8 quake", ["number 4", "word homes", "number 2", "word quake"]),
        ("don't can’t", ["word dont", "word cant"]),
        ("ÉCOLE détruite", ["word école", "word détruite"]),
        ("زلزال قوي", ["word زلزال", "word قوي"]),
        ("地震だ", ["word 地", "word 震", "word だ"]),
        ("बाढ़ आई", ["word बाढ़", "word आई"]),
        ("help 🔥🔥", ["word help", "sign 🔥", "sign 🔥"]),
        ("٣ قتلى", ["number 1", "word قتلى"]),
        ("@ # ! ...", ["sign !"]),
        ("", []),
    ])
func tokenization(text: String, expected: [String]) {
    #expect(tokens(text) == expected)
}

@Test("any text is cut without end or trap")
func tokenizerFuzz() {
    var random = SeededRandom(seed: 3, stream: "text")
    let pieces: [Unicode.Scalar] = [
        "h", "t", "p", ":", "/", "w", ".", "@", "#", "_", "'", "’", "7", " ", "é", "\u{301}",
    ]
    for _ in 0..<2_000 {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.below(20) {
            let scalar = random.below(4) == 0 ? Unicode.Scalar(UInt32(random.below(0x11_0000))) : nil
            text.append(scalar ?? pieces[random.below(pieces.count)])
        }
        let scalars = String(text).lowercased().unicodeScalars.count
        #expect(Tokenizer().tokens(of: String(text)).count <= 2 * scalars)
    }
}

private func extract(
    _ texts: [String], _ settings: FeatureSettings, threads: Int = 1
) throws -> (vocabulary: Vocabulary, rows: SparseRows) {
    try FeatureExtractor(settings: settings).extract(
        fromTexts: texts.count, text: { texts[$0] }, threads: threads)
}

private func rows(_ texts: [String], _ settings: FeatureSettings, threads: Int = 1) throws -> SparseRows {
    try extract(texts, settings, threads: threads).rows
}

@Test("values are those of scikit-learn's TfidfVectorizer(sublinear_tf=True)")
func tfIdf() throws {
    let texts = ["flood in town", "flood flood rain", "rain in spain", "sun"]
    let settings = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: true)
    let rows = try rows(texts, settings)
    // Each row's values, sorted, because the columns stand in another order.
    let expected: [[Float]] = [
        [0.526_405_43, 0.526_405_43, 0.667_678_54], [0.508_542_32, 0.861_037],
        [0.526_405_43, 0.526_405_43, 0.667_678_54],
        [1],
    ]
    #expect(rows.count == 4 && rows.columnCount == 6)
    for (row, values) in expected.enumerated() {
        let found = rows.rowEntries(row).map(\.value).sorted()
        #expect(found.count == values.count)
        for (one, two) in zip(found, values) { #expect(abs(one - two) < 1e-6) }
    }
}

@Test("rare features are left out of large corpora, and pairs and character runs counted")
func vocabulary() throws {
    var texts = (0..<60).map { _ in "flood warning" }
    texts[0] = "unheard flood warning"
    let pairs = FeatureSettings(wordGrams: 2, characterGrams: nil, minimumDocuments: 2, isWeighted: false)
    // flood, warning, flood+warning.
    #expect(try rows(texts, pairs).columnCount == 3)
    let runs = FeatureSettings(wordGrams: 1, characterGrams: 3...4, minimumDocuments: 1, isWeighted: false)
    // "rain": the word, four runs of three of " rain ", three of four.
    #expect(try rows(["rain"], runs).columnCount == 1 + 4 + 3)
}

@Test("rows are the same bits on one thread and on four, empty texts are empty rows")
func rowsAreDeterministic() throws {
    let texts = (0..<1_500).map { index in index % 97 == 0 ? "" : "message \(index % 31) of flood \(index % 7) in town"
    }
    let one = try rows(texts, .standard)
    #expect(try rows(texts, .standard, threads: 4) == one)
    #expect(one.entryCount(97) == 0 && one.rowEntries(97).isEmpty)
    #expect((0..<one.count).allSatisfy { one.rowEntries($0).allSatisfy { $0.value.isFinite && $0.value > 0 } })
}

@Test("of many texts every one has its own counts, of all features but the rare ones", arguments: [1, 3])
func manyTexts(threads: Int) throws {
    // More than the first reservation and several pieces; every seventh text has a word that no other has.
    let texts = (0..<5_000).map { index in
        let words = (0..<(index % 9)).map { "w\((index * 31 + $0 * $0) % 257)x" }
        return (words + (index % 7 == 0 ? ["alone\(index)x"] : [])).joined(separator: " ")
    }
    let settings = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 2, isWeighted: false)
    let (vocabulary, rows) = try extract(texts, settings, threads: threads)
    var documents: [String: Int] = [:]
    let counted = texts.map { text in
        Dictionary(text.split(separator: " ").map { (String($0), 1) }, uniquingKeysWith: +)
    }
    for counts in counted { for word in counts.keys { documents[word, default: 0] += 1 } }
    let kept = documents.filter { $0.value >= 2 }
    #expect(rows.count == 5_000 && rows.columnCount == kept.count)
    func name(_ word: String) -> UInt64 {
        FeatureHash(kind: Tokenizer.Kind.word.rawValue, word.unicodeScalars).value
    }
    #expect(vocabulary.textCount == 5_000)
    let known = Dictionary(
        uniqueKeysWithValues: zip(vocabulary.features, vocabulary.frequencies.map(Int.init)))
    #expect(known == Dictionary(uniqueKeysWithValues: kept.map { (name($0.key), $0.value) }))
    #expect(zip(vocabulary.features, vocabulary.features.dropFirst()).allSatisfy { $0 < $1 })
    for (row, counts) in counted.enumerated() {
        let expected = Dictionary(
            uniqueKeysWithValues: counts.filter { kept[$0.key] != nil }.map { (name($0.key), Float($0.value)) })
        let found = rows.rowEntries(row).map { (vocabulary.features[Int($0.column)], $0.value) }
        #expect(Dictionary(uniqueKeysWithValues: found) == expected)
        let columns = rows.rowEntries(row).map(\.column)
        #expect(zip(columns, columns.dropFirst()).allSatisfy { $0 < $1 })
    }
}

@Test("pairs and character runs of many texts are counted as a plain count has them, those that are apart for none")
func manyPairs() throws {
    // More than are read at once, so that words and pairs of the first come again among the later ones.
    let texts = (0..<17_500).map { index in
        (0..<(index % 5)).map {
            ["banana", "rain", "a\((index * 7 + $0) % 61)", "b\(index % 1_009)"][($0 + index) % 4]
        }
        .joined(separator: " ")
    }
    let apart = Set((0..<17_500).filter { $0 % 3 == 1 })
    let settings = FeatureSettings(wordGrams: 2, characterGrams: 3...3, minimumDocuments: 2, isWeighted: false)
    let (vocabulary, rows) = try FeatureExtractor(settings: settings).extract(
        fromTexts: texts.count, text: { texts[$0] }, apart: apart, threads: 3)
    func features(_ text: String) -> [UInt64: Int] {
        let words = text.split(separator: " ").map { Array($0.unicodeScalars) }
        let names = words.map { FeatureHash(kind: Tokenizer.Kind.word.rawValue, $0).value }
        var counts: [UInt64: Int] = [:]
        for name in names + zip(names, names.dropFirst()).map(FeatureHash.pair) { counts[name, default: 0] += 1 }
        for word in words {
            let spaced = [" "] + word + [" "]
            for start in 0...spaced.count - 3 {
                counts[FeatureHash(kind: 64, spaced[start..<start + 3]).value, default: 0] += 1
            }
        }
        return counts
    }
    let counted = texts.map(features)
    var documents: [UInt64: Int] = [:]
    for (text, counts) in counted.enumerated() where !apart.contains(text) {
        for feature in counts.keys { documents[feature, default: 0] += 1 }
    }
    let kept = documents.filter { $0.value >= 2 }
    #expect(vocabulary.textCount == texts.count - apart.count)
    #expect(
        Dictionary(uniqueKeysWithValues: zip(vocabulary.features, vocabulary.frequencies.map(Int.init))) == kept)
    for (row, counts) in counted.enumerated() {
        let found = rows.rowEntries(row).map { (vocabulary.features[Int($0.column)], Int($0.value)) }
        #expect(Dictionary(uniqueKeysWithValues: found) == counts.filter { kept[$0.key] != nil })
    }
}

@Test("rows give back columns far from each other, and features that come very often")
func farColumnsAndLargeCounts() throws {
    var given = SparseRows(columnCount: 1 << 31)
    // 32,766 is the longest way that one code has room for.
    let columns: [UInt32] = [0, 32_766, 65_533, 65_534, 1_000_000, 1 << 31 - 1]
    let values: [Float] = [1, -2, 0.5, .leastNonzeroMagnitude, 3e38, 7]
    given.append(zip(columns, values).map { ($0, $1) })
    given.append([])
    given.append([(column: 1 << 31 - 1, value: 4)])
    #expect(given.count == 3 && given.entryCount == 7 && given.entryCount(1) == 0)
    #expect(given.rowEntries(0).map(\.column) == columns && given.rowEntries(0).map(\.value) == values)
    #expect(given.rowEntries(1).isEmpty && given.rowEntries(2).map(\.column) == [1 << 31 - 1])

    let text = String(repeating: "flood ", count: 70_000) + String(repeating: "rain ", count: 65_535) + "sun sun mud"
    let plain = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: false)
    #expect(try rows([text], plain).rowEntries(0).map(\.value).sorted() == [1, 2, 65_535, 70_000])
    // (1 + ln n) of each at unit length; every idf is ln (2/2) + 1.
    let weighted = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: true)
    let worths = [1, 1 + 0.693_147_18, 1 + 11.090_339_64, 1 + 11.156_250_52]
    let length = worths.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for (found, worth) in zip(try rows([text], weighted).rowEntries(0).map(\.value).sorted(), worths) {
        #expect(abs(Double(found) - worth / length) < 1e-6)
    }
}

@Test("reading features can be cancelled")
func featuresCancel() {
    let monitor = WorkMonitor()
    monitor.cancel()
    #expect(throws: CancellationError.self) {
        try FeatureExtractor().extract(fromTexts: 10, text: { "text \($0)" }, threads: 2, monitor: monitor)
    }
}

private let allSettings: [FeatureSettings] = [
    .standard, .published, FeatureSettings(wordGrams: 1, characterGrams: 2...3, minimumDocuments: 1, isWeighted: true),
]

@Test(
    "a vocabulary gives its own texts the same rows again, bit for bit, on any number of threads",
    arguments: allSettings)
func rowsOfItsOwnTexts(settings: FeatureSettings) throws {
    let texts = (0..<700).map { index in
        index % 97 == 0
            ? "" : "Message \(index % 31) of #flood \(String(repeating: "rain ", count: index % 7)) at street\(index)"
    }
    let (vocabulary, rows) = try extract(texts, settings)
    for threads in [1, 3] {
        let again = try vocabulary.rows(ofTexts: texts.count, text: { texts[$0] }, threads: threads)
        #expect(again == rows && again.columnCount == rows.columnCount)
    }
    // Alone or among others, a text has the same row.
    let alone = try vocabulary.rows(ofTexts: 1, text: { _ in texts[5] })
    #expect(alone.dense(0) == rows.dense(5))
}

@Test("other texts have what the vocabulary knows of them, at unit length, and nothing else")
func rowsOfOtherTexts() throws {
    let texts = ["flood in town", "flood flood rain", "rain in spain", "sun"]
    let settings = FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: true)
    let vocabulary = try extract(texts, settings).vocabulary
    let others = ["Rain, rain, earthquake and sun", "earthquake", "", "spain"]
    let rows = try vocabulary.rows(ofTexts: others.count, text: { others[$0] })
    #expect(rows.count == 4 && rows.columnCount == 6)
    func column(_ word: String) throws -> Int {
        try #require(
            vocabulary.features.firstIndex(
                of: FeatureHash(kind: Tokenizer.Kind.word.rawValue, word.unicodeScalars).value))
    }
    // rain stands twice, in two of four texts: (1 + ln 2) · (ln (5/3) + 1) = 2.5580; sun once, in one of four texts:
    // ln (5/2) + 1 = 1.9163; their length is √(2.5580² + 1.9163²) = 3.1962.
    let first = rows.dense(0)
    #expect(first.count { $0 != 0 } == 2)
    let (rain, sun) = (first[try column("rain")], first[try column("sun")])
    #expect(abs(rain - 0.800_3) < 1e-4 && abs(sun - 0.599_6) < 1e-4)
    #expect(rows.rowEntries(1).isEmpty && rows.rowEntries(2).isEmpty)
    let spain = rows.dense(3)[try column("spain")]
    #expect(spain == 1)
}

@Test("rows of other texts can be cancelled")
func rowsOfTextsCancel() throws {
    let vocabulary = try extract(["flood"], .standard).vocabulary
    let monitor = WorkMonitor()
    monitor.cancel()
    #expect(throws: CancellationError.self) {
        try vocabulary.rows(ofTexts: 10, text: { "flood \($0)" }, threads: 2, monitor: monitor)
    }
}
