import Foundation
import Journal
import Learning
import Messages
import Sampling
import SessionFixture
import Testing

@testable import Annotation

/// A session over the sample messages, whose annotator knows every answer and does a little of everything.
private struct RecordedSession {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private let gold: ReadMessages
    private let corpus: Corpus
    private let session: AnnotationSession
    private let journal = MemoryJournal()
    private let runner: ManualRunner
    /// The journal's lines, and between them what the queue was like.
    private(set) var record: [String] = []

    init() throws {
        func read(_ name: String) throws -> ReadMessages {
            try MessageReader(scheme: .disaster).read(
                path: Self.root.appendingPathComponent("sample-data/\(name).csv").path)
        }
        gold = try read("gold")
        corpus = Corpus(
            scheme: .disaster, pool: try read("messages").pool,
            training: try LabelledSet(try read("training"), option: "--training"),
            evaluation: try LabelledSet(try read("evaluation"), option: "--evaluation"))
        let settings = SessionSettings(
            seed: 42, evaluationItems: 6, seedItems: 0, roundSize: 12, repeatShare: 0.1, recipe: .standard)
        runner = ManualRunner(Ranker(corpus: corpus, settings: settings, threads: 2))
        session = AnnotationSession(
            state: try SessionState(corpus: corpus, settings: settings), journal: journal, runner: runner,
            now: { Timestamp(milliseconds: 1_700_000_000_000) })
    }

    private func learn() throws {
        while let report = try runner.answer() { session.receive(report) }
    }

    private func answer(_ row: Int) -> Int {
        gold.pool.index(ofID: corpus.pool.id(at: row)).flatMap { gold.answers[$0]?.label } ?? 0
    }

    private func label(_ count: Int) throws {
        for _ in 0..<count {
            try learn()
            guard let row = session.current?.row else { return }
            session.label(answer(row), afterMilliseconds: 900)
        }
    }

    private mutating func note(_ what: String) {
        let ids = session.upcoming(24).map { corpus.pool.id(at: $0.row) + ($0.score.map { " \($0)" } ?? "") }
        record.append("# \(what): \(ids.joined(separator: ", "))")
    }

    mutating func play() throws {
        try label(8)
        note("first round")
        try label(14)
        session.skip()
        session.undo()
        note("after an undo")
        session.choose(try Recipe(parsing: "margin"))
        try label(13)
        note("margin")
        for strategy in StrategyCatalogue.standard.ids where strategy != "margin" {
            session.choose(try Recipe(parsing: strategy))
            try label(2)
            note(strategy)
        }
        let rows = session.upcoming(9).map(\.row)
        session.label(rows: [rows[3], rows[5], rows[7]], 1)
        _ = session.takeBack(rows[5])
        session.note("a note", on: rows[1])
        session.toggleFlag(rows[2])
        session.choose(try Recipe(parsing: "atlas=8,random=2,representative=2"))
        try label(20)
        session.learnNow()
        try label(6)
        note("in the end")
        record += journal.lines.map { line in
            // How long a round took is another number every time, and so is the checksum behind it.
            String(decoding: line.encoded, as: UTF8.self).replacing(#/(,"seconds":[^,]*)?,"crc":.*\n/#, with: "}")
        }
        // The C library's exponential may end in another bit on another processor.
        record = record.map { $0.replacing(#/(\.[0-9]{9})[0-9]+/#) { $0.output.1 } }
    }

    static var file: URL { root.appendingPathComponent("Tests/AnnotationTests/Recorded/session.txt") }
}

@Test(
    "a session plays as it was recorded: the same journal, the same messages next, and their scores",
    .tooSlowForThreadSanitizer)
func recordedSession() throws {
    var session = try RecordedSession()
    try session.play()
    guard let recorded = try? String(contentsOf: RecordedSession.file, encoding: .utf8) else {
        try Data((session.record.joined(separator: "\n") + "\n").utf8).write(to: RecordedSession.file)
        Issue.record("there was no record; one has been written")
        return
    }
    let lines = recorded.split(separator: "\n").map(String.init)
    #expect(lines.count == session.record.count)
    for (line, (was, now)) in zip(lines, session.record).enumerated() where was != now {
        Issue.record("line \(line + 1) of the record\nwas \(was)\nis  \(now)")
        return
    }
}
