import Foundation
import Journal
import Testing

/// What a file of vectors holds, as `VectorCache` describes it.
private struct StoredVectors: Equatable {
    let header: String
    let records: [[UInt8]]
    /// Bytes behind the last whole record.
    let rest: Int

    /// - Throws: where there is no whole header, as while the file is being made.
    init(_ path: String) throws {
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        guard let end = bytes.firstIndex(of: 0x0A) else { throw CocoaError(.fileReadCorruptFile) }
        header = String(decoding: bytes[..<end], as: UTF8.self)
        guard let width = header.split(separator: " ").last.flatMap({ Int($0) }) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        // Key, scale, numbers, checksum.
        let size = 8 + 4 + width + 4
        let start = end + 1
        records = (0..<(bytes.count - start) / size).map { Array(bytes[start + $0 * size..<start + ($0 + 1) * size]) }
        rest = (bytes.count - start) % size
    }

    var bytes: [UInt8] { Array(header.utf8) + [0x0A] + records.flatMap { $0 } }
}

/// Messages of floods and concerts that are labelled with an encoder of a few thousand weights.
private struct EncoderSession {
    let folder: TemporaryFolder
    let encoder: Folder
    let messages: String
    let journal: String
    let vectors: String
    static let count = 40

    init() throws {
        folder = try TemporaryFolder()
        encoder = try TinyTransformer().folder(name: "tiny")
        let rows = (0..<Self.count).map { "m\($0),\(WrittenJournal.text($0))\n" }
        messages = try folder.file("messages.csv", "id,text\n" + rows.joined())
        journal = folder.path("messages.journal.jsonl")
        vectors = folder.path("messages.vectors")
    }

    func open(_ options: String...) throws -> TmuxTerminal {
        try TmuxTerminal(
            Program.label(messages) + ["--evaluation-items", "2", "--seed-items", "4", "--round", "5"] + options,
            columns: 200, rows: 30)
    }

    /// Labels one message after another, each as it should be, until the journal is as described.
    func label(in terminal: TmuxTerminal, until isAsExpected: ([JournalLine]) -> Bool) throws {
        var count = try terminal.wait(for: "labels") { $0.labelled != nil }.labelled ?? 0
        while try !isAsExpected(JournalFile.read(journal).lines) {
            try #require(count < Self.count - 5)
            let screen = try terminal.waitForMessage(isPatient: true)
            try terminal.type(screen.contains { $0.hasPrefix("   flood") } ? "1" : "0")
            count += 1
            try terminal.wait(for: "\(count) labels, saved") { $0.acknowledged == count }
        }
    }

    func close(_ terminal: TmuxTerminal) throws {
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }

    /// Labels until a round has learnt from vectors, and leaves.
    func start() throws {
        let terminal = try open("--encoder", encoder.path)
        try terminal.wait(for: "vectors of all messages") { _ in isComplete }
        try label(in: terminal) { $0.rounds.contains { $0.vectors != nil } }
        try close(terminal)
    }

    /// Whether the vectors of all messages are stored.
    var isComplete: Bool { (try? StoredVectors(vectors))?.records.count == Self.count }

    /// The texts that come next.
    func rank(_ count: Int, _ options: String...) throws -> [String] {
        let result = try run([Program.path, "rank", messages, "-n", "\(count)"] + options)
        #expect(result.status == 0, "\(result.error)")
        return try result.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["text"] as? String)
        }
    }
}

extension [JournalLine] {
    fileprivate var rounds: [RoundEvent] { compactMap { if case .round(let event) = $0.event { event } else { nil } } }
    fileprivate var sessions: [SessionEvent] {
        compactMap { if case .session(let event) = $0.event { event } else { nil } }
    }
    fileprivate var labelCount: Int { filter { if case .label = $0.event { true } else { false } }.count }
}

@Test("a session learns from vectors, and goes on with the same message, which rank prints as well")
func encoderSession() throws {
    let session = try EncoderSession()
    try session.start()
    let lines = try JournalFile.read(session.journal).lines
    #expect(lines.sessions.first?.encoder?.name == "tiny")
    #expect(lines.sessions.first?.chosen.encoder == session.encoder.path)
    let stored = try StoredVectors(session.vectors)
    let digest = try #require(lines.sessions.first?.encoder?.digest)
    #expect(stored.header.hasPrefix("tocsin vectors 1 \(digest) ") && stored.header.hasSuffix(" 24"))
    let mode = try FileManager.default.attributesOfItem(atPath: session.vectors)[.posixPermissions] as? Int
    #expect(mode == 0o600)

    let next = try session.rank(3)
    let terminal = try session.open()
    try terminal.wait(for: "the message that rank prints first") { lines in
        lines.contains { $0.hasPrefix("   \(next[0])") } && lines.acknowledged != nil
    }
    try terminal.type("l")
    try terminal.wait(for: "the messages that rank prints") { lines in
        let places = next.map { text in lines.firstIndex { $0.contains("  \(text)  ") } ?? -1 }
        return places[0] >= 0 && places == places.sorted()
    }
    try terminal.type("Escape")
    // Whoever ranks while somebody labels disturbs nobody.
    #expect(try session.rank(3) == next)
    try session.label(in: terminal) { $0.labelCount > lines.labelCount + 1 }
    try session.close(terminal)
    #expect(try JournalFile.read(session.journal).lines.sessions.last?.encoder?.digest == digest)
}

@Test(
    "a round that an earlier version has begun may go on otherwise, which is said; one of this version does not",
    arguments: [("0.1.0", true), ("0.2.0", true), ("0.3.0", true), ("0.4.0", false), ("0.10.0", false)])
func roundOfAnEarlierVersion(version: String, isSaid: Bool) throws {
    let session = try EncoderSession()
    try session.start()
    let lines = try JournalFile.read(session.journal).lines.map { line in
        guard case .session(var event) = line.event else { return line }
        event.tool = version
        return JournalLine(sequence: line.sequence, at: line.at, event: .session(event))
    }
    try Data(lines.flatMap(\.encoded)).write(to: URL(fileURLWithPath: session.journal))
    let terminal = try session.open()
    let screen = try terminal.wait(forText: "as before: ")
    #expect(screen.contains { $0.contains("tocsin \(version) wrote this journal: what its last round") } == isSaid)
    try session.close(terminal)
}

@Test(
    "the first message waits for no vector: a label is saved while they are made, and leaving does not wait either",
    .tooSlowForThreadSanitizer)
func labelsBeforeVectors() throws {
    let folder = try TemporaryFolder()
    let encoder = try TinyTransformer().folder()
    // Long texts, and too many for the vectors of all to be made while a label is given and saved.
    let words = String(repeating: "we need water help fire flood ", count: 5)
    let count = 100_000
    let messages = try folder.file("messages.csv", "id,text\n" + (0..<count).map { "m\($0),\(words)\($0)\n" }.joined())
    let terminal = try TmuxTerminal(
        Program.label(messages) + ["--encoder", encoder.path, "--threads", "1"], columns: 120)
    try terminal.wait(forText: "reading for meaning")
    try terminal.type("1")
    try terminal.wait(for: "a label, saved") { $0.acknowledged == 1 }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try StoredVectors(folder.path("messages.vectors")).records.count < count)
    #expect(try FixedOrder.labelled(in: folder.path("messages.journal.jsonl")).count == 1)
}

@Test("vectors that are deleted between two sittings are made again")
func vectorsDeleted() throws {
    let session = try EncoderSession()
    try session.start()
    let before = try StoredVectors(session.vectors)
    try FileManager.default.removeItem(atPath: session.vectors)
    let count = try JournalFile.read(session.journal).lines.labelCount
    let terminal = try session.open()
    try terminal.wait(for: "the labels of before") { $0.acknowledged == count }
    try terminal.wait(for: "vectors of all messages") { _ in session.isComplete }
    try session.label(in: terminal) { $0.labelCount > count + 5 }
    try session.close(terminal)
    #expect(try StoredVectors(session.vectors) == before)
}

@Test("where vectors and encoder are gone, that is said, and a new round is learnt from words alone")
func vectorsAndEncoderDeleted() throws {
    let session = try EncoderSession()
    try session.start()
    try FileManager.default.removeItem(atPath: session.vectors)
    try FileManager.default.removeItem(atPath: session.encoder.path)
    let lines = try JournalFile.read(session.journal).lines
    let terminal = try session.open()
    try terminal.wait(forText: "without an encoder: \(session.encoder.path): no encoder and no folder")
    try session.label(in: terminal) { now in
        now.rounds.count > lines.rounds.count && now.rounds.last?.vectors == nil
    }
    try session.close(terminal)
    let after = try JournalFile.read(session.journal).lines
    #expect(after.sessions.last?.encoder == nil && after.sessions.last?.chosen.encoder == session.encoder.path)
    #expect(!FileManager.default.fileExists(atPath: session.vectors))
}

@Test("another encoder under a journal is said, and so is none; the vectors of the one before are replaced")
func otherEncoder() throws {
    let session = try EncoderSession()
    try session.start()
    let other = try TinyTransformer(pooling: "cls_token").folder(name: "other")
    var terminal = try session.open("--encoder", other.path)
    try terminal.wait(forText: "this journal was used with the encoder tiny (")
    try terminal.wait(for: "vectors of all messages") { _ in session.isComplete }
    let digest = try #require(try JournalFile.read(session.journal).lines.sessions.last?.encoder?.digest)
    try session.label(in: terminal) { $0.rounds.last?.vectors?.contains(digest) == true }
    try session.close(terminal)
    #expect(try StoredVectors(session.vectors).header.contains(" \(digest) "))

    terminal = try session.open("--encoder", "none")
    try terminal.wait(forText: "this journal was used with the encoder other: the next rounds learn from words alone")
    try session.label(in: terminal) { $0.rounds.last.map { $0.vectors == nil } == true }
    try session.close(terminal)
    let last = try JournalFile.read(session.journal).lines.sessions.last
    #expect(last?.encoder == nil && last?.chosen.encoder == "none")
}

@Test(
    "an encoder that there is not ends the command before there is a screen or a journal", arguments: ["label", "rank"])
func encoderMissing(command: String) throws {
    let session = try EncoderSession()
    let result = try Program.run(command, session.messages, "--encoder", "missing")
    #expect(result.status == 1 && result.output.isEmpty)
    #expect(result.error.contains("missing: no encoder and no folder has this name"), "\(result.error)")
    #expect(result.error.contains("--encoder none"))
    #expect(!FileManager.default.fileExists(atPath: session.journal))
}

/// Six labelled messages of twelve, ranked by a model of words and vectors.
private struct RankedMessages {
    let folder: TemporaryFolder
    let encoder: Folder
    let session: WrittenJournal
    let vectors: String

    init() throws {
        folder = try TemporaryFolder()
        encoder = try TinyTransformer().folder()
        session = try WrittenJournal(in: folder)
        vectors = folder.path("messages.vectors")
    }

    var command: [String] { [Program.path, "rank", session.messages, "--strategy", "least-confidence", "-n", "6"] }

    func rank() throws -> CommandResult {
        let result = try run(command + ["--encoder", encoder.path])
        #expect(result.status == 0, "\(result.error)")
        return result
    }
}

@Test("a damaged record of a file of vectors is made again, a cut-off one taken away, and the ranking is the same")
func damagedVectors() throws {
    let messages = try RankedMessages()
    let ranked = try messages.rank().output
    #expect(try run(messages.command).output != ranked)
    let whole = try StoredVectors(messages.vectors)
    #expect(whole.records.count == 12 && whole.rest == 0)

    // A number of the seventh record.
    var damaged = whole.bytes
    damaged[whole.header.utf8.count + 1 + 6 * whole.records[0].count + 20] ^= 0x10
    try Data(damaged).write(to: URL(fileURLWithPath: messages.vectors))
    #expect(try messages.rank().output == ranked)
    let mended = try StoredVectors(messages.vectors)
    #expect(mended.records.count == 13 && mended.records.last == whole.records[6])

    try Data(whole.bytes.dropLast(5)).write(to: URL(fileURLWithPath: messages.vectors))
    #expect(try messages.rank().output == ranked)
    #expect(try StoredVectors(messages.vectors) == whole)
}

@Test("vectors of another encoder are replaced; a header that lies about its width is not believed")
func vectorsOfAnotherEncoder() throws {
    let messages = try RankedMessages()
    let ranked = try messages.rank().output
    let whole = try StoredVectors(messages.vectors)
    let words = whole.header.split(separator: " ")
    for header in [
        "tocsin vectors 1 0000000000000000 \(words[4]) 24", "tocsin vectors 1 \(words[3]) other 24",
        "tocsin vectors 1 \(words[3]) \(words[4]) 23", "tocsin vectors 1 \(words[3]) \(words[4]) 99999999999999999999",
        "tocsin vectors 1 \(words[3]) \(words[4]) -1", "tocsin vectors 1 ",
    ] {
        let bytes = Array(header.utf8) + whole.bytes.dropFirst(whole.header.utf8.count)
        try Data(bytes).write(to: URL(fileURLWithPath: messages.vectors))
        #expect(try messages.rank().output == ranked, "\(header)")
        #expect(try StoredVectors(messages.vectors) == whole, "\(header)")
    }
}

@Test("what is no file of vectors is left alone, and that vectors are not stored is said")
func foreignVectors() throws {
    let messages = try RankedMessages()
    let ranked = try messages.rank().output
    try FileManager.default.removeItem(atPath: messages.vectors)
    let notes = Data("my notes\n".utf8)
    try notes.write(to: URL(fileURLWithPath: messages.vectors))
    for _ in 0..<2 {
        let result = try messages.rank()
        #expect(result.output == ranked)
        #expect(result.error.contains("vectors are not kept in \(messages.vectors): a file of that name is there"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: messages.vectors)) == notes)
    for make in [["mkfifo"], ["mkdir"], ["ln", "-s", messages.session.messages]] {
        try FileManager.default.removeItem(atPath: messages.vectors)
        #expect(try run(make + [messages.vectors]).status == 0)
        let result = try messages.rank()
        #expect(result.output == ranked, "\(make)")
        #expect(result.error.contains("vectors are not kept in \(messages.vectors): "), "\(make): \(result.error)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: messages.session.messages)).starts(with: Data("id,text".utf8)))
}

@Test("commands that make the same vectors at once print the same, and leave a sound file")
func vectorsAtOnce() throws {
    let messages = try RankedMessages()
    let ranked = try messages.rank().output
    let whole = try StoredVectors(messages.vectors)
    try FileManager.default.removeItem(atPath: messages.vectors)
    let outputs = (0..<4).map { messages.folder.path("out\($0)") }
    let command = (messages.command + ["--encoder", messages.encoder.path]).map { "'\($0)'" }.joined(separator: " ")
    let result = try run(
        ["bash", "-c", "for out in \"$@\"; do \(command) > \"$out\" & done; wait", "bash"] + outputs)
    #expect(result.status == 0)
    for output in outputs { #expect(try String(contentsOfFile: output, encoding: .utf8) == ranked, "\(result.error)") }
    let after = try StoredVectors(messages.vectors)
    #expect(after.header == whole.header && after.rest == 0 && Set(after.records) == Set(whole.records))
}

@Test("a simulation learns from vectors, and does not go on with results of another encoder")
func simulationWithEncoder() throws {
    let folder = try TemporaryFolder()
    let encoder = try TinyTransformer().folder()
    let rows = (0..<60).map { "m\($0),\(WrittenJournal.text($0)),\($0 % 2 == 1 ? "related" : "not_related")\n" }
    let gold = try folder.file("gold.csv", "id,text,label\n" + rows.joined())
    func simulate(_ options: [String]) throws -> CommandResult {
        try run(
            [
                Program.path, "simulate", gold, "--strategies", "random", "--seeds", "1", "--start", "10", "--round",
                "10", "--labels", "30", "--format", "csv",
            ] + options)
    }
    let first = try simulate(["--encoder", encoder.path])
    #expect(first.status == 0, "\(first.error)")
    #expect(try StoredVectors(folder.path("gold.vectors")).records.count == 60)
    let again = try simulate(["--encoder", encoder.path])
    #expect(again.status == 0 && again.output == first.output)
    let results = try String(contentsOfFile: folder.path("gold.simulation.jsonl"), encoding: .utf8)
    let other = try TinyTransformer(pooling: "cls_token").folder(name: "other")
    for options in [["--encoder", "none"], [], ["--encoder", other.path]] {
        let refused = try simulate(options)
        #expect(refused.status == 1 && refused.error.contains("--encoder "), "\(options): \(refused.error)")
    }
    #expect(try String(contentsOfFile: folder.path("gold.simulation.jsonl"), encoding: .utf8) == results)
}
