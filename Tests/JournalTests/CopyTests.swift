import Testing

@testable import Journal

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

private let path = "a.journal.jsonl"

/// Lines of one journal, with their ends.
private let whole = journal(
    [.lost(LostEvent(reason: "none"))] + (1..<6).map { .skip(id: "m\($0)", round: 0) }, .two
).journalLines

private func joined(_ count: Int) -> [UInt8] { Array(whole[..<count].joined()) }

extension JournalCopy {
    /// Reads all, and puts behind it what the journal has more.
    fileprivate mutating func complete() throws(JournalCopyError) {
        let lines = try read(from: 0)
        try append(checked(whole[min(lines.end, whole.count)...].map { $0.dropLast() }))
    }
}

@Test("a copy is completed from any byte of any line on, and byte by byte the same")
func completedFromAnyByte() throws {
    let all = joined(6)
    for length in 0...all.count {
        let disk = FaultyDisk()
        if length > 0 { disk[path] = Array(all[..<length]) }
        var copy = JournalCopy(path: path, in: disk)
        try copy.complete()
        #expect(disk[path] == all && copy.count == 6)
        #expect(!copy.hasChanged && disk[path + ".lock"] == nil)
    }
}

@Test("a disk that fails at any call leaves the beginning of the journal, and the next try completes it")
func copyOnFailingDisk() throws {
    for isHalf in [false, true] {
        for number in 1...40 {
            let disk = FaultyDisk()
            disk[path] = joined(2)
            var copy = JournalCopy(path: path, in: disk)
            disk.fail { call, kind in
                guard call == number else { return nil }
                return isHalf && kind == .append ? .half : .error(EIO)
            }
            try? copy.complete()
            let left = disk[path] ?? []
            #expect(left.count >= joined(2).count && joined(6).starts(with: left), "\(number)")
            disk.work()
            if number % 2 == 0 { copy = JournalCopy(path: path, in: disk) }
            try copy.complete()
            #expect(disk[path] == joined(6), "\(number)")
        }
    }
}

@Test("after a power cut at any call a copy is completed, or what is torn is named and left alone")
func copyAfterPowerCut() throws {
    var completed = 0
    for number in 1...20 {
        for seed in 0..<24 {
            let disk = FaultyDisk()
            if number % 2 == 0 { disk[path] = joined(2) }
            disk.fail { call, _ in call >= number ? .error(EIO) : nil }
            var copy = JournalCopy(path: path, in: disk)
            try? copy.complete()
            let after = disk.afterPowerCut(seed: UInt64(seed))
            let left = after[path] ?? []
            copy = JournalCopy(path: path, in: after)
            do throws(JournalCopyError) {
                try copy.complete()
                #expect(after[path] == joined(6))
                completed += 1
            } catch {
                // Zeros, where the disk had not come to the bytes yet.
                #expect(left.last == 0 && after[path] == left, "\(error)")
            }
        }
    }
    #expect(completed > 300)
}

@Test("lines are on the disk before they are handed out")
func readLinesLast() throws {
    let disk = FaultyDisk()
    disk[path] = joined(2)
    disk.change(path) { $0 += whole[2] }
    var copy = JournalCopy(path: path, in: disk)
    #expect(try copy.read(from: 0).end == 3)
    let after = disk.afterPowerCut(seed: 1)
    #expect(after[path] == joined(3))
    disk.change(path) { $0 += whole[3] }
    disk.fail { _, call in call == .sync ? .error(EIO) : nil }
    #expect(throws: JournalCopyError.self) { try copy.read(from: 2) }
}

@Test("of a journal that grows only the new lines are read, and one that was changed is read anew")
func grownCopy() throws {
    let disk = FaultyDisk()
    disk[path] = joined(3) + whole[3].dropLast(4)
    var copy = JournalCopy(path: path, in: disk)
    #expect(try copy.read(from: 0).end == 3)
    #expect(!copy.hasChanged)
    disk.change(path) { $0 += whole[3].suffix(4) + whole[4] }
    #expect(copy.hasChanged)
    let lines = try copy.read(from: 2)
    #expect(lines.first == 2 && lines.end == 5 && lines[4] == whole[4].dropLast())
    // Shorter, or another file.
    disk[path] = joined(2)
    #expect(copy.hasChanged)
    #expect(try copy.read(from: 4).first == 0)
    #expect(copy.count == 2)
    disk[path] = nil
    #expect(try copy.read(from: 1).end == 0)
    #expect(copy.count == 0)
}

@Test("nothing is written behind what is not the beginning of the next line, or has changed meanwhile")
func leftAlone() throws {
    func check(_ bytes: [UInt8]?, _ error: JournalCopyError, _ change: (FaultyDisk) throws -> Void = { _ in }) throws {
        let disk = FaultyDisk()
        disk[path] = bytes
        var copy = JournalCopy(path: path, in: disk)
        let lines = try copy.read(from: 0)
        let more = copy.checked(whole[lines.end...].map { $0.dropLast() })
        try change(disk)
        let before = disk[path]
        #expect(throws: error) { try copy.append(more) }
        #expect(disk[path] == before)
    }
    try check(joined(2) + [0, 0], .torn(path: path, count: 2))
    try check(joined(2) + whole[2].dropLast(3) + [0], .torn(path: path, count: whole[2].count - 2))
    try check(joined(2), .changed(path: path)) { $0.change(path) { $0 += whole[2] } }
    try check(joined(2), .changed(path: path)) { $0.change(path) { $0.removeLast(9) } }
    try check(joined(2), .changed(path: path)) { $0[path] = joined(3) }
    try check(nil, .changed(path: path)) { $0[path] = joined(1) }
}

@Test("a journal that somebody writes is read, and not written")
func heldCopy() throws {
    let disk = FaultyDisk()
    disk[path] = joined(2)
    let writer = try disk.open(path, .appending)
    let isLocked = try writer.lock()
    #expect(isLocked)
    var copy = JournalCopy(path: path, in: disk)
    guard case .held? = #expect(throws: JournalCopyError.self, performing: { try copy.complete() }) else {
        Issue.record("it does not say that somebody writes it")
        return
    }
    #expect(disk[path] == joined(2) && copy.count == 2)
    writer.close()
    try copy.complete()
    #expect(disk[path] == joined(6))
}

@Test("whole lines that are not as they were written are named, and so is a journal of format 1")
func unsoundCopies() throws {
    func error(_ bytes: [UInt8]) -> JournalCopyError? {
        let disk = FaultyDisk()
        disk[path] = bytes
        var copy = JournalCopy(path: path, in: disk)
        do throws(JournalCopyError) { _ = try copy.read(from: 0) } catch { return error }
        return nil
    }
    #expect(error(journal([.lost(LostEvent(reason: "none"))], .one)) == .oldFormat(path: path))
    for (place, line) in whole.enumerated() {
        var bytes = joined(6)
        bytes[joined(place).count + line.count / 2] ^= 1
        guard case .damaged(path, let number, _) = error(bytes) else {
            Issue.record("line \(place + 1) is not found")
            continue
        }
        #expect(number == place + 1)
    }
    guard case .damaged(path, 1, _) = error(Array("nonsense\n".utf8)) else {
        Issue.record("what is no journal is taken")
        return
    }
    #expect(error(Array("nonsense".utf8)) == nil && error([]) == nil)
}

@Test("a line within which a line end stands is no line, though JSON allows it")
func lineEndWithin() throws {
    var chain = LineChain(identity: knownIdentity)
    let event = JournalEvent.lost(LostEvent(reason: "none"))
    let text = chain.encoded(JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: event))
    var check = LineCheck()
    try check.take(text.dropLast())
    let plain = String(decoding: text.dropLast(1 + LineTail.length), as: UTF8.self)
    var other = LineChain(identity: knownIdentity)
    let broken = other.closed(plain.replacing(",\"reason\"", with: "\n,\"reason\""))
    check = LineCheck()
    #expect(throws: LineDamage.self) { try check.take(broken.dropLast()) }
    #expect(check == LineCheck())
}
