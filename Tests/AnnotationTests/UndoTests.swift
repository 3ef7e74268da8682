import Journal
import Learning
import Sampling
import SessionFixture
import Testing

@testable import Annotation

extension Fixture {
    /// Everything that the annotator can have done, as it would be after a resume as well.
    fileprivate func holdsAfterResume() throws {
        let (state, resumed) = (session.state, try resumed().session.state)
        #expect(resumed.history.labels == state.history.labels)
        #expect(resumed.history.skipped == state.history.skipped)
        #expect(resumed.recipe == state.recipe)
        #expect(resumed.upcoming(8) == state.upcoming(8))
    }
}

@Test("one label for many messages is one action: one undo takes all of it back")
func groupIsOneAction() throws {
    let fixture = try Fixture(evaluationItems: 0)
    fixture.labelRightly()
    let before = fixture.session.state
    let rows = fixture.session.state.upcoming(30).map(\.row).suffix(24)
    fixture.session.label(rows: Array(rows), 1)
    #expect(fixture.session.state.history.labels.count == 25)
    try fixture.holdsAfterResume()
    let undone = try #require(fixture.session.undo())
    #expect(undone.sequences.count == 24 && undone.kind == .label("related"))
    #expect(fixture.session.state.history.labels == before.history.labels)
    #expect(fixture.session.state.trainingCounts == before.trainingCounts)
    try fixture.holdsAfterResume()
    #expect(fixture.session.undo()?.sequences.count == 1)
    #expect(fixture.session.state.history.labels.isEmpty)
}

@Test("two labels for many messages are two actions, and a crash in the middle of their undo leaves the rest to undo")
func groupsStayApart() throws {
    let fixture = try Fixture(evaluationItems: 0)
    fixture.session.label(rows: [10, 11, 12], 1)
    fixture.session.label(rows: [20, 21], 0)
    #expect(fixture.session.state.history.lastAction?.sequences == [4, 3])
    // The first of the undo's two lines is all that reached the disk.
    let lines =
        fixture.journal.lines + [
            JournalLine(sequence: 5, at: Timestamp(milliseconds: 0), event: .undo(of: 4))
        ]
    let torn = try Fixture(evaluationItems: 0, pool: fixture.corpus.pool, lines: lines)
    #expect(torn.session.undo()?.sequences == [3])
    #expect(torn.session.undo()?.sequences == [2, 1, 0])
    #expect(torn.session.state.history.labels.isEmpty)
}

@Test(
    "an undo of one label for many messages puts none of them in front, and each where it stood",
    arguments: [0, 3, 30])
func groupGoesBackToItsPlace(labels: Int) throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 4)
    try fixture.work(labels)
    let before = fixture.session.state.upcoming(60)
    // Not the message at hand; the queue goes on behind it, and over some of them.
    fixture.session.label(rows: before[1...9].map(\.row), 1)
    try fixture.holdsAfterResume()
    fixture.session.undo()
    #expect(fixture.session.state.upcoming(60) == before)
    try fixture.holdsAfterResume()
}

@Test("what a queue has passed since it got a label with others comes back in its place, or at the end")
func groupIsNotLost() throws {
    let fixture = try Fixture(count: 24, evaluationItems: 0, seedItems: 4)
    for start in [0, 8] {
        try fixture.work(start)
        let rows = fixture.session.state.upcoming(6).map(\.row)
        fixture.session.label(rows: rows, 1)
        try fixture.learn()
        fixture.session.undo()
        #expect(Set(fixture.session.state.upcoming(24).map(\.row)).isSuperset(of: rows))
        try fixture.holdsAfterResume()
    }
    try fixture.work(24)
    #expect(fixture.session.state.stage == .finished(skipped: 0))
    #expect(fixture.session.state.history.labels.count == 24)
}

@Test("a message that was skipped with its label on stays skipped when the label is taken back, and given again")
func labelledAndSkipped() throws {
    let fixture = try Fixture(evaluationItems: 0)
    let row = try #require(fixture.current)
    fixture.session.skip()
    fixture.session.label(rows: [row], 1)
    fixture.session.show(row)
    fixture.session.skip()
    let next = fixture.current
    #expect(fixture.session.takeBack(row) == .label("related"))
    #expect(fixture.session.state.history.skipped == ["m\(row)"] && fixture.current == next)
    fixture.session.undo()
    #expect(fixture.session.state.history.skipped == ["m\(row)"])
    #expect(fixture.session.state.history.labels.count == 1)
    try fixture.holdsAfterResume()
}

@Test("a label is taken back however old it is: its message comes back, later labels stay, and undo gives it again")
func labelOutOfTurn() throws {
    let fixture = try Fixture(evaluationItems: 0)
    var rows: [Int] = []
    for _ in 0..<5 {
        rows.append(try #require(fixture.current))
        fixture.labelRightly()
    }
    let before = fixture.session.state
    #expect(fixture.session.takeBack(rows[1]) == .label(rows[1] % 2 == 1 ? "related" : "not_related"))
    #expect(fixture.current == rows[1])
    #expect(fixture.session.state.history.labels.count == 4)
    #expect(fixture.session.state.trainingCounts.reduce(0, +) == 4)
    try fixture.holdsAfterResume()
    fixture.session.undo()
    #expect(fixture.session.state.history.labels == before.history.labels)
    #expect(fixture.session.state.trainingCounts == before.trainingCounts)
    #expect(fixture.session.state.upcoming(5) == before.upcoming(5))
    try fixture.holdsAfterResume()
    // In turn again: the newest label is the one that was given last.
    for row in rows.reversed() {
        fixture.session.undo()
        #expect(fixture.current == row)
    }
}

@Test("a label that replaced another is taken back to it; what has no label is left alone")
func relabelOutOfTurn() throws {
    let fixture = try Fixture(evaluationItems: 0)
    fixture.session.label(rows: [3], 1)
    fixture.session.label(rows: [3], 0)
    fixture.labelRightly()
    #expect(fixture.session.takeBack(3) == .label("not_related"))
    #expect(fixture.session.state.history.labels["m3"]?.event.label == "related")
    #expect(fixture.session.state.history.returned.isEmpty)
    #expect(fixture.session.takeBack(3) == .label("related"))
    let lines = fixture.journal.lines.count
    #expect(fixture.session.takeBack(3) == .nothing)
    #expect(fixture.journal.lines.count == lines)
    try fixture.holdsAfterResume()
}

@Test("a skip is taken back from a list as well, and that can be undone")
func skipOutOfTurn() throws {
    let fixture = try Fixture(evaluationItems: 0)
    let skipped = try #require(fixture.current)
    fixture.session.skip()
    fixture.labelRightly()
    #expect(fixture.session.takeBack(skipped) == .skip)
    #expect(fixture.current == skipped)
    #expect(fixture.session.undo()?.kind == .unskip)
    #expect(fixture.session.state.history.skipped == ["m\(skipped)"])
    try fixture.holdsAfterResume()
}

@Test("notes and flags are undone like labels, the newest first")
func notesAndFlags() throws {
    let fixture = try Fixture(evaluationItems: 0)
    fixture.labelRightly()
    fixture.session.note("first", on: 5)
    fixture.session.note("second", on: 5)
    fixture.session.toggleFlag(6)
    fixture.session.toggleFlag(6)
    func state() -> [String] {
        let history = fixture.session.state.history
        return [history.notes["m5"] ?? "", history.flagged.contains("m6") ? "flagged" : "", "\(history.labels.count)"]
    }
    var seen = [state()]
    while fixture.session.undo() != nil { seen.append(state()) }
    #expect(
        seen == [
            ["second", "", "1"], ["second", "flagged", "1"], ["second", "", "1"], ["first", "", "1"], ["", "", "1"],
            ["", "", "0"],
        ])
}

@Test("a journal of before, whose undo passed over notes, flags and messages brought back, is replayed as it was meant")
func undoOfBefore() throws {
    let label = LabelEvent(id: "m1", label: "related", set: .training, round: 0, strategy: "random")
    let events: [JournalEvent] = [
        .label(label), .skip(id: "m2", round: 0), .unskip(id: "m2"), .note(id: "m1", text: "x"),
        .flag(id: "m3", isSet: true), .strategy(recipe: "random"), .undo(of: 1), .undo(of: 0),
    ]
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
    }
    let state = try Fixture(evaluationItems: 0, lines: lines).session.state
    #expect(state.history.labels.isEmpty && state.history.skipped.isEmpty)
    #expect(state.history.notes == ["m1": "x"] && state.history.flagged == ["m3"])
    #expect(state.recipe.description == "random")
    #expect(state.history.returned.map(\.id) == ["m2", "m1"])
}

@Test("an undo that contradicts the lines before it leaves what it might have passed over to be undone")
func contradictionPassesOverNothing() throws {
    var history = LabelHistory()
    func apply(_ sequence: Int, _ event: JournalEvent) throws {
        try history.apply(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event))
    }
    try apply(0, .label(LabelEvent(id: "m1", label: "related", set: .training, round: 0, strategy: "random")))
    try apply(1, .round(RoundEvent(round: 1, through: 0, training: 1, evaluation: 0, f1: nil, auc: nil, seconds: 0)))
    try apply(2, .note(id: "m1", text: "x"))
    #expect(throws: ReplayError.self) { try apply(3, .undo(of: 1)) }
    try apply(3, .undo(of: 2))
    #expect(history.notes.isEmpty && history.labels.count == 1)
}

@Test("a label taken back that does not hold is a contradiction, by its line")
func unlabelOfNothing() throws {
    let label = LabelEvent(id: "m1", label: "related", set: .training, round: 0, strategy: "random")
    func state(_ event: JournalEvent) throws {
        let lines = [.label(label), event].enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        }
        _ = try Fixture(lines: lines)
    }
    try state(.unlabel(id: "m1", givenBy: 0))
    for event in [JournalEvent.unlabel(id: "m2", givenBy: 0), .unlabel(id: "m1", givenBy: 1)] {
        let error = #expect(throws: ReplayError.self) { try state(event) }
        #expect(error?.line == 2)
    }
}

@Test(
    "random work with lists, groups, switches and undo replays to the same state, and all of it can be undone",
    .tooSlowForThreadSanitizer,
    arguments: 0..<12)
func randomWorkAndUndo(seed: Int) throws {
    let fixture = try Fixture(count: 60, evaluationItems: 3, seedItems: 4, roundSize: 4, repeatShare: 0.2)
    var random = SeededRandom(seed: UInt64(seed), stream: "undo")
    let recipes = try ["atlas", "random", "margin"].map { try Recipe(parsing: $0) }
    for _ in 0..<80 {
        let row = random.below(60)
        switch random.below(13) {
        case 0: fixture.session.undo()
        case 1: fixture.session.skip()
        case 2: fixture.session.label(rows: [row, (row + 7) % 60, (row + 13) % 60], .one(random.below(2)))
        case 3: _ = fixture.session.takeBack(row)
        case 4: fixture.session.toggleFlag(row)
        case 5: fixture.session.show(row)
        case 6: fixture.session.choose(recipes[random.below(3)])
        case 7: fixture.session.note("note \(row)", on: row)
        case 8, 9: try fixture.learn()
        default: fixture.session.label(random.below(2), afterMilliseconds: nil)
        }
    }
    fixture.session.showNext()
    try fixture.learn()
    let (state, resumed) = (fixture.session.state, try fixture.resumed().session.state)
    #expect(resumed.history.labels == state.history.labels)
    #expect(resumed.history.skipped == state.history.skipped)
    #expect(resumed.history.flagged == state.history.flagged)
    #expect(resumed.history.repeatChecks == state.history.repeatChecks)
    #expect(resumed.trainingCounts == state.trainingCounts)
    #expect(resumed.recipe == state.recipe)
    while fixture.session.undo() != nil {}
    let empty = fixture.session.state
    #expect(empty.history.labels.isEmpty && empty.history.skipped.isEmpty && empty.history.repeatChecks.isEmpty)
    #expect(empty.history.flagged.isEmpty && empty.history.notes.isEmpty && empty.trainingCounts == [0, 0])
    #expect(empty.recipe == .standard)
    if case .lineRefused(let reason)? = fixture.session.takeNotice() { Issue.record("\(reason)") }
}

@Test("a message that was picked by hand or chosen, skipped, and brought back is no random evaluation item")
func skippedAndBroughtBack() throws {
    let fixture = try Fixture(evaluationItems: 10)
    // By hand, while evaluation items are labelled: one that the evaluation does not come to soon.
    let upcoming = Set(fixture.session.state.upcoming(30).map(\.row))
    let picked = try #require((0..<60).first { !upcoming.contains($0) })
    for undoes in [true, false] {
        fixture.session.show(picked)
        fixture.session.skip()
        if undoes { fixture.session.undo() } else { fixture.session.show(picked) }
        let back = try #require(fixture.session.current)
        #expect(back.row == picked && back.set == .training && back.strategy == SessionState.byHand)
        if undoes { fixture.session.skip() }
    }
    fixture.session.skip()
    // One whose turn it was measures still.
    let next = try #require(fixture.session.current)
    fixture.session.skip()
    fixture.session.undo()
    #expect(fixture.session.current?.row == next.row && fixture.session.current?.set == .evaluation)
    #expect(fixture.session.current?.strategy == "random")
}

@Test(
    "a message that a round chose keeps strategy, score and round when its skip is taken back",
    arguments: [true, false])
func skippedOfARound(undoes: Bool) throws {
    let fixture = try Fixture(evaluationItems: 0, recipe: try Recipe(parsing: "least-confidence"))
    try fixture.work(8)
    let chosen = try #require(fixture.session.current)
    #expect(chosen.strategy == "least-confidence" && chosen.round == 1)
    fixture.session.skip()
    if undoes { fixture.session.undo() } else { fixture.session.show(chosen.row) }
    let back = try #require(fixture.session.current)
    #expect(
        back.row == chosen.row && back.strategy == chosen.strategy && back.score == chosen.score && back.round == 1
            && back.set == .training)
}
