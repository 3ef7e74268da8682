import Journal
import Learning
import Messages
import SessionFixture
import Testing
import Threads

@testable import Annotation

/// Forty messages of twenty texts: row *n* + 20 says what row *n* says.
private func copies() -> MessagePool { Fixture.pool(40) { Fixture.text($0 % 20) } }

extension Fixture {
    fileprivate var evaluated: [Int] {
        session.state.history.labels.values.filter { $0.event.set == .evaluation }
            .compactMap { corpus.pool.index(ofID: $0.event.id) }.sorted()
    }

    fileprivate var measured: [Int] { corpus.evaluationExamples(session.state.history).map(\.row) }
    fileprivate var learnt: [Int] { corpus.trainingExamples(session.state.history).map(\.row).sorted() }
}

@Test("whoever labels a copy of an evaluation item, by whichever way, gives an evaluation label")
func copyLabelledByHand() throws {
    let fixture = try Fixture(evaluationItems: 4, pool: copies())
    try fixture.work(4)
    let item = try #require(fixture.evaluated.first)
    let copy = (item + 20) % 40
    fixture.session.label(rows: [copy], 1)
    guard case .label(let event)? = fixture.journal.lines.last?.event else { throw CancellationError() }
    #expect(event.id == "m\(copy)" && event.set == .evaluation)
    #expect(!fixture.learnt.contains(copy))
    // The same through the message in front of the annotator.
    let other = try #require(fixture.evaluated.dropFirst().first { $0 != item && $0 != copy })
    fixture.session.show((other + 20) % 40)
    fixture.session.label(1, afterMilliseconds: nil)
    guard case .label(let shown)? = fixture.journal.lines.last?.event else { throw CancellationError() }
    #expect(shown.id == "m\((other + 20) % 40)" && shown.set == .evaluation)
    // One text is measured on once.
    #expect(fixture.measured.count == 4)
}

@Test("a journal that calls the copy of an evaluation item training does not make the model learn from it")
func handMadeJournal() throws {
    func label(_ row: Int, _ set: LabelSet) -> JournalEvent {
        .label(LabelEvent(id: "m\(row)", label: "related", set: set, round: 0, strategy: "random"))
    }
    // In both orders: the copy before the item, and behind it.
    let events = [
        label(21, .training), label(1, .evaluation), label(2, .evaluation), label(22, .training), label(5, .training),
    ]
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
    }
    let fixture = try Fixture(evaluationItems: 2, pool: copies(), lines: lines)
    #expect(fixture.learnt == [5])
    #expect(fixture.session.state.trainingCounts == [0, 1])
    #expect(fixture.measured.map { $0 % 20 } == [1, 2])
    // With the evaluation label taken back, its copy's label is what it says.
    #expect(fixture.session.takeBack(1) == .label("related"))
    #expect(fixture.learnt == [5, 21])
    #expect(fixture.session.state.trainingCounts == [0, 2])
    fixture.session.undo()
    #expect(fixture.session.state.trainingCounts == [0, 1])
}

@Test("a label on a text of the evaluation set measures, and that set's own label counts")
func textOfTheEvaluationSet() throws {
    let given = "id,text,label\ne,\(Fixture.text(3)),related\nf,something else,not_related\n"
    let read = try MessageReader(scheme: .disaster).read(bytes: Array(given.utf8), path: "evaluation.csv")
    let corpus = Corpus(
        scheme: .disaster, pool: Fixture.pool(10), evaluation: try LabelledSet(read, option: "--evaluation"))
    var state = try SessionState(corpus: corpus, settings: SessionSettings(evaluationItems: 0))
    #expect(!state.isOpen(3))
    #expect(state.item(pickedByHand: 3).set == .evaluation && state.item(pickedByHand: 4).set == .training)
    try state.apply(
        JournalLine(
            sequence: 0, at: Timestamp(milliseconds: 0),
            event: .label(LabelEvent(id: "m3", label: "not_related", set: .training, round: 0, strategy: "by-hand"))))
    #expect(state.trainingCounts == [0, 0])
    #expect(corpus.trainingExamples(state.history).isEmpty)
    #expect(corpus.evaluationExamples(state.history).map(\.label) == [1, 0])
}

@Test("texts of evaluation items are closed to the first items, to rounds and to the queue in use")
func evaluationTextsAreClosed() throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 6, pool: copies())
    try fixture.work(7)
    // Found by hand in the middle of a round, and called an evaluation item by its line.
    let next = try #require(fixture.session.state.upcoming(2).last?.row)
    let copy = (next + 20) % 40
    var state = fixture.session.state
    try state.apply(
        JournalLine(
            sequence: state.lastSequence + 1, at: Timestamp(milliseconds: 0),
            event: .label(
                LabelEvent(id: "m\(copy)", label: "related", set: .evaluation, round: 0, strategy: "random"))))
    #expect(!state.isOpen(next) && !state.upcoming(40).contains { $0.row == next })
    let ranking = try Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: 1)
        .rank(state.nextRound, monitor: WorkMonitor())
    let offered = ranking.selections.map(\.row) + (0..<ranking.remainder.count).map { ranking.remainder.row(at: $0) }
    #expect(!offered.isEmpty && !offered.contains(next))
}
