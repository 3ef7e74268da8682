import Foundation
import Journal
import Testing

/// A task that was begun with the models of a first one, which has six labels.
private struct SecondTask {
    let folder: TemporaryFolder
    let first: WrittenJournal
    let messages: String
    let journal: String
    private let training: String

    init(first name: String = "first") throws {
        folder = try TemporaryFolder()
        first = try WrittenJournal(in: folder, name)
        messages = try folder.file("second.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
        training = try folder.file("known.csv", "id,text,label\na,flood at sea,1\nb,quiet concert,0\n")
        journal = folder.path("second.journal.jsonl")
        try label("--transfer-from", first.journal, "--transfer-rate", "0.5")
    }

    /// Opens it, labels a message, and leaves.
    func label(_ options: String...) throws {
        let terminal = try TmuxTerminal(Program.label(messages) + ["--training", training] + options)
        try terminal.wait(forText: "batch 1")
        try terminal.waitForMessage()
        let before = try terminal.screen().labelled ?? 0
        try terminal.type("1")
        try terminal.wait(for: "another label, saved") { $0.acknowledged == before + 1 }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }

    func rank(_ options: String...) throws -> CommandResult {
        try run([Program.path, "rank", messages, "--training", training] + options)
    }

    func report(_ options: String...) throws -> CommandResult {
        try run([Program.path, "report", journal, messages, "--training", training] + options)
    }
}

@Test("a second task goes on from its first as it was then, whatever has been labelled there since")
func firstTaskGoesOn() throws {
    let second = try SecondTask()
    // The session line and six labels: the last line has the number six.
    let line = try #require(try String(contentsOfFile: second.journal, encoding: .utf8).split(separator: "\n").first)
    #expect(line.contains("\"labels\":6,") && line.contains("\"rate\":0.5,\"through\":6}"))
    let before = try second.rank("--transfer-from", second.first.journal)
    #expect(before.status == 0, "\(before.error)")
    try second.first.write(labelled: 9)
    let after = try second.rank("--transfer-from", second.first.journal)
    #expect(after.status == 0, "\(after.error)")
    #expect(after.output == before.output)
    try second.label("--transfer-from", second.first.journal)
    // A first task that has lost a label is another.
    try second.first.write(labelled: 5)
    let shorter = try second.rank("--transfer-from", second.first.journal)
    #expect(shorter.status == 1 && shorter.error.contains("with 6 labels") && shorter.error.contains("with 5 labels"))
}

@Test("a second task goes on from its first as it was then, whatever its labels are called since")
func firstTaskWithNewNames() throws {
    // Messages of that name have their task beside them.
    let second = try SecondTask(first: "messages")
    let before = try second.rank("--transfer-from", second.first.journal)
    #expect(before.status == 0, "\(before.error)")
    _ = try second.folder.file("task.yaml", "task: disaster\nlabels: [not_related, {name: urgent, was: related}]\n")
    let unasked = try second.rank("--transfer-from", second.first.journal)
    #expect(unasked.status == 1 && unasked.error.contains("open it with tocsin label"), "\(unasked.error)")
    let file = URL(fileURLWithPath: second.first.journal)
    // The session line and six labels are before it.
    let change = JournalLine(
        sequence: 7, at: Timestamp(milliseconds: 1_700_000_000_000),
        event: .scheme(SchemeEvent(changes: [.rename("related", to: "urgent")])))
    try (Data(contentsOf: file) + change.encoded).write(to: file)
    let after = try second.rank("--transfer-from", second.first.journal)
    #expect(after.status == 0, "\(after.error)")
    #expect(after.output == before.output)
}

@Test("export and report of a second task need nothing of the first, and the report says so")
func withoutFirstTask() throws {
    let second = try SecondTask()
    let with = try second.report("--transfer-from", second.first.journal)
    #expect(with.status == 0, "\(with.error)")
    #expect(with.output.hasPrefix("The models of this session start from another task (disaster, 6 labels); so do"))
    for file in [second.first.journal, second.first.messages] { try FileManager.default.removeItem(atPath: file) }
    let export = try Program.run("export", second.messages)
    #expect(export.status == 0 && export.output.split(separator: "\n").count == 2, "\(export.error)")
    let page = second.folder.path("page.html")
    let without = try second.report("--html", page)
    #expect(without.status == 0, "\(without.error)")
    for text in [without.output, try String(contentsOfFile: page, encoding: .utf8)] {
        #expect(text.contains("start from another task (disaster, 6 labels); the figures here are computed without it"))
    }
    let rank = try second.rank()
    #expect(rank.status == 1)
    #expect(rank.error.contains("name that task's journal, or its labelled messages, with --transfer-from"))
}

@Test("a session line that does not say how far it learnt is held to the whole of the first journal, as it was")
func firstTaskOfOldJournal() throws {
    let second = try SecondTask()
    let text = try String(contentsOfFile: second.journal, encoding: .utf8)
    // As by hand, which format 1 allows.
    let old = text.replacing(",\"through\":6", with: "").replacing(#/,"crc":"[0-9a-f]{8}"/#, with: "")
        .replacing("{\"v\":2", with: "{\"v\":1").replacing("\"type\":\"journal\"", with: "\"type\":\"session\"")
    try Data(old.utf8).write(to: URL(fileURLWithPath: second.journal))
    #expect(try second.rank("--transfer-from", second.first.journal).status == 0)
    try second.first.write(labelled: 7)
    let longer = try second.rank("--transfer-from", second.first.journal)
    #expect(longer.status == 1 && longer.error.contains("with 7 labels"))
}

@Test("a second task learns from vectors once those of the first are there, and its queue comes back without the files")
func secondTaskWithMeaning() throws {
    let folder = try TemporaryFolder()
    let first = try WrittenJournal(in: folder, "first")
    let encoder = try TinyTransformer().folder(name: "tiny")
    let rows = (0..<24).map { "s\($0),\(WrittenJournal.text($0 + 100))\n" }
    let messages = try folder.file("second.csv", "id,text\n" + rows.joined())
    let training = try folder.file("known.csv", "id,text,label\na,flood at sea,1\nb,quiet concert,0\n")
    let options = ["--training", training, "--transfer-from", first.journal]
    func rank(_ more: String...) throws -> CommandResult {
        let result = try run([Program.path, "rank", messages, "-n", "6"] + options + more)
        #expect(result.status == 0, "\(result.error)")
        return result
    }
    func label(until isDone: ([RoundEvent]) -> Bool, _ more: String...) throws {
        let terminal = try TmuxTerminal(
            Program.label(messages) + ["--evaluation-items", "0", "--round", "2"] + options + more, columns: 200,
            rows: 30)
        try terminal.wait(forText: "batch ")
        try terminal.wait(for: "vectors of both tasks") { _ in
            ["first.vectors", "second.vectors"].allSatisfy {
                FileManager.default.fileExists(atPath: folder.path($0))
            }
        }
        var count = try terminal.wait(for: "labels") { $0.labelled != nil }.labelled ?? 0
        while try !isDone(JournalFile.read(folder.path("second.journal.jsonl")).lines.rounds) {
            try #require(count < 20)
            try terminal.waitForMessage(isPatient: true)
            try terminal.type(count % 2 == 0 ? "1" : "0")
            count += 1
            try terminal.wait(for: "\(count) labels, saved") { $0.acknowledged == count }
        }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    try label(until: { $0.contains { $0.vectors != nil } }, "--encoder", encoder.path, "--transfer-rate", "0")
    let next = try rank()
    #expect(next.error.isEmpty, "\(next.error)")
    for name in ["first.vectors", "second.vectors"] {
        try FileManager.default.removeItem(atPath: folder.path(name))
        #expect(try rank("--threads", "1").output == next.output)
        #expect(FileManager.default.fileExists(atPath: folder.path(name)))
    }
    // Whatever has been labelled there since.
    try first.write(labelled: 9)
    #expect(try rank().output == next.output)
    #expect(try rank("--encoder", "none").output != next.output)
    let before = try JournalFile.read(folder.path("second.journal.jsonl")).lines.rounds.count
    try label(until: { $0.count > before })
    #expect(try JournalFile.read(folder.path("second.journal.jsonl")).lines.rounds.last?.vectors != nil)
}

extension [JournalLine] {
    fileprivate var rounds: [RoundEvent] { compactMap { if case .round(let event) = $0.event { event } else { nil } } }
}
