import Foundation
import Testing

@testable import Journal

/// A journal of a folder, written as a test says.
private final class GrowingFile {
    let path: String
    let bytes: [UInt8]

    init(labels: Int = 5) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appendingPathComponent("ben.journal.jsonl").path
        let session = SessionEvent(
            tool: "0.4.0", task: "disaster", labels: ["a", "b"], poolCount: 9, poolDigest: "00", seed: 1,
            annotator: "ben")
        let events = (0..<labels).map { number in
            JournalEvent.label(
                LabelEvent(id: "m\(number)", label: "a", set: .training, round: 0, strategy: "random"))
        }
        bytes = journal([.session(session)] + events, .two)
    }

    deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }

    func write(_ bytes: some Sequence<UInt8>) throws { try Data(Array(bytes)).write(to: URL(fileURLWithPath: path)) }

    /// Appends in place, as its writer does.
    func append(_ bytes: some Sequence<UInt8>) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(Array(bytes)))
        try file.close()
    }
}

private func count(_ reading: JournalTail.Reading) -> Int? {
    if case .grown(let lines) = reading { lines.count } else { nil }
}

@Test("another's journal is read byte by byte as it grows: whole lines alone, each once")
func growsByteByByte() throws {
    let file = try GrowingFile()
    try file.write([])
    var tail = JournalTail(path: file.path)
    var lines: [JournalLine] = []
    var ends = 0
    for byte in file.bytes {
        try file.append([byte])
        if byte == 0x0A { ends += 1 }
        guard case .grown(let new) = tail.read() else {
            Issue.record("unreadable after \(ends) lines")
            return
        }
        lines += new
        #expect(lines.count == ends)
    }
    let (whole, damage) = JournalContents.examine(file.bytes)
    #expect(damage.isEmpty && lines == whole.lines)
    #expect(count(tail.read()) == 0)
}

@Test("any byte flipped or any cut is no trap: what was read stays, and no line is taken that is not as it was written")
func flippedBytes() throws {
    let file = try GrowingFile(labels: 3)
    let (whole, _) = JournalContents.examine(file.bytes)
    for place in file.bytes.indices {
        for flip: UInt8 in [0x01, 0x80] {
            var bytes = file.bytes
            bytes[place] ^= flip
            try file.write(bytes)
            var tail = JournalTail(path: file.path)
            if case .grown(let lines) = tail.read() { #expect(whole.lines.starts(with: lines)) }
        }
        try file.write(file.bytes[..<place])
        var tail = JournalTail(path: file.path)
        if case .grown(let lines) = tail.read() { #expect(whole.lines.starts(with: lines)) }
        // What is cut off is read once it is there again.
        try file.write(file.bytes)
        let before = tail.lineCount
        if case .grown(let lines) = tail.read() { #expect(before + lines.count == whole.lines.count) }
    }
}

@Test("a journal that becomes shorter, goes away or gives its name to another one is not gone on with")
func withdrawnJournals() throws {
    let file = try GrowingFile()
    try file.write(file.bytes)
    func isWithdrawn(_ reading: JournalTail.Reading) -> Bool { if case .withdrawn = reading { true } else { false } }
    var tail = JournalTail(path: file.path)
    #expect(count(tail.read()) == 6)
    try file.write(file.bytes.dropLast(30))
    #expect(isWithdrawn(tail.read()))
    // Another journal, longer than what was read, as a new file.
    let other = try GrowingFile(labels: 40)
    try FileManager.default.removeItem(atPath: file.path)
    #expect(isWithdrawn(tail.read()))
    try file.write(journal([.lost(reason: "another")] + (0..<40).map { .unskip(id: "\($0)") }, .two))
    #expect(isWithdrawn(tail.read()))
    // The same, and more of it, in a new file: as after a repair or a copy.
    try FileManager.default.removeItem(atPath: file.path)
    try file.write(other.bytes)
    #expect(count(tail.read()) == 35)
}

@Test("a journal of format 1 is not read on, and says who has to do what")
func tailOfFormatOne() throws {
    let file = try GrowingFile()
    try file.write(journal([.skip(id: "1", round: 0)], .one))
    var tail = JournalTail(path: file.path)
    guard case .unreadable(let reason) = tail.read() else {
        Issue.record("it was read")
        return
    }
    #expect(reason.contains("format 1"))
}
