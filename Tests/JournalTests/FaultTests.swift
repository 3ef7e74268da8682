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
    .label(
        LabelEvent(
            id: "m\(number)", label: number % 2 == 0 ? "related" : "not_related", set: .training, round: 1,
            strategy: "atlas", score: 0.5, ms: 900))
}

private let time = Timestamp(milliseconds: 1_700_000_000_123)

/// A journal on a faulty disk, with a session line and two labels that are saved.
private struct Writing {
    let disk = FaultyDisk()
    let file: JournalFile
    private let changes = DispatchSemaphore(value: 0)

    init(copyLimit: Int = 1 << 20, patience: Duration = .seconds(3_600)) throws {
        let changes = changes
        let limits = JournalFile.Limits(
            copy: copyLimit, idleSeconds: 0.01, patience: patience, lastPatience: patience)
        file = try JournalFile.open(at: path, in: disk, limits: limits) { changes.signal() }.journal
        for event in [session, label(1), label(2)] { _ = file.append(event, at: time) }
        wait { $0 == .saved }
    }

    /// Waits for a status; the time limit of the test is the only clock.
    func wait(until isExpected: (JournalStatus) -> Bool) {
        while !isExpected(file.status) { _ = changes.wait(timeout: .now() + 0.05) }
    }

    func waitForFailure() -> String {
        wait { if case .failing = $0 { true } else { false } }
        if case .failing(_, let reason) = file.status { return reason }
        return ""
    }

    func labels(at place: String = path) throws -> [String] {
        let contents = try JournalContents(disk[place] ?? [], path: place)
        return contents.lines.compactMap { if case .label(let event) = $0.event { event.id } else { nil } }
    }
}

@Test(
    "a call to the disk that fails is said in words, keys go on, and all is saved once the disk works again",
    .mustEnd,
    arguments: [
        (FaultyDisk.Call.append, ENOSPC, "the disk is full"), (.append, EDQUOT, "the disk quota is full"),
        (.append, EFBIG, "limit on file sizes"), (.append, EIO, "EIO"), (.sync, EIO, "EIO"),
        (.sync, ENOSPC, "the disk is full"), (.stat, EACCES, "there is no permission"), (.append, EROFS, "read-only"),
        (.read, EIO, "EIO"), (.stat, ESTALE, "network disk lost"),
    ])
func failingCalls(call: FaultyDisk.Call, code: Int32, words: String) throws {
    let writing = try Writing()
    writing.disk.fail { _, made in made == call ? .error(code) : nil }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.waitForFailure().contains(words))
    #expect(writing.file.append(label(4), at: time).sequence == 4)
    #expect(writing.waitForFailure().contains(words))
    writing.disk.work()
    writing.wait { $0 == .saved }
    #expect(try writing.labels() == ["m1", "m2", "m3", "m4"])
    #expect(writing.file.close() == .saved)
}

@Test("a disk that takes half of what it is given leaves no half line", .mustEnd)
func shortWrites() throws {
    let writing = try Writing()
    let appends = Lock(0)
    writing.disk.fail { _, call in
        guard call == .append else { return nil }
        // Half of the line, then no room: as a disk that fills up.
        return appends.withLock { count in
            count += 1
            return count % 2 == 1 ? .half : .error(ENOSPC)
        }
    }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.waitForFailure() == "the disk is full")
    writing.disk.work()
    _ = writing.file.append(label(4), at: time)
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels() == ["m1", "m2", "m3", "m4"])
    #expect(try JournalContents(writing.disk[path] ?? [], path: path).torn.isEmpty)
}

@Test("after a sync that failed, a label is called saved only when the disk itself holds it", .mustEnd)
func failedSync() throws {
    let writing = try Writing()
    let failures = Lock(0)
    writing.disk.fail { _, call in
        guard call == .sync else { return nil }
        return failures.withLock { count in
            count += 1
            return count <= 2 ? .error(EIO) : nil
        }
    }
    _ = writing.file.append(label(3), at: time)
    writing.wait { $0 == .saved }
    // The worst that a power cut can leave: nothing but what was synced.
    for seed in 0..<20 {
        let after = writing.disk.afterPowerCut(seed: UInt64(seed))
        let contents = JournalContents.examine(after[path] ?? []).contents
        #expect(contents.lines.count >= 4)
    }
    #expect(writing.file.close() == .saved)
}

@Test(
    "a sync that takes long keeps nobody waiting, and nothing is called saved before it is over",
    .mustEnd)
func slowSync() throws {
    let writing = try Writing()
    let gate = DispatchSemaphore(value: 0)
    let isSyncing = DispatchSemaphore(value: 0)
    writing.disk.pause { _, call in
        guard call == .sync else { return }
        isSyncing.signal()
        gate.wait()
    }
    _ = writing.file.append(label(3), at: time)
    isSyncing.wait()
    for number in 4..<100 { _ = writing.file.append(label(number), at: time) }
    #expect(writing.file.status == .saving(pending: 97))
    for _ in 0..<200 { gate.signal() }
    writing.wait { $0 == .saved }
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels().count == 99)
}

@Test(
    "a journal that is deleted under the program is written again, whole", .mustEnd,
    arguments: [1 << 20, 0])
func deletedFile(copyLimit: Int) throws {
    let writing = try Writing(copyLimit: copyLimit)
    writing.disk[path] = nil
    _ = writing.file.append(label(3), at: time)
    writing.wait { $0 == .saved && writing.disk[path] != nil }
    #expect(try writing.labels() == ["m1", "m2", "m3"])
    #expect(writing.file.takeNotice()?.contains("written again") == true)
    #expect(throws: JournalError.self) { try JournalFile.open(at: path, in: writing.disk) }
    #expect(writing.file.close() == .saved)
}

@Test("a journal that is deleted while nothing happens is back when the program ends", .mustEnd)
func deletedWhileIdle() throws {
    let writing = try Writing()
    writing.disk[path] = nil
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels() == ["m1", "m2"])
}

@Test(
    "a journal that is cut short under the program is made whole", .mustEnd, arguments: [0, 1, 150, 400])
func truncatedFile(length: Int) throws {
    let writing = try Writing()
    writing.disk.change(path) { $0.removeLast($0.count - length) }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels() == ["m1", "m2", "m3"])
}

@Test(
    "a file that takes the journal's place, or is written over it, is not touched; moved away, the journal is back",
    .mustEnd, arguments: [false, true])
func replacedFile(inPlace: Bool) throws {
    let writing = try Writing()
    let stranger = [UInt8](repeating: 0x78, count: 5_000)
    if inPlace { writing.disk.change(path) { $0 = stranger } } else { writing.disk[path] = stranger }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.waitForFailure().contains("move it away"))
    #expect(writing.disk[path] == stranger)
    writing.disk.rename(from: path, to: "/disk/other")
    writing.wait { $0 == .saved }
    #expect(try writing.labels() == ["m1", "m2", "m3"])
    #expect(writing.disk["/disk/other"] == stranger)
    #expect(writing.file.close() == .saved)
}

@Test("bytes that another program appends are set aside, not deleted", .mustEnd)
func foreignBytes() throws {
    let writing = try Writing()
    writing.disk.change(path) { $0 += Array("my notes\n".utf8) }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels() == ["m1", "m2", "m3"])
    #expect(writing.disk[path + ".torn"] == Array("my notes\n\n".utf8))
    #expect(writing.file.takeNotice()?.contains(".torn") == true)
}

@Test(
    "nothing that stands beside a journal is written over or removed when it is written anew", .mustEnd)
func neighbours() throws {
    let writing = try Writing()
    for name in [path + ".new", path + ".new-2", "/elsewhere/j.new"] { writing.disk[name] = [0x6D] }
    writing.disk[path] = nil
    _ = writing.file.append(label(3), at: time)
    writing.wait { $0 == .saved && writing.disk[path] != nil }
    writing.file.move(to: "/elsewhere/j") { _ in }
    while writing.file.path == path { usleep(1_000) }
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels(at: "/elsewhere/j") == ["m1", "m2", "m3"])
    for name in [path + ".new", path + ".new-2", "/elsewhere/j.new"] { #expect(writing.disk[name] == [0x6D]) }
    for name in [path + ".new-3", "/elsewhere/j.new-2"] { #expect(writing.disk[name] == nil) }
}

@Test("while its place stays full a journal can move, and takes everything along", .mustEnd)
func moving() throws {
    let writing = try Writing()
    writing.disk.fail { _, call in call == .append ? .error(ENOSPC) : nil }
    _ = writing.file.append(label(3), at: time)
    #expect(writing.waitForFailure() == "the disk is full")
    let failures = Lock<[JournalError]>([])
    writing.file.move(to: "/elsewhere/j") { result in
        if case .failure(let error) = result { failures.withLock { $0.append(error) } }
    }
    while failures.withLock({ $0.isEmpty }) { usleep(1_000) }
    #expect(failures.withLock { $0 } == [.notMoved(to: "/elsewhere/j", reason: "the disk is full")])
    #expect(writing.file.path == path)
    // Another disk has room.
    writing.disk.work()
    writing.disk[path] = nil
    writing.disk[path] = [0x78]
    writing.file.move(to: "/elsewhere/j") { _ in }
    writing.wait { $0 == .saved }
    #expect(writing.file.path == "/elsewhere/j")
    _ = writing.file.append(label(4), at: time)
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels(at: "/elsewhere/j") == ["m1", "m2", "m3", "m4"])
    #expect(writing.disk[path] == [0x78])
}

@Test("what cannot be saved at the end goes whole to the first other place that takes it", .mustEnd)
func closingElsewhere() throws {
    let writing = try Writing()
    writing.disk[path] = [0x78]
    writing.disk["/taken"] = [0x79]
    _ = writing.file.append(label(3), at: time)
    #expect(writing.file.close(orMovingTo: ["/taken", "/free"]) == .saved)
    #expect(writing.file.path == "/free")
    #expect(try writing.labels(at: "/free") == ["m1", "m2", "m3"])
    #expect(writing.disk["/taken"] == [0x79])
}

/// A journal whose disk stops answering in the middle of saving its third label.
private func silenced(copyLimit: Int = 1 << 20, in call: FaultyDisk.Call) throws -> (
    Writing, answer: @Sendable () -> Void
) {
    let writing = try Writing(copyLimit: copyLimit, patience: .milliseconds(20))
    let gate = DispatchSemaphore(value: 0)
    writing.disk.pause { file, made in
        if made == call, file == path { gate.wait() }
    }
    _ = writing.file.append(label(3), at: time)
    return (
        writing,
        {
            writing.disk.pause { _, _ in }
            for _ in 0..<100 { gate.signal() }
        }
    )
}

@Test(
    "when the disk does not answer at all it is said, keys go on, and the journal can go on elsewhere, whole",
    .mustEnd, arguments: [FaultyDisk.Call.append, .sync, .stat], [1 << 20, 0])
func silentDisk(call: FaultyDisk.Call, copyLimit: Int) throws {
    let (writing, answer) = try silenced(copyLimit: copyLimit, in: call)
    #expect(writing.waitForFailure().contains("has not answered"))
    _ = writing.file.append(label(4), at: time)
    // A journal too long for the memory has to be read where it is, which the disk must still allow.
    let canRead = copyLimit > 0 || call != .stat
    guard canRead else { return answer() }
    writing.file.move(to: "/elsewhere/j") { _ in }
    writing.wait { $0 == .saved }
    #expect(writing.file.path == "/elsewhere/j")
    _ = writing.file.append(label(5), at: time)
    writing.wait { $0 == .saved }
    // The first disk comes back, and what its writer still does changes nothing.
    answer()
    _ = writing.file.append(label(6), at: time)
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels(at: "/elsewhere/j") == ["m1", "m2", "m3", "m4", "m5", "m6"])
    let left = try writing.labels()
    #expect(left == ["m1", "m2"] || left == ["m1", "m2", "m3"])
}

@Test("a disk that answers again after all saves what was pending, once", .mustEnd)
func disturbedDisk() throws {
    let (writing, answer) = try silenced(in: .sync)
    _ = writing.waitForFailure()
    _ = writing.file.append(label(4), at: time)
    answer()
    writing.wait { $0 == .saved }
    #expect(writing.file.close() == .saved)
    #expect(try writing.labels() == ["m1", "m2", "m3", "m4"])
}

@Test("a disk that answers while its journal is moved keeps it, or gives it away: never both", .mustEnd)
func answerWhileMoving() throws {
    for _ in 0..<50 {
        let (writing, answer) = try silenced(in: .sync)
        _ = writing.waitForFailure()
        let done = DispatchSemaphore(value: 0)
        writing.file.move(to: "/elsewhere/j") { _ in done.signal() }
        answer()
        done.wait()
        _ = writing.file.append(label(4), at: time)
        #expect(writing.file.close() == .saved)
        #expect(try writing.labels(at: writing.file.path) == ["m1", "m2", "m3", "m4"])
        if writing.file.path == path { #expect(writing.disk["/elsewhere/j"] == nil) }
    }
}

@Test("nobody waits for ever to leave: what the disk does not take goes elsewhere", .mustEnd)
func leavingSilentDisk() throws {
    let (writing, answer) = try silenced(in: .sync)
    writing.disk["/taken"] = [0x79]
    #expect(writing.file.close(orMovingTo: ["/taken", "/free"]) == .saved)
    #expect(writing.file.path == "/free")
    #expect(try writing.labels(at: "/free") == ["m1", "m2", "m3"])
    answer()
}

@Test("a place on the silent disk itself keeps nobody from the next one", .mustEnd)
func silentPlace() throws {
    let (writing, answer) = try silenced(in: .sync)
    _ = writing.waitForFailure()
    let gate = DispatchSemaphore(value: 0)
    writing.disk.pause { file, _ in
        if file.hasPrefix("/disk/beside") { gate.wait() }
    }
    #expect(writing.file.close(orMovingTo: ["/disk/beside", "/free"]) == .saved)
    #expect(writing.file.path == "/free")
    #expect(try writing.labels(at: "/free") == ["m1", "m2", "m3"])
    answer()
    // What was begun beside it is taken back once the disk answers.
    for _ in 0..<100 { gate.signal() }
    while writing.disk["/disk/beside"] != nil || writing.disk["/disk/beside.new"] != nil { usleep(1_000) }
}

@Test("who leaves with everything saved does not wait for a disk that has stopped answering", .mustEnd)
func leavingSaved() throws {
    let writing = try Writing(patience: .milliseconds(20))
    let gate = DispatchSemaphore(value: 0)
    let isAsked = DispatchSemaphore(value: 0)
    // The look at the file that comes now and then.
    writing.disk.pause { file, call in
        guard file == path, call == .stat else { return }
        isAsked.signal()
        gate.wait()
    }
    isAsked.wait()
    #expect(writing.file.close(orMovingTo: ["/free"]) == .saved)
    #expect(writing.file.path == path && writing.disk["/free"] == nil)
    writing.disk.pause { _, _ in }
    for _ in 0..<100 { gate.signal() }
}

@Test("where no place answers, leaving ends all the same, and says what is not saved", .mustEnd)
func nothingAnswers() throws {
    let writing = try Writing(patience: .milliseconds(20))
    let gate = DispatchSemaphore(value: 0)
    writing.disk.pause { _, call in if call == .sync { gate.wait() } }
    _ = writing.file.append(label(3), at: time)
    guard case .failing(let pending, let reason) = writing.file.close(orMovingTo: ["/one", "/two"]) else {
        Issue.record("it was called saved")
        return
    }
    #expect(pending == 1)
    #expect(reason.contains("has not answered"))
    writing.disk.pause { _, _ in }
    for _ in 0..<100 { gate.signal() }
}

@Test(
    "the power may go at any call to the disk: every label called saved is there, and no line is half there",
    .mustEnd, arguments: [JournalFormat.one, .two])
func powerCutAtEveryCall(format: JournalFormat) throws {
    var cuts = 0
    var call = 1
    while true {
        let disk = FaultyDisk()
        // Torn from an earlier cut, so that setting it aside is cut as well.
        let start = journal([session], format)
        disk[path] = start + Array("{\"v\":1,\"seq\":1,\"at".utf8)
        let limit = call
        disk.fail { number, _ in number >= limit ? .error(EIO) : nil }
        var saved = 1
        if let file = try? JournalFile.open(at: path, in: disk).journal {
            for number in 1...4 {
                _ = file.append(label(number), at: time)
                while case .saving = file.status { usleep(50) }
                if file.status != .saved { break }
                saved = 1 + number
            }
            _ = file.close()
        }
        for seed in 0..<24 {
            let after = disk.afterPowerCut(seed: UInt64(seed))
            let (file, contents) = try JournalFile.open(at: path, in: after)
            #expect(contents.lines.count >= saved, "call \(limit), seed \(seed)")
            #expect(contents.lines.first?.event == session)
            for (index, line) in contents.lines.dropFirst().enumerated() { #expect(line.event == label(index + 1)) }
            // The torn bytes are kept: in the file, or beside it.
            let side = after[path + ".torn"] ?? []
            #expect(contents.torn.isEmpty || side.count > contents.torn.count)
            // What is carried over stays beside the new journal as it was.
            let kept = after["/disk/messages.journal.v1.jsonl"]
            if format == .two { #expect(kept == nil) }
            if format == .one, contents.format == .two { #expect(kept == start, "call \(limit), seed \(seed)") }
            _ = file.append(label(9), at: time)
            #expect(file.close() == .saved)
            #expect(try JournalContents(after[path] ?? [], path: path).lines.count == contents.lines.count + 1)
            cuts += 1
        }
        if disk.calls < limit { break }
        call += 1
    }
    print("power cuts: \(cuts), at \(call) calls")
}

@Test(
    "cut at any byte, a journal opens: whole lines stay, the rest is beside it, and writing goes on",
    .mustEnd, arguments: [JournalFormat.one, .two])
func fileCutAtEveryByte(format: JournalFormat) throws {
    let events = [session, label(1), label(2), .undo(of: 2), label(3)]
    let bytes = journal(events, format)
    for length in 0...bytes.count {
        let disk = FaultyDisk()
        disk[path] = Array(bytes[..<length])
        let (file, contents) = try JournalFile.open(at: path, in: disk)
        // Of format 2 a line is whole without its end: its checksum says so.
        let isOnlyEndless = format == .two && length < bytes.count && bytes[length] == 0x0A
        let whole = bytes[..<length].count { $0 == 0x0A } + (isOnlyEndless ? 1 : 0)
        #expect(contents.lines.map(\.event) == Array(events.prefix(whole)))
        let torn = bytes[..<length].suffix(from: contents.length)
        #expect(disk[path + ".torn"] == (torn.isEmpty ? nil : torn + [0x0A]))
        if whole == 0 {
            _ = file.append(session, at: time)
        } else {
            _ = file.append(.skip(id: "x", round: 0), at: time)
        }
        #expect(file.close() == .saved)
        #expect(try JournalContents(disk[path] ?? [], path: path).lines.count == whole + 1)
    }
}

@Test("a clock that jumps, back or out of all years, changes no label and makes no line that cannot be read")
func jumpingClock() throws {
    let times: [Int64] = [1_700_000_000_000, 1_600_000_000_000, 0, -1, .min, .max, 253_402_300_800_000]
    let lines = ([session] + (1..<times.count).map(label)).enumerated().map { index, event in
        JournalLine(sequence: index, at: Timestamp(milliseconds: times[index]), event: event)
    }
    let contents = try JournalContents(lines.flatMap(\.encoded), path: "j")
    #expect(contents.lines == lines)
    var history = LabelHistory()
    for line in contents.lines { try history.apply(line) }
    #expect(history.labels.count == times.count - 1)
    #expect(history.recent(1).first?.id == "m\(times.count - 1)")
}

@Test("a lock that a killed program left behind locks nobody out, and is not taken for the holder's")
func staleLock() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("j").path
    try "process 999999 on elsewhere since 2020-01-01T00:00:00.000Z\n"
        .write(toFile: path + ".lock", atomically: false, encoding: .utf8)
    let (file, _) = try JournalFile.open(at: path)
    try "process 999999 on elsewhere since 2020-01-01T00:00:00.000Z\n"
        .write(toFile: path + ".lock", atomically: false, encoding: .utf8)
    let error = #expect(throws: JournalError.self) { try JournalFile.open(at: path) }
    if FileManager.default.fileExists(atPath: "/proc/locks") {
        #expect(error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier) ") == true)
    }
    #expect(file.close() == .saved)
    #expect(!FileManager.default.fileExists(atPath: path + ".lock"))
}

@Test("a link planted under a name of our own making is not followed; the journal's own may be one")
func links() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func place(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try "precious".write(toFile: place("precious"), atomically: false, encoding: .utf8)
    try "{\"v\":1,\"se".write(toFile: place("real"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: place("named"), withDestinationPath: place("real"))
    for end in [".lock", ".torn"] {
        try FileManager.default.createSymbolicLink(atPath: place("real" + end), withDestinationPath: place("precious"))
    }
    #expect(throws: JournalError.self) { try JournalFile.open(at: place("named")) }
    try FileManager.default.removeItem(atPath: place("real.torn"))
    let (file, _) = try JournalFile.open(at: place("named"))
    _ = file.append(session, at: time)
    #expect(file.close() == .saved)
    #expect(try String(contentsOfFile: place("precious"), encoding: .utf8) == "precious")
    #expect(try JournalFile.read(place("real")).lines.count == 1)
}

@Test("what is no file is refused at once", arguments: ["/dev/zero", "/dev/null", "/", "pipe"])
func noFiles(name: String) throws {
    var path = name
    if name == "pipe" {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)").path
        #expect(mkfifo(path, 0o600) == 0)
    }
    #expect(throws: JournalError.self) { try JournalFile.read(path) }
    #expect(throws: JournalError.self) { try JournalFile.open(at: path) }
    if name == "pipe" { unlink(path) }
}

@Test("a long journal is read line for line, the time and memory of which are printed")
func longJournal() throws {
    let count = Int(ProcessInfo.processInfo.environment["TOCSIN_LONG_JOURNAL"] ?? "") ?? 50_000
    var bytes = JournalLine(sequence: 0, at: time, event: session).encoded
    for number in 1..<count { bytes += JournalLine(sequence: number, at: time, event: label(number)).encoded }
    let clock = ContinuousClock()
    var history = LabelHistory()
    let took = try clock.measure { () throws(any Error) in
        let contents = try JournalContents(bytes, path: "j")
        for line in contents.lines { try history.apply(line) }
    }
    #expect(history.labels.count == count - 1)
    print("\(count) lines, \(bytes.count >> 20) MiB: read and replayed in \(took)")
}
