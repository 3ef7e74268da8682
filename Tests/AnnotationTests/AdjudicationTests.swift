import Journal
import Learning
import Messages
import Testing
import Threads

@testable import Annotation

/// Journals of a team over eight messages, every other of which speaks of a flood.
private struct Team {
    var journals: [String: [JournalLine]] = [:]
    let corpus: Corpus

    init(scheme: LabelScheme = .disaster, texts: [String]? = nil) {
        var pool = MessagePool()
        let texts = texts ?? (0..<8).map { $0 % 2 == 1 ? "flood at street \($0)" : "council votes on street \($0)" }
        for (index, text) in texts.enumerated() { _ = pool.append(id: "m\(index)", text: text) }
        corpus = Corpus(scheme: scheme, pool: pool)
    }

    @discardableResult
    mutating func append(_ event: JournalEvent, to name: String) -> JournalLine {
        let sequence = journals[name]?.count ?? 0
        let line = JournalLine(sequence: sequence, at: Timestamp(milliseconds: Int64(sequence)), event: event)
        journals[name, default: []].append(line)
        return line
    }

    @discardableResult
    mutating func label(
        _ row: Int, _ label: String, by name: String, set: LabelSet = .training, isSpread: Bool = false,
        text: UInt64? = nil
    ) -> JournalLine {
        append(
            .label(
                LabelEvent(
                    id: "m\(row)", label: label, set: set, round: 0, strategy: "random", ms: 1_500, isSpread: isSpread,
                    textHash: text ?? corpus.pool.textHash(at: row))), to: name)
    }

    func adjudication(by me: String = "lea") throws -> Adjudication {
        try Adjudication(
            me: me, corpus: corpus, own: journals[me] ?? [], others: journals.filter { $0.key != me })
    }
}

extension Adjudication {
    /// Rows in the order in which they come.
    fileprivate var rows: [Int] { [front?.row].compactMap { $0 } + upcoming.map(\.row) }

    /// Does as a loop does: appends a line to the journal and reads it.
    fileprivate mutating func write(_ event: JournalEvent?, _ team: inout Team) throws {
        let event = try #require(event)
        try apply(team.append(event, to: me))
    }
}

@Test("only messages with different labels are asked: agreed ones never, nor those with one label")
func agreedIsNotAsked() throws {
    var team = Team()
    for name in ["ana", "ben"] { team.label(0, "related", by: name) }
    team.label(1, "related", by: "ana")
    team.label(2, "related", by: "ana")
    team.label(2, "not_related", by: "ben")
    let adjudication = try team.adjudication()
    #expect(adjudication.rows == [2] && adjudication.openCount == 1)
    #expect(adjudication.agreedCount == 1 && adjudication.decidedCount == 0)
}

@Test("what was spread to a copy, waits for a second look or was given for another text is no vote")
func votes() throws {
    var team = Team()
    for row in 0..<3 { team.label(row, "related", by: "ana") }
    team.label(0, "not_related", by: "ben", isSpread: true)
    team.label(1, "not_related", by: "ben", text: 7)
    team.label(2, "not_related", by: "ben")
    team.append(.undo(of: 2), to: "ben")
    #expect(try team.adjudication().rows.isEmpty)
}

@Test("votes on two messages with one text are votes on one question")
func equalTexts() throws {
    var team = Team(texts: ["bridge closed", "market open", "bridge closed"])
    team.label(0, "related", by: "ana")
    team.label(2, "not_related", by: "ben")
    var adjudication = try team.adjudication()
    #expect(adjudication.rows == [0])
    try adjudication.write(adjudication.decision(1, on: 2), &team)
    #expect(adjudication.rows.isEmpty && adjudication.decidedCount == 1)
    // What learns takes the decision for both.
    #expect(adjudication.merged.labels.values.map(\.event.label) == ["related", "related"])
}

@Test("evaluation items come first, then those with most disagreement, then by their places")
func orderByDisagreement() throws {
    var team = Team()
    // 2:1 has an entropy of .918 bits, 1:1 of 1 bit.
    for (name, label) in [("ana", "related"), ("ben", "related"), ("cai", "not_related")] {
        team.label(1, label, by: name)
    }
    for row in [3, 2] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    for (name, label) in [("ana", "related"), ("ben", "related"), ("cai", "not_related")] {
        team.label(5, label, by: name, set: .evaluation)
    }
    let adjudication = try team.adjudication()
    #expect(adjudication.rows == [5, 2, 3, 1])
    let last = try #require(Array(adjudication.upcoming).last)
    // −(2/3 log₂ 2/3 + 1/3 log₂ 1/3), of log₂ 2.
    #expect(abs(last.disagreement(labelCount: 2) - 0.918_295_834) < 1e-9)
    #expect(last.majority == 1 && adjudication.front?.majority == 1)
}

@Test("what a model doubts more comes before what it doubts less, and does not move what is in front")
func orderByDoubt() throws {
    var team = Team()
    for row in [1, 2, 4] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    var adjudication = try team.adjudication()
    #expect(adjudication.rows == [1, 2, 4])
    adjudication.take(ModelDoubt([0, 0.1, 0.2, 0, 0.4, 0, 0, 0], trainingCount: 4))
    #expect(adjudication.rows == [1, 4, 2])
    adjudication.goOn()
    #expect(adjudication.rows == [4, 2, 1])
}

@Test("a model of the team's labels doubts what lies between them, and needs two labels")
func doubtOfModel() throws {
    var team = Team()
    for row in 1..<8 {
        for name in ["ana", "ben"] { team.label(row, row % 2 == 1 ? "related" : "not_related", by: name) }
    }
    func doubt() throws -> ModelDoubt {
        let adjudication = try team.adjudication()
        return try ModelDoubt(of: adjudication.merged, corpus: team.corpus, monitor: WorkMonitor()) { measured in
            Learner(corpus: team.corpus, measured: measured, seed: 1, threads: 1)
        }
    }
    #expect(try doubt().trainingCount == 7)
    let values = try (0..<8).map { try doubt()[$0] }
    #expect(values.allSatisfy { (0...0.5).contains($0) })
    team.journals = [:]
    team.label(1, "related", by: "ana")
    #expect(throws: TooFewLabels.self) { try doubt() }
}

@Test("doubt is learnt beside the keyboard's thread; without two labels that is said as well")
func learningDoubt() async throws {
    var team = Team()
    for row in 1..<8 { team.label(row, row % 2 == 1 ? "related" : "not_related", by: "ana") }
    let whole = try team.adjudication()
    team.journals = [:]
    let bare = try team.adjudication()
    for (adjudication, count) in [(whole, 7), (bare, nil as Int?)] {
        let counts = AsyncStream.makeStream(of: Int?.self)
        let learner = DoubtLearner(corpus: team.corpus, seed: 1, threads: 1, niceness: 0) { doubt in
            counts.continuation.yield(doubt?.trainingCount)
        }
        learner.learn(from: adjudication)
        var answers = counts.stream.makeAsyncIterator()
        let answer = try #require(await answers.next())
        #expect(answer == count)
    }
}

@Test("a decision says over which lines, of which text and why, and goes on; no label of an annotator is touched")
func deciding() throws {
    var team = Team()
    for row in [1, 2] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    var adjudication = try team.adjudication()
    adjudication.toggle(.ambiguous)
    adjudication.toggle(.guidelineGap)
    let event = try #require(adjudication.decision(1, on: 1))
    guard case .decide(let decision) = event else { throw CancellationError() }
    #expect(decision.over == [OtherLine(annotator: "ana", sequence: 0), OtherLine(annotator: "ben", sequence: 0)])
    #expect(decision.textHash == team.corpus.pool.textHash(at: 1) && decision.reason == .guidelineGap)
    let before = team.journals.filter { $0.key != "lea" }
    try adjudication.write(event, &team)
    #expect(adjudication.rows == [2] && adjudication.reason == nil && adjudication.decidedCount == 1)
    #expect(team.journals.filter { $0.key != "lea" } == before)
    #expect(adjudication.merged.labels["m1"]?.event.label == "related")
    // The same after a restart.
    #expect(try team.adjudication().rows == [2])
}

@Test(
    "a message whose votes have changed since its decision comes again, marked; the same label given again changes nothing"
)
func changedVotes() throws {
    var team = Team()
    for row in [1, 2, 3] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    var adjudication = try team.adjudication()
    for row in [1, 2, 3] { try adjudication.write(adjudication.decision(1, on: row), &team) }
    #expect(adjudication.rows.isEmpty)
    _ = adjudication.receive(["ben": [team.label(1, "not_related", by: "ben")]])
    #expect(adjudication.rows.isEmpty)
    // Ben comes round on 2, as decided; Ana changes hers on 3 to what was not decided.
    _ = adjudication.receive(["ben": [team.label(2, "related", by: "ben")]])
    #expect(adjudication.rows.isEmpty)
    _ = adjudication.receive(["ana": [team.label(3, "not_related", by: "ana")]])
    #expect(adjudication.rows == [3])
    #expect(adjudication.front?.earlier?.annotator == "lea")
    #expect(adjudication.front?.votes.map(\.answer) == [0, 0])
    // Somebody who labels it now is a change as well.
    _ = adjudication.receive(["cai": [team.label(1, "not_related", by: "cai")]])
    #expect(Set(adjudication.rows) == [3, 1])
    let again = try team.adjudication()
    #expect(again.rows.sorted() == [1, 3] && again.decidedCount == 1)
    try adjudication.write(adjudication.decision(0, on: 3), &team)
    #expect(adjudication.rows == [1])
}

@Test("what others do meanwhile moves nothing in front, and a decision says what was looked at")
func frozenFront() throws {
    var team = Team()
    team.label(1, "related", by: "ana")
    team.label(1, "not_related", by: "ben")
    var adjudication = try team.adjudication()
    let new = team.label(1, "related", by: "ben")
    team.label(2, "related", by: "ana", set: .evaluation)
    let other = team.label(2, "not_related", by: "ben", set: .evaluation)
    _ = adjudication.receive(["ana": [team.journals["ana"]?.last].compactMap { $0 }, "ben": [new, other]])
    #expect(adjudication.front?.row == 1 && adjudication.front?.votes.map(\.answer) == [1, 0])
    #expect(adjudication.isFrontOvertaken && adjudication.rows == [1, 2])
    guard case .decide(let decision)? = adjudication.decision(0, on: 1) else { throw CancellationError() }
    #expect(decision.over.map(\.sequence) == [0, 0])
    // Both say "related" by now: a decision against them is looked at again.
    try adjudication.write(.decide(decision), &team)
    #expect(adjudication.front?.row == 2 && adjudication.rows == [2, 1])
}

@Test("a first dispute comes to the front of who waits for one")
func waiting() throws {
    var team = Team()
    team.label(1, "related", by: "ana")
    var adjudication = try team.adjudication()
    #expect(adjudication.front == nil)
    _ = adjudication.receive(["ben": [team.label(1, "not_related", by: "ben")]])
    #expect(adjudication.front?.row == 1)
}

@Test("later comes behind all others, and undo brings it back, in turn with decisions")
func postponing() throws {
    var team = Team()
    for row in [1, 2, 3] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    var adjudication = try team.adjudication()
    adjudication.postpone()
    #expect(adjudication.rows == [2, 3, 1] && adjudication.postponedCount == 1)
    try adjudication.write(adjudication.decision(1, on: 2), &team)
    adjudication.postpone()
    #expect(adjudication.rows == [1, 3])
    #expect(adjudication.undo() == .postponed && adjudication.rows == [3, 1])
    guard case .lines(let events, .decision) = adjudication.undo() else { throw CancellationError() }
    for event in events { try adjudication.write(event, &team) }
    #expect(adjudication.rows == [2, 3, 1])
    #expect(adjudication.undo() == .postponed && adjudication.rows == [1, 2, 3])
    #expect(adjudication.undo() == .nothing && !adjudication.canUndo)
}

@Test("who labels as well has a vote, and undo does not take their labels back")
func ownVote() throws {
    var team = Team()
    team.label(1, "related", by: "ana")
    team.label(1, "not_related", by: "lea")
    var adjudication = try team.adjudication()
    #expect(adjudication.front?.votes.map(\.annotator) == ["ana", "lea"])
    #expect(adjudication.undo() == .labelledElsewhere && !adjudication.canUndo)
    try adjudication.write(adjudication.decision(1, on: 1), &team)
    #expect(adjudication.own.labels["m1"]?.event.label == "not_related")
    guard case .lines(let events, _) = adjudication.undo() else { throw CancellationError() }
    for event in events { try adjudication.write(event, &team) }
    #expect(adjudication.rows == [1] && adjudication.undo() == .labelledElsewhere)
}

@Test("a decision can be given another reason, and be taken back however old it is")
func reasonsAndReopening() throws {
    var team = Team()
    for row in [1, 2] {
        team.label(row, "related", by: "ana")
        team.label(row, "not_related", by: "ben")
    }
    var adjudication = try team.adjudication()
    #expect(adjudication.changingLastReason == nil)
    try adjudication.write(adjudication.decision(1, on: 1), &team)
    try adjudication.write(adjudication.decision(0, on: 2), &team)
    for reason in [DecideEvent.Reason.ambiguous, .guidelineGap, .slip, nil, .ambiguous] {
        try adjudication.write(adjudication.changingLastReason, &team)
        #expect(adjudication.lastDecision?.event.reason == reason && adjudication.lastDecision?.event.id == "m2")
    }
    try adjudication.write(adjudication.changingReason(.guidelineGap, of: 1), &team)
    #expect(adjudication.decided.filter { $0.record.event.reason == .guidelineGap }.map(\.record.event.id) == ["m1"])
    try adjudication.write(adjudication.reopening(1), &team)
    #expect(adjudication.rows == [1] && adjudication.reopening(1) == nil)
}

@Test("of two decisions the lead's holds, unless labels that it rests on have changed")
func twoDecide() throws {
    var team = Team()
    team.append(
        .team(
            TeamEvent(
                revision: 1, lead: "lea", people: ["ana", "ben", "lea"], joined: ["ana", "ben", "lea"],
                evaluationItems: 0)), to: "lea")
    let first = team.label(1, "related", by: "ana")
    let second = team.label(1, "not_related", by: "ben")
    func decide(_ label: String, over lines: [JournalLine], by name: String) {
        let over = zip(["ana", "ben"], lines).map { OtherLine(annotator: $0, sequence: $1.sequence) }
        team.append(.decide(DecideEvent(id: "m1", label: label, over: over)), to: name)
    }
    decide("related", over: [first, second], by: "ana")
    decide("not_related", over: [first, second], by: "lea")
    #expect(try team.adjudication().merged.labels["m1"]?.event.label == "not_related")
    let third = team.label(1, "not_related", by: "ana")
    decide("related", over: [third, second], by: "ben")
    let adjudication = try team.adjudication()
    #expect(adjudication.decided.map(\.annotator) == ["ben"])
    #expect(adjudication.merged.labels["m1"]?.event.label == "related")
    // Only who has decided changes that.
    #expect(adjudication.decision(0, on: 1) == nil && adjudication.reopening(1) == nil)
}

@Test("a lead who does not label decides before others who do not, whatever their names")
func leadWithoutAShare() throws {
    var team = Team()
    team.append(
        .team(TeamEvent(revision: 1, lead: "lea", people: ["ana", "ben"], joined: ["ana", "ben"])), to: "lea")
    let lines = [team.label(1, "related", by: "ana"), team.label(1, "not_related", by: "ben")]
    let over = zip(["ana", "ben"], lines).map { OtherLine(annotator: $0, sequence: $1.sequence) }
    for (name, label) in [("abe", "related"), ("lea", "not_related")] {
        team.append(.decide(DecideEvent(id: "m1", label: label, over: over)), to: name)
    }
    for me in ["abe", "lea"] {
        let adjudication = try team.adjudication(by: me)
        #expect(adjudication.decided.map(\.annotator) == ["lea"])
        #expect(adjudication.merged.labels["m1"]?.event.label == "not_related")
    }
}

@Test("a journal that grows is read as one that was there from the start, whatever it says")
func growing() throws {
    var team = Team()
    team.label(1, "related", by: "ana")
    team.label(3, "related", by: "ana")
    var adjudication = try team.adjudication()
    func grow(_ event: JournalEvent) throws {
        _ = adjudication.receive(["ben": [team.append(event, to: "ben")]])
        let anew = try team.adjudication()
        // What is in front stays there, whatever comes.
        var moved = adjudication
        moved.goOn()
        #expect(moved.rows == anew.rows && adjudication.agreedCount == anew.agreedCount)
        #expect(adjudication.decidedCount == anew.decidedCount)
    }
    func label(_ row: Int, _ label: String) -> JournalEvent {
        .label(
            LabelEvent(
                id: "m\(row)", label: label, set: .training, round: 0, strategy: "random",
                textHash: team.corpus.pool.textHash(at: row)))
    }
    try grow(label(1, "not_related"))
    try grow(label(3, "related"))
    try grow(.undo(of: 1))
    try grow(.skip(id: "m3", round: 0))
    try grow(.undo(of: 3))
    try grow(label(3, "not_related"))
    try grow(.decide(DecideEvent(id: "m3", label: "related", over: [OtherLine(annotator: "ana", sequence: 1)])))
    try grow(.undo(of: 6))
    try grow(.unlabel(UnlabelEvent(id: "m1", line: 0)))
    try grow(label(1, "related"))
}
