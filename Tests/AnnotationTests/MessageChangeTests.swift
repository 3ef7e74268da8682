import Journal
import Learning
import Messages
import SessionFixture
import Testing

@testable import Annotation

/// Messages and a journal of them, as a second sitting finds them.
private struct Project {
    var rows: [(id: String, text: String)]
    var events: [JournalEvent] = []

    init(_ count: Int = 6) {
        rows = (0..<count).map { ("m\($0)", "text \($0)") }
        events = [session]
    }

    var pool: MessagePool {
        var pool = MessagePool()
        for row in rows { pool.append(id: row.id, text: row.text) }
        return pool
    }

    var origin: PoolOrigin {
        PoolOrigin(file: "pool.csv", count: rows.count, digest: pool.digest, rows: pool.rowDigest)
    }

    var session: JournalEvent {
        .session(
            SessionEvent(
                tool: "0.4.0", task: "disaster", labels: ["not_related", "related"], poolCount: origin.count,
                poolDigest: origin.digest, poolFile: origin.file, poolRows: origin.rows, seed: 7, annotator: "ana"))
    }

    var contents: JournalContents {
        get throws {
            var bytes: [UInt8] = []
            for (sequence, event) in events.enumerated() {
                bytes += JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_000), event: event).encoded
            }
            return try JournalContents(bytes, path: "test")
        }
    }

    mutating func label(_ id: String, _ label: String = "related", hashes: Bool = true) {
        let row = pool.index(ofID: id)
        let hash = hashes ? row.map { pool.textHash(at: $0) } : nil
        events.append(
            .label(
                LabelEvent(id: id, label: label, set: .training, round: 0, strategy: "random", textHash: hash)))
    }

    func changes() throws -> MessageChanges {
        try #require(try MessageChanges(since: try contents, pool: pool, now: origin))
    }

    func state(repeatShare: Double = 0) throws -> SessionState {
        try SessionState(
            corpus: Corpus(scheme: .disaster, pool: pool),
            settings: SessionSettings(seed: 7, evaluationItems: 0, seedItems: 4, repeatShare: repeatShare),
            lines: try contents.lines)
    }
}

@Test("rows behind the others and rows in another order are told apart from all else, and need no answer")
func arrangements() throws {
    var project = Project()
    project.label("m1")
    #expect(try project.changes().arrangement == .same && project.changes().event(isRenamed: false) == nil)
    var grown = project
    grown.rows += [("m6", "text 6"), ("m7", "text 7")]
    #expect(try grown.changes().arrangement == .extended(by: 2) && !grown.changes().needsAnswer)
    #expect(
        try grown.changes().event(isRenamed: false) == .messages(MessagesEvent(pool: grown.origin, added: 2)))
    var turned = project
    turned.rows.reverse()
    #expect(try turned.changes().arrangement == .reordered && !turned.changes().needsAnswer)
    var other = project
    other.rows.remove(at: 3)
    #expect(try other.changes().arrangement == .other && !other.changes().needsAnswer)
    #expect(try other.changes().labelled == 1 && other.changes().gone == 0)
}

@Test("labelled rows that are gone or have other texts, and skips, flags and notes that are gone, are each told")
func touchedRows() throws {
    var project = Project(8)
    for id in ["m4", "m1", "m2"] { project.label(id) }
    project.events += [
        .skip(id: "m5", round: 0), .flag(id: "m6", isSet: true), .note(id: "m7", text: "ironic?"),
        .note(id: "m4", text: "both"),
    ]
    project.rows.removeAll { ["m4", "m5", "m6", "m7"].contains($0.id) }
    project.rows[2].text = "text two"
    let changes = try project.changes()
    #expect(changes.touched.map(\.id) == ["m4", "m2", "m5", "m6", "m7"])
    #expect(changes.touched.map(\.known) == [.label("related"), .label("related"), .skip, .flag, .note])
    #expect(changes.touched.map(\.change) == [.gone, .changed, .gone, .gone, .gone])
    #expect(changes.touched.map(\.text) == [nil, "text two", nil, nil, nil])
    #expect((changes.labelled, changes.gone, changes.changed, changes.untold) == (3, 1, 1, 0))
    #expect(!changes.isAnotherFile)
}

@Test("what a line says of the messages is not asked again; what has come since is")
func acceptedChanges() throws {
    var project = Project()
    for id in ["m1", "m2", "m3"] { project.label(id) }
    project.rows.remove(at: 1)
    project.rows[1].text = "text two"
    project.events.append(try #require(try project.changes().event(isRenamed: false)))
    #expect(try project.contents.lastPool == project.origin)
    #expect(try project.changes().arrangement == .same && !project.changes().needsAnswer)
    // Another row goes that nobody labelled: what is on record is not asked again.
    project.rows.removeAll { $0.id == "m5" }
    #expect(try project.changes().touched.isEmpty && project.changes().gone == 1 && project.changes().changed == 1)
    project.rows.removeAll { $0.id == "m3" }
    #expect(try project.changes().touched.map(\.id) == ["m3"])
    // A third text of a message whose second one is on record.
    project.rows[1].text = "text three"
    #expect(try project.changes().touched.map(\.id) == ["m2", "m3"])
    project.label("m2")
    #expect(try project.changes().touched.map(\.id) == ["m3"])
}

@Test(
    "labels of programs that wrote no hash cannot be told where rows have changed, and need none where they were only moved"
)
func untoldLabels() throws {
    var project = Project()
    project.label("m1", hashes: false)
    project.label("m2", hashes: false)
    project.label("m3")
    var turned = project
    turned.rows.swapAt(0, 5)
    #expect(try !turned.changes().needsAnswer)
    project.rows[1].text = "text one"
    let changes = try project.changes()
    #expect(changes.untold == 2 && changes.touched.isEmpty && changes.needsAnswer)
}

@Test("a file without anything labelled as it was looks like another one")
func anotherFile() throws {
    var project = Project()
    project.label("m1")
    project.label("m2")
    var partly = project
    partly.rows.removeSubrange(1...1)
    #expect(try partly.changes().touched.count == 1 && !partly.changes().isAnotherFile)
    var gone = project
    gone.rows = gone.rows.map { ("x" + $0.id, $0.text) }
    #expect(try gone.changes().isAnotherFile)
    project.rows = project.rows.map { ($0.id, "x" + $0.text) }
    #expect(try project.changes().isAnotherFile)
}

@Test("another name of the file is a line of its own, where both are known")
func renamedFile() throws {
    let project = Project()
    var other = project.origin
    other.file = "other.csv"
    let renamed = try #require(try MessageChanges(since: try project.contents, pool: project.pool, now: other))
    #expect(renamed.arrangement == .same && renamed.event(isRenamed: false) == .messages(MessagesEvent(pool: other)))
    other.file = nil
    let piped = try #require(try MessageChanges(since: try project.contents, pool: project.pool, now: other))
    #expect(piped.event(isRenamed: false) == nil)
}

// MARK: The session

@Test(
    "labels of rows that are gone stay, teach nothing, are counted apart and can be undone; a row that comes back has its own"
)
func goneLabels() throws {
    var project = Project()
    for id in ["m1", "m2", "m3"] { project.label(id, id == "m2" ? "not_related" : "related") }
    project.events.append(.skip(id: "m4", round: 0))
    let whole = project
    project.rows.removeAll { ["m3", "m4"].contains($0.id) }
    var state = try project.state()
    #expect(state.holdsInvariants)
    #expect((state.judgedCount, state.goneLabelCount, state.history.judgedCount) == (2, 1, 3))
    #expect(state.skippedCount == 0 && state.trainingCounts == [1, 1])
    #expect(state.corpus.trainingExamples(state.history).count == 2)
    let undo = JournalLine(sequence: 5, at: Timestamp(milliseconds: 1), event: .undo(of: 4))
    try state.apply(undo)
    try state.apply(JournalLine(sequence: 6, at: Timestamp(milliseconds: 1), event: .undo(of: 3)))
    #expect(state.holdsInvariants && state.goneLabelCount == 0 && state.judgedCount == 2)
    #expect(state.upcoming(9).count == 2)
    let back = try whole.state()
    #expect(back.goneLabelCount == 0 && back.judgedCount == 3 && back.skippedCount == 1)
}

@Test("a label of another text is marked until the message is labelled again")
func changedLabels() throws {
    var project = Project()
    project.label("m1")
    project.label("m2", hashes: false)
    project.rows[1].text = "another"
    project.rows[2].text = "unlike"
    let state = try project.state()
    #expect(state.isChanged(1) && !state.isChanged(2) && state.changedLabelCount == 1)
    #expect(state.judgedCount == 2 && !state.isOpen(1))
    project.label("m1")
    #expect(try !project.state().isChanged(1) && project.state().changedLabelCount == 0)
}

@Test("no check is shown of a message that is gone or has another text, and others are")
func checksOfChanges() throws {
    var project = Project(60)
    for number in 0..<40 { project.label("m\(number)", number % 2 == 1 ? "related" : "not_related") }
    // Of the first twenty, which alone can come back, one is there as it was.
    for number in 0..<19 where number % 2 == 0 { project.rows[number].text = "another \(number)" }
    project.rows.removeAll { row in Int(row.id.dropFirst()).map { $0 < 19 && $0 % 2 == 1 } ?? false }
    let state = try project.state(repeatShare: 0.1)
    let due = try #require(state.repeats.due)
    #expect(due.event.id == "m19" && state.holdsInvariants)
}

@Test("the session writes the hash of each text that it labels")
func hashesAreWritten() throws {
    let fixture = try Fixture()
    try fixture.work(8)
    fixture.session.label(rows: [40], 1)
    let labels = fixture.journal.lines.compactMap { line in
        if case .label(let event) = line.event { event } else { nil }
    }
    #expect(labels.count == 9)
    for event in labels {
        let row = try #require(fixture.corpus.pool.index(ofID: event.id))
        #expect(event.textHash == fixture.corpus.pool.textHash(at: row))
    }
}

@Test("a label that was split or retired waits for a second look only while its message is there")
func secondLookOfGone() throws {
    var project = Project()
    for id in ["m1", "m2", "m3"] { project.label(id) }
    project.events.append(.scheme(SchemeEvent(changes: [.split("related", into: ["related", "asks"])])))
    let whole = project
    project.rows.removeAll { $0.id == "m2" }
    var state = try project.state()
    #expect(state.secondLook == ["m1", "m3"] && state.holdsInvariants)
    try state.apply(JournalLine(sequence: 5, at: Timestamp(milliseconds: 1), event: .undo(of: 3)))
    try state.apply(JournalLine(sequence: 6, at: Timestamp(milliseconds: 1), event: .undo(of: 2)))
    #expect(state.secondLook == ["m1"] && state.holdsInvariants)
    #expect(try whole.state().secondLook == ["m1", "m2", "m3"])
}

@Test("a text whose judged message is gone is asked for again when its copy's label is undone")
func undoOfCopyOfGone() throws {
    var project = Project()
    // Two say the same; the label of the first went to the second, and the first is gone. All others are labelled.
    project.rows[1].text = project.rows[0].text
    for id in ["m2", "m3", "m4", "m5", "m0"] { project.label(id) }
    project.events.append(
        .label(
            LabelEvent(
                id: "m1", label: "related", set: .training, round: 0, strategy: "random", with: 5, isSpread: true,
                textHash: project.pool.textHash(at: 1))))
    project.rows.removeFirst()
    var state = try project.state()
    #expect(state.current == nil)
    for (sequence, line) in [(7, 6), (8, 5)] {
        try state.apply(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1), event: .undo(of: line)))
    }
    #expect(state.isOpen(0) && state.upcoming(9).map(\.row) == [0])
    #expect(state.holdsInvariants)
}

@Test("a label that a lost line may have named is kept, counts nowhere and waits for a second look")
func labelsOfLostNames() throws {
    var project = Project()
    project.label("m1", "flood")
    #expect(throws: SessionError.self) { try project.state() }
    project.events.insert(.lost(LostEvent(reason: "the line was damaged and taken out")), at: 1)
    project.label("m2")
    let state = try project.state()
    #expect(state.secondLook == ["m1"] && state.trainingCounts == [0, 1] && state.holdsInvariants)
    #expect(state.history.labels["m1"]?.event.label == "flood")
}
