import Answers
import Journal
import Messages
import SessionFixture
import Testing

@testable import Annotation

@Test("an answer of several labels goes to the journal with what it implies, and comes back with an undo")
func severalAnswers() throws {
    let fixture = try Fixture(evaluationItems: 0, scheme: Fixture.several())
    let session = fixture.session
    let first = try #require(session.state.current)
    #expect(session.state.labelsBefore(on: first).isEmpty)
    // A bridge is a place; an answer of one label is none of this task.
    #expect(!session.label(.one(1), afterMilliseconds: 1) && !session.label(.several([7]), afterMilliseconds: 1))
    #expect(session.label(.several([1]), afterMilliseconds: 1))
    let id = fixture.corpus.pool.id(at: first.row)
    #expect(session.state.history.labels[id]?.event.answer.names == ["bridge", "place"])
    #expect(session.label(.several([]), afterMilliseconds: 1))
    #expect(session.state.counts.training == 2 && session.state.trainingCounts == [0, 1, 1])
    session.undo()
    session.undo()
    let back = try #require(session.state.current)
    #expect(back.row == first.row && session.state.labelsBefore(on: back) == [1, 2])
    #expect(session.state.counts.training == 0)
}

@Test("in a list a label key adds a label to an answer or takes it away, and one undo takes that back")
func oneMoreLabel() throws {
    let fixture = try Fixture(evaluationItems: 0, scheme: Fixture.several())
    let session = fixture.session
    func names() -> [String]? { session.state.history.labels["m5"]?.event.answer.names }
    for (label, expected) in [(0, ["flood"]), (1, ["bridge", "flood", "place"]), (2, ["flood"]), (0, [])] {
        session.label(rows: [5], session.answer(with: label, on: 5))
        #expect(names() == expected)
    }
    session.undo()
    #expect(names() == ["flood"])
}

@Test(
    "a session of several labels learns, guesses whole answers, and comes to the same from its journal",
    .tooSlowForThreadSanitizer)
func severalRounds() throws {
    let fixture = try Fixture(count: 160, evaluationItems: 20, seedItems: 20, roundSize: 10, scheme: Fixture.several())
    try fixture.work(90)
    let session = fixture.session
    #expect(session.hasLearntRound && session.state.history.rounds.count >= 3)
    let open = fixture.corpus.pool.indices.filter { session.state.isOpen($0) }
    #expect(open.count > 40)
    // The words tell both labels; of two labels by chance one answer in four is right.
    let right = open.count { session.guess(for: $0)?.answer == Fixture.severalAnswer($0) }
    #expect(right * 4 > open.count * 3, "\(right) of \(open.count)")
    #expect(session.ranking?.evaluation?.several?.labels.count == 3)
    let resumed = try fixture.resumed()
    #expect(resumed.session.upcoming(10).map(\.row) == session.upcoming(10).map(\.row))
    #expect(resumed.session.state.history.labels == session.state.history.labels)
}

@Test("whoever labels nothing but one answer has nothing to learn from; none and some are two")
func tellingApart() throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 4, scheme: Fixture.several())
    for _ in 0..<3 { fixture.session.label(.several([0]), afterMilliseconds: 1) }
    #expect(!fixture.session.state.canLearn)
    fixture.session.label(.several([]), afterMilliseconds: 1)
    #expect(fixture.session.state.canLearn)
}

@Test("a label that was retired is no part of answers any more; the others hold, and what they imply")
func retiredLabel() throws {
    let scheme = try Fixture.several()
    let fewer = try LabelScheme(
        task: "needs", labels: [.init(name: "flood", key: "1"), .init(name: "place", key: "3")], positive: "flood",
        guidelines: "", isSeveral: true)
    #expect(scheme.answer(named: NamedAnswer(several: ["bridge", "flood"])) == .several([0, 1, 2]))
    #expect(fewer.answer(named: NamedAnswer(several: ["bridge", "flood"])) == .several([0]))
    #expect(fewer.answer(named: "place") == .several([1]) && LabelScheme.disaster.answer(named: "place") == nil)
    #expect(LabelScheme.disaster.answer(named: NamedAnswer(several: ["related"])) == .one(1))
}

@Test("several people's labels come to what more than half say of each label; with half it waits")
func severalVotes() throws {
    let corpus = Corpus(scheme: try Fixture.several(), pool: Fixture.pool(4, text: Fixture.severalText))
    func history(_ answers: [String: [String]]) throws -> LabelHistory {
        var history = LabelHistory()
        for (sequence, (id, names)) in answers.sorted(by: { $0.key < $1.key }).enumerated() {
            let event = LabelEvent(
                id: id, answer: NamedAnswer(several: names), set: .training, round: 0, strategy: "random")
            try history.apply(
                JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: .label(event)))
        }
        return history
    }
    let people = [
        "ana": try history(["m0": ["flood"], "m1": ["flood", "place"], "m2": [], "m3": ["flood"]]),
        "ben": try history(["m0": ["flood"], "m1": ["flood"], "m2": [], "m3": ["place"]]),
        "cai": try history(["m1": ["bridge", "place"], "m2": ["flood"]]),
    ]
    let team = TeamLabels(people, lead: nil, corpus: corpus)
    #expect(team.records["m0"]?.event.answer.names == ["flood"] && team.sources["m0"] == .unanimous(2))
    #expect(team.records["m1"]?.event.answer.names == ["flood", "place"] && team.sources["m1"] == .majority)
    #expect(team.records["m2"]?.event.answer.names == [] && team.sources["m2"] == .majority)
    #expect(team.records["m3"] == nil && team.ties == ["m3"])
}
