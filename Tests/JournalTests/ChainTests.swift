import Foundation
import Testing

@testable import Journal

private let session = JournalEvent.session(
    SessionEvent(
        tool: "0.4.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
        seed: 42, annotator: "amina"))

private func label(_ id: String, _ label: String = "related") -> JournalEvent {
    .label(LabelEvent(id: id, label: label, set: .training, round: 1, strategy: "atlas", score: 0.5, ms: 900))
}

private let small = [
    session, label("1"), label("2", "not_related"), .undo(of: 2), label("2"), .end(EndEvent(lines: 6)),
]

private let other = JournalIdentity("ffeeddccbbaa99887766554433221100") ?? .random()

private func labels(_ contents: JournalContents) throws -> [String: String] {
    var history = LabelHistory()
    for line in contents.lines { try history.apply(line) }
    return history.labels.mapValues(\.event.label)
}

/// Whether `verify` says that something is wrong: damage, a torn line, or a sitting without an end.
private func isNoticed(_ bytes: [UInt8]) -> Bool {
    let (contents, damage) = JournalContents.examine(bytes)
    return !damage.isEmpty || !contents.torn.isEmpty || contents.lacksLineEnd || !contents.isEnded
}

@Test("a journal of format 2 is written as the format has it, each checksum behind the one before")
func chainedFormat() {
    let events = [session, .skip(id: "b", round: 2), .end(EndEvent(lines: 3))]
    // Computed bit by bit in Python: for each byte c ^= byte, eight times c = (c >> 1) ^ (0x82F63B78 if c & 1 else 0), with all
    // bits turned over before and after; each line from the checksum of the one before.
    let expected = #"""
        {"v":2,"seq":0,"at":"2023-11-14T22:13:20.123Z","type":"journal","journal":"00112233445566778899aabbccddeeff","tool":"0.4.0","task":"disaster","labels":["not_related","related"],"pool":{"count":3,"digest":"00ff"},"seed":42,"annotator":"amina","crc":"706dfaba"}
        {"v":2,"seq":1,"at":"2023-11-14T22:13:20.123Z","type":"skip","id":"b","round":2,"crc":"36f08939"}
        {"v":2,"seq":2,"at":"2023-11-14T22:13:20.123Z","type":"end","lines":3,"crc":"99c1c60a"}
        """#
    #expect(String(decoding: journal(events, .two), as: UTF8.self) == expected + "\n")
}

@Test("a chained checksum is the one of all texts so far, one behind the other")
func checksumGoesOn() {
    func checksum(_ text: String, after: UInt32 = 0) -> UInt32 {
        Array(text.utf8).withUnsafeBufferPointer { CRC32C.checksum($0, after: after) }
    }
    // The customary check value, in two parts cut anywhere.
    for length in 0...9 {
        let (first, second) = ("123456789".prefix(length), "123456789".dropFirst(length))
        #expect(checksum(String(second), after: checksum(String(first))) == 0xE306_9283)
    }
}

@Test("one changed byte is told from two by the checksum")
func oneByte() {
    var random = Generator(state: 7)
    let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
    func checksum(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBufferPointer { CRC32C.checksum($0, after: 99) } }
    for position in bytes.indices {
        var changed = bytes
        changed[position] ^= UInt8.random(in: 1...255, using: &random)
        #expect(CRC32C.differ(checksum(bytes), checksum(changed), inOneByteOf: 200))
        changed[(position + 50) % 200] ^= UInt8.random(in: 1...255, using: &random)
        #expect(!CRC32C.differ(checksum(bytes), checksum(changed), inOneByteOf: 200))
    }
    #expect(!CRC32C.differ(5, 5, inOneByteOf: 200))
}

@Test("a journal's id is 32 hexadecimal digits, and comes back from them", arguments: ["", "00", "G"])
func identities(wrong: String) {
    #expect(JournalIdentity("\(knownIdentity)") == knownIdentity)
    #expect("\(knownIdentity)" == "00112233445566778899aabbccddeeff")
    #expect(JournalIdentity.random() != JournalIdentity.random())
    #expect(JournalIdentity(String("\(knownIdentity)".dropLast()) + wrong) == nil)
}

@Test("a thousand random bit flips and a thousand cuts of a journal: none goes unnoticed, and none stops the reader")
func randomDamage() throws {
    var random = Generator(state: 20_261_128)
    let events = [session] + (0..<60).map { label("m\($0)", $0 % 3 == 0 ? "related" : "not_related") }
    let bytes = journal(events + [.end(EndEvent(lines: 62))], .two)
    let truth = try JournalContents(bytes, path: "j").lines
    #expect(!isNoticed(bytes))
    for _ in 0..<1_000 {
        var flipped = bytes
        // Also several at once.
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let position = Int.random(in: 0..<bytes.count, using: &random)
            flipped[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        guard flipped != bytes else { continue }
        #expect(isNoticed(flipped))
        for line in JournalContents.examine(flipped).contents.lines where line.isChecked {
            #expect(line.event == truth[line.sequence].event)
        }
        let repair = JournalRepair(of: flipped)
        #expect(!JournalRepair(of: repair.bytes).isNeeded)
        for line in try JournalContents(repair.bytes, path: "j").lines where line.isChecked {
            if case .lost = line.event { continue }
            #expect(line.event == truth[line.sequence].event)
        }
    }
    for _ in 0..<1_000 {
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = Int.random(in: start + 1...bytes.count, using: &random)
        // The end, or a part in the middle; the whole file is nobody's damage.
        let cut = Array(Bool.random(using: &random) ? bytes[..<start] : bytes[..<start] + bytes[end...])
        if !cut.isEmpty { #expect(isNoticed(cut), "\(start)..<\(end)") }
    }
}

@Test(
    "a lost line, a doubled one, exchanged ones and those of other journals are found and named with their lines",
    arguments: [
        ([0, 1, 3, 4, 5], [(3, "found seq 3, expected 2: 1 line is missing before it")]),
        ([0, 4, 5], [(2, "3 lines are missing before it")]), ([1, 2, 3, 4, 5], [(1, "found seq 1, expected 0")]),
        ([0, 1, 1, 2, 3, 4, 5], [(3, "found line 2 once more")]),
        ([0, 1, 2, 3, 4, 5, 5], [(7, "found line 6 once more")]),
        ([0, 2, 1, 3, 4, 5], [(2, "found seq 2, expected 1"), (3, "found seq 1 behind seq 2")]),
        ([0, 1, 2, 3, 5, 4], [(5, "found seq 5, expected 4"), (6, "found seq 4 behind seq 5")]),
        // From here on 10 + n is line n of another journal.
        ([0, 1, 12, 3, 4, 5], [(3, "or is of another journal")]),
        ([0, 1, 2, 3, 4, 15], [(6, "or is of another journal")]),
        ([0, 1, 2, 12, 3, 4, 5], [(4, "or is of another journal")]),
        (
            [0, 1, 12, 13, 14, 5],
            [(3, "or is of another journal"), (4, "nothing shows whether it is of this journal")]
        ),
        ([0, 1, 2, 13, 14, 15], [(4, "another journal"), (5, "of this journal"), (6, "of this journal")]),
        ([10, 1, 2, 3, 4, 5], [(2, "or is of another journal")]),
        ([0, 1, 2, 10, 3, 4, 5], [(4, "found seq 0, which line 1 has: it is of another journal")]),
    ] as [([Int], [(Int, String)])])
func displacedLines(order: [Int], expected: [(Int, String)]) throws {
    let own = journal(small, .two).journalLines
    var events = small
    (events[0], events[1]) = (events[0], label("1", "not_related"))
    let others = journal(events, .two, other).journalLines
    let bytes = order.flatMap { $0 < 10 ? own[$0] : others[$0 - 10] }
    let (_, damage) = JournalContents.examine(bytes)
    for (line, words) in expected {
        #expect(damage.contains { $0.line == line && $0.reason.contains(words) }, "\(line) \(words): \(damage)")
    }
    #expect(Set(damage.map(\.line)).isSuperset(of: expected.map(\.0)))
    #expect(throws: JournalError.self) { try JournalContents(bytes, path: "j") }
    let repair = JournalRepair(of: bytes)
    #expect(repair.isNeeded && !JournalRepair(of: repair.bytes).isNeeded)
    #expect(!isNoticed(repair.bytes) || !JournalContents.examine(repair.bytes).contents.isEnded)
}

@Test("lines that were exchanged are in their place again, and a doubled one is gone, after a repair")
func repairedOrder() throws {
    let whole = journal(small, .two)
    let lines = whole.journalLines
    for order in [[0, 2, 1, 3, 4, 5], [5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 3, 4, 5, 2]] {
        #expect(JournalRepair(of: order.flatMap { lines[$0] }).bytes == whole, "\(order)")
    }
}

@Test(
    "three lines of somebody else's journal with the right numbers are not taken, and a repair does not vouch for them")
func linesOfAnotherJournal() throws {
    let own = journal(Array(small.prefix(3)), .two)
    let foreign = journal([session, label("7"), label("8"), label("9"), label("10"), label("11")], .two, other)
        .journalLines[3...]
    let bytes = own + foreign.joined()
    #expect(throws: JournalError.self) { try JournalContents(bytes, path: "j") }
    let repaired = JournalContents.examine(JournalRepair(of: bytes).bytes)
    #expect(repaired.damage.isEmpty)
    #expect(repaired.contents.lines.filter(\.isChecked).compactMap(\.labelledID) == ["1", "2"])
    #expect(repaired.contents.uncheckedLines == [5, 6])
}

@Test("behind a line that is gone nothing shows whether the next one was changed: it stays, and is marked")
func lineBehindALostOne() throws {
    var lines = journal(small, .two).journalLines
    lines.remove(at: 3)
    let repair = JournalRepair(of: Array(lines.joined()))
    let contents = try JournalContents(repair.bytes, path: "j")
    #expect(repair.lostCount == 1 && contents.lines.count == 6 && contents.uncheckedLines == [5])
    #expect(contents.identity == knownIdentity && contents.isEnded)
}

@Test("a line whose end became another byte, or is gone, stays a right line", arguments: [0x0B, 0x00, 0x7B, 0x22, nil])
func damagedLineEnd(byte: UInt8?) throws {
    let bytes = journal(small, .two)
    for (number, position) in bytes.indices.filter({ bytes[$0] == 0x0A }).enumerated() {
        let damaged = bytes[..<position] + (byte.map { [$0] } ?? []) + bytes[(position + 1)...]
        let (contents, damage) = JournalContents.examine(Array(damaged))
        #expect(contents.lines.map(\.event) == small && contents.uncheckedCount == 0)
        if number < 5 {
            #expect(damage.map(\.line) == [number + 1] && damage[0].reason.contains("the line itself is right"))
        } else {
            #expect(damage.isEmpty && contents.lacksLineEnd && contents.torn == (byte.map { [$0] } ?? []))
        }
        #expect(JournalRepair(of: Array(damaged)).bytes == bytes)
    }
}

@Test("an opened journal whose last line has no end gets one, and goes on behind that line")
func missingEndIsWritten() throws {
    let disk = FaultyDisk()
    disk["/j"] = journal(Array(small.prefix(3)), .two).dropLast() + [0x0B]
    let (file, contents) = try JournalFile.open(at: "/j", in: disk)
    #expect(contents.lines.count == 3)
    for event in small[3..<5] { _ = file.append(event, at: Timestamp(milliseconds: 1_700_000_000_123)) }
    file.end(at: Timestamp(milliseconds: 1_700_000_000_123))
    #expect(file.close() == .saved)
    #expect(disk["/j"] == journal(small, .two))
    #expect(disk["/j.torn"] == [0x0B, 0x0A])
}

@Test("a sitting that ends as it should says how many lines there are; one that is killed, or wrote nothing, does not")
func endOfSitting() throws {
    let disk = FaultyDisk()
    let time = Timestamp(milliseconds: 5)
    func sit(_ events: [JournalEvent], ends: Bool) throws -> JournalContents {
        let (file, _) = try JournalFile.open(at: "/j", in: disk)
        for event in events { _ = file.append(event, at: time) }
        if ends { file.end(at: time) }
        #expect(file.close() == .saved)
        return try JournalContents(disk["/j"] ?? [], path: "/j")
    }
    #expect(try sit([], ends: true).lines.isEmpty)
    #expect(try sit([session, label("1")], ends: false).isEnded == false)
    #expect(try sit([], ends: true).isEnded == false)
    let ended = try sit([session], ends: true)
    #expect(ended.isEnded && ended.lines.last?.event == .end(EndEvent(lines: 4)))
    #expect(try sit([], ends: true).lines.count == 4)
}

@Test("a disk that takes the labels but not the line of the end is no reason to go elsewhere", .mustEnd)
func endThatIsNotTaken() throws {
    let disk = FaultyDisk()
    let file = try JournalFile.open(at: "/j", in: disk, identity: knownIdentity).journal
    for event in small[..<3] { _ = file.append(event, at: Timestamp(milliseconds: 1_700_000_000_123)) }
    while file.status != .saved { usleep(100) }
    disk.fail { _, call in call == .append ? .error(ENOSPC) : nil }
    file.end(at: Timestamp(milliseconds: 5))
    #expect(file.close(orMovingTo: ["/elsewhere"]) == .saved)
    #expect(file.path == "/j" && disk["/elsewhere"] == nil)
    #expect(disk["/j"] == journal(Array(small[..<3]), .two))
}

@Test(
    "in format 2 what has no checksum, a wrong count or another version is damage",
    arguments: [
        (#","crc":"[0-9a-f]{8}""#, "", "found no checksum at the end of the line"),
        (#""crc""#, #""csc""#, "found no checksum at the end of the line"),
        (#"\{"v":2"#, #"{"v":1"#, "found a line of format 1 in a journal of format 2"),
        (#"\{"v":2"#, #"{"v":3"#, "found format 3, which this program does not know; a newer tocsin wrote it"),
        (#""type":"label""#, #""type":"dance""#, "found type 'dance' (version 2), which this program does not know"),
        (#""type":"label""#, #""type":"journal""#, "found the first line of a journal with seq 1"),
    ])
func wrongLines(pattern: String, replacement: String, words: String) throws {
    let lines = journal(small, .two).journalLines
    let line = String(decoding: lines[1], as: UTF8.self)
        .replacingOccurrences(of: pattern, with: replacement, options: .regularExpression)
    let (contents, damage) = JournalContents.examine(lines[0] + Array(line.utf8) + lines[2...].joined())
    #expect(damage.first.map { $0.line == 2 && $0.reason.contains(words) } == true, "\(damage)")
    // Without the checksum nothing is left that proves the next line.
    #expect(damage.count == (replacement.isEmpty ? 2 : 1))
    #expect(contents.lines.map(\.sequence) == [0, 2, 3, 4, 5])
}

@Test("an end that does not say how many lines there are is damage")
func wrongCount() {
    let bytes = journal([session, label("1"), .end(EndEvent(lines: 7))], .two)
    #expect(JournalContents.examine(bytes).damage.map(\.line) == [3])
}

private func someEvent(using random: inout Generator) -> JournalEvent {
    let id = ["1", "a \"quoted\"", "é🌊", "\u{2028}", "\",\"crc\":\"01234567\"}"].randomElement(using: &random) ?? ""
    return [
        label(id), .skip(id: id, round: 3), .note(id: id, text: "\n{\"v\":2,\"seq\":\(id)"), .flag(id: id, isSet: true),
        .undo(of: 1), .queue(recipe: "random", candidates: 1), session, .lost(reason: id),
        .round(RoundEvent(round: 1, through: 2, training: 3, evaluation: 4, f1: 0.25, auc: nil, seconds: 0.5)),
    ].randomElement(using: &random) ?? session
}

@Test("random sessions come back from their journals, whole, also when several threads read them")
func randomSessions() throws {
    var random = Generator(state: 3)
    for round in 0..<40 {
        let count = round == 39 ? 12_000 : Int.random(in: 0...40, using: &random)
        let events = [session] + (0..<count).map { _ in someEvent(using: &random) }
        let bytes = journal(events, .two)
        let contents = try JournalContents(bytes, path: "j")
        #expect(contents.lines.map(\.event) == events && contents.identity == knownIdentity)
        #expect(contents.lines.map(\.sequence) == Array(0...count) && contents.uncheckedCount == 0)
        let pieces = JournalPiece.chained(JournalPiece.pieces(of: bytes, leastBytes: 100))
        #expect(pieces.flatMap(\.lines).map(\.event) == events)
        // The careful way reads the same.
        let careful = ChainExamination(of: bytes)
        #expect(careful.damage.isEmpty && careful.contents.lines == contents.lines)
        #expect(careful.contents.lastChecksum == contents.lastChecksum)
    }
}

extension JournalLine {
    fileprivate var labelledID: String? { if case .label(let event) = event { event.id } else { nil } }
}
