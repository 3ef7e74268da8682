import Foundation
import Testing

@testable import Journal

private let path = "/disk/messages.journal.jsonl"
private let kept = "/disk/messages.journal.v1.jsonl"
private let time = Timestamp(milliseconds: 1_700_000_000_123)

private let session = JournalEvent.session(
    SessionEvent(
        tool: "0.3.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
        seed: 42, annotator: "amina"))

private func label(_ id: String) -> JournalEvent {
    .label(LabelEvent(id: id, label: "related", set: .training, round: 1, strategy: "atlas", score: 0.5, ms: 900))
}

private let events = [session, label("1"), label("2"), .undo(of: 2), .note(id: "2", text: "é\n\u{2028}\"")]

/// Gives a journal one line more, and closes it.
private func write(_ event: JournalEvent, in disk: FaultyDisk) throws -> JournalFile {
    let file = try JournalFile.open(at: path, in: disk, identity: knownIdentity).journal
    _ = file.append(event, at: time)
    #expect(file.close() == .saved)
    return file
}

@Test(
    "the first line that is written carries a journal over: every line with its number and time, the old file beside it"
)
func carryOver() throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    let file = try write(label("3"), in: disk)
    #expect(disk[path] == journal(events + [label("3")], .two))
    #expect(disk[kept] == journal(events, .one))
    #expect(file.takeNotice() == "the journal has format 2 now; as it was it is in \(kept)")
    // Once.
    #expect(try write(.skip(id: "1", round: 1), in: disk).takeNotice() == nil)
    #expect(disk[path] == journal(events + [label("3"), .skip(id: "1", round: 1)], .two))
}

@Test("a journal that is opened and gets no line stays as it is")
func noWrite() throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    let file = try JournalFile.open(at: path, in: disk).journal
    file.end(at: time)
    #expect(file.close() == .saved)
    #expect(disk[path] == journal(events, .one) && disk[kept] == nil)
}

@Test("nothing that has the name of the old journal is replaced", arguments: [0, 1, 3])
func takenNames(count: Int) throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    let names = [kept] + (2...4).map { "/disk/messages.journal.v1-\($0).jsonl" }
    for name in names[..<count] { disk[name] = [0x78] }
    _ = try write(label("3"), in: disk)
    for name in names[..<count] { #expect(disk[name] == [0x78]) }
    #expect(disk[names[count]] == journal(events, .one))
}

@Test(
    "the old journal's name is made from the journal's",
    arguments: [
        ("a.journal.jsonl", 1, "a.journal.v1.jsonl"), ("a.journal.jsonl", 2, "a.journal.v1-2.jsonl"), ("j", 1, "j.v1"),
        ("/x.jsonl/j", 3, "/x.jsonl/j.v1-3"),
    ])
func namesOfOld(path: String, number: Int, expected: String) {
    #expect(CarriedJournal.place(ofOld: path, number) == expected)
}

@Test("whatever call to the disk fails last, the journal is the old one or the new one, whole, and the old one is kept")
func carryOverAtEveryCall() throws {
    let (old, new) = (journal(events, .one), journal(events, .two))
    var call = 1
    while true {
        let disk = FaultyDisk()
        disk[path] = old
        let limit = call
        disk.fail { number, _ in number >= limit ? .error(ENOSPC) : nil }
        var isSaved = false
        if let file = try? JournalFile.open(at: path, in: disk, identity: knownIdentity).journal {
            _ = file.append(label("3"), at: time)
            isSaved = file.close() == .saved
        }
        for after in (0..<24).map({ disk.afterPowerCut(seed: UInt64($0)) }) + [disk] {
            after.work()
            let bytes = try #require(after[path])
            if bytes != old {
                #expect(bytes.starts(with: new) && after[kept] == old, "call \(limit)")
                #expect(try JournalContents(bytes, path: path).lines.count >= (isSaved ? 6 : 5))
            } else {
                #expect(!isSaved)
            }
            // The next sitting goes on, and needs no third file.
            guard after !== disk else { continue }
            _ = try write(.skip(id: "9", round: 0), in: after)
            #expect(try JournalContents(after[path] ?? [], path: path).format == .two)
            #expect(after[kept] == old && after["/disk/messages.journal.v1-2.jsonl"] == nil, "call \(limit)")
        }
        if isSaved { break }
        call += 1
    }
    print("power cuts while a journal is carried over: \(call * 24)")
    #expect(call > 15)
}

@Test(
    "a disk that is full while a journal is carried over takes nothing away: keys go on, and all is saved once there is room",
    .mustEnd, arguments: [FaultyDisk.Call.append, .sync, .link, .replace, .syncFolder])
func fullDisk(call: FaultyDisk.Call) throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    let limits = JournalFile.Limits(idleSeconds: 0.01)
    let file = try JournalFile.open(at: path, in: disk, limits: limits, identity: knownIdentity).journal
    disk.fail { _, made in made == call ? .error(ENOSPC) : nil }
    _ = file.append(label("3"), at: time)
    while true { if case .failing(1, "the disk is full") = file.status { break } else { usleep(1_000) } }
    #expect(disk[path] == journal(events, .one) || call == .syncFolder)
    _ = file.append(label("4"), at: time)
    disk.work()
    #expect(file.close() == .saved)
    #expect(disk[path] == journal(events + [label("3"), label("4")], .two))
    #expect(disk[kept] == journal(events, .one))
    #expect(disk["/disk/messages.journal.v1-2.jsonl"] == nil && disk[path + ".new"] == nil)
}

@Test("on a disk that gives no second names the old journal is copied")
func noSecondNames() throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    disk.fail { _, call in call == .link ? .error(EPERM) : nil }
    _ = try write(label("3"), in: disk)
    #expect(disk[kept] == journal(events, .one))
    #expect(disk[path] == journal(events + [label("3")], .two))
}

@Test("a journal that cannot be carried over in its place goes whole to another one, in format 2")
func carriedElsewhere() throws {
    let disk = FaultyDisk()
    disk[path] = journal(events, .one)
    let file = try JournalFile.open(at: path, in: disk, identity: knownIdentity).journal
    // Somebody else's file has the journal's name.
    disk[path] = [0x78]
    _ = file.append(label("3"), at: time)
    #expect(file.close(orMovingTo: ["/free"]) == .saved)
    #expect(disk["/free"] == journal(events + [label("3")], .two))
    #expect(disk[path] == [0x78])
}

@Test(
    "fields that this program does not know, and the way they are written, stay; lines without a checksum are marked")
func unknownFields() throws {
    let lines = [
        #"{"v":1,"seq":0,"at":"2026-11-24T10:00:00.123Z","type":"session","tool":"0.1.0","task":"t","labels":["a","b"],"#
            + #""pool":{"count":3,"digest":"00"},"seed":42,"annotator":"ana","new":{"v":1,"seq":0}"#,
        #"{"v":1,"seq":1,"at":"2026-11-24T10:00:01.000Z","type":"skip","id":"1","round":0,"x":[1.50,"\"v\":1"]"#,
    ]
    let byHand = [
        #"{ "seq":2, "v":1, "type":"note", "id":"1","text":"x, \"seq\":2","at":"2026-11-24T10:00:02.000Z","type2":1 }"#,
        #"{"\u0076":1,"\u0073eq":3,"at":"2026-11-24T10:00:03.000Z","type":"flag","id":"1","set":true}"#,
        #"{"v":1,"seq":4,"at":"2026-11-24T10:00:04.000Z","type":"undo","of":3}"#,
    ]
    let old = lines.flatMap { JournalLine.closed($0) } + byHand.flatMap { Array("\($0)\n".utf8) }
    let before = try JournalContents(old, path: "j")
    let carried = CarriedJournal(old, before, knownIdentity)
    let after = try JournalContents(carried.bytes, path: "j")
    #expect(after.lines == before.lines && after.uncheckedLines == [3, 4, 5] && carried.uncheckedCount == 3)
    let texts = String(decoding: carried.bytes, as: UTF8.self).split(separator: "\n").map { $0.dropLast(18) }
    #expect(
        texts[0]
            == lines[0].replacing("{\"v\":1,\"seq\":0,\"at\"", with: "{\"v\":2,\"seq\":0,\"at\"")
            .replacing("\"session\"", with: "\"journal\",\"journal\":\"\(knownIdentity)\""))
    #expect(texts[1] == lines[1].replacing("{\"v\":1", with: "{\"v\":2"))
    #expect(
        texts[2]
            == #"{"v":2,"seq":2, "type":"note", "id":"1","text":"x, \"seq\":2","at":"2026-11-24T10:00:02.000Z","#
            + #""type2":1 ,"unchecked":true"#)
    let disk = FaultyDisk()
    disk[path] = old
    #expect(try write(.skip(id: "1", round: 0), in: disk).takeNotice()?.contains("3 lines had no checksum") == true)
}

@Test("lines that begin otherwise than this program writes them begin as others once they are carried over")
func carriedHeads() throws {
    let first =
        #" {"at":"2026-11-24T10:00:00.123Z","type":"session","tool":"0.1.0","task":"t","labels":["a","b"],"#
        + #""pool":{"count":3,"digest":"00"},"seed":42,"annotator":"ana","v":1,"seq":0"#
    let second = #"{"type":"skip","v" : 1.0,"id":"1","round":0,"at":"2026-11-24T10:00:01.000Z","seq":1"#
    for lines in [[first], [first, second]] {
        let old = lines.flatMap { JournalLine.closed($0) }
        let before = try JournalContents(old, path: "j")
        #expect(before.format == .one && before.lines.count == lines.count)
        let carried = CarriedJournal(old, before, knownIdentity)
        #expect(carried.bytes.journalLines.allSatisfy { $0.starts(with: JournalFormat.beginningOfTwo) })
        #expect(try JournalContents(carried.bytes, path: "j").lines == before.lines)
    }
}

@Test("a journal whose first line is lost is carried over with that line")
func carriedLost() throws {
    let lost = [JournalEvent.lost(reason: "gone"), label("1")]
    let carried = CarriedJournal(
        journal(lost, .one), try JournalContents(journal(lost, .one), path: "j"), knownIdentity)
    #expect(carried.bytes == journal(lost, .two))
    #expect(try JournalContents(carried.bytes, path: "j").lines.map(\.event) == lost)
}

@Test("a merge takes journals of both formats, and has an id, a chain and an end of its own", arguments: [0, 1, 2])
func mergedFormats(first: Int) throws {
    let other = JournalIdentity("ffeeddccbbaa99887766554433221100") ?? .random()
    let journals = [
        journal([session, label("1")], .one), journal([session, label("2"), .end(EndEvent(lines: 3))], .two, other),
        journal([session, label("3")], .two),
    ]
    let order = (0..<3).map { (first + $0) % 3 }
    var random = Generator(state: 1)
    let merge = try JournalMerge(order.map { ("\($0)", journals[$0]) }, using: &random)
    let contents = try JournalContents(merge.bytes, path: "m")
    var same = Generator(state: 1)
    #expect(contents.identity == JournalIdentity(using: &same) && contents.isEnded && contents.format == .two)
    let labelled = contents.lines.compactMap { if case .label(let event) = $0.event { event.id } else { nil } }
    #expect(labelled == order.map { "\($0 + 1)" })
    #expect(JournalContents.examine(merge.bytes).damage.isEmpty)
    let ends = contents.lines.compactMap {
        if case .end(let event) = $0.event { event.lines - $0.sequence } else { nil }
    }
    #expect(ends.allSatisfy { $0 == 1 })
}

@Test("a program before format 2 is stopped by the first line's type, which it does not know, whatever follows")
func programsOfBefore() throws {
    // What such a program does with a line: it wants the checksum of the line alone, and then a type that it knows; it names
    // the version that the line gives.
    let first = journal(events, .two).journalLines[0].dropLast()
    let tail = try #require(LineTail(first))
    #expect(tail.checksum == LineTail.checksum(of: first))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(first)) as? [String: Any])
    let known = [
        "session", "label", "undo", "unlabel", "skip", "unskip", "note", "flag", "strategy", "queue", "round", "lost",
    ]
    #expect(object["v"] as? Int == 2 && !known.contains(object["type"] as? String ?? ""))
}

@Test("what a line says of its own place is minded in both formats: a journal that is sound in one can be carried over")
func placesOfEnds() throws {
    for (lines, isSound) in [(6, true), (5, false), (1, false), (1_000, false)] {
        let bytes = journal(events + [.end(EndEvent(lines: lines))], .one)
        let (contents, damage) = JournalContents.examine(bytes)
        #expect(damage.isEmpty == isSound)
        let sound = JournalRepair(of: bytes).bytes
        let carried = CarriedJournal(sound, JournalContents.examine(sound).contents, knownIdentity)
        #expect(JournalContents.examine(carried.bytes).damage.isEmpty)
        if isSound { #expect(JournalContents.examine(carried.bytes).contents.lines == contents.lines) }
    }
}
