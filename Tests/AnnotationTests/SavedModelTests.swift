import Journal
import Learning
import SessionFixture
import Testing
import Threads

@testable import Annotation

@Test("a saved model says of every message what the next round's model says, bit for bit")
func savedModelIsTheNextRounds() throws {
    let fixture = try Fixture()
    try fixture.work(16)
    let state = fixture.session.state
    let ranking = try Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: 2)
        .rank(state.nextRound, monitor: WorkMonitor())
    let saved = try TextModel(nextRoundOf: state, modelSettings: .standard, tool: "test", threads: 1)
    let model = try TextModel(fileBytes: saved.fileBytes, path: "m")
    let texts = fixture.corpus.pool.indices.map { fixture.corpus.pool.text(at: $0) }
    #expect(try model.probabilities(for: texts) == ranking.model.probabilities)
    #expect(model.threshold == ranking.evaluation?.decision.threshold)
    #expect(model.origin.trainingCounts.reduce(0, +) == ranking.trainingCount)
    #expect(model.origin.evaluationCount == ranking.evaluationCount && ranking.evaluationCount > 0)
    #expect(model.labels == fixture.corpus.scheme.names && model.positive == fixture.corpus.scheme.positiveIndex)
}

@Test("with the published settings no word is drawn from texts that measure, by a round as by a saved model")
func publishedVocabulary() throws {
    let fixture = try Fixture()
    try fixture.work(16)
    let state = fixture.session.state
    let measured = Set(fixture.corpus.evaluationExamples(state.history).map(\.row))
    let others = fixture.corpus.pool.indices.filter { !measured.contains($0) }
    #expect(!measured.isEmpty)
    let saved = try TextModel(nextRoundOf: state, modelSettings: .published, tool: "test", threads: 1)
    #expect(saved.vocabulary.textCount == others.count)
    var occurrences: [Substring: Int] = [:]
    for row in others {
        for word in fixture.corpus.pool.text(at: row).split(separator: " ") { occurrences[word, default: 0] += 1 }
    }
    #expect(saved.vocabulary.columnCount == occurrences.values.count { $0 >= 3 })
    let ranking = try Ranker(
        corpus: fixture.corpus, settings: fixture.settings, modelSettings: .published, threads: 2
    ).rank(state.nextRound, monitor: WorkMonitor())
    let texts = fixture.corpus.pool.indices.map { fixture.corpus.pool.text(at: $0) }
    #expect(try saved.probabilities(for: texts) == ranking.model.probabilities)
    let standard = try TextModel(nextRoundOf: state, modelSettings: .standard, tool: "test", threads: 1)
    #expect(standard.vocabulary.textCount == fixture.corpus.pool.count)
}

@Test("a saved model of words and vectors says what the next round's model says, bit for bit, and names the encoder")
func savedModelWithMeaning() throws {
    let fixture = try Fixture(vectors: { ToldVectors($0, areThere: true) })
    try fixture.work(16)
    let state = fixture.session.state
    let ranking = try fixture.ranker.rank(state.nextRound, monitor: WorkMonitor())
    #expect(ranking.vectors == "told by tests")
    let saved = try TextModel(
        nextRoundOf: state, modelSettings: .standard, vectors: fixture.vectors, tool: "test", threads: 2)
    let model = try TextModel(fileBytes: saved.fileBytes, path: "m")
    let texts = fixture.corpus.pool.indices.map { fixture.corpus.pool.text(at: $0) }
    let vectors = Matrix(
        rowCount: texts.count, columnCount: 16, elements: texts.flatMap { ToldVectors.vector(of: $0) })
    for threads in [1, 3] {
        #expect(
            try model.probabilities(for: texts, vectors: vectors, threads: threads) == ranking.model.probabilities)
    }
    #expect(model.threshold == ranking.evaluation?.decision.threshold)
    #expect(model.meaning?.encoder == "told" && model.meaning?.digest == "told by tests" && model.meaning?.weight == 1)
    // One text alone has the same row: what is taken off is the session's mean, not its own.
    let alone = try model.probabilities(
        for: [texts[5]], vectors: Matrix(rowCount: 1, columnCount: 16, elements: Array(vectors.row(5))))
    #expect(Array(alone.row(0)) == Array(ranking.model.probabilities.row(5)))
}

@Test("while vectors are being made the saved model is that of words alone, as the next round's is")
func savedModelBeforeVectors() throws {
    let fixture = try Fixture(vectors: { ToldVectors($0) })
    try fixture.work(16)
    let state = fixture.session.state
    let before = try TextModel(
        nextRoundOf: state, modelSettings: .standard, vectors: fixture.vectors, tool: "test", threads: 1)
    #expect(try before == TextModel(nextRoundOf: state, modelSettings: .standard, tool: "test", threads: 1))
    #expect(before.meaning == nil)
}

@Test("a model teaches what its journal would have taught")
func modelAsTransferSource() throws {
    let fixture = try Fixture(evaluationItems: 0)
    try fixture.work(8)
    let state = fixture.session.state
    let model = try TextModel(nextRoundOf: state, modelSettings: .standard, tool: "test", threads: 1)
    let fromModel = TransferSource(model: model, digest: "d", rate: 0.5)
    let fromJournal = TransferSource(corpus: fixture.corpus, history: state.history, rate: 0.5)
    func classifier(_ source: TransferSource) throws -> Classifier {
        let ranker = Ranker(corpus: fixture.corpus, settings: fixture.settings, transfer: source, threads: 1)
        return try #require(try ranker.rank(state.nextRound, monitor: WorkMonitor()).model.parts?.classifier)
    }
    #expect(try classifier(fromModel) == classifier(fromJournal))
    #expect(fromModel.canTeach && fromModel.features == .standard && fromJournal.features == nil)
    #expect(fromModel.origin == TransferOrigin(task: "disaster", labels: 8, digest: "d", rate: 0.5))
}

@Test(
    "a model of words and vectors teaches what its journal would have taught, vectors of the same encoder alone",
    arguments: [0, 0.5, 1])
func modelWithMeaningAsTransferSource(rate: Double) throws {
    let fixture = try Fixture(evaluationItems: 0, vectors: { ToldVectors($0, areThere: true) })
    try fixture.work(8)
    let state = fixture.session.state
    let vectors = try #require(fixture.vectors)
    let model = try TextModel(
        nextRoundOf: state, modelSettings: .standard, vectors: vectors, tool: "test", threads: 1)
    let fromModel = TransferSource(model: model, digest: "d", rate: rate)
    let fromJournal = TransferSource(corpus: fixture.corpus, history: state.history, rate: rate)
    func classifier(_ source: TransferSource) throws -> Classifier {
        let ranker = Ranker(
            corpus: fixture.corpus, settings: fixture.settings, transfer: source, vectors: vectors, threads: 1)
        return try #require(try ranker.rank(state.nextRound, monitor: WorkMonitor()).model.parts?.classifier)
    }
    let taught = try classifier(fromJournal.withMeaning(by: vectors.origin, vectors: vectors))
    #expect(taught.denseWidth == 16)
    #expect(try classifier(fromModel.withMeaning(by: vectors.origin, vectors: nil)) == taught)
    var elsewhere = vectors.origin
    elsewhere.kernel = "another"
    #expect(try classifier(fromModel.withMeaning(by: elsewhere, vectors: nil)) == taught)
    // Another encoder's vectors mean something else, though they are as long.
    var other = vectors.origin
    other.digest = "another"
    let wordsAlone = try classifier(fromModel.withMeaning(by: other, vectors: nil))
    #expect(wordsAlone != taught)
    #expect(try classifier(fromModel) == wordsAlone)
}

@Test("a model needs two different labels")
func modelOfOneLabel() throws {
    let fixture = try Fixture(evaluationItems: 0)
    #expect(throws: TooFewLabels(count: 0)) {
        try TextModel(nextRoundOf: fixture.session.state, modelSettings: .standard, tool: "test", threads: 1)
    }
}
