import Journal
import Messages
import SessionFixture
import Testing

@testable import Annotation

/// Row *n* says text *n* modulo 20, so that there are five messages of each text.
private func copied() -> MessagePool { Fixture.pool(100) { Fixture.text($0 % 20) } }

extension Fixture {
    fileprivate var labels: [(sequence: Int, event: LabelEvent)] {
        journal.lines.compactMap { line in
            if case .label(let event) = line.event { (line.sequence, event) } else { nil }
        }
    }

    fileprivate func holdsAfterResume() throws {
        let (state, resumed) = (session.state, try resumed().session.state)
        #expect(state.holdsInvariants)
        #expect(resumed.history.labels == state.history.labels && resumed.counts == state.counts)
        #expect(resumed.upcoming(30) == state.upcoming(30) && resumed.stage == state.stage)
    }
}

@Suite("labels that go to all copies")
struct SpreadTests {
    @Test("a label goes to all messages with its text, each by a line of its own, and counts once")
    func countsOnce() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, spreadsToCopies: true, pool: copied())
        let row = try #require(fixture.current)
        fixture.labelRightly()
        let labels = fixture.labels
        #expect(Set(labels.map(\.event.id)) == Set((0..<5).map { "m\(row % 20 + 20 * $0)" }))
        #expect(labels.count == 5 && Set(labels.map(\.event.label)).count == 1)
        #expect(labels[0].event.id == "m\(row)" && !labels[0].event.isSpread && labels[0].event.with == nil)
        #expect(labels.dropFirst().allSatisfy { $0.event.isSpread && $0.event.with == labels[0].sequence })
        #expect(labels.dropFirst().allSatisfy { $0.event.ms == nil })
        let state = fixture.session.state
        #expect(state.stage == .seed(done: 1, of: 4, rarest: 0) && state.labelsSinceRound == 1)
        #expect(state.history.judgedCount == 1 && state.history.givenCount == 1)
        #expect(state.history.recent(10).count == 1 && state.trainingCounts.reduce(0, +) == 1)
        #expect(fixture.corpus.trainingExamples(state.history).count == 1)
        try fixture.holdsAfterResume()
    }

    @Test("one undo takes the label back from all copies, and the message comes back")
    func undo() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, spreadsToCopies: true, pool: copied())
        try fixture.work(3)
        let before = fixture.session.state
        fixture.labelRightly()
        #expect(fixture.session.undo()?.sequences.count == 5)
        #expect(fixture.session.state.history.labels == before.history.labels)
        #expect(fixture.current == before.current?.row)
        // The message once, and none of its copies.
        #expect(fixture.session.state.upcoming(100).map { $0.row % 20 }.count == 17)
        #expect(Set(fixture.session.state.upcoming(100).map { $0.row % 20 }).count == 17)
        try fixture.holdsAfterResume()
    }

    @Test("copies of an evaluation item go to the evaluation set, which grows by one")
    func evaluation() throws {
        let fixture = try Fixture(evaluationItems: 4, seedItems: 4, spreadsToCopies: true, pool: copied())
        fixture.labelRightly()
        #expect(fixture.labels.count == 5 && fixture.labels.allSatisfy { $0.event.set == .evaluation })
        #expect(fixture.session.state.stage == .evaluation(done: 1, of: 4))
        #expect(fixture.corpus.evaluationExamples(fixture.session.state.history).count == 1)
        #expect(fixture.corpus.trainingExamples(fixture.session.state.history).isEmpty)
        try fixture.holdsAfterResume()
    }

    @Test("another label for one of the copies goes to all, and its undo gives all their label again")
    func again() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, spreadsToCopies: true, pool: copied())
        fixture.session.label(rows: [3], 1)
        let before = fixture.session.state.history.labels
        fixture.session.label(rows: [43], 0)
        let labels = fixture.session.state.history.labels
        #expect(labels.count == 5 && labels.values.allSatisfy { $0.event.label == "not_related" })
        #expect(fixture.session.state.trainingCounts == [1, 0])
        fixture.session.undo()
        #expect(fixture.session.state.history.labels == before && before.count == 5)
        // The same label once more is a line of its own, and nothing is left to spread.
        let count = fixture.labels.count
        fixture.session.label(rows: [3], 1)
        #expect(fixture.labels.count == count + 1)
        try fixture.holdsAfterResume()
    }

    @Test("a label that is taken back out of its turn goes from all copies, and an undo gives it to all again")
    func takenBack() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, spreadsToCopies: true, pool: copied())
        try fixture.work(2)
        let before = fixture.session.state.history.labels
        let row = try #require(
            fixture.labels.first.flatMap { fixture.corpus.pool.index(ofID: $0.event.id) })
        #expect(fixture.session.takeBack(row) != .nothing)
        #expect(fixture.session.state.history.labels.count == 5 && fixture.current == row)
        #expect(fixture.session.state.isOpen(row))
        try fixture.holdsAfterResume()
        #expect(fixture.session.undo()?.sequences.count == 5)
        #expect(fixture.session.state.history.labels == before && !fixture.session.state.isOpen(row))
        try fixture.holdsAfterResume()
    }

    @Test("a whole session is over after as many keys as there are texts, and checks come back once a text")
    func wholeSession() throws {
        let fixture = try Fixture(
            evaluationItems: 4, seedItems: 4, roundSize: 5, repeatShare: 0.2, spreadsToCopies: true, pool: copied())
        var keys = 0
        while fixture.session.state.stage != .finished(skipped: 0), keys < 200 {
            try fixture.learn()
            guard fixture.labelRightly() else { break }
            keys += 1
        }
        let history = fixture.session.state.history
        #expect(history.labels.count == 100 && history.judgedCount == 20)
        #expect(keys == 20 + history.repeatChecks.count)
        // A fifth of at most 20 labels.
        #expect(history.repeatChecks.count <= 4)
        let checked = history.repeatChecks.compactMap { fixture.corpus.pool.index(ofID: $0.id) }.map { $0 % 20 }
        #expect(Set(checked).count == checked.count)
        try fixture.holdsAfterResume()
    }

    @Test("copies that get their label by = are no judgements either, and one undo takes all back")
    func labelledAsCopies() throws {
        let fixture = try Fixture(evaluationItems: 0, seedItems: 4, pool: copied())
        fixture.session.label(rows: [3], 1)
        fixture.session.label(copies: [23, 43, 63, 83, 5], 1)
        // Row 5 says something else: it was judged, as near copies are.
        #expect(fixture.labels.map(\.event.isSpread) == [false, true, true, true, true, false])
        #expect(fixture.session.state.history.judgedCount == 2)
        #expect(fixture.session.undo()?.sequences.count == 5)
        #expect(Set(fixture.session.state.history.labels.keys) == ["m3"])
        #expect(!fixture.session.state.upcoming(100).contains { $0.row % 20 == 3 })
        try fixture.holdsAfterResume()
    }
}
