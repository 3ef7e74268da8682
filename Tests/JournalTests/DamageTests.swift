import Testing

@testable import Journal

private let time = Timestamp(milliseconds: 1_700_000_000_123)

private func session(_ annotator: String = "amina") -> SessionEvent {
    SessionEvent(
        tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
        seed: 42, annotator: annotator)
}

private func label(_ id: String) -> JournalEvent {
    .label(LabelEvent(id: id, label: "related", set: .training, round: 1, strategy: "atlas"))
}

private func journal(_ events: [(sequence: Int, event: JournalEvent)]) -> [UInt8] {
    events.flatMap { JournalLine(sequence: $0.sequence, at: time, event: $0.event).encoded }
}

@Test(
    "lines whose numbers do not follow one another are damage, each at its line",
    arguments: [
        ([0, 1, 3], [3]), ([1, 2, 3], [1, 2, 3]), ([0, 2, 2], [2]), ([0, 0, 1], [2, 3]), ([0, 2, 1], [2, 3]),
        ([0, 1, 2], []),
    ])
func numbers(_ sequences: [Int], _ damagedLines: [Int]) throws {
    let events = [.session(session()), label("1"), label("2")]
    let bytes = journal(Array(zip(sequences, events)))
    #expect(JournalContents.examine(bytes).damage.map(\.line) == damagedLines)
    guard let first = damagedLines.first else { return }
    let reason = "found seq \(sequences[first - 1]), expected \(first - 1)"
    #expect(throws: JournalError.damaged(path: "j", line: first, reason: reason)) {
        try JournalContents(bytes, path: "j")
    }
}

@Test(
    "a checksum that is not the end of its line is damage, whatever the line says",
    arguments: [
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","crc":"00000000","type":"skip","id":"1","round":0}"#,
        #"{"crc":"00000000","v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"skip","id":"1","round":0}"#,
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"skip","id":"1","round":0,"crc":"0000000"}"#,
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"skip","id":"1","round":0,"crc":"00000000" }"#,
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"skip","id":"1","round":0,"crc":"00000000","x":1}"#,
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"skip","id":"1","round":0, "crc":null}"#,
    ])
func misplacedChecksum(line: String) {
    #expect(throws: LineDamage("found a checksum that is not at the end of the line")) {
        try JournalLine(decoding: Array(line.utf8)[...])
    }
}

@Test("a field behind the checksum does not make a sound line of it")
func fieldBehindChecksum() throws {
    let sound = JournalLine(sequence: 0, at: time, event: label("1")).encoded.dropLast()
    #expect(try JournalLine(decoding: sound).isChecked)
    let longer = sound.dropLast() + Array(#","label":"not_related"}"#.utf8)
    #expect(throws: LineDamage.self) { try JournalLine(decoding: longer[...]) }
}

@Test("in a merged journal each round still says through which line it was learnt")
func mergedRounds() throws {
    func round(through: Int) -> JournalEvent {
        .round(RoundEvent(round: 1, through: through, training: 1, evaluation: 0, f1: nil, auc: nil, seconds: 0.5))
    }
    let first = journal([(0, .session(session())), (1, label("1")), (2, round(through: 1))])
    let second = journal([(0, .session(session("ben"))), (1, label("2")), (2, label("3")), (3, round(through: 2))])
    let merge = try JournalMerge([("a", first), ("b", second)])
    let rounds = try JournalContents(merge.bytes, path: "m").lines.compactMap { line in
        if case .round(let event) = line.event { event.through } else { nil }
    }
    // Three lines stand before the second journal: its third line is the sixth, number 5.
    #expect(rounds == [1, 5])
}

@Test(
    "whatever two sessions do not share is told, one difference for each",
    arguments: [
        (\SessionEvent.task, "flood", "task is 'disaster'"), (\SessionEvent.poolDigest, "00fe", "digest 00ff"),
    ])
func differentTexts(field: WritableKeyPath<SessionEvent, String> & Sendable, value: String, words: String) {
    var other = session()
    other[keyPath: field] = value
    let differences = session().differences(to: other)
    #expect(differences.count == 1 && differences.first?.contains(words) == true, "\(differences)")
}

@Test(
    "other labels are a difference, and so are the same ones in another order",
    arguments: [
        ["related", "not_related"], ["not_related"], ["not_related", "related", "unsure"], ["no", "related"],
    ])
func differentLabels(labels: [String]) {
    var other = session()
    other.labels = labels
    let differences = session().differences(to: other)
    #expect(differences.count == 1 && differences.first?.contains(labels.joined(separator: ", ")) == true)
}

@Test("another number of messages, or another seed, is a difference; another annotator is none")
func differentNumbers() {
    var (count, seed) = (session(), session())
    count.poolCount = 4
    seed.seed = 7
    #expect(session().differences(to: count).count == 1)
    #expect(session().differences(to: seed).count == 1)
    #expect(session().differences(to: session("ben")).isEmpty)
}
