import Analysis
import Annotation
import Journal
import Learning
import Messages
import Testing

/// A project that somebody labels in, whose file is edited between sittings, with all that is known of it written by hand.
private struct EditedProject {
    private(set) var rows: [(id: String, text: String)] = (0..<12).map { ("m\($0)", "text \($0)") }
    private(set) var lines: [JournalLine] = []
    /// By id, the label that it has and the text that it was given for, and when.
    private(set) var byHand: [String: (label: String, text: String, order: Int)] = [:]
    private var random: SeededRandom
    private var count = 12

    init(seed: Int) {
        random = SeededRandom(seed: UInt64(seed), stream: "rows")
        append(.session(session))
    }

    var pool: MessagePool {
        var pool = MessagePool()
        for row in rows { pool.append(id: row.id, text: row.text) }
        return pool
    }

    private var session: SessionEvent {
        let pool = pool
        return SessionEvent(
            tool: "0.4.0", task: "disaster", labels: ["not_related", "related"], poolCount: pool.count,
            poolDigest: pool.digest, poolRows: pool.rowDigest, seed: 7, annotator: "ana")
    }

    private mutating func append(_ event: JournalEvent) {
        lines.append(JournalLine(sequence: lines.count, at: Timestamp(milliseconds: 1_000), event: event))
    }

    mutating func edit() {
        switch random.below(5) {
        case 0:
            rows.append(("m\(count)", "text \(count)"))
            count += 1
        case 1 where rows.count > 2: rows.remove(at: random.below(rows.count))
        case 2: rows[random.below(rows.count)].text = "text \(random.below(40))"
        case 3: rows.swapAt(random.below(rows.count), random.below(rows.count))
        default:
            // One that was there once, with the text that it had at first.
            let number = random.below(count)
            if !rows.contains(where: { $0.id == "m\(number)" }) { rows.append(("m\(number)", "text \(number)")) }
        }
    }

    /// Opens it as the program does, and labels some rows.
    mutating func sit() throws {
        var contents = try read()
        let pool = pool
        let now = PoolOrigin(count: pool.count, digest: pool.digest, rows: pool.rowDigest)
        let changes = try #require(try MessageChanges(since: contents, pool: pool, now: now))
        // By hand: what is gone or changed of all that has a label.
        let texts = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.text) })
        if changes.arrangement == .other {
            #expect(changes.labelled == byHand.count)
            #expect(changes.gone == byHand.keys.count { texts[$0] == nil })
            #expect(changes.changed == byHand.count { id, label in texts[id].map { $0 != label.text } ?? false })
        }
        if let event = changes.event(isRenamed: false) { append(event) }
        append(.session(session))
        for _ in 0..<random.below(4) {
            let row = rows[random.below(rows.count)]
            let name = ["not_related", "related"][random.below(2)]
            let hash = pool.index(ofID: row.id).map { pool.textHash(at: $0) }
            append(
                .label(
                    LabelEvent(id: row.id, label: name, set: .training, round: 0, strategy: "random", textHash: hash)))
            byHand[row.id] = (name, row.text, lines.count)
        }
        contents = try read()
        #expect(try #require(try MessageChanges(since: contents, pool: pool, now: now)).arrangement == .same)
    }

    private func read() throws -> JournalContents {
        try JournalContents(lines.flatMap(\.encoded), path: "test")
    }

    func exported() throws -> [ExportRow] {
        let state = try SessionState(
            corpus: Corpus(scheme: .disaster, pool: pool), settings: SessionSettings(seed: 7), lines: try read().lines)
        #expect(state.goneLabelCount == byHand.keys.count { pool.index(ofID: $0) == nil })
        return Array(ExportedMessages(of: state, lines: lines).rows)
    }
}

@Test("whatever becomes of the rows between sittings, exports hold each label as it was given", arguments: 0..<40)
func labelsSurviveEdits(seed: Int) throws {
    var project = EditedProject(seed: seed)
    for sitting in 0..<12 {
        for _ in 0..<(sitting % 4) { project.edit() }
        try project.sit()
        let texts = Dictionary(uniqueKeysWithValues: project.rows.map { ($0.id, $0.text) })
        let expected = project.byHand.sorted { $0.value.order < $1.value.order }
        let rows = try project.exported()
        #expect(rows.map(\.id) == expected.map(\.key))
        for (row, (id, label)) in zip(rows, expected) {
            #expect(row.labels == [label.label == "related" ? 1 : 0])
            #expect(row.text == texts[id] ?? "")
            #expect(row.change == (texts[id] == nil ? "gone" : texts[id] == label.text ? nil : "changed"))
        }
    }
}

@Test("exports hold what is gone by its kind: skips, notes and changed texts, or leave it out where texts are needed")
func goneOfEachKind() throws {
    var pool = MessagePool()
    for number in 0..<3 { pool.append(id: "m\(number)", text: "text \(number)") }
    let events: [JournalEvent] = [
        .label(LabelEvent(id: "m0", label: "related", set: .training, round: 0, strategy: "random", textHash: 1)),
        .label(LabelEvent(id: "x1", label: "related", set: .evaluation, round: 0, strategy: "random", textHash: 1)),
        .label(LabelEvent(id: "m1", label: "related", set: .training, round: 0, strategy: "random")),
        .skip(id: "x2", round: 0), .note(id: "x3", text: "ironic?"), .flag(id: "x4", isSet: true),
    ]
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 1), event: $0.element)
    }
    let state = try SessionState(
        corpus: Corpus(scheme: .disaster, pool: pool), settings: SessionSettings(seed: 7), lines: lines)
    func ids(_ kinds: Set<ExportedMessages.Kind>, set: LabelSet? = nil, withoutText: Bool = true) -> [String] {
        ExportedMessages(of: state, lines: lines, kinds: kinds, set: set, withoutText: withoutText).rows.map(\.id)
    }
    #expect(ids([.labelled]) == ["m0", "x1", "m1"])
    #expect(ids([.labelled], set: .evaluation) == ["x1"])
    #expect(ids([.changed]) == ["m0", "x1", "x2", "x3", "x4"])
    #expect(ids([.skipped]) == ["x2"] && ids([.noted]) == ["x3"] && ids([.flagged]) == ["x4"])
    #expect(ids([.all]) == ["m0", "x1", "m1", "m2", "x2", "x3", "x4"])
    #expect(ids([.all], withoutText: false) == ["m0", "m1", "m2"])
    let exported = ExportedMessages(of: state, lines: lines, kinds: [.all], withoutText: false)
    #expect(exported.count == 3 && exported.goneCount == 4)
}

@Test("a text whose judged message is gone is found by the label that its copy has")
func foundByCopy() throws {
    var pool = MessagePool()
    for (id, text) in [("copy", "flood"), ("m1", "concert"), ("m2", "rain"), ("m3", "dog")] {
        pool.append(id: id, text: text)
    }
    let corpus = Corpus(scheme: .disaster, pool: pool)
    var history = LabelHistory()
    func label(_ id: String, _ label: String, isSpread: Bool = false) -> JournalEvent {
        .label(LabelEvent(id: id, label: label, set: .evaluation, round: 0, strategy: "random", isSpread: isSpread))
    }
    let events = [label("gone", "related"), label("copy", "related", isSpread: true), label("m1", "not_related")]
    for (sequence, event) in events.enumerated() {
        try history.apply(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event))
    }
    // Two of four texts are labelled, one of them positive: of the two others a half are expected to be.
    let remaining = try #require(SessionReport.remaining(corpus, history))
    #expect(remaining == RemainingPositives(pool: 4, labelled: 2, found: 1, sampled: 2, sampledPositives: 1))
}
