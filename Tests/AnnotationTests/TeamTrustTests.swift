import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing

@testable import Annotation

/// Lines of a journal with these events.
private func lines(_ events: [JournalEvent]) -> [JournalLine] {
    events.enumerated().map { JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element) }
}

private func label(
    _ id: String, _ label: String, _ set: LabelSet = .training, text: UInt64? = nil, isSpread: Bool = false
) -> JournalEvent {
    .label(
        LabelEvent(
            id: id, label: label, set: set, round: 0, strategy: "random", isSpread: isSpread, textHash: text))
}

private func team(_ people: [String], revision: Int = 1, evaluationItems: Int = 0, each: Int = 1) -> TeamEvent {
    TeamEvent(
        revision: revision, lead: people[0], people: people, joined: people, each: each, overlap: 0,
        evaluationItems: evaluationItems)
}

private func history(_ events: [JournalEvent]) throws -> LabelHistory {
    var history = LabelHistory()
    for line in lines(events) { try history.apply(line) }
    return history
}

// MARK: Sessions

@Test("people who have nothing left to do do not answer each other's lines for ever")
func finishedPeopleAreQuiet() throws {
    let team = try TeamFixture(["ana", "ben", "cem"], count: 24)
    try team.workToTheEnd()
    func exchange() { for index in team.people.indices { team.deliver(to: index) } }
    func counts() -> [Int] { team.people.map { $0.journal.lines.count } }
    for _ in 0..<4 { exchange() }
    let before = counts()
    for _ in 0..<8 { exchange() }
    #expect(counts() == before)
}

@Test(
    "who uses up their share while a round is learnt claims once it is there, though nobody else writes",
    arguments: 2...6)
func claimsComeBehindARound(roundSize: Int) throws {
    let team = try TeamFixture(["ana", "ben"], count: 30, overlap: 0, evaluationItems: 0, roundSize: roundSize)
    let session = team.people[0].session
    let view = try #require(session.state.team)
    let rows = team.corpus.pool.indices.filter { view.role(of: $0) == .owner }
    while team.label(0) {
        let left = rows.count { session.state.isOpen($0) }
        if left > roundSize { try team.learn(0) }
    }
    try team.learn(0)
    #expect(rows.allSatisfy { !session.state.isOpen($0) })
    #expect(session.waitsForOthers)
}

@Test(
    "a restart near the end of all shares, with claims and rounds under way, comes to the same queue", arguments: 0..<24
)
func replayWithClaims(seed: Int) throws {
    let team = try TeamFixture(
        ["ana", "ben", "cem"], count: 26, overlap: seed % 2 == 0 ? 0 : 0.3, evaluationItems: seed % 3 == 0 ? 0 : 3,
        roundSize: 2 + seed % 3)
    var random = SeededRandom(seed: UInt64(seed), stream: "replay with claims")
    for step in 0..<160 {
        // The first does most of the work: the others' shares are claimed.
        let index = random.below(5) < 3 ? 0 : 1 + random.below(2)
        switch random.below(9) {
        case 0: team.deliver(to: index)
        case 1: team.deliver(to: index, most: 1 + random.below(3))
        case 2: try team.learn(index)
        case 3: team.people[index].session.undo()
        default: team.label(index)
        }
        guard step > 40, step % 6 == 5 else { continue }
        let before = team.people[index].session
        let isLearning = before.hasNewRound
        let seen = before.state.history.seen
        var least: [String: [JournalLine]] = [:]
        for other in team.people where other.name != team.people[index].name {
            least[other.name] = Array(other.journal.lines.prefix(seen[other.name] ?? 0))
        }
        let after = try team.reopened(index, others: least)
        #expect(after.session.state.history.labels == before.state.history.labels)
        guard !isLearning, before.state.restoration == nil else { continue }
        #expect(after.session.state.upcoming(9) == before.state.upcoming(9), "step \(step)")
    }
}

@Test(
    "what was seen while a round was learnt is not the round's: the round is learnt anew, and a restart comes to the same"
)
func claimsGiveUpTheRound() throws {
    let team = try TeamFixture(["ana", "ben"], count: 30, overlap: 0, evaluationItems: 0, roundSize: 4)
    while team.label(0) { try team.learn(0) }
    let session = team.people[0].session
    #expect(session.waitsForOthers)
    session.learnNow()
    #expect(session.hasNewRound)
    for _ in 0..<3 { team.label(1) }
    team.deliver(to: 0)
    // One answer alone: what it stands on is what the lines say by then.
    let answer = try team.people[0].runner.answer()
    let report = try #require(answer)
    session.receive(report)
    #expect(session.ranking?.request.team?.seen == session.state.history.seen)
    #expect(session.state.current != nil)
    let after = try team.reopened(0)
    #expect(after.session.state.upcoming(9) == session.state.upcoming(9))
    #expect(after.session.ranking?.trainingCount == session.ranking?.trainingCount)
}

@Test("the queue that is kept is there at once in a team as well, where only the own share is in it")
func keptQueuesServeTeams() throws {
    let team = try TeamFixture(["ana", "ben"], count: 40, evaluationItems: 4)
    for _ in 0..<14 {
        team.label(0)
        try team.learn(0)
    }
    let folder = try ScratchFolder()
    let path = folder.path("messages.queue")
    let cache = QueueCache(
        corpus: team.corpus, settings: team.settings, modelSettings: .standard, transfer: nil, vectors: nil
    ) { path }
    let ranking = try #require(team.people[0].session.ranking)
    cache.keep(ranking)
    let state = try SessionState(
        corpus: team.corpus, settings: team.settings, lines: team.people[0].journal.lines, me: "ana",
        others: {
            var journals = TeamJournals()
            journals.take(team.people[1].journal.lines, of: "ben")
            return journals
        }())
    let request = try #require(state.restoration)
    let kept = try #require(cache.ranking(for: request))
    #expect(kept.selections == ranking.selections)
}

@Test("a decision of one's own that is taken back asks again what the orders have passed because of it")
func reopenedIsAskedAgain() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(20))
    let event = team(["ana", "ben"], evaluationItems: 3)
    let plan = try #require(TeamPlan([event]))
    let first = try #require(PlannedWork.evaluationRows(of: plan, in: corpus).first.map(Int.init))
    let id = corpus.pool.id(at: first)
    func current(_ events: [JournalEvent]) throws -> Int? {
        let begin = SessionEvent(
            tool: "0.4.0", task: corpus.scheme.task, labels: corpus.scheme.names, poolCount: 20,
            poolDigest: corpus.pool.digest, seed: 42, annotator: "ana")
        return try SessionState(
            corpus: corpus, settings: SessionSettings(), lines: lines([.session(begin)] + events), me: "ana"
        ).current?.row
    }
    let decided: [JournalEvent] = [.decide(DecideEvent(id: id, label: "related", over: [])), .team(event)]
    #expect(try current(decided) != first)
    #expect(try current(decided + [.reopen(ReopenEvent(id: id))]) == first)
}

// MARK: Lines of others

@Test(
    "labels of others that measure teach nothing: they do not end the random items, and names that change are counted once"
)
func othersCountWhereTheyTeach() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(20))
    let plan = team(["ana", "ben"], evaluationItems: 5)
    var journals = TeamJournals()
    var view = TeamView(me: "ana", corpus: corpus)
    func read(_ events: [JournalEvent]) throws -> [String: Int] {
        journals = TeamJournals()
        journals.take(lines([.team(plan)] + events), of: "ben")
        #expect(view.advance(asFarAsSoundIn: &journals).isEmpty)
        return view.labelCounts
    }
    _ = try read([])
    let measuring = try #require(view.evaluationRows.first.map { corpus.pool.id(at: Int($0)) })
    let others = corpus.pool.indices.filter { !view.measures($0) }.map { corpus.pool.id(at: $0) }
    var events = [
        label(measuring, "related", .evaluation), label(measuring, "related"), label("gone", "related"),
        label(others[0], "related", isSpread: true),
    ]
    #expect(try read(events).isEmpty)
    events.append(label(others[1], "relevant"))
    #expect(try read(events).isEmpty)
    events.append(.scheme(SchemeEvent(changes: [.rename("relevant", to: "related")])))
    #expect(try read(events) == ["related": 1])
    events.append(label(others[1], "not_related"))
    #expect(try read(events) == ["not_related": 1])
}

@Test("behind a line of somebody that contradicts itself nothing is read, whatever comes there")
func nothingBehindAContradiction() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(20))
    let all = lines([.team(team(["ana", "ben"])), label("m1", "related"), .undo(of: 0), label("m2", "related")])
    var journals = TeamJournals()
    var view = TeamView(me: "ana", corpus: corpus)
    journals.take(Array(all.prefix(3)), of: "ben")
    #expect(view.advance(asFarAsSoundIn: &journals).keys.sorted() == ["ben"])
    #expect(view.seen == ["ben": 2])
    journals.take(Array(all.dropFirst(3)), of: "ben")
    #expect(view.advance(asFarAsSoundIn: &journals).isEmpty)
    #expect(view.seen == ["ben": 2] && view.histories["ben"]?.labels.count == 1)
}

@Test("however many have a journal in the folder, each label of theirs is an opinion, and taken back it is none")
func opinionsOfMany() {
    var opinions = TextOpinions()
    for person in 0..<70 { opinions.insert(person, 3) }
    opinions.insert(69, 3)
    #expect(opinions.count(3) == 70 && opinions.count(4) == 0)
    for person in [0, 63, 64, 69] {
        #expect(opinions.contains(person, 3))
        opinions.remove(person, 3)
        opinions.remove(person, 4)
        #expect(!opinions.contains(person, 3))
    }
    #expect(opinions.count(3) == 66)
}

// MARK: What labels come to

@Test("a text that measures is never learnt from: not by a copy of it, and not while two disagree about it")
func tiesMeasure() throws {
    var pool = MessagePool()
    for (id, text) in [("m0", "river rising"), ("m1", "river rising"), ("m2", "cricket")] {
        _ = pool.append(id: id, text: text, fields: [])
    }
    let corpus = Corpus(scheme: .disaster, pool: pool)
    let people = [
        "ana": try history([label("m0", "related", .evaluation)]),
        "ben": try history([label("m0", "not_related", .evaluation)]),
        "cem": try history([label("m1", "related"), label("m2", "not_related")]),
    ]
    let all = TeamLabels(people, lead: nil, corpus: corpus)
    #expect(all.ties == ["m0"])
    #expect(all.records["m1"]?.event.set == .evaluation)
    #expect(all.records["m2"]?.event.set == .training)
    // By the team's plan all three measure, whatever the lines say.
    let plan = TeamPlan([team(["ana", "ben", "cem"], evaluationItems: 3)])
    let drawn = TeamLabels(people, lead: nil, plan: plan, corpus: corpus)
    #expect(drawn.records["m2"]?.event.set == .evaluation)
}

@Test("a decision on another text than the message has now decides nothing")
func decisionsAreOfTheirText() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(4))
    let now = corpus.pool.textHash(at: 1)
    func outcome(decidedOn hashes: [UInt64?]) throws -> String? {
        var people = ["ana": try history([label("m1", "related", text: now)])]
        for (place, hash) in hashes.enumerated() {
            people["lead\(place)"] = try history([
                .decide(DecideEvent(id: "m1", label: "not_related", over: [], textHash: hash))
            ])
        }
        return TeamLabels(people, lead: "lead0", corpus: corpus).records["m1"]?.event.label
    }
    #expect(try outcome(decidedOn: [now]) == "not_related")
    #expect(try outcome(decidedOn: [nil]) == "not_related")
    #expect(try outcome(decidedOn: [now ^ 1]) == "related")
    // The lead's decision is of another text; somebody else's is not.
    #expect(try outcome(decidedOn: [now ^ 1, now]) == "not_related")
}
