import Journal
import Messages
import Sampling
import SessionFixture
import Testing

@testable import Annotation

@Test("there is a next message until the last, however fast the annotator and however long the next round takes")
func alwaysANextMessage() throws {
    let fixture = try Fixture(evaluationItems: 0, seedItems: 6, roundSize: 1)
    try fixture.work(7)
    // No round is learnt any more.
    var seen: Set<Int> = []
    while let row = fixture.current {
        #expect(seen.insert(row).inserted)
        fixture.labelRightly()
    }
    #expect(fixture.session.state.history.labels.count == 60)
}

@Test(
    "below the round the ranking in use goes on, each message once, by its own scores where the strategy has any",
    .tooSlowForThreadSanitizer,
    arguments: ["margin", "least-confidence", "representative", "atlas", "random", "core-set", "margin=3,random=2"])
func rankingGoesOn(recipe: String) throws {
    let fixture = try Fixture(evaluationItems: 0, recipe: try Recipe(parsing: recipe))
    try fixture.work(7)
    let ranking = try #require(fixture.session.ranking)
    let rest = (0..<ranking.remainder.count).map { ranking.remainder.selection(at: $0) }
    let rows = ranking.selections.map(\.row) + rest.map(\.row)
    #expect(Set(rows).count == rows.count && rows.count == ranking.candidateCount)
    let scores = rest.compactMap(\.score)
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(recipe == "random" ? scores.isEmpty : scores.count == rest.count)
    switch recipe {
    case "core-set": #expect(rest.allSatisfy { $0.strategy == "least-confidence" })
    case "margin=3,random=2": #expect(rest.allSatisfy { $0.strategy == "margin" })
    default: #expect(rest.allSatisfy { $0.strategy == recipe })
    }
    // The least certain of what is left comes first.
    if recipe == "margin" {
        let probabilities = ranking.model.probabilities
        let margins = rest.map { selection -> Float in
            let row = probabilities.row(selection.row).sorted(by: >)
            return 1 - (row[0] - row[1])
        }
        #expect(margins.first == margins.max())
    }
}

@Test("a switch leaves the message at hand, and the old queue goes on until the new one is there")
func switchKeepsTheMessage() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let shown = fixture.session.state.upcoming(3)
    fixture.session.choose(try Recipe(parsing: "least-confidence"))
    #expect(fixture.session.state.upcoming(3) == shown)
    fixture.labelRightly()
    #expect(fixture.current == shown[1].row)
    try fixture.learn()
    #expect(fixture.current == shown[1].row)
    fixture.labelRightly()
    #expect(fixture.session.state.current?.strategy == "least-confidence")
    // Which messages the queue was chosen from stands in the journal: a resume comes to the same.
    #expect(try fixture.resumed().session.state.upcoming(10) == fixture.session.state.upcoming(10))
}

@Test("killed between a switch and its queue, the same message is shown again, and the switch takes over behind it")
func killedAfterSwitch() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let shown = fixture.current
    fixture.session.choose(try Recipe(parsing: "margin"))
    let resumed = try fixture.resumed()
    #expect(resumed.current == shown)
    resumed.labelRightly()
    #expect(resumed.session.state.current?.strategy == "margin")
}

@Test("candidates of a switched queue are what was open when it was asked for, not when its round was learnt")
func candidatesOfASwitch() throws {
    let fixture = try Fixture(evaluationItems: 0, roundSize: 10)
    try fixture.work(7)
    let before = try #require(fixture.session.ranking).candidateCount
    // Found by hand, so that the queue in use does not matter.
    let found = fixture.corpus.pool.indices.filter { fixture.session.state.isOpen($0) }.suffix(3)
    fixture.session.label(rows: Array(found), 1)
    fixture.session.choose(try Recipe(parsing: "margin"))
    try fixture.learn()
    fixture.labelRightly()
    let ranking = try #require(fixture.session.ranking)
    #expect(ranking.request.recipe.description == "margin")
    let labelled = fixture.session.state.history.labels.count - 1
    #expect(ranking.candidateCount == 60 - labelled && ranking.candidateCount < before)
    let offered = Set(ranking.selections.map(\.row))
    #expect(offered.isDisjoint(with: found))
}

@Test("a round that was chosen by the recipe of before never takes over after a switch")
func readyRoundOfBefore() throws {
    let fixture = try Fixture()
    try fixture.work(10)
    for _ in 0..<5 { fixture.labelRightly() }
    // Learnt, and waiting for the annotator.
    try fixture.learn()
    fixture.session.choose(try Recipe(parsing: "margin"))
    fixture.labelRightly()
    #expect(fixture.session.state.stage == .active(round: 1, done: 6, of: 5))
    try fixture.learn()
    fixture.labelRightly()
    // Asked for at the switch: the two labels since then are the next round's.
    #expect(fixture.session.state.stage == .active(round: 2, done: 2, of: 5))
    #expect(fixture.session.state.current?.strategy == "margin")
}

@Test("a round that was learnt from a label that is taken back never takes over", arguments: [true, false])
func roundOfATakenLabel(isReady: Bool) throws {
    let fixture = try Fixture()
    try fixture.work(10)
    for _ in 0..<5 { fixture.labelRightly() }
    if isReady { try fixture.learn() }
    fixture.session.undo()
    try fixture.learn()
    // Four labels since the round: the next one is not due.
    fixture.labelRightly()
    #expect(fixture.session.state.stage == .active(round: 1, done: 5, of: 5))
    try fixture.learn()
    fixture.labelRightly()
    #expect(fixture.session.state.stage == .active(round: 2, done: 1, of: 5))
    #expect(fixture.session.ranking?.trainingCount == 11)
}

@Test("a switch is undone like a label: before its queue is there, and after")
func undoOfASwitch() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let shown = fixture.session.state.upcoming(6)
    fixture.session.choose(try Recipe(parsing: "margin"))
    let undone = try #require(fixture.session.undo())
    #expect(undone.kind == .strategy("margin", before: nil))
    #expect(fixture.session.state.recipe == .standard)
    try fixture.learn()
    #expect(fixture.session.state.upcoming(6) == shown)

    fixture.session.choose(try Recipe(parsing: "margin"))
    try fixture.learn()
    fixture.labelRightly()
    #expect(fixture.session.state.current?.strategy == "margin")
    fixture.session.undo()
    fixture.session.undo()
    #expect(fixture.session.state.recipe == .standard)
    try fixture.learn()
    fixture.labelRightly()
    #expect(fixture.session.state.current?.strategy == "atlas")
    #expect(try fixture.resumed().session.state.upcoming(10) == fixture.session.state.upcoming(10))
}

@Test("a strategy line of before chooses the queue anew at once")
func switchOfBefore() throws {
    let fixture = try Fixture()
    try fixture.work(12)
    let next = fixture.session.state.lastSequence + 1
    let line = JournalLine(sequence: next, at: Timestamp(milliseconds: 0), event: .strategy(recipe: "margin"))
    let resumed = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines + [line])
    #expect(resumed.current == nil)
    try resumed.learn()
    #expect(resumed.session.state.current?.strategy == "margin")
    #expect(resumed.session.undo()?.kind != .strategy("margin", before: nil))
}

// MARK: Rank

extension Fixture {
    /// What `rank` prints.
    fileprivate func forecast(_ count: Int) throws -> [Int] {
        let ranker = Ranker(corpus: corpus, settings: settings, threads: 1)
        return try QueueForecast(state: session.state, ranker: ranker).next(count).map(\.item.row)
    }
}

@Test("what is forecast is what the screen shows next, in every stage", .tooSlowForThreadSanitizer, arguments: 0..<24)
func forecast(after count: Int) throws {
    let fixture = try Fixture()
    try fixture.work(count)
    let forecast = try fixture.forecast(20)
    #expect(Set(forecast).count == forecast.count)
    #expect(forecast.first == fixture.current)
    let shown = fixture.session.state.isRoundDue ? 1 : count < 4 ? 4 - count : 20
    #expect(Array(forecast.prefix(shown)) == fixture.session.state.upcoming(shown).map(\.row))
}

@Test("while a round is due the message at hand is forecast, then the round as it will be")
func forecastWhileARoundIsDue() throws {
    for rounds in [0, 1] {
        let fixture = try Fixture(roundSize: 5)
        try fixture.work(9 + rounds)
        for _ in 0..<(rounds == 0 ? 1 : 5) { fixture.labelRightly() }
        #expect(fixture.session.state.isRoundDue)
        let forecast = try fixture.forecast(6)
        #expect(forecast.first == fixture.current)
        // The round is learnt while the annotator looks at the message at hand.
        try fixture.learn()
        #expect(forecast.first == fixture.current)
        fixture.labelRightly()
        // The message at hand may be of the round, too; it is labelled by now.
        #expect(Array(forecast.dropFirst().prefix(4)) == fixture.session.state.upcoming(4).map(\.row))
    }
}

@Test("while another recipe's queue is due the message at hand is forecast, then that queue")
func forecastWhileAQueueIsDue() throws {
    let fixture = try Fixture(roundSize: 8)
    try fixture.work(12)
    fixture.session.choose(try Recipe(parsing: "margin"))
    let forecast = try fixture.forecast(4)
    try fixture.learn()
    #expect(forecast.first == fixture.current)
    fixture.labelRightly()
    #expect(Array(forecast.dropFirst()) == fixture.session.state.upcoming(3).map(\.row))
}
