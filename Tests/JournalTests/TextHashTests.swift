import Foundation
import Testing

@testable import Journal

private let event = LabelEvent(
    id: "7", label: "related", set: .training, round: 1, strategy: "atlas", score: 0.25, ms: 9,
    textHash: 0x0023_4567_89ab_cdef)

@Test("a label's hash is read the quick way as the general one reads it, and only as it is written")
func hashOfText() throws {
    let line = JournalLine(sequence: 3, at: Timestamp(milliseconds: 1_000), event: .label(event))
    var text = String(decoding: line.encoded.dropLast(), as: UTF8.self)
    #expect(text.contains(#""ms":9,"text":"00234567"#))
    let read = Array(text.utf8).withUnsafeBufferPointer { bytes in
        var canonical = CanonicalLine(bytes, format: .one)
        return canonical.parsed()
    }
    #expect(read == line)
    #expect(try JournalLine(decoding: Array(text.utf8)[...]) == line)
    text = String(text.prefix(upTo: try #require(text.range(of: ",\"crc\"")).lowerBound)) + "}"
    for (digits, hash) in [
        ("00234567", event.textHash), ("0023456", nil), ("00234567a", nil), ("+0234567", nil), ("0023456X", nil),
        ("0023456F", nil),
    ] as [(String, UInt64?)] {
        let other = text.replacing("00234567", with: digits)
        guard case .label(let label) = try JournalLine(decoding: Array(other.utf8)[...]).event else {
            Issue.record("no label")
            return
        }
        #expect(label.textHash == hash, "\(digits)")
    }
}

@Test("the last session or messages line says which messages there are")
func lastPool() throws {
    func contents(_ events: [JournalEvent]) throws -> JournalContents {
        let bytes = events.enumerated().flatMap {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 1), event: $0.element).encoded
        }
        return try JournalContents(bytes, path: "test")
    }
    let session = JournalEvent.session(
        SessionEvent(
            tool: "0.1.0", task: "disaster", labels: ["no", "yes"], poolCount: 3, poolDigest: "00ff", seed: 0,
            annotator: ""))
    let other = PoolOrigin(file: "b.csv", count: 4, digest: "01", rows: "02")
    #expect(try contents([session, .label(event)]).lastPool == PoolOrigin(count: 3, digest: "00ff"))
    let both = try contents([session, .messages(MessagesEvent(pool: other)), .label(event)])
    #expect(both.lastPool == other && both.session?.poolCount == 3)
    #expect(try contents([session, .messages(MessagesEvent(pool: other)), session]).lastPool?.count == 3)
    #expect(both.followed(by: [session]).lastPool?.count == 3)
}

@Test("a journal gets another name with what follows it; nothing is replaced, and none that is open is touched")
func renaming() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    func text(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }
    try Data("vectors".utf8).write(to: URL(fileURLWithPath: path("a.vectors")))
    let (journal, _) = try JournalFile.open(at: path("a.jsonl"))
    _ = journal.append(
        .session(
            SessionEvent(
                tool: "", task: "", labels: ["no", "yes"], poolCount: 1, poolDigest: "", seed: 0, annotator: "")),
        at: Timestamp(milliseconds: 1))
    #expect(throws: JournalError.self) { try JournalFile.rename(path("a.jsonl"), to: path("b.jsonl")) }
    #expect(journal.close() == .saved)
    let before = try #require(text("a.jsonl"))
    try Data("other".utf8).write(to: URL(fileURLWithPath: path("b.jsonl")))
    #expect(throws: JournalError.notMoved(to: path("b.jsonl"), reason: "there is a file of that name already")) {
        try JournalFile.rename(
            path("a.jsonl"), to: path("b.jsonl"), followedBy: [(path("a.vectors"), path("b.vectors"))])
    }
    #expect(text("a.jsonl") == before && text("b.jsonl") == "other" && text("a.vectors") == "vectors")
    try Data("taken".utf8).write(to: URL(fileURLWithPath: path("c.vectors")))
    try JournalFile.rename(
        path("a.jsonl"), to: path("c.jsonl"),
        followedBy: [
            (path("a.vectors"), path("c.vectors")), (path("none"), path("c.none")),
            (path("a.vectors"), path("d.vectors")),
        ])
    #expect(text("c.jsonl") == before && text("a.jsonl") == nil)
    #expect(text("c.vectors") == "taken" && text("d.vectors") == "vectors" && text("a.vectors") == nil)
}
