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
    #expect(model.threshold == ranking.evaluation?.threshold)
    #expect(model.origin.trainingCounts.reduce(0, +) == ranking.trainingCount)
    #expect(model.origin.evaluationCount == ranking.evaluationCount && ranking.evaluationCount > 0)
    #expect(model.labels == fixture.corpus.scheme.names && model.positive == fixture.corpus.scheme.positiveIndex)
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
        try Ranker(corpus: fixture.corpus, settings: fixture.settings, transfer: source, threads: 1)
            .rank(state.nextRound, monitor: WorkMonitor()).model.classifier
    }
    #expect(try classifier(fromModel) == classifier(fromJournal))
    #expect(fromModel.canTeach && fromModel.features == .standard && fromJournal.features == nil)
    #expect(fromModel.origin == TransferOrigin(task: "disaster", labels: 8, digest: "d", rate: 0.5))
}

@Test("a model needs two different labels")
func modelOfOneLabel() throws {
    let fixture = try Fixture(evaluationItems: 0)
    #expect(throws: TooFewLabels(count: 0)) {
        try TextModel(nextRoundOf: fixture.session.state, modelSettings: .standard, tool: "test", threads: 1)
    }
}
