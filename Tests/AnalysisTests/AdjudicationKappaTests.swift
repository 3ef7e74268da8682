import Analysis
import Annotation
import Journal
import Messages
import Testing

private func contents(_ lines: [JournalLine], _ name: String) throws -> JournalContents {
    try JournalContents(lines.flatMap(\.encoded), path: "\(name).journal.jsonl")
}

private func session(_ name: String) -> JournalEvent {
    .session(
        SessionEvent(
            tool: "0.4.0", task: "t", labels: ["not_related", "related"], poolCount: 40, poolDigest: "00", seed: 1,
            annotator: name))
}

/// Two people's labels of forty messages, of which they say the same of thirty-one; and a third journal.
private func team(_ third: String) -> (corpus: Corpus, journals: [String: [JournalLine]]) {
    var pool = MessagePool()
    for index in 0..<40 { _ = pool.append(id: "m\(index)", text: "street \(index)") }
    var journals: [String: [JournalLine]] = [:]
    func append(_ event: JournalEvent, _ name: String) {
        let lines = journals[name] ?? []
        let line = JournalLine(
            sequence: lines.count, at: Timestamp(milliseconds: Int64(lines.count) * 1_000), event: event)
        journals[name] = lines + [line]
    }
    for name in ["ana", "ben", third] where journals[name] == nil { append(session(name), name) }
    for index in 0..<40 {
        let labels = [index % 2 == 0, index < 9 ? index % 2 == 1 : index % 2 == 0].map {
            $0 ? "related" : "not_related"
        }
        for (name, label) in zip(["ana", "ben"], labels) {
            append(
                .label(
                    LabelEvent(
                        id: "m\(index)", label: label, set: .training, round: 0, strategy: "random",
                        ms: (index + 1) * 100, textHash: pool.textHash(at: index))), name)
        }
    }
    return (Corpus(scheme: .disaster, pool: pool), journals)
}

@Test("decisions leave Cohen's kappa of the annotators as it was", arguments: ["lea", "ana"])
func kappaStays(decider: String) throws {
    let (corpus, begun) = team(decider)
    var journals = begun
    func agreement() throws -> AnnotatorAgreement {
        try AnnotatorAgreement(
            ["ana", "ben"].map { ("\($0).journal.jsonl", try contents(journals[$0] ?? [], $0)) })
    }
    let before = try #require(try agreement().groups.first)
    var adjudication = try Adjudication(
        me: decider, corpus: corpus, own: journals[decider] ?? [], others: journals.filter { $0.key != decider })
    #expect(adjudication.openCount == 9)
    while let front = adjudication.front {
        let event = try #require(adjudication.decision(1, on: front.row))
        let lines = journals[decider] ?? []
        let line = JournalLine(sequence: lines.count, at: Timestamp(milliseconds: 90_000), event: event)
        journals[decider] = lines + [line]
        try adjudication.apply(line)
    }
    let after = try #require(try agreement().groups.first)
    #expect(before.pairs.count == 1 && before.pairs[0].messageCount == 40)
    // Observed 31/40; chance .5, as one of them says each label twenty times.
    let kappa = try #require(before.pairs[0].kappa.value)
    #expect(abs(kappa - 0.55) < 1e-9)
    #expect(after.pairs.map(\.kappa) == before.pairs.map(\.kappa))
    #expect(after.figures.overall.alpha == before.figures.overall.alpha)
    #expect(adjudication.decidedCount == 9)
}

@Test("the account of a team says of each what they have done, and ranks nobody")
func account() throws {
    let (corpus, begun) = team("lea")
    var journals = begun
    let plan = TeamEvent(
        revision: 1, lead: "lea", people: ["ana", "ben", "lea"], joined: ["ana", "ben", "lea"], evaluationItems: 0)
    let line = JournalLine(sequence: 1, at: Timestamp(milliseconds: 0), event: .team(plan))
    journals["lea", default: []].append(line)
    var others = TeamJournals()
    for name in ["ana", "lea"] { others.take(journals[name] ?? [], of: name) }
    var view = TeamView(me: "ben", corpus: corpus)
    #expect(view.advance(asFarAsSoundIn: &others).isEmpty)
    var own = LabelHistory()
    for line in journals["ben"] ?? [] { try own.apply(line) }
    let skipped = JournalLine(
        sequence: own.lastSequence + 1, at: Timestamp(milliseconds: 0), event: .skip(id: "m0", round: 0))
    try own.apply(skipped)
    let account = TeamAccount(
        view, own: own, corpus: corpus, lastSeen: ["ana": Timestamp(milliseconds: 40_000)],
        today: Timestamp(milliseconds: 31_000))
    #expect(account.people.map(\.name) == ["ana", "ben", "lea"])
    let (ana, ben, lea) = (account.people[0], account.people[1], account.people[2])
    // Lines 1 to 40 are a second apart.
    #expect(ana.labels == 40 && ana.today == 10 && ben.skips == 1 && lea.labels == 0)
    // .1 to 4.0 seconds.
    #expect(ana.medianSeconds == 2.05 && lea.medianSeconds == nil)
    #expect(ana.compared == 40 && ana.agreeing == 31 && ana.sharedCount == 40 && lea.compared == 0)
    #expect(ana.agreement.value == 31.0 / 40 && ana.alpha.value != nil && lea.alpha.value == nil)
    #expect(lea.isLead && !ana.isLead && ana.lastSeen == Timestamp(milliseconds: 40_000) && lea.lastSeen == nil)
    // Each message is one's own, and all of them have a label.
    let progress = account.people.compactMap(\.progress)
    #expect(progress.map(\.done).reduce(0, +) == 40 && progress.map(\.left).allSatisfy { $0 == 0 })
}
