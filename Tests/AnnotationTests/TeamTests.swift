import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing

@testable import Annotation

private func plan(_ people: [String], each: Int = 1, overlap: Double = 0) throws -> TeamPlan {
    try #require(
        TeamPlan([TeamEvent(revision: 1, lead: people[0], people: people, joined: people, each: each, overlap: overlap)]
        ))
}

private let texts: [UInt64] = (0..<4_000).map { WorkShare.mixed(UInt64($0)) }

// MARK: Shares

@Test("each text has as many owners as are wanted, everybody about as many texts", arguments: 1...3)
func sharesAreEven(each: Int) throws {
    let share = WorkShare(try plan(["ana", "ben", "cem", "dora", "eli"], each: each))
    var counts: [String: Int] = [:]
    for text in texts {
        let owners = share.owners(ofText: text)
        #expect(Set(owners).count == each)
        for owner in owners { counts[owner, default: 0] += 1 }
    }
    // A share is binomial: 4,000 texts, a fifth for each owner; five standard deviations are 127 for one, 177 for three.
    let expected = 4_000 * each / 5
    for (name, count) in counts { #expect(abs(count - expected) < 180, "\(name): \(count)") }
}

@Test("who leaves gives only their own texts away, and who joins takes only what becomes theirs")
func onlyTheirsMoves() throws {
    let all = WorkShare(try plan(["ana", "ben", "cem", "dora", "eli"]))
    let without = WorkShare(try plan(["ana", "ben", "dora", "eli"]))
    var heirs: [String: Int] = [:]
    for text in texts {
        let (before, after) = (all.owners(ofText: text)[0], without.owners(ofText: text)[0])
        if before == "cem" { heirs[after, default: 0] += 1 } else { #expect(before == after) }
    }
    // What they had is spread over all who stay.
    #expect(heirs.count == 4)
    #expect(heirs.values.allSatisfy { $0 > 120 })
}

@Test("a share of the texts owes one more opinion, of somebody who does not own them")
func overlapIsASecondPerson() throws {
    let people = ["ana", "ben", "cem"]
    let share = WorkShare(try plan(people, overlap: 0.1))
    var count = 0
    for text in texts {
        let roles = people.map { share.role(of: $0, forText: text, measures: false) }
        #expect(roles.count { $0 == .owner } == 1)
        let seconds = roles.count { $0 == .second }
        #expect(seconds <= 1)
        count += seconds
    }
    // 400 of 4,000; the standard deviation is 19.
    #expect(abs(count - 400) < 100)
    #expect(people.count { share.role(of: $0, forText: texts[0], measures: true) == .evaluation } == 2)
}

@Test("who is not of the team is asked nothing")
func othersAreAskedNothing() throws {
    let share = WorkShare(try plan(["ana", "ben"], overlap: 1))
    #expect(texts.allSatisfy { share.role(of: "eve", forText: $0, measures: false) == .none })
}

@Test(
    "who joins without knowing of the others is in as they are, in whatever order lines come; who leaves is out until they join again"
)
func plansMerge() throws {
    let first = TeamEvent(revision: 1, lead: "ana", people: ["ana"], joined: ["ana"])
    let ben = TeamEvent(revision: 2, lead: "ana", people: ["ana", "ben"], joined: ["ben"])
    let cem = TeamEvent(revision: 3, lead: "ana", people: ["ana", "cem"], joined: ["cem"])
    let orders = [[first, ben, cem], [cem, first, ben], [ben, cem, first]]
    #expect(Set(orders.compactMap { TeamPlan($0) }).count == 1)
    let plan = try #require(TeamPlan(orders[0]))
    #expect(plan.people == ["ana", "ben", "cem"])
    #expect(plan.joining("dora").revision == 4)
    let leave = try #require(plan.leaving("ben"))
    let without = try #require(TeamPlan(orders[0] + [leave]))
    #expect(without.people == ["ana", "cem"])
    // Who has not seen that ben left changes nothing of it.
    let later = TeamPlan(orders[0] + [leave, plan.joining("dora")])
    #expect(later?.people == ["ana", "cem", "dora"])
    let back = TeamPlan(orders[0] + [leave, without.joining("ben")])
    #expect(back?.people == ["ana", "ben", "cem"])
    #expect(plan.leaving("ana")?.lead == "ben")
    #expect(TeamPlan([first])?.leaving("ana") == nil)
}

// MARK: Sessions

@Test("nobody is asked for what is another's, and nobody gets the first message of another but to measure")
func firstMessagesDiffer() throws {
    let team = try TeamFixture(["ana", "ben", "cem"], evaluationItems: 0)
    for index in team.people.indices { try team.learn(index) }
    let first = team.people.compactMap { $0.session.state.current?.row }
    #expect(Set(first).count == 3)
}

@Test(
    "five people at work in any order, with restarts, keep to their shares; all texts get the labels that they need",
    .tooSlowForThreadSanitizer)
func sharesAreKept() throws {
    for seed in 0..<4 {
        let names = ["ana", "ben", "cem", "dora", "eli"]
        let team = try TeamFixture(names, count: 80)
        var random = SeededRandom(seed: UInt64(seed), stream: "team")
        for _ in 0..<150 {
            let index = random.below(names.count)
            switch random.below(10) {
            case 0, 1: team.deliver(to: index)
            case 2: team.deliver(to: index, most: 1 + random.below(3))
            case 3: try team.restart(index)
            case 4, 5: try team.learn(index)
            case 6: team.people[index].session.undo()
            default: team.label(index)
            }
        }
        try team.workToTheEnd()
        let view = try #require(team.people[0].session.state.team)
        let share = try #require(view.share)
        var twice = 0
        for row in team.corpus.pool.indices {
            let id = team.corpus.pool.id(at: row)
            let given = team.labels[id] ?? [:]
            let measures = view.measures(row)
            let owners = share.owners(ofText: team.corpus.pool.textHash(at: row), measures: measures)
            let seconds = names.filter {
                share.role(of: $0, forText: team.corpus.pool.textHash(at: row), measures: measures) == .second
            }
            if measures {
                #expect(Set(given.keys) == Set(owners), "\(id)")
                #expect(given.values.allSatisfy { $0.event.set == .evaluation })
            } else {
                #expect(!given.isEmpty, "\(id)")
                #expect(given.values.allSatisfy { $0.event.set == .training })
                for name in given.keys where !owners.contains(name) && !seconds.contains(name) {
                    let person = team.people.first { $0.name == name }
                    #expect(person?.session.state.history.claims[id] != nil, "\(id) by \(name)")
                }
                if given.count > 1 { twice += 1 }
            }
        }
        // Second opinions were asked.
        #expect(twice > 0)
        #expect(team.people.allSatisfy { if case .finished = $0.session.state.stage { true } else { false } })
        for person in team.people {
            if case .lineRefused(let reason)? = person.session.takeNotice() { Issue.record("\(reason)") }
        }
    }
}

@Test(
    "a restart comes to the same queue, whatever the others have written since", .tooSlowForThreadSanitizer,
    arguments: 0..<6)
func replayStandsOnWhatWasSeen(seed: Int) throws {
    let team = try TeamFixture(["ana", "ben", "cem"], count: 70)
    var random = SeededRandom(seed: UInt64(seed), stream: "replay")
    for step in 0..<90 {
        let index = random.below(3)
        switch random.below(8) {
        case 0: team.deliver(to: index)
        case 1: team.deliver(to: index, most: 2)
        case 2, 3: try team.learn(index)
        case 4: team.people[index].session.undo()
        default: team.label(index)
        }
        guard step % 15 == 14 else { continue }
        for index in team.people.indices {
            try team.learn(index)
            let before = team.people[index].session
            // Once with all that the others have written, once with no more than was seen.
            let seen = before.state.history.seen
            var least: [String: [JournalLine]] = [:]
            for other in team.people where other.name != team.people[index].name {
                least[other.name] = Array(other.journal.lines.prefix(seen[other.name] ?? 0))
            }
            for after in [try team.reopened(index), try team.reopened(index, others: least)] {
                let lines = team.people[index].journal.lines.count
                #expect(after.session.state.history.labels == before.state.history.labels)
                #expect(after.session.state.upcoming(12) == before.state.upcoming(12), "after \(lines) lines")
                #expect(after.session.state.stage == before.state.stage)
            }
        }
    }
}

@Test("clocks that are a year apart change nothing")
func clocksDoNotMatter() throws {
    func work(_ clocks: [String: Int64]) throws -> [[String]] {
        let team = try TeamFixture(["ana", "ben", "cem"], clocks: clocks)
        try team.workToTheEnd()
        return team.people.map { person in
            person.journal.lines.compactMap { if case .label(let event) = $0.event { event.id } else { nil } }
        }
    }
    let right = try work([:])
    #expect(try work(["ben": TeamFixture.year, "cem": -TeamFixture.year]) == right)
    #expect(right.joined().count >= 60)
}

@Test("a round learns from all: with the labels of others there is a first model sooner than alone")
func roundsLearnFromAll() throws {
    let team = try TeamFixture(["ana", "ben", "cem"], evaluationItems: 0)
    for _ in 0..<4 { for index in team.people.indices { team.label(index) } }
    #expect(team.people.allSatisfy { $0.session.state.queue == nil })
    for index in team.people.indices {
        team.deliver(to: index)
        team.label(index)
        try team.learn(index)
        team.label(index)
    }
    #expect(team.people.allSatisfy { ($0.session.ranking?.trainingCount ?? 0) >= 12 })
}

@Test("who has joined gets a share between two messages, and the others lose only that")
func somebodyJoins() throws {
    let team = try TeamFixture(["ana", "ben"], evaluationItems: 4)
    let before = try #require(team.people[0].session.state.team)
    let rows = team.corpus.pool.indices.filter { before.role(of: $0) == .owner }
    team.deliver(to: 0)
    let plan = try #require(before.plan)
    _ = team.people[1].journal.append(.team(plan.joining("cem")), at: Timestamp(milliseconds: 0))
    team.deliver(to: 0)
    team.label(0)
    let after = try #require(team.people[0].session.state.team)
    #expect(after.plan?.people == ["ana", "ben", "cem"])
    let kept = team.corpus.pool.indices.filter { after.role(of: $0) == .owner }
    #expect(Set(kept).isSubset(of: rows))
    #expect(kept.count < rows.count)
    let reopened = try team.reopened(0)
    #expect(reopened.session.state.upcoming(9) == team.people[0].session.state.upcoming(9))
}

@Test("a journal that is shorter than what was read of it is refused by its name, or gone on without")
func shorterJournalIsRefused() throws {
    let team = try TeamFixture(["ana", "ben"])
    for _ in 0..<12 {
        for index in team.people.indices {
            team.deliver(to: index)
            try team.learn(index)
            team.label(index)
        }
    }
    let seen = try #require(team.people[0].session.state.history.seen["ben"])
    #expect(seen > 2)
    let short = Array(team.people[1].journal.lines.prefix(seen - 1))
    let error = #expect(throws: JournalWithdrawn.self) { try team.reopened(0, others: ["ben": short]) }
    #expect(error?.description.contains("ben") == true)
    var journals = TeamJournals()
    journals.take(short, of: "ben")
    let state = try SessionState(
        corpus: team.corpus, settings: team.settings, lines: team.people[0].journal.lines, me: "ana", others: journals,
        mayLack: true)
    #expect(state.history.labels == team.people[0].session.state.history.labels)
}

@Test("two who claim the same: who comes first by name keeps it, and the other gives it back")
func claimsMeet() throws {
    let team = try TeamFixture(["ana", "ben", "cem"], count: 24, overlap: 0, evaluationItems: 0, roundSize: 50)
    // Ana and ben use up their shares, cem does nothing; neither reads what the other claims.
    for index in 0..<2 {
        for _ in 0..<40 {
            try team.learn(index)
            if !team.label(index) { break }
        }
    }
    func claims(_ index: Int) -> Set<String> { Set(team.people[index].session.state.history.claims.keys) }
    #expect(team.people[0].session.waitsForOthers && team.people[1].session.waitsForOthers)
    #expect(!claims(0).isDisjoint(with: claims(1)))
    team.deliver(to: 0)
    team.deliver(to: 1)
    team.deliver(to: 0)
    #expect(!claims(0).isEmpty)
    #expect(claims(0).isDisjoint(with: claims(1)))
    try team.workToTheEnd()
    #expect(team.labels.count == 24)
}

@Test("what was claimed and not labelled is given back at the end of a sitting")
func claimsAreReleased() throws {
    let team = try TeamFixture(["ana", "ben"], count: 24, overlap: 0, evaluationItems: 0)
    while true {
        try team.learn(0)
        if !team.label(0) { break }
    }
    team.deliver(to: 0)
    try team.learn(0)
    #expect(team.label(0))
    team.people[0].session.releaseClaims()
    let state = team.people[0].session.state
    #expect(TeamView.openClaims(state.history).isEmpty)
    #expect(state.history.claims.count == 1)
}

@Test("what somebody has claimed is open again once they have left, by whosever line", arguments: ["ben", "cem"])
func claimsOfWhoHasLeft(writer: String) throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(24))
    let people = ["ana", "ben", "cem"]
    let first = TeamEvent(revision: 1, lead: "ana", people: people, joined: people, overlap: 0, evaluationItems: 0)
    let leave = try #require(TeamPlan([first])?.leaving("ana"))
    func view(isLeft: Bool) throws -> TeamView {
        var events: [String: [JournalEvent]] = [
            "ana": [.team(first), .claim(ClaimEvent(ids: corpus.pool.indices.map { corpus.pool.id(at: $0) }))]
        ]
        if isLeft { events[writer, default: []].append(.team(leave)) }
        let lines = events.mapValues { events in
            events.enumerated().map {
                JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
            }
        }
        var others = TeamJournals()
        for (name, lines) in lines where name != "ben" { others.take(lines, of: name) }
        var own = LabelHistory()
        for line in lines["ben"] ?? [] { try own.apply(line) }
        var view = TeamView(me: "ben", corpus: corpus)
        #expect(view.advance(asFarAsSoundIn: &others).isEmpty)
        view.noteOwn(own)
        return view
    }
    let (before, after) = (try view(isLeft: false), try view(isLeft: true))
    let none = LabelHistory()
    #expect(corpus.pool.indices.allSatisfy { !before.asks($0, none) })
    let share = corpus.pool.indices.filter { after.role(of: $0) == .owner }
    #expect(!share.isEmpty && share.allSatisfy { after.asks($0, none) })
}

@Test(
    "a second opinion comes with the words of own messages, before there is a model and after",
    arguments: [
        Recipe.standard, .random, try? Recipe(parsing: "entropy"),
    ])
func secondOpinionsAreUnmarked(recipe: Recipe?) throws {
    let team = try TeamFixture(["ana", "ben"], overlap: 1, evaluationItems: 0, recipe: try #require(recipe))
    var reasons: [Bool: Set<QueueReason>] = [:]
    var count = 0
    for step in 0..<60 {
        let index = step % 2
        team.deliver(to: index)
        try team.learn(index)
        let state = team.people[index].session.state
        if let item = state.current, state.team?.role(of: item.row) == .second {
            count += 1
            if item.strategy == "random" { reasons[state.queue != nil, default: []].insert(item.reason) }
            if item.strategy == "entropy" {
                #expect(item.reason == .chosen(.spread(entropy: try #require(item.score))))
            }
            if item.strategy == "atlas", let own = state.queue?.selections.first?.reason {
                if case .likelyError = own, let score = item.score {
                    #expect(item.reason == .chosen(.likelyError(probability: score)))
                }
            }
        }
        team.label(index)
    }
    #expect(count > 10 && reasons[false] == [.firstItem])
    #expect(reasons[true, default: [.chosen(.random)]] == [.chosen(.random)])
}

@Test("who decides answers a note, who wrote it finds the answer on the list of second looks, and answers back")
func notesAnswerNotes() throws {
    let team = try TeamFixture(["ana", "ben"], evaluationItems: 0)
    let session = team.people[1].session
    let row = try #require(session.state.current?.row)
    let id = team.corpus.pool.id(at: row)
    session.note("a joke?", on: row)
    let noted = try #require(session.state.history.noteLines[id]?.sequence)
    // Whoever labels sees no notes of others, and answers none.
    team.deliver(to: 0)
    team.people[0].session.note("mine", on: row)
    #expect(team.people[0].session.state.history.noteLines[id]?.answered == nil)
    let ana = team.people[0].session.state.history
    var view = try #require(team.people[0].session.newestTeam)
    view.noteOwn(ana)
    let answered = try #require(view.noteToAnswer(on: id, own: ana, readsAll: true))
    #expect(answered == OtherLine(annotator: "ben", sequence: noted))
    _ = team.people[0].journal.append(
        .note(NoteEvent(id: id, text: "no: see the guidelines", answered: answered)), at: Timestamp(milliseconds: 0))
    team.deliver(to: 1)
    let look = try #require(session.secondLooks.first { $0.row == row })
    #expect(look.reasons.contains(.answered(by: "ana", text: "no: see the guidelines")))
    // The answer to the answer; a new note of one's own ends what was said of the old one.
    session.note("thanks", on: row)
    #expect(session.state.history.noteLines[id]?.answered?.annotator == "ana")
    #expect(session.secondLooks.first { $0.row == row }?.reasons == [.noted])
    session.undo()
    #expect(session.state.history.noteLines[id]?.sequence == noted)
}

// MARK: What labels come to

private func people(_ labels: [String: String], decisions: [String: String] = [:]) throws -> [String: LabelHistory] {
    var people: [String: LabelHistory] = [:]
    for name in Set(labels.keys).union(decisions.keys) {
        var history = LabelHistory()
        var sequence = 0
        func line(_ event: JournalEvent) -> JournalLine {
            defer { sequence += 1 }
            return JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event)
        }
        if let label = labels[name] {
            try history.apply(
                line(
                    .label(
                        LabelEvent(id: "m1", label: label, set: .training, round: 0, strategy: "random"))))
        }
        if let label = decisions[name] {
            try history.apply(line(.decide(DecideEvent(id: "m1", label: label, over: []))))
        }
        people[name] = history
    }
    return people
}

@Test("a decision holds, else what all say, else what most say; a tie waits")
func labelsComeToOne() throws {
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(4))
    let (yes, no) = ("related", "not_related")
    func label(_ labels: [String: String], decisions: [String: String] = [:], lead: String? = nil) throws -> String? {
        let all = TeamLabels(
            try people(labels, decisions: decisions), lead: lead, corpus: corpus, name: { answer, _ in answer },
            measures: { _ in false }
        )
        return all.records["m1"]?.event.label
    }
    #expect(try label(["ana": yes]) == yes)
    #expect(try label(["ana": yes, "ben": yes, "cem": no]) == yes)
    #expect(try label(["ana": yes, "ben": no]) == nil)
    #expect(try label(["ana": yes, "ben": no], decisions: ["cem": no]) == no)
    #expect(try label(["ana": yes, "ben": yes], decisions: ["cem": no]) == no)
    #expect(try label(["ana": yes, "ben": no], decisions: ["cem": no, "dora": yes]) == no)
    #expect(try label(["ana": yes, "ben": no], decisions: ["cem": no, "dora": yes], lead: "dora") == yes)
}

@Test("a decision is undone as a step, reopened however old, and renamed with its label")
func decisionsAreEvents() throws {
    var history = LabelHistory()
    var sequence = 0
    func apply(_ event: JournalEvent) throws {
        try history.apply(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event))
        sequence += 1
    }
    try apply(.decide(DecideEvent(id: "m1", label: "related", over: [])))
    try apply(.decide(DecideEvent(id: "m1", label: "not_related", over: [], reason: .slip)))
    #expect(history.decisions["m1"]?.event.label == "not_related")
    try apply(.undo(of: 1))
    #expect(history.decisions["m1"]?.event.label == "related")
    try apply(.scheme(SchemeEvent(changes: [.rename("related", to: "disaster")])))
    #expect(history.decisions["m1"]?.event.label == "disaster")
    try apply(.reopen(ReopenEvent(id: "m1")))
    #expect(history.decisions.isEmpty)
    try apply(.undo(of: 4))
    #expect(history.decisions["m1"]?.event.label == "disaster")
    #expect(history.labels.isEmpty)
}
