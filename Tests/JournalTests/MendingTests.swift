import Foundation
import Testing

@testable import Journal

private func session(_ annotator: String, seed: UInt64 = 42, task: String = "disaster") -> JournalEvent {
    .session(
        SessionEvent(
            tool: "0.1.0", task: task, labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff", seed: seed,
            annotator: annotator))
}

private func label(_ id: String, _ label: String = "related") -> JournalEvent {
    .label(LabelEvent(id: id, label: label, set: .training, round: 1, strategy: "atlas", score: 0.5, ms: 900))
}

private let time = Timestamp(milliseconds: 1_700_000_000_123)

private func journal(_ events: [JournalEvent]) -> [UInt8] {
    events.enumerated().flatMap { JournalLine(sequence: $0.offset, at: time, event: $0.element).encoded }
}

private let small = [session("amina"), label("1"), label("2", "not_related"), .undo(of: 2), label("2")]

private func labels(_ bytes: [UInt8]) throws -> [String: String] {
    var history = LabelHistory()
    for line in try JournalContents(bytes, path: "j").lines { try history.apply(line) }
    return history.labels.mapValues(\.event.label)
}

@Test("a journal whose first line is no session is repaired to one that can be opened, and carried over")
func falseBeginning() throws {
    let bytes = journal([label("9")] + small.dropFirst())
    #expect(throws: JournalError.noSession(path: "j")) { try JournalContents(bytes, path: "j") }
    let repair = JournalRepair(of: bytes)
    #expect(repair.removed.map(\.line) == [1] && repair.hasLostSession && repair.lostCount == 1)
    let contents = try JournalContents(repair.bytes, path: "j")
    #expect(contents.lines.dropFirst().map(\.event) == Array(small.dropFirst()))
    let carried = CarriedJournal(repair.bytes, contents, knownIdentity)
    #expect(try JournalContents(carried.bytes, path: "j").lines == contents.lines)
}

@Test(
    "every flipped bit of a journal is reported with its line, and changes no label in silence",
    arguments: [JournalFormat.one, .two])
func everyBitIsReported(format: JournalFormat) throws {
    let bytes = journal(small, format)
    let truth = try JournalContents(bytes, path: "j").lines
    var flips = 0
    for position in bytes.indices {
        let number = bytes[..<position].count { $0 == 0x0A } + 1
        for bit in 0..<8 {
            var flipped = bytes
            flipped[position] ^= 1 << bit
            flips += 1
            let (contents, damage) = JournalContents.examine(flipped)
            var lines = damage.map(\.line) + contents.uncheckedLines
            if contents.lacksLineEnd {
                lines.append(contents.lines.count)
            } else if !contents.torn.isEmpty {
                lines.append(contents.lines.count + damage.count + 1)
            }
            // A line end that is gone makes one line of two, which bears the number of the first.
            #expect(lines.contains(number), "byte \(position), bit \(bit)")
            // What format 1 takes without a checksum is reported as unchecked; format 2 calls it damage.
            if format == .two { #expect(!damage.isEmpty || contents.lacksLineEnd, "byte \(position), bit \(bit)") }
            for line in contents.lines { #expect(truth[line.sequence].event == line.event) }
        }
    }
    print("flipped bits: \(flips)")
}

@Test(
    "after a repair of any flipped bit a journal opens, with every line that was sound, and none that was not",
    arguments: [JournalFormat.one, .two])
func everyBitIsRepaired(format: JournalFormat) throws {
    let bytes = journal(small, format)
    let truth = try JournalContents(bytes, path: "j").lines
    for position in bytes.indices {
        for bit in 0..<8 {
            var flipped = bytes
            flipped[position] ^= 1 << bit
            let repair = JournalRepair(of: flipped)
            let contents = try JournalContents(repair.bytes, path: "j")
            var history = LabelHistory()
            for line in contents.lines {
                try history.apply(line)
                if case .lost = line.event { continue }
                #expect(line.event == truth[line.sequence].event)
            }
            let kept = contents.lines.count { if case .lost = $0.event { false } else { true } }
            // Of format 2 one bit costs one line, and a line end none.
            let most = format == .one ? 2 : flipped[position] == 0x0A || bytes[position] != 0x0A ? 1 : 0
            #expect(kept >= truth.count - most, "byte \(position), bit \(bit)")
            if format == .two { #expect(contents.uncheckedCount == 0, "byte \(position), bit \(bit)") }
            // Every byte is in the repaired journal or among those taken out.
            let removed = repair.removed.reduce(0) { $0 + $1.bytes.count }
            #expect(!repair.isNeeded || removed > 0 || kept == truth.count)
            #expect(!JournalRepair(of: repair.bytes).isNeeded, "a repair has nothing left to repair")
        }
    }
}

@Test("lines that are gone, doubled or out of order are found, and what points to other lines still does")
func missingLines() throws {
    let lines = journal(small).split(separator: 0x0A).map { Array($0) + [0x0A] }
    func joined(_ order: [Int]) -> JournalRepair { JournalRepair(of: order.flatMap { lines[$0] }) }
    // Line 2 (label "2" = not_related) is undone by line 3.
    #expect(try labels(joined([0, 1, 3, 4]).bytes) == ["1": "related", "2": "related"])
    #expect(joined([0, 1, 3, 4]).lostCount == 1)
    #expect(try labels(joined([0, 1, 2, 4]).bytes) == ["1": "related", "2": "related"])
    #expect(try labels(joined([0, 1, 1, 2, 3, 4]).bytes) == ["1": "related", "2": "related"])
    #expect(joined([0, 1, 1, 2, 3, 4]).removed.map(\.line) == [3])
    #expect(try labels(joined([0, 2, 1, 3, 4]).bytes) == ["2": "related"])
    let headless = joined([1, 2, 3, 4])
    #expect(headless.hasLostSession)
    #expect(try labels(headless.bytes) == ["1": "related", "2": "related"])
}

@Test("an undo whose own target's undo was lost takes both back, as the annotator had")
func lostUndo() throws {
    let events = [session("amina"), label("1"), label("2"), .undo(of: 2), .undo(of: 1)]
    var bytes = journal(events)
    let lines = bytes.split(separator: 0x0A)
    bytes[lines[3].startIndex + 20] ^= 1
    #expect(try labels(JournalRepair(of: bytes).bytes) == [:])
}

@Test("repair keeps the bad lines and the journal as it was, and says nothing of a sound one")
func repairInPlace() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("j").path
    var bytes = journal(small)
    #expect(FileManager.default.createFile(atPath: path, contents: Data(bytes)))
    #expect(try JournalFile.repair(path) == nil)
    let second = bytes.split(separator: 0x0A)[1]
    bytes[second.startIndex + 70] ^= 4
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let done = try #require(try JournalFile.repair(path))
    #expect(done.repair.removed.map(\.line) == [2])
    #expect(FileManager.default.contents(atPath: done.kept).map { Array($0) } == bytes)
    #expect(FileManager.default.contents(atPath: path + ".bad").map { Array($0) } == bytes[second.indices] + [0x0A])
    let (file, contents) = try JournalFile.open(at: path)
    #expect(contents.lines.count == 5)
    #expect(file.close() == .saved)
}

@Test("a new number keeps every other byte of a line, fields unknown to this program included")
func renumbering() throws {
    let text =
        #"{"v":1,"seq":7,"at":"2026-11-24T10:00:00.123Z","type":"undo","of":6,"x":{"seq":7,"of":[6]},"t":"\"seq\":7""#
    let bytes = JournalLine.closed(text)
    let raw = RawLine(bytes.dropLast(), hasChecksum: true)
    let expected = text.replacing(#""seq":7,"at""#, with: #""seq":1007,"at""#)
        .replacing(#""of":6,"x""#, with: #""of":1006,"x""#)
    #expect(raw.text(.one, 1007, numbers: ["of": 1006]) == expected)
    let line = try JournalLine(decoding: JournalLine.closed(expected).dropLast())
    #expect(line.sequence == 1007 && line.event == .undo(of: 1006))
}

@Test("a merge keeps every line of every journal and reports where annotators differ")
func merging() throws {
    let amina = journal([session("amina"), label("1"), label("2"), .undo(of: 2), label("3")])
    let ben = journal([session("ben", seed: 7), label("3", "not_related"), label("2"), label("9"), .undo(of: 3)])
    let merge = try JournalMerge([("a", amina), ("b", ben)])
    // Five lines each, and the end.
    #expect(merge.lineCount == 11)
    #expect(merge.sharedCount == 1)
    #expect(merge.conflicts.map(\.id) == ["3"])
    #expect(merge.conflicts.first?.labels.map(\.annotator) == ["amina", "ben"])
    #expect(try labels(merge.bytes) == ["1": "related", "2": "related", "3": "not_related"])
    let events = try JournalContents(merge.bytes, path: "m").lines.map(\.event)
    #expect(events.prefix(5) == [session("amina"), label("1"), label("2"), .undo(of: 2), label("3")])
    #expect(events.suffix(2) == [.undo(of: 8), .end(EndEvent(lines: 11))])
    let pointers: [JournalEvent] = [
        session("cem"), label("1"),
        .label(LabelEvent(id: "2", label: "related", set: .training, round: 1, strategy: "by-hand", with: 1)),
        .unlabel(id: "1", givenBy: 1), .queue(recipe: "random", candidates: 2),
        .round(RoundEvent(round: 1, through: 2, training: 2, evaluation: 0, f1: nil, auc: nil, seconds: 0)),
        .undo(of: 3),
    ]
    let shifted = try JournalContents(try JournalMerge([("a", amina), ("c", journal(pointers))]).bytes, path: "m")
    // Five lines stand before each of them.
    #expect(
        shifted.lines.dropLast().suffix(5).map(\.event) == [
            .label(LabelEvent(id: "2", label: "related", set: .training, round: 1, strategy: "by-hand", with: 6)),
            .unlabel(id: "1", givenBy: 6), .queue(recipe: "random", candidates: 7),
            .round(RoundEvent(round: 1, through: 7, training: 2, evaluation: 0, f1: nil, auc: nil, seconds: 0)),
            .undo(of: 8),
        ])
    #expect(throws: JournalError.self) { try JournalMerge([("a", amina), ("c", journal([session("c", task: "x")]))]) }
}
