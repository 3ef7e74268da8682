import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

@Test(
    "a resume shows the same message, stage and queue as the session that was killed",
    arguments: [0, 3, 4, 9, 10, 13, 16, 25, 41])
func resume(after count: Int) throws {
    let fixture = try Fixture()
    try fixture.work(count)
    let resumed = try fixture.resumed()
    #expect(resumed.session.state.stage == fixture.session.state.stage)
    #expect(resumed.session.state.upcoming(10) == fixture.session.state.upcoming(10))
    #expect(resumed.session.ranking?.evaluation == fixture.session.ranking?.evaluation)
}

@Test("a kill while a round is being learnt, or ready but not in use, loses nothing")
func resumeInTheMiddle() throws {
    let fixture = try Fixture()
    try fixture.work(10)
    for _ in 0..<5 { fixture.labelRightly() }
    // Being learnt: the resumed session shows the same message, and learns the same round again.
    let resumed = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines)
    let restored = try #require(try resumed.runner.answer())
    resumed.session.receive(restored)
    #expect(resumed.current == fixture.current)
    try fixture.learn()
    try resumed.learn()
    #expect(resumed.current == fixture.current)
    fixture.labelRightly()
    resumed.labelRightly()
    #expect(resumed.session.state.upcoming(10) == fixture.session.state.upcoming(10))
}

@Test("random sessions of labels, skips, undos and switches replay to the same state", arguments: 0..<12)
func randomSessions(seed: Int) throws {
    let fixture = try Fixture(count: 40, evaluationItems: 3, seedItems: 4, roundSize: 3)
    var random = SeededRandom(seed: UInt64(seed), stream: "keys")
    let recipes = try ["atlas", "random", "margin", "entropy=2,random=1"].map { try Recipe(parsing: $0) }
    for _ in 0..<45 {
        switch random.below(12) {
        case 0, 1: fixture.session.undo()
        case 2: fixture.session.skip()
        case 3: fixture.session.choose(recipes[random.below(recipes.count)])
        case 4: fixture.session.learnNow()
        case 5, 6, 7: try fixture.learn()
        default: fixture.labelRightly()
        }
        if let row = fixture.current { #expect(fixture.session.state.isOpen(row)) }
    }
    try fixture.learn()
    let resumed = try fixture.resumed()
    try resumed.learn()
    #expect(resumed.session.state.history.labels == fixture.session.state.history.labels)
    #expect(resumed.session.state.history.skipped == fixture.session.state.history.skipped)
    #expect(resumed.session.state.recipe == fixture.session.state.recipe)
    #expect(resumed.current == fixture.current)
    #expect(resumed.session.state.upcoming(8) == fixture.session.state.upcoming(8))
    if case .lineRefused(let reason)? = fixture.session.takeNotice() { Issue.record("\(reason)") }
}

@Test(
    "labels out of lists, notes, flags, skips that come back and checks replay to the same state",
    .tooSlowForThreadSanitizer,
    arguments: 0..<12)
func randomWorkInLists(seed: Int) throws {
    let fixture = try Fixture(count: 60, evaluationItems: 3, seedItems: 4, roundSize: 4, repeatShare: 0.3)
    var random = SeededRandom(seed: UInt64(seed), stream: "lists")
    for _ in 0..<90 {
        let row = random.below(60)
        switch random.below(14) {
        case 0: fixture.session.undo()
        case 1: fixture.session.skip()
        case 2: fixture.session.label(rows: [row], .one(random.below(2)))
        case 3: fixture.session.note(random.below(3) == 0 ? "" : "note \(row)", on: row)
        case 4: fixture.session.toggleFlag(row)
        case 5: fixture.session.show(row)
        case 6: fixture.session.showNext()
        case 7, 8: try fixture.learn()
        default: fixture.session.label(random.below(2), afterMilliseconds: nil)
        }
    }
    fixture.session.showNext()
    try fixture.learn()
    let (state, resumed) = (fixture.session.state, try fixture.resumed())
    #expect(resumed.session.state.history.labels == state.history.labels)
    #expect(resumed.session.state.history.skipped == state.history.skipped)
    #expect(resumed.session.state.history.notes == state.history.notes)
    #expect(resumed.session.state.history.flagged == state.history.flagged)
    #expect(resumed.session.state.history.repeatChecks == state.history.repeatChecks)
    #expect(resumed.session.state.upcoming(8) == state.upcoming(8))
    if case .lineRefused(let reason)? = fixture.session.takeNotice() { Issue.record("\(reason)") }
}

@Test("a share of the labelled messages comes back unmarked, none of the last twenty, each once, and its label stays")
func repeatChecksComeBack() throws {
    let fixture = try Fixture(evaluationItems: 0, repeatShare: 0.1)
    var given: [Int] = []
    for _ in 0..<58 {
        try fixture.learn()
        let item = try #require(fixture.session.current)
        if item.isRepeat {
            #expect(given.dropLast(20).contains(item.row))
            // The other label: what holds must not change.
            fixture.session.label(item.row % 2 == 1 ? 0 : 1, afterMilliseconds: nil)
        } else {
            given.append(item.row)
            fixture.labelRightly()
        }
    }
    let history = fixture.session.state.history
    // One for every ten labels, once twenty-one are there.
    #expect(history.repeatChecks.count == given.count / 10 && history.repeatChecks.count >= 4)
    #expect(Set(history.repeatChecks.map(\.id)).count == history.repeatChecks.count)
    #expect(history.repeatChecks.allSatisfy { $0.first != $0.again })
    for row in given {
        #expect(history.labels["m\(row)"]?.event.label == (row % 2 == 1 ? "related" : "not_related"))
    }
}

@Test("undo inverts: after labelling and undoing everything, the first message is shown again")
func undoAll() throws {
    let fixture = try Fixture()
    let first = fixture.current
    try fixture.work(23)
    for _ in 0..<23 { #expect(fixture.session.undo() != nil) }
    #expect(fixture.session.undo() == nil)
    #expect(fixture.session.state.history.labels.isEmpty)
    #expect(fixture.current == first)
}

@Test("undone messages come back one by one, the last first")
func undoOrder() throws {
    let fixture = try Fixture(evaluationItems: 0)
    var rows: [Int] = []
    for _ in 0..<4 {
        rows.append(try #require(fixture.current))
        fixture.labelRightly()
    }
    let behind = fixture.current
    for _ in 0..<3 { fixture.session.undo() }
    #expect(fixture.session.state.upcoming(4).map(\.row) == [rows[1], rows[2], rows[3], behind])
}

@Test("a switched recipe ranks on the round's own model and says who chose")
func switchRecipe() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let model = fixture.session.ranking?.trainingCount
    fixture.session.choose(try Recipe(parsing: "least-confidence"))
    try fixture.learn()
    fixture.labelRightly()
    #expect(fixture.session.state.current?.strategy == "least-confidence")
    #expect(fixture.session.ranking?.trainingCount == model)
    #expect(fixture.session.state.stage == .active(round: 1, done: 3, of: 5))
}

@Test("evaluation labels are measured on and never trained on")
func evaluationIsApart() throws {
    let fixture = try Fixture(evaluationItems: 10, seedItems: 10)
    try fixture.work(25)
    let ranking = try #require(fixture.session.ranking)
    #expect(ranking.evaluationCount == 10)
    let trained = Set(ranking.model.training.map(\.row))
    for record in fixture.session.state.history.labels.values where record.event.set == .evaluation {
        #expect(!trained.contains(fixture.corpus.pool.index(ofID: record.event.id) ?? -1))
    }
    #expect(ranking.model.training.count == ranking.trainingCount)
}

@Test("every open message is a candidate, and none that is labelled or skipped")
func wholePool() throws {
    let fixture = try Fixture(evaluationItems: 0)
    fixture.session.skip()
    try fixture.work(7)
    // Learnt and ranked after six labels and a skip.
    let ranking = try #require(fixture.session.ranking)
    #expect(ranking.candidateCount == 60 - 7)
}

@Test("the queue is the same on one thread and on two")
func threads() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let request = fixture.session.state.nextRound
    let rankings = try [1, 2].map { threads in
        try Ranker(corpus: fixture.corpus, settings: fixture.settings, threads: threads)
            .rank(request, monitor: WorkMonitor())
    }
    #expect(rankings[0].selections == rankings[1].selections)
    #expect(rankings[0].evaluation == rankings[1].evaluation)
}

@Test("a journal of other labels or recipes is refused by line")
func strangers() throws {
    let fixture = try Fixture()
    func line(_ event: JournalEvent) -> JournalLine {
        JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: event)
    }
    func label(_ id: String, _ name: String) -> JournalEvent {
        .label(LabelEvent(id: id, label: name, set: .training, round: 0, strategy: "random", score: nil, ms: nil))
    }
    #expect(throws: SessionError.unknownLabel("food", line: 1, known: ["not_related", "related"])) {
        try SessionState(corpus: fixture.corpus, settings: fixture.settings, lines: [line(label("m1", "food"))])
    }
    #expect(throws: SessionError.self) {
        try SessionState(
            corpus: fixture.corpus, settings: fixture.settings, lines: [line(.strategy(recipe: "astrology"))])
    }
}

@Test("an undo that reaches back over lost lines takes every label that it takes back out of the counts")
func undoOverLostLines() throws {
    // The line that undid the second label is lost, so the undo of the first takes back both.
    let events: [JournalEvent] = [
        .label(LabelEvent(id: "m1", label: "related", set: .evaluation, round: 0, strategy: "random")),
        .label(LabelEvent(id: "m2", label: "not_related", set: .training, round: 0, strategy: "random")),
        .lost(reason: "torn"), .undo(of: 0),
    ]
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
    }
    let state = try Fixture(lines: lines).session.state
    #expect(state.history.labels.isEmpty)
    #expect(state.stage == .evaluation(done: 0, of: 4))
    #expect(state.trainingCounts == [0, 0])
    // The text of the evaluation label is free again.
    #expect(state.isOpen(1) && state.isOpen(2))
}

@Test("with few messages left the next one is looked for no further than to itself")
func nearlyFinished() throws {
    let order = ShuffledPool(count: 1_000, seed: 7, purpose: "seed")
    let row = try #require(order.next)
    var asked = 0
    let found = order.open(1) { candidate in
        asked += 1
        return candidate == row
    }
    #expect(found == [row])
    #expect(asked == 1)
}
