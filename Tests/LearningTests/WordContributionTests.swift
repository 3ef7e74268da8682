import Foundation
import Testing

@testable import Learning

private let texts = [
    "Flood water in the old town!", "New album out on friday", "Bridge collapsed, 2 trapped #flood",
    "Flood flood FLOOD: send boats", "@radio plays the album again", "don't drink the water https://who.int",
    "地震だ 助けて", "the concert on friday is out of tickets", "ayúdennos, el agua sigue subiendo 🔥", "",
    "zzz qqq xxx",
]

private struct Learnt {
    let vocabulary: Vocabulary
    let rows: SparseRows
    let model: Classifier

    /// Learns from all texts but the last two.
    init(labels: Int, settings: FeatureSettings = .standard) throws {
        (vocabulary, rows) = try FeatureExtractor(settings: settings).extract(
            fromTexts: texts.count, text: { texts[$0] }, threads: 1)
        var training = TrainingSettings.standard
        training.hiddenUnits = 24
        training.epochs = 60
        let topics = [0, 1, 0, 0, 1, 2, 0, 1, 2]
        model = try Trainer.train(
            FeatureRows(rows), topics.enumerated().map { Example(row: $0.offset, label: $0.element % labels) },
            labelCount: labels,
            settings: training, seed: 7)
    }

    func words(_ row: Int, label: Int) -> [(word: String, contribution: Double)] {
        model.explanation(of: texts[row], label: label, rows: FeatureRows(rows), row: row, vocabulary: vocabulary).words
            .map {
                (String(texts[row][$0.range]), $0.contribution)
            }
    }

    /// Hidden sums before the ReLU for an arbitrary row of values, from the definition, in double precision.
    func sums(_ values: [Double], _ row: Int) -> [Double] {
        var sums = model.hiddenBias.map(Double.init)
        for (entry, value) in zip(rows.rowEntries(row), values) {
            for (unit, weight) in (model.inputWeights(ofColumn: Int(entry.column)) ?? []).enumerated() {
                sums[unit] += value * weight
            }
        }
        return sums
    }

    /// A label's logit minus the mean of the others, of given activations; without the output bias if so wanted.
    func difference(_ hidden: [Double], label: Int, bias: Bool = true) -> Double {
        let logits = (0..<model.labelCount).map { label in
            hidden.indices.reduce(bias ? Double(model.outputBias[label]) : 0) {
                $0 + hidden[$1] * Double(model.outputWeights[label * model.hiddenCount + $1])
            }
        }
        let others = logits.indices.filter { $0 != label }.map { logits[$0] }
        return logits[label] - others.reduce(0, +) / Double(others.count)
    }

    func values(_ row: Int) -> [Double] { rows.rowEntries(row).map { Double($0.value) } }
}

private let settings: [FeatureSettings] = [
    .standard, FeatureSettings(wordGrams: 2, characterGrams: 2...3, minimumDocuments: 1, isWeighted: false),
    FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 1, isWeighted: true),
]

@Test("the words' contributions and what the biases give are the logit difference", arguments: [2, 3], settings)
func contributionsAddUp(labels: Int, settings: FeatureSettings) throws {
    let learnt = try Learnt(labels: labels, settings: settings)
    let logits = learnt.model.outputs(for: FeatureRows(learnt.rows)).logits
    var largest = 0.0
    for row in texts.indices {
        let sums = learnt.sums(learnt.values(row), row)
        // The hidden biases pass through the units that the message makes active.
        let biases = zip(sums, learnt.model.hiddenBias).map { $0 > 0 ? Double($1) : 0 }
        for label in 0..<labels {
            let others = (0..<labels).filter { $0 != label }.map { Double(logits[row, $0]) }
            let difference = Double(logits[row, label]) - others.reduce(0, +) / Double(others.count)
            let words = learnt.words(row, label: label).map(\.contribution).reduce(0, +)
            #expect(abs(words + learnt.difference(biases, label: label) - difference) < 1e-4)
            largest = max(largest, abs(words))
        }
    }
    #expect(largest > 0.5)
}

@Test("an entry's contribution is its value times the slope, as finite differences give it", arguments: [2, 3])
func slopesByFiniteDifferences(labels: Int) throws {
    let learnt = try Learnt(labels: labels)
    let width = 1e-7
    var largest = 0.0
    for row in texts.indices {
        let values = learnt.values(row)
        let active = learnt.sums(values, row).map { $0 > 0 }
        for label in 0..<labels {
            let contributions = learnt.model.entryContributions(
                label: label, rows: FeatureRows(learnt.rows), row: row
            ).entries
            #expect(contributions.count == values.count)
            for (position, contribution) in contributions.enumerated() {
                func difference(_ step: Double) -> Double {
                    var values = values
                    values[position] += step
                    let sums = learnt.sums(values, row)
                    // Narrow enough that no unit is switched on or off on the way.
                    #expect(sums.map { $0 > 0 } == active)
                    return learnt.difference(sums.map { max(0, $0) }, label: label)
                }
                let slope = (difference(width) - difference(-width)) / (2 * width)
                #expect(abs(contribution - values[position] * slope) < 1e-6)
                largest = max(largest, abs(contribution))
            }
        }
    }
    #expect(largest > 0.01)
}

@Test("a word of which no feature was learnt contributes nothing", arguments: [2, 3])
func unlearntWords(labels: Int) throws {
    let learnt = try Learnt(labels: labels)
    for label in 0..<labels {
        let words = learnt.words(10, label: label)
        #expect(words.map(\.word) == ["zzz", "qqq", "xxx"])
        #expect(words.allSatisfy { $0.contribution == 0 })
        #expect(learnt.words(9, label: label).isEmpty)
    }
}

@Test("with two labels, what speaks for one speaks as much against the other")
func twoLabelsMirror() throws {
    let learnt = try Learnt(labels: 2)
    for row in texts.indices {
        for (one, two) in zip(learnt.words(row, label: 0), learnt.words(row, label: 1)) {
            #expect(one.word == two.word && abs(one.contribution + two.contribution) < 1e-9)
        }
    }
    let words = Dictionary(learnt.words(0, label: 0).map { ($0.word, $0.contribution) }) { $0 + $1 }
    #expect((words["Flood"] ?? 0) > 0.1)
    #expect(learnt.words(1, label: 1).allSatisfy { $0.word != "album" || $0.contribution > 0.1 })
}

@Test("a pair is shared by its two words, a repeated feature by its places, and units at rest pass nothing on")
func sharesByHand() throws {
    let settings = FeatureSettings(wordGrams: 2, characterGrams: nil, minimumDocuments: 1, isWeighted: false)
    let text = "red sea red"
    // Columns by hand: red, sea, red+sea, in the order of their names; sea+red has none.
    let red = FeatureHash(kind: 1, "red".unicodeScalars).value
    let sea = FeatureHash(kind: 1, "sea".unicodeScalars).value
    let known: [(name: UInt64, value: Float, weights: [Float])] = [
        (red, 2, [1, -5]), (sea, 1, [3, 0]), (FeatureHash.pair(red, sea), 1, [0.5, 0]),
    ].sorted { $0.name < $1.name }
    func vocabulary(_ settings: FeatureSettings) -> Vocabulary {
        Vocabulary(settings: settings, features: known.map(\.name), frequencies: [1, 1, 1], textCount: 1)
    }
    var rows = SparseRows(columnCount: 3)
    rows.append(known.enumerated().map { (column: UInt32($0.offset), value: $0.element.value) })
    // Units: 2 · 1 + 1 · 3 + 1 · 0.5 + 1 = 6.5, active; 2 · −5 + 2 = −8, at rest.
    let model = Classifier(
        labelCount: 3, hiddenCount: 2, weightRows: [0, 1, 2], inputWeights: known.flatMap(\.weights),
        hiddenBias: [1, 2], outputWeights: [4, 9, 1, 9, -2, 9], outputBias: [0, 0, 0])
    // Slope of the active unit for label 0: 4 − (1 − 2) / 2 = 4.5. red: 2 · 1 · 4.5 = 9 in two places; sea: 3 · 4.5 =
    // 13.5; red+sea: 0.5 · 4.5 = 2.25, half to the first red, half to sea.
    let words = model.explanation(of: text, label: 0, rows: FeatureRows(rows), row: 0, vocabulary: vocabulary(settings))
        .words
    #expect(words.map { String(text[$0.range]) } == ["red", "sea", "red"])
    #expect(words.map(\.contribution) == [4.5 + 1.125, 13.5 + 1.125, 4.5])
    // For label 2: −2 − (4 + 1) / 2 = −4.5.
    let against = model.explanation(
        of: text, label: 2, rows: FeatureRows(rows), row: 0, vocabulary: vocabulary(settings)
    ).words
    #expect(against.map(\.contribution) == words.map { -$0.contribution })
    // For bags of words the pair belongs to nobody.
    var bag = settings
    bag.wordGrams = 1
    let alone = model.explanation(of: text, label: 0, rows: FeatureRows(rows), row: 0, vocabulary: vocabulary(bag))
        .words
    #expect(alone.map(\.contribution) == [4.5, 13.5, 4.5])
}

@Test("character runs belong to the word that they are in")
func characterRunsByHand() {
    let settings = FeatureSettings(wordGrams: 1, characterGrams: 3...3, minimumDocuments: 1, isWeighted: false)
    let run = FeatureHash(kind: 64, "ood".unicodeScalars).value
    let vocabulary = Vocabulary(settings: settings, features: [run], frequencies: [1], textCount: 1)
    var rows = SparseRows(columnCount: 1)
    // "ood" stands in flood, in food, and twice (as tag and as word) in #wood.
    rows.append([(column: 0, value: 4)])
    let model = Classifier(
        labelCount: 2, hiddenCount: 1, weightRows: [0], inputWeights: [1], hiddenBias: [0], outputWeights: [1, -1],
        outputBias: [0, 0])
    let text = "Flood of food, #wood"
    let words = model.explanation(of: text, label: 0, rows: FeatureRows(rows), row: 0, vocabulary: vocabulary).words
    #expect(words.map { String(text[$0.range]) } == ["Flood", "of", "food", "#wood"])
    // 4 · (1 − −1) = 8 in four places.
    #expect(words.map(\.contribution) == [2, 0, 2, 4])
}

@Test(
    "words are whole characters of the text as it was given",
    arguments: [
        ("DON'T  go, it's 7.8!", ["DON'T", "go", "it's", "7.8", "!"]),
        ("see https://t.co/x, homes' 1,500. ok", ["see", "https://t.co/x,", "homes", "1,500", "ok"]),
        ("#Flood @Radio_1: x", ["#Flood", "@Radio_1", "x"]), ("İSTANBUL'da İmdat", ["İSTANBUL'da", "İmdat"]),
        ("e\u{301}cole É", ["e\u{301}cole", "É"]), ("🇭🇹 help 👩‍🚒", ["🇭🇹", "help", "👩‍🚒"]),
        ("地震だ", ["地", "震", "だ"]), ("زلزال قوي", ["زلزال", "قوي"]), ("- , .", []), ("", []),
        ("ΟΔΟΣ", ["ΟΔΟΣ"]),
    ])
func wordsOfTheText(text: String, words: [String]) {
    let model = Classifier(
        labelCount: 2, hiddenCount: 0, weightRows: [], inputWeights: [], hiddenBias: [], outputWeights: [],
        outputBias: [0, 0])
    let vocabulary = Vocabulary(settings: .standard, features: [1], frequencies: [1], textCount: 1)
    var rows = SparseRows(columnCount: 1)
    rows.append([])
    let found = model.explanation(of: text, label: 0, rows: FeatureRows(rows), row: 0, vocabulary: vocabulary).words
    #expect(found.map { String(text[$0.range]) } == words)
    #expect(found.allSatisfy { $0.contribution == 0 })
}
