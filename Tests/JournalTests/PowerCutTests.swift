import Foundation
import Testing
import Threads

@testable import Journal

private let path = "/disk/messages.journal.jsonl"

private let session = JournalEvent.session(
    SessionEvent(
        tool: "0.1.0", task: "disaster", labels: ["not_related", "related"], poolCount: 3, poolDigest: "00ff",
        seed: 42, annotator: "amina"))

private func label(_ number: Int) -> JournalEvent {
    .label(LabelEvent(id: "m\(number)", label: "related", set: .training, round: 1, strategy: "atlas"))
}

private let time = Timestamp(milliseconds: 1_700_000_000_123)

private func journal(_ events: [JournalEvent]) -> [UInt8] { journal(events, .two) }

private let torn = Array("{\"v\":1,\"seq\":1,\"at".utf8)

/// The disk after as many power cuts, each of which left something else of what was not synced.
private func cuts(of disk: FaultyDisk) -> [FaultyDisk] { (0..<24).map { disk.afterPowerCut(seed: UInt64($0)) } }

/// A journal that looks after its file only when it has to write, so that nothing is mended meanwhile.
private func opened(in disk: FaultyDisk) throws -> JournalFile {
    try JournalFile.open(
        at: path, in: disk, limits: JournalFile.Limits(idleSeconds: 600), identity: knownIdentity
    ).journal
}

/// Waits for the disk's answer, which has to be that all is saved.
private func waitUntilSaved(_ file: JournalFile) {
    while case .saving = file.status { usleep(100) }
    #expect(file.status == .saved)
}

@Test("a disk that takes only some of what it is given is given the rest before a label is called saved")
func restOfShortWrite() throws {
    let disk = FaultyDisk()
    disk.fail { _, call in call == .append ? .half : nil }
    let file = try opened(in: disk)
    for event in [session, label(1), label(2)] {
        _ = file.append(event, at: time)
        waitUntilSaved(file)
        #expect(disk[path]?.last == 0x0A)
    }
    #expect(disk[path] == journal([session, label(1), label(2)]))
    #expect(file.close() == .saved)
}

@Test("a new journal has its name on the disk before a label is called saved")
func nameOfNewJournal() throws {
    let disk = FaultyDisk()
    let file = try opened(in: disk)
    _ = file.append(session, at: time)
    waitUntilSaved(file)
    for after in cuts(of: disk) { #expect(after[path] == journal([session])) }
    #expect(file.close() == .saved)
}

@Test("a journal that is written again has its name on the disk before a label is called saved")
func nameOfRestoredJournal() throws {
    let disk = FaultyDisk()
    let file = try opened(in: disk)
    _ = file.append(session, at: time)
    waitUntilSaved(file)
    disk[path] = nil
    try disk.syncFolder(of: path)
    _ = file.append(label(1), at: time)
    waitUntilSaved(file)
    for after in cuts(of: disk) { #expect(after[path] == journal([session, label(1)])) }
    #expect(file.close() == .saved)
}

@Test("a journal that moves is on the disk in its new place, name and all, once it is there")
func movedJournalLasts() throws {
    let disk = FaultyDisk()
    let file = try opened(in: disk)
    for event in [session, label(1)] { _ = file.append(event, at: time) }
    waitUntilSaved(file)
    let done = DispatchSemaphore(value: 0)
    let failures = Lock<[JournalError]>([])
    file.move(to: "/elsewhere/j") { result in
        if case .failure(let error) = result { failures.withLock { $0.append(error) } }
        done.signal()
    }
    done.wait()
    #expect(failures.withLock { $0 }.isEmpty)
    for after in cuts(of: disk) { #expect(after["/elsewhere/j"] == journal([session, label(1)])) }
    #expect(file.close() == .saved)
}

@Test("what a killed program wrote and did not sync is on the disk once its journal is open")
func syncAtOpening() throws {
    let disk = FaultyDisk()
    disk[path] = journal([session])
    let lines = journal([session, label(1), label(2)])
    disk.change(path) { $0 = lines }
    #expect(cuts(of: disk).contains { $0[path] != lines })
    let file = try opened(in: disk)
    for after in cuts(of: disk) { #expect(after[path] == lines) }
    #expect(file.close() == .saved)
}

@Test("whenever the power goes at an opening, torn bytes are in the journal or beside it")
func tornBytesAtEveryCall() throws {
    var call = 1
    while true {
        let disk = FaultyDisk()
        disk[path] = journal([session]) + torn
        let limit = call
        disk.fail { number, _ in number >= limit ? .error(EIO) : nil }
        let file = try? opened(in: disk)
        for after in cuts(of: disk) {
            let isThere = after[path] == journal([session]) + torn || after[path + ".torn"] == torn + [0x0A]
            #expect(isThere, "call \(limit)")
        }
        _ = file?.close()
        if disk.calls < limit { break }
        call += 1
    }
    print("power cuts at an opening: \(call * 24)")
    #expect(call > 8)
}

@Test("bytes of another program that are set aside are on the disk before a label is called saved")
func foreignBytesLast() throws {
    let disk = FaultyDisk()
    let file = try opened(in: disk)
    _ = file.append(session, at: time)
    waitUntilSaved(file)
    disk.change(path) { $0 += Array("my notes\n".utf8) }
    _ = file.append(label(1), at: time)
    waitUntilSaved(file)
    for after in cuts(of: disk) { #expect(after[path + ".torn"] == Array("my notes\n\n".utf8)) }
    #expect(file.close() == .saved)
}

/// A journal with a bad line, and what stays of it.
private let bad = Array("rubbish".utf8)
private let damaged = {
    let lines = journal([session, label(1), label(2)]).journalLines
    return lines[0] + bad + [0x0A] + lines[2]
}()

@Test("once a journal is repaired, no power cut takes the repair, the bad lines or the old journal away")
func repairLasts() throws {
    let disk = FaultyDisk()
    disk[path] = damaged
    let done = try #require(try JournalFile.repair(path, in: disk))
    #expect(done.repair.removed.map(\.line) == [2])
    for after in cuts(of: disk) {
        #expect(after[path] == done.repair.bytes)
        #expect(after[done.kept] == damaged)
        #expect(after[path + ".bad"] == bad + [0x0A])
    }
}

@Test("whenever the power goes during a repair, the journal is the old one or the new one, and the old one is there")
func repairAtEveryCall() throws {
    let repaired = JournalRepair(of: damaged).bytes
    var call = 1
    while true {
        let disk = FaultyDisk()
        disk[path] = damaged
        let limit = call
        disk.fail { number, _ in number >= limit ? .error(EIO) : nil }
        let done = try? JournalFile.repair(path, in: disk)
        for after in cuts(of: disk) {
            #expect(after[path] == damaged || after[path] == repaired, "call \(limit)")
            let kept = after[path + ".before-repair"]
            #expect(after[path] == damaged || kept == damaged, "call \(limit)")
            #expect(after[path] == damaged || after[path + ".bad"] == bad + [0x0A], "call \(limit)")
        }
        if done != nil { break }
        call += 1
    }
    print("power cuts in a repair: \(call * 24)")
    #expect(call > 10)
}
