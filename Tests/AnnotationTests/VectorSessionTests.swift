import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing
import Threads

@testable import Annotation

private func told(_ identity: String = "told by tests", areThere: Bool = false) -> (Corpus) -> ToldVectors? {
    { ToldVectors($0, identity: identity, areThere: areThere) }
}

extension Fixture {
    /// The vectors have come.
    fileprivate func complete() {
        vectors?.complete()
        session.complete(vectors: vectors?.identity ?? "")
    }

    /// For each round in the journal the vectors that it has learnt from, `-` for none.
    fileprivate var roundVectors: [String] {
        journal.lines.compactMap { if case .round(let event) = $0.event { event.vectors ?? "-" } else { nil } }
    }

    /// A session with a queue that was learnt from vectors, some of it labelled.
    fileprivate static func learntFromVectors(
        evaluationItems: Int = 4, roundSize: Int = 5, recipe: Recipe = .standard
    ) throws -> Fixture {
        let fixture = try Fixture(
            evaluationItems: evaluationItems, roundSize: roundSize, recipe: recipe, vectors: told(areThere: true))
        fixture.complete()
        try fixture.work(13)
        #expect(fixture.roundVectors.last == "told by tests")
        return fixture
    }
}

@Test("vectors that become complete make a round due at once, once; its line names them")
func completeVectorsAreLearntFrom() throws {
    let fixture = try Fixture(evaluationItems: 0, vectors: told())
    try fixture.work(8)
    #expect(fixture.roundVectors == ["-"] && !fixture.runner.isAsked)
    fixture.complete()
    #expect(fixture.runner.isAsked)
    try fixture.learn()
    // It waits for the message at hand.
    #expect(fixture.roundVectors == ["-"])
    fixture.labelRightly()
    #expect(fixture.roundVectors == ["-", "told by tests"])
    #expect(fixture.session.ranking?.vectors == "told by tests" && !fixture.runner.isAsked)
    // The next is due when the round is full.
    for _ in 0..<3 { fixture.labelRightly() }
    #expect(!fixture.runner.isAsked)
    fixture.labelRightly()
    try fixture.work(1)
    #expect(fixture.roundVectors == ["-", "told by tests", "told by tests"])
}

@Test("a resume with the vectors there gives the same queue to the bit, and learns nothing new", arguments: [0, 1, 4])
func resumeWithVectors(further: Int) throws {
    let fixture = try Fixture.learntFromVectors(recipe: try Recipe(parsing: "least-confidence"))
    for _ in 0..<further { fixture.labelRightly() }
    let resumed = try fixture.resumed(vectors: told(areThere: true))
    resumed.complete()
    #expect(resumed.session.state.upcoming(40) == fixture.session.state.upcoming(40))
    #expect(resumed.session.ranking?.model.probabilities == fixture.session.ranking?.model.probabilities)
    #expect(resumed.journal.lines == fixture.journal.lines)
}

@Test("a queue of words alone is had again although vectors are there; the round that learns from them comes behind it")
func resumeOfWords() throws {
    let fixture = try Fixture(evaluationItems: 0)
    try fixture.work(8)
    let resumed = try Fixture(
        evaluationItems: 0, pool: fixture.corpus.pool, lines: fixture.journal.lines, vectors: told(areThere: true))
    #expect(resumed.session.current == nil && resumed.runner.isAsked)
    let report = try #require(try resumed.runner.answer())
    resumed.session.receive(report)
    #expect(resumed.session.state.upcoming(30) == fixture.session.state.upcoming(30))
    #expect(!resumed.runner.isAsked)
    resumed.complete()
    #expect(resumed.runner.isAsked)
    try resumed.learn()
    resumed.labelRightly()
    #expect(resumed.roundVectors == ["-", "told by tests"])
}

@Test(
    "without the vectors that a queue was learnt from the session says so, shows nothing of it, and learns another",
    arguments: [nil, "other", "told by tests"], [true, false])
func lostQueue(identity: String?, areThere: Bool) throws {
    // The same vectors, all there, are no loss.
    guard identity != "told by tests" || !areThere else { return }
    let fixture = try Fixture.learntFromVectors()
    let vectors = identity.map { told($0, areThere: areThere) } ?? { _ in nil }
    let resumed = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines, vectors: vectors)
    #expect(resumed.session.current == nil && resumed.runner.isAsked)
    let report = try #require(try resumed.runner.answer())
    guard case .withoutVectors = report.content else { throw UnexpectedReport() }
    resumed.session.receive(report)
    guard case .queueLost? = resumed.session.takeNotice() else { throw UnexpectedReport() }
    // Nothing of another queue is shown meanwhile.
    #expect(resumed.session.current == nil && resumed.runner.isAsked)
    try resumed.learn()
    #expect(resumed.session.current != nil && !resumed.runner.isAsked)
    #expect(resumed.roundVectors.count == fixture.roundVectors.count + 1)
    #expect(resumed.roundVectors.last == (areThere ? identity : nil) ?? "-")
    #expect(resumed.session.state.history.labels == fixture.session.state.history.labels)
    if let identity, areThere { resumed.session.complete(vectors: identity) }
    #expect(!resumed.runner.isAsked)
    // And this one can be had again.
    let again = try Fixture(pool: fixture.corpus.pool, lines: resumed.journal.lines, vectors: vectors)
    try again.learn()
    #expect(again.session.state.upcoming(40) == resumed.session.state.upcoming(40))
}

private struct UnexpectedReport: Error {}

@Test("vectors that come before another round has taken over bring the lost queue back", arguments: [false, true])
func lostQueueComesBack(isReady: Bool) throws {
    let fixture = try Fixture.learntFromVectors()
    // A message that was taken back stands in front, and keeps the other round waiting.
    if isReady { fixture.session.undo() }
    try fixture.learn()
    let resumed = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines, vectors: told())
    resumed.session.receive(try #require(try resumed.runner.answer()))
    #expect(resumed.runner.isAsked && (resumed.session.current != nil) == isReady)
    if isReady { try resumed.learn() }
    resumed.complete()
    #expect(resumed.runner.isAsked)
    try resumed.learn()
    #expect(resumed.session.state.upcoming(40) == fixture.session.state.upcoming(40))
    #expect(resumed.journal.lines == fixture.journal.lines && !resumed.runner.isAsked)
    // Once another has taken over, the lost one stays lost.
    let late = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines, vectors: told())
    try late.learn()
    if isReady { late.labelRightly() }
    let rounds = late.roundVectors
    #expect(rounds.last == "-")
    late.complete()
    try late.work(1)
    #expect(late.roundVectors == rounds + ["told by tests"])
}

@Test("a lost queue with nothing to learn another from gives way to messages at random, until there is")
func lostQueueWithoutLabels() throws {
    let fixture = try Fixture.learntFromVectors(evaluationItems: 0)
    // All of one label now, and none of them comes back to be labelled.
    let rows = fixture.session.state.history.labels.keys.compactMap { fixture.corpus.pool.index(ofID: $0) }
    fixture.session.label(rows: rows.sorted(), 0)
    #expect(!fixture.session.state.canLearn && fixture.session.state.history.returned.isEmpty)
    let resumed = try fixture.resumed()
    #expect(resumed.session.current != nil && !resumed.runner.isAsked)
    resumed.session.learnNow()
    #expect(!resumed.runner.isAsked)
    // The forecast is what the screen shows.
    let forecast = QueueForecast(
        state: try SessionState(
            corpus: resumed.corpus, settings: resumed.settings, lines: resumed.journal.lines), ranker: resumed.ranker)
    let forecastItems = try forecast.next(6).map(\.item)
    #expect(forecastItems == resumed.session.upcoming(6))
    try resumed.work(12)
    #expect(resumed.session.state.history.labels.count == rows.count + 12)
    #expect(resumed.session.ranking?.vectors == nil && resumed.session.ranking != nil)
}

@Test("a queue lost while evaluation items are missing is made up for behind them")
func lostDuringEvaluation() throws {
    let fixture = try Fixture.learntFromVectors(evaluationItems: 0)
    let settings = SessionSettings(seed: 7, evaluationItems: 3, seedItems: 6, roundSize: 5)
    let runner = ManualRunner(Ranker(corpus: fixture.corpus, settings: settings, threads: 1))
    let session = AnnotationSession(
        state: try SessionState(corpus: fixture.corpus, settings: settings, lines: fixture.journal.lines),
        journal: MemoryJournal(fixture.journal.lines), runner: runner, now: { Timestamp(milliseconds: 1_000) })
    func learn() throws { while let report = try runner.answer() { session.receive(report) } }
    try learn()
    for _ in 0..<3 {
        #expect(session.current?.set == .evaluation && !runner.isAsked)
        session.label(1, afterMilliseconds: nil)
    }
    try learn()
    #expect(session.current?.set == .training && session.ranking != nil)
}

/// The moment at which the vectors come.
private enum Moment: CaseIterable {
    case evaluation, seed, firstInFlight, firstReady, betweenRounds, inFlight, ready, recipeInFlight, recipeReady
    case afterUndo, learntNow, end
}

@Test(
    "vectors are learnt from whenever they come, by the next round; no state waits for ever",
    .tooSlowForThreadSanitizer, arguments: Moment.allCases
)
private func vectorsAtAnyMoment(moment: Moment) throws {
    let fixture = try Fixture(count: 40, vectors: told())
    let other = try Recipe(parsing: "margin")
    switch moment {
    case .evaluation: try fixture.work(2)
    case .seed: try fixture.work(6)
    case .firstInFlight: for _ in 0..<10 { fixture.labelRightly() }
    case .firstReady: try fixture.work(10)
    case .betweenRounds: try fixture.work(12)
    case .inFlight:
        try fixture.work(12)
        for _ in 0..<5 where !fixture.runner.isAsked { fixture.labelRightly() }
    case .ready:
        try fixture.work(12)
        for _ in 0..<5 where !fixture.runner.isAsked { fixture.labelRightly() }
        try fixture.learn()
    case .recipeInFlight, .recipeReady:
        try fixture.work(12)
        fixture.session.choose(other)
        if moment == .recipeReady { try fixture.learn() }
    case .afterUndo:
        try fixture.work(12)
        fixture.session.undo()
    case .learntNow:
        try fixture.work(12)
        fixture.session.learnNow()
    case .end: try fixture.work(40)
    }
    fixture.complete()
    let expectsRound: Bool
    switch moment {
    case .evaluation, .seed, .firstReady, .ready, .recipeReady: expectsRound = false
    case .firstInFlight, .betweenRounds, .inFlight, .recipeInFlight, .afterUndo, .learntNow, .end: expectsRound = true
    }
    #expect(fixture.runner.isAsked == expectsRound)
    // Whatever is pressed on the way.
    fixture.session.learnNow()
    fixture.session.undo()
    fixture.session.learnNow()
    try fixture.work(40)
    #expect(fixture.roundVectors.last == "told by tests")
    #expect(fixture.session.ranking?.vectors == "told by tests" && !fixture.runner.isAsked)
    let labelled = fixture.session.state.history.labels.count
    #expect(labelled == 40 && fixture.session.current == nil)
    // No round is learnt again and again, with nothing labelled between.
    let rounds = fixture.roundVectors
    fixture.session.complete(vectors: "told by tests")
    #expect(!fixture.runner.isAsked && fixture.roundVectors == rounds)
    let resumed = try fixture.resumed(vectors: told(areThere: true))
    #expect(resumed.session.state.history.labels == fixture.session.state.history.labels)
    #expect(resumed.session.ranking?.vectors == "told by tests")
}

@Test("a round that fails with the vectors is not asked for again and again")
func failingRoundWithVectors() throws {
    let fixture = try Fixture(evaluationItems: 0, vectors: told())
    try fixture.work(8)
    fixture.complete()
    let request = fixture.session.state.nextRound
    fixture.runner.cancel()
    fixture.session.receive(RoundReport(request: request, content: .failed("out of memory")))
    for _ in 0..<4 {
        #expect(!fixture.runner.isAsked)
        fixture.labelRightly()
    }
    fixture.labelRightly()
    #expect(fixture.runner.isAsked)
}

@Test(
    "a forecast shows what the session does: the message at hand, then the queue that takes over",
    arguments: [0, 3, 8, 13, 15])
func forecastWithVectors(labels: Int) throws {
    for areThere in [false, true] {
        let fixture = try Fixture(vectors: told(areThere: areThere))
        if areThere { fixture.complete() }
        try fixture.work(labels)
        if !areThere { fixture.complete() }
        for recipe in [nil, "margin"] {
            if let recipe { fixture.session.choose(try Recipe(parsing: recipe)) }
            let forecast = try QueueForecast(
                state: fixture.session.state,
                ranker: Ranker(
                    corpus: fixture.corpus, settings: fixture.settings, vectors: fixture.vectors, threads: 1)
            ).next(5).map(\.item.row)
            #expect(fixture.current == forecast.first)
        }
        guard case .active = fixture.session.state.stage else { continue }
        let state = fixture.session.state
        let forecast = try QueueForecast(state: state, ranker: fixture.ranker).next(5).map(\.item.row)
        try fixture.learn()
        fixture.labelRightly()
        try fixture.learn()
        if state.isRoundDue || state.requeue == nil {
            #expect(fixture.session.upcoming(4).map(\.row) == Array(forecast.dropFirst()))
        }
    }
}

@Test("a forecast of a queue that is lost is that of the round that is learnt instead", arguments: [false, true])
func forecastOfALostQueue(otherVectors: Bool) throws {
    let fixture = try Fixture.learntFromVectors()
    let vectors = otherVectors ? told("other", areThere: true) : { _ in nil }
    let resumed = try Fixture(pool: fixture.corpus.pool, lines: fixture.journal.lines, vectors: vectors)
    let forecast = try QueueForecast(state: resumed.session.state, ranker: resumed.ranker).next(5)
    try resumed.learn()
    #expect(resumed.session.upcoming(5).map(\.row) == forecast.map(\.item.row))
}

@Test("a model that is kept is used for a request of the same vectors alone")
func keptModel() throws {
    let fixture = try Fixture(evaluationItems: 0, vectors: told())
    try fixture.work(7)
    let next = fixture.session.state.nextRound
    let ranker = fixture.ranker
    #expect(try ranker.rank(next, monitor: WorkMonitor()).vectors == nil)
    fixture.vectors?.complete()
    let with = try ranker.rank(next, monitor: WorkMonitor())
    #expect(with.vectors == "told by tests")
    let fresh = Ranker(corpus: fixture.corpus, settings: fixture.settings, vectors: fixture.vectors, threads: 3)
    #expect(try fresh.rank(next, monitor: WorkMonitor()).model.probabilities == with.model.probabilities)
}

@Test(
    "random work during which vectors come replays to the same queue, and all of it can be undone",
    .tooSlowForThreadSanitizer,
    arguments: 0..<16)
func randomWorkWithVectors(seed: Int) throws {
    let fixture = try Fixture(
        count: 60, evaluationItems: 3, seedItems: 4, roundSize: 4, repeatShare: 0.2, vectors: told())
    var random = SeededRandom(seed: UInt64(seed), stream: "vectors")
    let recipes = try ["atlas", "random", "margin"].map { try Recipe(parsing: $0) }
    let arrival = random.below(70)
    for step in 0..<80 {
        if step == arrival { fixture.complete() }
        let row = random.below(60)
        switch random.below(14) {
        case 0: fixture.session.undo()
        case 1: fixture.session.skip()
        case 2: fixture.session.label(rows: [row, (row + 7) % 60, (row + 13) % 60], .one(random.below(2)))
        case 3: _ = fixture.session.takeBack(row)
        case 4: fixture.session.show(row)
        case 5: fixture.session.choose(recipes[random.below(3)])
        case 6: fixture.session.learnNow()
        case 7, 8, 9: try fixture.learn()
        default: fixture.session.label(random.below(2), afterMilliseconds: nil)
        }
    }
    fixture.session.showNext()
    try fixture.learn()
    let state = fixture.session.state
    let resumed = try fixture.resumed(vectors: told(areThere: true)).session
    #expect(resumed.state.history.labels == state.history.labels)
    #expect(resumed.state.recipe == state.recipe)
    #expect(resumed.state.upcoming(8) == state.upcoming(8))
    #expect(resumed.ranking?.vectors == fixture.session.ranking?.vectors)
    // Without them nothing hangs: there is a message to label, or none is left.
    let without = try fixture.resumed().session
    if case .finished = without.state.stage {} else { #expect(without.current != nil) }
    #expect(without.ranking?.vectors == nil)
    while fixture.session.undo() != nil {}
    #expect(fixture.session.state.history.labels.isEmpty && fixture.session.state.trainingCounts == [0, 0])
    if case .lineRefused(let reason)? = fixture.session.takeNotice() { Issue.record("\(reason)") }
}
