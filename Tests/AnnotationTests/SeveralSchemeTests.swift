import Answers
import Journal
import Messages
import SessionFixture
import Testing

@testable import Annotation

private func scheme(_ labels: [LabelScheme.Label]) throws -> LabelScheme {
    try LabelScheme(task: "needs", labels: labels, positive: nil, guidelines: "", isSeveral: true)
}

private let pool = Fixture.pool(8, text: Fixture.severalText)

private func lines(_ answers: [[String]], then changes: [SchemeEvent.Change] = []) -> [JournalLine] {
    let start = JournalEvent.session(
        SessionEvent(
            tool: "0.4.0", task: "needs", labels: ["water", "food"], poolCount: pool.count,
            poolDigest: pool.digest, seed: 1, annotator: "ana", isSeveral: true))
    let labels = answers.enumerated().map { message, names in
        JournalEvent.label(
            LabelEvent(
                id: "m\(message)", answer: NamedAnswer(several: names), set: .training, round: 0, strategy: "random"))
    }
    let behind = changes.isEmpty ? [] : [JournalEvent.scheme(SchemeEvent(changes: changes))]
    return ([start] + labels + behind).enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
    }
}

private func state(_ scheme: LabelScheme, _ lines: [JournalLine]) throws -> SessionState {
    try SessionState(
        corpus: Corpus(scheme: scheme, pool: pool), settings: SessionSettings(seed: 1), lines: lines)
}

private func taught(_ state: SessionState) -> [Int: Answer] {
    Dictionary(uniqueKeysWithValues: state.corpus.trainingExamples(state.history).map { ($0.row, $0.answer) })
}

@Test("an answer with a label that was split teaches nothing: which part of it holds nobody has said")
func splitOfSeveral() throws {
    let state = try state(
        scheme([.init(name: "drink", key: "1"), .init(name: "wash", key: "2"), .init(name: "food", key: "3")]),
        lines([["water"], ["food"], ["food", "water"], []], then: [.split("water", into: ["drink", "wash"])]))
    #expect(taught(state) == [1: .several([2]), 3: .several([])])
    #expect(state.counts.training == 2 && state.trainingCounts == [0, 0, 1])
    #expect(state.secondLook == ["m0", "m2"] && state.holdsInvariants)
}

@Test("an answer of nothing but a retired label waits for a second look, and does not say that none holds")
func retiredOfSeveral() throws {
    let state = try state(
        scheme([.init(name: "food", key: "1"), .init(name: "fire", key: "2")]),
        lines([["water"], ["food", "water"], []], then: [.retire("water"), .add("fire")]))
    #expect(taught(state) == [1: .several([0]), 2: .several([])])
    #expect(state.counts.training == 2 && state.trainingCounts == [1, 0])
    #expect(state.secondLook == ["m0"] && state.holdsInvariants)
}

@Test("what a label implies since holds in answers of before as well, for what is learnt and for counts")
func impliedLater() throws {
    let state = try state(
        scheme([
            .init(name: "water", key: "1", implies: ["need"]), .init(name: "food", key: "2"),
            .init(name: "need", key: "3"),
        ]), lines([["water"], ["food"], []], then: [.add("need")]))
    #expect(taught(state) == [0: .several([0, 2]), 1: .several([1]), 2: .several([])])
    #expect(state.trainingCounts == [1, 1, 1] && state.holdsInvariants)
    #expect(state.history.labels["m0"]?.event.answer.names == ["water"])
}

@Test("a label that only a colleague's newer task file has makes no answer without it; one that they retired does")
func namesOfColleagues() throws {
    let here = try scheme([.init(name: "water", key: "1"), .init(name: "food", key: "2")])
    var newer = LabelHistory()
    for line in lines([["water"]], then: [.rename("water", to: "drinking water")]) { _ = try newer.apply(line) }
    var fewer = LabelHistory()
    for line in lines([["food", "water"]], then: [.retire("food")]) { _ = try fewer.apply(line) }
    func names(_ names: [String], _ history: LabelHistory?) -> [String]? {
        here.currentNames(of: NamedAnswer(several: names), in: history)?.names
    }
    #expect(names(["drinking water"], newer) == nil && names(["drinking water", "food"], newer) == nil)
    #expect(names(["food"], newer) == ["food"] && names([], newer) == [])
    #expect(names(["fire", "water"], fewer) == ["water"] && names(["fire"], fewer) == nil)
    // Which part of a label that was split holds nobody has said.
    let split = try scheme([
        .init(name: "drink", key: "1", was: ["water"]), .init(name: "wash", key: "2", was: ["water"]),
        .init(name: "food", key: "3", was: ["bread"]),
    ])
    #expect(split.currentName(of: "water") == nil && split.currentName(of: "bread") == "food")
    // One label of a task that took one is an answer with that label, among those of others as well.
    #expect(here.currentNames(of: "water", in: nil) == NamedAnswer(several: ["water"]))
    #expect(LabelScheme.disaster.currentNames(of: NamedAnswer(several: ["related"]), in: nil) == "related")
}

@Test("an answer of one label and the same of several are no disagreement")
func answersOfBothKinds() throws {
    let corpus = Corpus(scheme: try Fixture.several(), pool: pool)
    func history(_ answer: NamedAnswer) throws -> LabelHistory {
        var history = LabelHistory()
        let event = LabelEvent(id: "m0", answer: answer, set: .training, round: 0, strategy: "random")
        _ = try history.apply(JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: .label(event)))
        return history
    }
    let people = ["ana": try history("flood"), "ben": try history(NamedAnswer(several: ["flood"]))]
    let team = TeamLabels(people, lead: nil, corpus: corpus)
    #expect(team.sources["m0"] == .unanimous(2) && team.records["m0"]?.event.answer.names == ["flood"])
}

@Test("two answers are the same that say the same today; a name without a place is compared as it is")
func sameToday() throws {
    let scheme = try Fixture.several()
    func isSame(_ one: [String], _ other: [String]) -> Bool {
        scheme.isSame(NamedAnswer(several: one), NamedAnswer(several: other))
    }
    #expect(isSame(["flood", "gone"], ["flood"]) && isSame(["bridge"], ["bridge", "place"]))
    #expect(!isSame(["gone"], []) && isSame(["gone"], ["gone"]) && !isSame(["flood"], ["place"]))
}
