import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// Every text twice: rows 0 to 29 and 30 to 59.
private func doubled() -> MessagePool { Fixture.pool(60) { Fixture.text($0 % 30) } }

/// Everything that a round could choose from: it is asked for more than there is.
private func rankable(_ corpus: Corpus, _ state: SessionState) throws -> Set<Int> {
    let ranker = Ranker(corpus: corpus, settings: state.settings, threads: 1)
    let ranking = try ranker.rank(state.nextRound, size: 1_000, reserve: 0, monitor: WorkMonitor())
    let rows = Set(ranking.selections.map(\.row))
    #expect(ranking.candidateCount == rows.count)
    return rows
}

@Test("a text that an evaluation label holds on is closed to the rounds, whichever of its messages has the label")
func evaluatedTextsAreNotRanked() throws {
    let fixture = try Fixture(evaluationItems: 6, seedItems: 6, recipe: try Recipe(parsing: "random"), pool: doubled())
    try fixture.work(14)
    let state = fixture.session.state
    let evaluated = state.history.labels.values.filter { $0.event.set == .evaluation }
        .compactMap { fixture.corpus.pool.index(ofID: $0.event.id) }
    #expect(evaluated.count == 6)
    let texts = Set(evaluated.map { $0 % 30 })
    let ranked = try rankable(fixture.corpus, state)
    #expect(!ranked.isEmpty)
    #expect(texts.isDisjoint(with: ranked.map { $0 % 30 }))
}

@Test("a text that an evaluation label holds on is asked for by no stage, and again once the label is taken back")
func evaluatedTextsAreNotOpen() throws {
    let fixture = try Fixture(evaluationItems: 1, seedItems: 50, pool: doubled())
    let row = try #require(fixture.current)
    let twin = (row + 30) % 60
    #expect(fixture.session.state.isOpen(row) && fixture.session.state.isOpen(twin))
    fixture.labelRightly()
    #expect(!fixture.session.state.isOpen(row) && !fixture.session.state.isOpen(twin))
    let rows = fixture.session.state.upcoming(100).map(\.row)
    #expect(!rows.isEmpty && !rows.contains(row) && !rows.contains(twin))
    fixture.session.undo()
    #expect(fixture.session.state.isOpen(row) && fixture.session.state.isOpen(twin))
}

@Test(
    "a text of the training file or of the evaluation file is asked for by no stage and no round",
    arguments: [LabelSet.training, .evaluation])
func givenTextsAreClosed(set: LabelSet) throws {
    let pool = Fixture.pool(40)
    // The texts of rows 0 to 9, under other ids.
    let table = (0..<10).map { "g\($0),\(Fixture.text($0)),\($0 % 2)\n" }.joined()
    let read = try MessageReader(scheme: .disaster).read(
        bytes: Array("id,text,label\n\(table)".utf8), path: "given.csv")
    let given = try LabelledSet(read, option: "given")
    let corpus = Corpus(
        scheme: .disaster, pool: pool, training: set == .training ? given : nil,
        evaluation: set == .evaluation ? given : nil)
    let settings = SessionSettings(evaluationItems: 0, seedItems: 4, recipe: try Recipe(parsing: "random"))
    var state = try SessionState(corpus: corpus, settings: settings)
    #expect((0..<40).filter(state.isOpen) == Array(10..<40))
    #expect(Set(state.upcoming(100).map(\.row)).isSubset(of: 10..<40))
    // Two labels, so that there is something to learn.
    for (sequence, row) in [20, 21].enumerated() {
        let label = LabelEvent(
            id: "m\(row)", label: row % 2 == 1 ? "related" : "not_related", set: .training, round: 0,
            strategy: "random")
        try state.apply(
            JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: .label(label)))
    }
    #expect(try rankable(corpus, state) == Set(10..<40).subtracting([20, 21]))
}
