import Foundation
import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// Messages of `sample-data` with their labels.
private struct Labelled {
    let scheme: LabelScheme
    let texts: [String]
    let labels: [Int]
    let vocabulary: Vocabulary
    let rows: SparseRows

    init(_ folder: String, where isWanted: ([String: String]) -> Bool = { _ in true }) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(folder)
        scheme = try LabelScheme(contentsOf: root.appendingPathComponent("task.yaml").path)
        let read = try MessageReader(scheme: scheme).read(path: root.appendingPathComponent("gold.csv").path)
        let wanted = read.pool.indices.filter { index in
            isWanted(Dictionary(uniqueKeysWithValues: read.pool.fields(at: index).map { ($0.name, $0.value) }))
        }
        let kept = wanted.map { read.pool.text(at: $0) }
        texts = kept
        labels = try wanted.map { try #require(read.answers[$0]?.label) }
        (vocabulary, rows) = try FeatureExtractor().extract(
            fromTexts: kept.count, text: { kept[$0] }, threads: 2)
    }

    /// The task as one to start from.
    func source(rate: Double?) -> TransferSource {
        var pool = MessagePool()
        var history = LabelHistory()
        for (index, label) in labels.enumerated() {
            pool.append(id: "\(index)", text: texts[index])
            let event = LabelEvent(
                id: "\(index)", label: scheme.names[label], set: .training, round: 1, strategy: "random")
            _ = try? history.apply(
                JournalLine(sequence: index, at: Timestamp(milliseconds: 0), event: .label(event)))
        }
        return TransferSource(corpus: Corpus(scheme: scheme, pool: pool), history: history, rate: rate)
    }

    /// Mean over ten draws of `count` labels of how well a model does on the third that is held out: average precision
    /// for two labels, accuracy for more.
    func quality(labels count: Int, start: ModelStart?, rate: Double = 1) throws -> Double {
        var sum = 0.0
        for seed in 0..<10 {
            var random = SeededRandom(seed: UInt64(seed), stream: "transfer test")
            let order = random.sample(texts.count, from: Array(texts.indices))
            let held = Array(order.prefix(texts.count / 3))
            var settings = TrainingSettings.standard
            settings.hiddenRate = Float(rate)
            let model = try Trainer.train(
                FeatureRows(rows),
                order.dropFirst(held.count).prefix(count).map { Example(row: $0, label: labels[$0]) },
                labelCount: scheme.names.count, settings: settings, seed: UInt64(seed), start: start)
            let probabilities = model.probabilities(for: FeatureRows(rows), held)
            if scheme.names.count == 2 {
                let scores = held.indices.map { Double(probabilities[$0, 1]) }
                sum += Metrics.averagePrecision(scores: scores, actual: held.map { labels[$0] == 1 }) ?? 0
            } else {
                let predicted = held.indices.map { item in
                    scheme.names.indices.max { probabilities[item, $0] < probabilities[item, $1] } ?? 0
                }
                sum += Metrics.accuracy(predicted: predicted, actual: held.map { labels[$0] }) ?? 0
            }
        }
        return sum / 10
    }

    func start(for other: Labelled, rate: Double?) throws -> ModelStart? {
        try source(rate: rate).start(
            for: other.vocabulary, labels: other.scheme.names, withMeaning: false, settings: .standard, seed: 1,
            threads: 2, monitor: WorkMonitor())
    }
}

@Test(
    "a hidden layer that knows disasters in texts and tweets finds them in headlines with fewer labels",
    .tooSlowForThreadSanitizer)
func transferToAnotherKindOfMessage() throws {
    let first = try Labelled("sample-data") { $0["language"] == "en" && $0["kind"] != "headline" }
    let second = try Labelled("sample-data") { $0["language"] == "en" && $0["kind"] == "headline" }
    let layer = try first.start(for: second, rate: 1)
    for count in [20, 50, 100] {
        let from = try second.quality(labels: count, start: nil)
        let to = try second.quality(labels: count, start: layer)
        print("headlines, \(count) labels: average precision \(from) from nothing, \(to) from texts and tweets")
        #expect(to > from + 0.05)
    }
}

@Test(
    "what the layer of the disaster task is worth to the needs task: nothing, and with a moving layer it costs little",
    .tooSlowForThreadSanitizer)
func transferToNeeds() throws {
    let first = try Labelled("sample-data")
    let second = try Labelled("sample-data/needs")
    let layer = try first.start(for: second, rate: 1)
    for count in [20, 50, 100] {
        let from = try second.quality(labels: count, start: nil)
        let moving = try second.quality(labels: count, start: layer)
        let frozen = try second.quality(labels: count, start: layer, rate: 0)
        print("needs, \(count) labels: accuracy \(from) from nothing, \(moving) transferred, \(frozen) frozen")
        #expect(moving > from - 0.05)
        // Two labels leave a layer that tells related from unrelated, not water from food.
        #expect(frozen < moving + 0.05)
    }
    #expect(try second.quality(labels: 100, start: layer) > 0.3)
}

@Test(
    "what the disaster task has taught, kept beside new units, costs the needs task nothing and brings headlines much",
    .tooSlowForThreadSanitizer)
func transferOfWhatIsKept() throws {
    let disaster = try Labelled("sample-data")
    let needs = try Labelled("sample-data/needs")
    let otherLabels = try disaster.start(for: needs, rate: nil)
    let texts = try Labelled("sample-data") { $0["language"] == "en" && $0["kind"] != "headline" }
    let headlines = try Labelled("sample-data") { $0["language"] == "en" && $0["kind"] == "headline" }
    let sameLabels = try texts.start(for: headlines, rate: nil)
    for count in [20, 50, 100] {
        let from = try needs.quality(labels: count, start: nil)
        let kept = try needs.quality(labels: count, start: otherLabels)
        print("needs, \(count) labels: accuracy \(from) from nothing, \(kept) beside what is kept")
        #expect(kept > from - 0.02)
        let before = try headlines.quality(labels: count, start: nil)
        let after = try headlines.quality(labels: count, start: sameLabels)
        print("headlines, \(count) labels: average precision \(before) from nothing, \(after) beside what is kept")
        #expect(after > before + 0.05)
    }
    print("headlines, no label: average precision \(try headlines.quality(labels: 0, start: sameLabels))")
}

@Test(
    "the frozen layer of a model of a hundred labels, with a new head of twenty, keeps most of its accuracy",
    .tooSlowForThreadSanitizer)
func newHeadOfFewLabels() throws {
    let needs = try Labelled("sample-data/needs")
    var (whole, headed, fresh) = (0.0, 0.0, 0.0)
    for seed in UInt64(0)..<10 {
        var random = SeededRandom(seed: seed, stream: "new head")
        let order = random.sample(needs.texts.count, from: Array(needs.texts.indices))
        let held = Array(order.prefix(100))
        func accuracy(_ model: Classifier) -> Double {
            let probabilities = model.probabilities(for: FeatureRows(needs.rows), held)
            return Double(held.indices.count { probabilities.largestColumn(inRow: $0) == needs.labels[held[$0]] }) / 100
        }
        func model(_ rows: some Sequence<Int>, _ start: ModelStart?, rate: Float = 1) throws -> Classifier {
            var settings = TrainingSettings.standard
            settings.hiddenRate = rate
            return try Trainer.train(
                FeatureRows(needs.rows), rows.map { Example(row: $0, label: needs.labels[$0]) },
                labelCount: needs.scheme.names.count, settings: settings, seed: seed, start: start)
        }
        let first = try model(order[100..<200], nil)
        whole += accuracy(first) / 10
        headed += try accuracy(model(order[200..<220], ModelStart(first.hiddenLayer), rate: 0)) / 10
        fresh += try accuracy(model(order[200..<220], nil)) / 10
    }
    print("needs: accuracy \(whole) of a hundred labels, \(headed) of its layer and twenty, \(fresh) of twenty alone")
    #expect(headed > 0.7 * whole && headed > fresh + 0.03)
}

@Test("a frozen layer stays as it was learnt, and the ranker gives the layer to the round's models")
func rankerStartsFromTheLayer() throws {
    let fixture = try Fixture(evaluationItems: 0)
    try fixture.work(6)
    var history = LabelHistory()
    for line in fixture.journal.lines.prefix(4) { try history.apply(line) }
    let transfer = TransferSource(corpus: fixture.corpus, history: history, rate: 0)
    #expect(transfer.canTeach && transfer.origin.labels == 4 && transfer.origin.task == "disaster")
    let request = fixture.session.state.nextRound
    func classifier(_ transfer: TransferSource?) throws -> Classifier {
        let ranker = Ranker(corpus: fixture.corpus, settings: fixture.settings, transfer: transfer, threads: 1)
        return try #require(try ranker.rank(request, monitor: WorkMonitor()).model.parts?.classifier)
    }
    let corpus = fixture.corpus
    let rows = try FeatureExtractor().extract(
        fromTexts: corpus.rowCount, text: { corpus.text(at: $0) }, threads: 1
    ).rows
    let taught = try Trainer.train(
        FeatureRows(rows), corpus.trainingExamples(history), labelCount: 2, seed: fixture.settings.seed)
    #expect(
        try classifier(transfer).outputs(for: FeatureRows(rows)).hidden == taught.outputs(for: FeatureRows(rows)).hidden
    )
    #expect(try classifier(nil).outputs(for: FeatureRows(rows)).hidden != taught.outputs(for: FeatureRows(rows)).hidden)
}

@Test("a task's origin tells its texts, labels and rate apart")
func transferOrigins() throws {
    let fixture = try Fixture(evaluationItems: 0)
    try fixture.work(6)
    var history = LabelHistory()
    for line in fixture.journal.lines { try history.apply(line) }
    let origin = TransferSource(corpus: fixture.corpus, history: history).origin
    #expect(TransferSource(corpus: fixture.corpus, history: history).origin == origin)
    #expect(TransferSource(corpus: fixture.corpus, history: history, rate: 0.5).origin != origin)
    try fixture.work(1)
    var longer = LabelHistory()
    for line in fixture.journal.lines { try longer.apply(line) }
    #expect(TransferSource(corpus: fixture.corpus, history: longer).origin != origin)
    #expect(!TransferSource(corpus: fixture.corpus, history: LabelHistory()).canTeach)
}
