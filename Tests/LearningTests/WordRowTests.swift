import Testing

@testable import Learning

private let allSettings: [FeatureSettings] = [
    .standard, .published, FeatureSettings(wordGrams: 2, characterGrams: 2...3, minimumDocuments: 1, isWeighted: true),
    FeatureSettings(wordGrams: 1, characterGrams: nil, minimumDocuments: 2, isWeighted: true),
]

/// Texts of a few words in all orders, some with a word many times, one in eleven without any.
private let texts: [String] = {
    var random = SeededRandom(seed: 3, stream: "texts")
    let words = [
        "flood", "bridge", "the", "them", "ababab", "rain", "rains", "hahahahaha", "水", "#mill", "12", "!", "a",
    ]
    let short = (0..<400).map { index in
        guard index % 11 > 0 else { return "" }
        let many = String(repeating: " \(words[index % words.count])", count: index % 9)
        return (0..<random.below(9)).map { _ in words[random.below(words.count)] }.joined(separator: " ") + many
    }
    return short + [String(repeating: "rain flood ", count: 3_000)]
}()

private func rows(_ settings: FeatureSettings, _ texts: [String] = texts) throws -> SparseRows {
    try FeatureExtractor(settings: settings).extract(fromTexts: texts.count, text: { texts[$0] }, threads: 2).rows
}

/// The same rows, each entry by itself.
private func entries(of rows: SparseRows) -> SparseRows {
    var entries = SparseRows(columnCount: rows.columnCount)
    for row in 0..<rows.count { entries.append(rows.rowEntries(row)) }
    return entries
}

@Test("rows of texts have lengths, sums and products of their entries", arguments: allSettings)
func arithmeticOfWordRows(settings: FeatureSettings) throws {
    let rows = try rows(settings)
    #expect(rows == entries(of: rows) && rows.columnCount > 10)
    var random = SeededRandom(seed: 4, stream: "vector")
    let vector = (0..<rows.columnCount).map { _ in random.normal() }
    let table = Matrix(
        rowCount: rows.columnCount, columnCount: 5,
        elements: (0..<5 * rows.columnCount).map { _ in Float(random.normal()) })
    let lengths = rows.lengths(threads: 2)
    for asked in [Array(0..<rows.count), [399, 3, 3, 7]] {
        let products = rows.products(of: asked, with: vector, threads: 2)
        let tabled = FeatureRows(rows).products(of: asked, with: table, threads: 2)
        for (position, row) in asked.enumerated() {
            let dense = rows.dense(row).map(Double.init)
            let size = dense.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(rows.isEmpty(row) == (size == 0))
            #expect(abs(lengths[row] - size) <= 1e-6 * size)
            let expected = zip(dense, vector).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(abs(products[position] - expected) <= 1e-6 * max(1, size))
            for column in 0..<5 {
                let expected = dense.indices.reduce(0.0) { $0 + dense[$1] * Double(table[$1, column]) }
                #expect(abs(Double(tabled[position, column]) - expected) <= 3e-6 * max(1, size))
            }
        }
    }
}

@Test("a product has the same bits whichever other rows are asked for, kept sums of words or not")
func bitsOfWordRows() throws {
    let rows = FeatureRows(try rows(.standard))
    var random = SeededRandom(seed: 6, stream: "table")
    let vector = (0..<rows.columnCount).map { _ in random.normal() }
    let numbers = (0..<3 * rows.columnCount).map { _ in Float(random.normal()) }
    let table = RowSums.Table(weights: numbers, rows: nil, width: 3)
    let every = Array(0..<rows.count)
    let products = rows.products(of: every, with: vector)
    func sums(_ asked: [Int], mostKept: Int) -> [Float] {
        var result = [Float](repeating: 0, count: 3 * asked.count)
        RowSums(rows.sparse, asked, table: table, mostKept: mostKept, threads: 2).withWorker { worker in
            let start: [Float] = [0.5, 0, -2]
            start.withUnsafeBufferPointer { start in
                result.withUnsafeMutableBufferPointer { result in
                    for (place, row) in asked.enumerated() { worker.sum(row, start: start, to: result, at: 3 * place) }
                }
            }
        }
        return result
    }
    let all = sums(every, mostKept: 1 << 20)
    #expect(sums(every, mostKept: 0) == all && sums(every, mostKept: 20) == all)
    for row in stride(from: 0, to: rows.count, by: 7) {
        #expect(rows.products(of: [row], with: vector) == [products[row]])
        #expect(sums([row], mostKept: 1 << 20) == Array(all[3 * row..<3 * row + 3]))
    }
}

@Test(
    "a model says of rows of texts what it says of their entries, whichever rows are asked for", arguments: allSettings)
func modelOnWordRows(settings: FeatureSettings) throws {
    let rows = try rows(settings)
    let plain = entries(of: rows)
    var training = TrainingSettings.standard
    training.hiddenUnits = 9
    training.epochs = 5
    // Half of the texts, so that there are words and features without weights.
    let examples = (0..<200).map { Example(row: $0, label: $0 % 2) }
    let model = try Trainer.train(FeatureRows(rows), examples, labelCount: 2, settings: training, seed: 5)
    #expect(try Trainer.train(FeatureRows(plain), examples, labelCount: 2, settings: training, seed: 5) == model)
    let found = model.outputs(for: FeatureRows(rows), threads: 3)
    let expected = model.outputs(for: FeatureRows(plain))
    for (one, two) in zip(found.hidden.elements, expected.hidden.elements) {
        #expect(abs(one - two) <= 1e-5 * max(1, abs(two)))
    }
    for (one, two) in zip(found.probabilities.elements, expected.probabilities.elements) {
        #expect(abs(one - two) <= 1e-5)
    }
    #expect(model.probabilities(for: FeatureRows(rows)) == found.probabilities)
    for row in [0, 5, 399] {
        let alone = model.probabilities(for: FeatureRows(rows), [row])
        #expect(Array(alone.row(0)) == Array(found.probabilities.row(row)))
    }
}

@Test("content hashes are shared by rows with the same features as often, and by no others")
func contentHashesOfWordRows() throws {
    let settings = FeatureSettings(wordGrams: 1, characterGrams: 3...5, minimumDocuments: 1, isWeighted: true)
    let texts = ["flood at mill", "mill flood at", "mill flood at at", "mill flood", "", "!", "at flood mill at", " "]
    let rows = try rows(settings, texts)
    let hashes = rows.contentHashes(threads: 2)
    #expect(hashes[0] == hashes[1] && hashes[2] == hashes[6] && hashes[4] == hashes[7])
    #expect(Set(hashes).count == 5)
}

@Test("entries of a table are sorted by their features, spread evenly or not", arguments: [0, 1, 2, 3, 1_000, 20_000])
func sortedEntries(count: Int) {
    var random = SeededRandom(seed: 4, stream: "entries")
    let spreads: [(inout SeededRandom, Int) -> UInt64] = [
        { random, _ in random.next() }, { random, _ in random.next() >> 62 }, { _, number in UInt64(number) &* 3 },
        { random, _ in random.next() % 7 == 0 ? .max : random.next() >> 40 }, { _, number in .max - UInt64(number) },
    ]
    for feature in spreads {
        let entries = (0..<count).map {
            FeatureNumbers.Entry(feature: feature(&random, $0), number: UInt32($0), occurrences: 2)
        }
        let sorted = FeatureNumbers.sorted(entries)
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0.feature <= $1.feature })
        #expect(Set(sorted.map(\.number)) == Set(entries.map(\.number)))
        #expect(sorted.allSatisfy { entries[Int($0.number)].feature == $0.feature })
    }
}
