import Foundation
import Testing

@testable import Journal

private let session = JournalEvent.session(
    SessionEvent(
        tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
        seed: 42, annotator: "amina"))

private func label(_ id: String, _ label: String = "related") -> JournalEvent {
    .label(LabelEvent(id: id, label: label, set: .training, round: 1, strategy: "atlas", score: 0.5, ms: 900))
}

private let time = Timestamp(milliseconds: 1_700_000_000_123)

private func journal(_ events: [JournalEvent]) -> [UInt8] {
    events.enumerated().flatMap { JournalLine(sequence: $0.offset, at: time, event: $0.element).encoded }
}

private func temporaryPath() -> String {
    FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString).journal.jsonl").path
}

@Test("the checksum of the digits 1 to 9 is the one of the standard")
func checksum() {
    // RFC 3720, B.4 gives the polynomial; "123456789" → E3069283 is its customary check value.
    #expect(Array("123456789".utf8).withUnsafeBufferPointer { CRC32C.text(CRC32C.checksum($0)) } == "e3069283")
}

@Test(
    "a time is written and read in UTC",
    arguments: [
        // date -u -d @SECONDS +%FT%T
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
        (1_700_000_000_123, "2023-11-14T22:13:20.123Z"), (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ])
func timestamps(_ milliseconds: Int, _ text: String) {
    #expect(Timestamp(milliseconds: Int64(milliseconds)).description == text)
    #expect(Timestamp(text)?.milliseconds == Int64(milliseconds))
}

@Test("every kind of event comes back from its line")
func roundTrip() throws {
    let events: [JournalEvent] = [
        session, label("a \"quoted\"\n\u{2028}id"), .undo(of: 1), .skip(id: "b", round: 2),
        label("\u{FEFF}1"), .note(id: "\u{FEFF}", text: "ironisch? 🌊\0\u{1B}[2J\u{7F}\u{FEFF}"),
        .strategy(recipe: "atlas=15,random=5"), .strategy(recipe: "random", keepsQueue: true),
        .queue(recipe: "random", candidates: 7), .unlabel(id: "b", givenBy: 1),
        .label(LabelEvent(id: "c", label: "related", set: .training, round: 1, strategy: "by-hand", with: 4)),
        .round(RoundEvent(round: 2, through: -1, training: 40, evaluation: 60, f1: 0.25, auc: nil, seconds: 0.5)),
    ]
    let contents = try JournalContents(journal(events), path: "j")
    #expect(contents.lines.map(\.event) == events)
    #expect(contents.uncheckedCount == 0)
}

@Test("the settings that were chosen come back; the last session's hold, and new choices go before them")
func chosenSettings() throws {
    func session(_ chosen: ChosenSettings) -> JournalEvent {
        .session(
            SessionEvent(
                tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
                seed: 42, annotator: "amina", chosen: chosen))
    }
    let first = ChosenSettings(evaluationItems: 7, seedItems: 0, round: 5, ranked: false, repeatShare: 0.05)
    let later = ChosenSettings(round: 9, preset: "published").over(first)
    #expect(
        later
            == ChosenSettings(
                evaluationItems: 7, seedItems: 0, round: 9, ranked: false, repeatShare: 0.05, preset: "published"))
    let bytes = journal([session(first), label("1"), session(later), label("2")])
    let contents = try JournalContents(bytes, path: "j")
    #expect(contents.lines[0].event == session(first))
    #expect(contents.chosenSettings == later)
    // Left to the program: the line is as it was before there were such settings.
    let plain = JournalLine(sequence: 0, at: time, event: session(ChosenSettings())).encoded
    #expect(!String(decoding: plain, as: UTF8.self).contains("settings"))
    #expect(try JournalContents(plain, path: "j").chosenSettings.isEmpty)
}

@Test("a journal cut at any byte keeps every whole line and calls the rest torn")
func cutAnywhere() throws {
    let events = [session, label("1"), label("2"), .undo(of: 2)]
    let bytes = journal(events)
    for length in 0...bytes.count {
        let contents = try JournalContents(Array(bytes[..<length]), path: "j")
        let wholeLines = bytes[..<length].count { $0 == 0x0A }
        #expect(contents.lines.map(\.event) == Array(events.prefix(wholeLines)))
        #expect(contents.length + contents.torn.count == length)
    }
}

@Test("no flipped bit changes a label in silence")
func flippedBits() {
    let events = [session, label("1"), label("2", "not_related")]
    let bytes = journal(events)
    for position in bytes.indices {
        for bit in 0..<8 {
            var flipped = bytes
            flipped[position] ^= 1 << bit
            let (contents, damage) = JournalContents.examine(flipped)
            let isReported = !damage.isEmpty || !contents.torn.isEmpty || contents.uncheckedCount > 0
            #expect(isReported || contents.lines.map(\.event) == events, "byte \(position), bit \(bit)")
            if contents.uncheckedCount > 0 { #expect(!damage.isEmpty || contents.lines.count == events.count) }
        }
    }
}

@Test("a line without a checksum is taken and counted, a type from a newer version is refused")
func foreignLines() throws {
    let plain = #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"note","id":"1","text":"x","extra":[1]}"#
    let (contents, damage) = JournalContents.examine(Array((plain + "\n").utf8))
    #expect(contents.uncheckedCount == 1 && damage.isEmpty)
    let newer = plain.replacing("\"note\"", with: "\"dance\"")
    #expect(JournalContents.examine(Array((newer + "\n").utf8)).damage.first?.reason.contains("newer") == true)
}

@Test("undo takes back the newest label: the message returns, or has the label before, which need not be given again")
func undo() throws {
    var history = LabelHistory()
    let events = [session, label("1", "related"), label("1", "not_related"), .skip(id: "2", round: 1)]
    for (sequence, event) in events.enumerated() {
        try history.apply(JournalLine(sequence: sequence, at: time, event: event))
    }
    #expect(history.labels["1"]?.event.label == "not_related")
    try history.apply(JournalLine(sequence: 4, at: time, event: .undo(of: 3)))
    #expect(history.skipped.isEmpty && history.returned.map(\.id) == ["2"])
    try history.apply(JournalLine(sequence: 5, at: time, event: .undo(of: 2)))
    #expect(history.labels["1"]?.event.label == "related")
    #expect(history.returned.map(\.id) == ["2"])
    try history.apply(JournalLine(sequence: 6, at: time, event: .undo(of: 1)))
    #expect(history.labels.isEmpty && history.returned.map(\.id) == ["2", "1"])
    #expect(history.givenCount == 0)
    #expect(throws: ReplayError.self) { try history.apply(JournalLine(sequence: 7, at: time, event: .undo(of: 2))) }
}

@Test("a check leaves the label that holds as it is; undo takes the check back and shows the message again")
func repeatChecks() throws {
    var history = LabelHistory()
    let check = LabelEvent(
        id: "1", label: "not_related", set: .training, round: 1, strategy: "atlas", isRepeat: true)
    for (sequence, event) in [session, label("1", "related"), .label(check)].enumerated() {
        try history.apply(JournalLine(sequence: sequence, at: time, event: event))
    }
    #expect(history.labels["1"]?.event.label == "related" && history.givenCount == 1)
    #expect(history.repeatChecks.map { [$0.first, $0.again] } == [["related", "not_related"]])
    #expect(history.lastAction?.sequences == [2])
    try history.apply(JournalLine(sequence: 3, at: time, event: .undo(of: 2)))
    #expect(history.repeatChecks.isEmpty && history.returned.map(\.id) == ["1"])
    #expect(history.labels["1"]?.event.label == "related")
}

@Test("what was done last is told newest first, a message that was labelled again once")
func recentlyDone() throws {
    var history = LabelHistory()
    let events = [
        label("1"), label("2"), .skip(id: "3", round: 1), label("1", "not_related"), .note(id: "2", text: "x"),
    ]
    for (sequence, event) in events.enumerated() {
        try history.apply(JournalLine(sequence: sequence, at: time, event: event))
    }
    #expect(history.recent(9).map { "\($0.id) \($0.answer?.text ?? "-")" } == ["1 not_related", "3 -", "2 related"])
    #expect(history.recent(2).map(\.id) == ["1", "3"] && history.recent(0).isEmpty)
}

@Test("a skipped message comes back, notes and flags are set and taken away")
func unskipAndFlags() throws {
    var history = LabelHistory()
    let events: [JournalEvent] = [
        session, .skip(id: "2", round: 1), .unskip(id: "2"), .unskip(id: "9"), .flag(id: "3", isSet: true),
        .note(id: "3", text: "who?"), .flag(id: "4", isSet: true), .flag(id: "3", isSet: false),
        .note(id: "3", text: ""),
    ]
    for (sequence, event) in events.enumerated() {
        let line = JournalLine(sequence: sequence, at: time, event: event)
        #expect(try JournalLine(decoding: line.encoded.dropLast()[...]) == line)
        try history.apply(line)
    }
    #expect(history.skipped.isEmpty && history.returned.map(\.id) == ["2"])
    #expect(history.flagged == ["4"] && history.notes.isEmpty)
    // The skip can still be undone, and the message is asked for once.
    try history.apply(JournalLine(sequence: 9, at: time, event: .undo(of: 1)))
    #expect(history.returned.map(\.id) == ["2"])
}

@Test("what is called saved is in the file, and a second writer is told who holds it")
func appendAndLock() throws {
    let path = temporaryPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (file, empty) = try JournalFile.open(at: path)
    #expect(empty.lines.isEmpty)
    _ = file.append(session, at: time)
    for index in 0..<100 { _ = file.append(label("\(index)"), at: time) }
    let error = #expect(throws: JournalError.self) { try JournalFile.open(at: path) }
    let holder = "process \(getpid()) on \(ProcessInfo.processInfo.hostName) since 20"
    #expect(error?.description.contains(holder) == true)
    #expect(file.close() == .saved)
    let contents = try JournalFile.read(path)
    #expect(contents.lines.count == 101)
    let (again, _) = try JournalFile.open(at: path)
    #expect(again.append(.undo(of: 100), at: time).sequence == 101)
    #expect(again.close() == .saved)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
}

@Test("a journal that was closed is nobody's, also while a child that is just starting has copies of its descriptors")
func closedBesideChild() throws {
    let path = temporaryPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let (file, _) = try JournalFile.open(at: path)
    let copies = CopiedDescriptors(of: path)
    #expect(copies.count > 0)
    #expect(file.close() == .saved)
    let (again, _) = try JournalFile.open(at: path)
    // Another look at the file gives nobody else's lock away.
    #expect(throws: JournalError.self) { try JournalFile.open(at: path) }
    #expect(throws: JournalError.self) { try JournalFile.open(at: path) }
    #expect(again.close() == .saved)
    withExtendedLifetime(copies) {}
}

@Test("a torn tail is set aside in a file of its own, and appending goes on")
func tornTail() throws {
    let path = temporaryPath()
    defer { for end in ["", ".torn"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let whole = journal([session, label("1")])
    try Data(whole + Array("{\"v\":1,\"se".utf8)).write(to: URL(fileURLWithPath: path))
    let (file, contents) = try JournalFile.open(at: path)
    #expect(String(decoding: contents.torn, as: UTF8.self) == "{\"v\":1,\"se")
    _ = file.append(label("2"), at: time)
    #expect(file.close() == .saved)
    #expect(try JournalFile.read(path).lines.count == 3)
    #expect(try String(contentsOfFile: path + ".torn", encoding: .utf8) == "{\"v\":1,\"se\n")
}

@Test("versions go by their numbers, not by their letters")
func versions() {
    let old = ["0.1.0", "0.2.0", "0.3.9"].map { ProgramVersion($0) }
    #expect(old.allSatisfy { $0.isBefore(.ofOneQuestion) })
    let new = ["0.4.0", "0.4.1", "0.10.0", "1.0.0"].map { ProgramVersion($0) }
    #expect(new.allSatisfy { !$0.isBefore(.ofOneQuestion) })
}
