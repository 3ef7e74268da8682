import Journal
import Messages
import SessionFixture
import Testing

@testable import Annotation

@Test("evaluation items come first, then seed items, then rounds")
func stages() throws {
    let fixture = try Fixture()
    #expect(fixture.session.state.stage == .evaluation(done: 0, of: 4))
    try fixture.work(4)
    #expect(fixture.session.state.stage == .seed(done: 0, of: 6, rarest: 0))
    // The message at hand when the round was ready still counts as a random one; the round takes over behind it.
    try fixture.work(7)
    #expect(fixture.session.state.stage == .active(round: 1, done: 1, of: 5))
    try fixture.work(5)
    #expect(fixture.session.state.stage == .active(round: 2, done: 1, of: 5))
}

@Test("labels say which set, round and strategy they belong to")
func labelEvents() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let labels = fixture.journal.lines.compactMap { line -> LabelEvent? in
        if case .label(let event) = line.event { event } else { nil }
    }
    #expect(labels.map(\.set) == Array(repeating: .evaluation, count: 4) + Array(repeating: .training, count: 8))
    #expect(labels.map(\.round) == Array(repeating: 0, count: 11) + [1])
    #expect(labels.last?.strategy == "atlas")
    #expect(labels.last?.ms == 100)
}

@Test("a finished round is adopted between two messages, never under the annotator's hands")
func adoption() throws {
    let fixture = try Fixture()
    try fixture.work(10)
    for _ in 0..<5 { fixture.labelRightly() }
    #expect(fixture.runner.isAsked)
    let shown = fixture.current
    try fixture.learn()
    #expect(fixture.current == shown)
    #expect(fixture.session.state.stage == .active(round: 1, done: 5, of: 5))
    fixture.labelRightly()
    // The label that was given while the round was ready counts for the next one.
    #expect(fixture.session.state.stage == .active(round: 2, done: 1, of: 5))
}

@Test("labelling goes on with the reserve while a round is learnt")
func reserve() throws {
    let fixture = try Fixture()
    try fixture.work(10)
    var seen: Set<Int> = []
    for _ in 0..<9 {
        let row = try #require(fixture.current)
        #expect(seen.insert(row).inserted)
        fixture.labelRightly()
    }
}

@Test("no message is asked for twice, and all are labelled in the end", arguments: [1, 2, 3, 7, 60])
func everyMessageOnce(count: Int) throws {
    let fixture = try Fixture(count: count)
    try fixture.work(count)
    #expect(fixture.session.state.history.labels.count == count)
    #expect(fixture.session.state.stage == .finished(skipped: 0))
    #expect(fixture.current == nil)
    #expect(!fixture.labelRightly())
}

@Test("with one label only, random messages go on and no round is asked for")
func oneLabelOnly() throws {
    let fixture = try Fixture(evaluationItems: 0)
    for _ in 0..<15 { fixture.session.label(0, afterMilliseconds: nil) }
    #expect(!fixture.runner.isAsked)
    #expect(fixture.session.state.stage == .seed(done: 15, of: 6, rarest: 1))
    #expect(fixture.current != nil)
    fixture.session.learnNow()
    guard case .cannotLearnYet? = fixture.session.takeNotice() else {
        Issue.record("nothing was said")
        return
    }
    fixture.session.label(1, afterMilliseconds: nil)
    #expect(fixture.runner.isAsked)
}

@Test("an empty pool is finished at once")
func emptyPool() throws {
    let fixture = try Fixture(count: 0)
    #expect(fixture.session.state.stage == .finished(skipped: 0))
    #expect(!fixture.session.skip())
    #expect(fixture.session.undo() == nil)
}

@Test("when all that is left is skipped, undo brings it back")
func skippedToTheEnd() throws {
    let fixture = try Fixture(count: 3, evaluationItems: 0)
    for _ in 0..<3 { fixture.session.skip() }
    #expect(fixture.session.state.stage == .finished(skipped: 3))
    #expect(fixture.session.undo() != nil)
    #expect(fixture.current != nil)
}

@Test("texts of the evaluation set are never asked for again")
func evaluationTextsStayOut() throws {
    // Rows 0 to 9 and 10 to 19 have the same ten texts.
    let fixture = try Fixture(
        evaluationItems: 5, seedItems: 2, pool: Fixture.pool(20) { Fixture.text($0 % 10) })
    try fixture.work(5)
    let evaluated = Set(fixture.session.state.history.labels.keys.compactMap { fixture.corpus.pool.index(ofID: $0) })
    try fixture.work(20)
    let trained = fixture.session.state.history.labels.values.filter { $0.event.set == .training }
        .compactMap { fixture.corpus.pool.index(ofID: $0.event.id) }
    #expect(!trained.isEmpty)
    #expect(Set(trained.map { $0 % 10 }).isDisjoint(with: evaluated.map { $0 % 10 }))
}
