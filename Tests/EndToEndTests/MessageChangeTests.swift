import Foundation
import Journal
import Messages
import Testing

/// Messages m0 to m11, the first six of which have labels that say which texts they were given for.
private struct Project {
    let folder: TemporaryFolder
    private(set) var messages: String
    var journal: String { messages.replacing(".csv", with: ".journal.jsonl") }
    var rows: [(id: String, text: String)] = (0..<12).map { ("m\($0)", WrittenJournal.text($0)) }
    static let labelled = 6

    /// - Parameter hashes: whether labels say their texts, as those of programs before 0.4 do not.
    init(hashes: Bool = true) throws {
        folder = try TemporaryFolder()
        messages = folder.path("pool.csv")
        try write()
        let pool = try MessageReader(scheme: .disaster).read(path: messages).pool
        var events: [JournalEvent] = [
            .session(
                SessionEvent(
                    tool: "0.4.0", task: LabelScheme.disaster.task, labels: LabelScheme.disaster.names,
                    poolCount: pool.count, poolDigest: pool.digest, poolFile: hashes ? "pool.csv" : nil,
                    poolRows: hashes ? pool.rowDigest : nil, seed: 42, annotator: "amina"))
        ]
        for number in 0..<Self.labelled {
            events.append(
                .label(
                    LabelEvent(
                        id: "m\(number)", label: Self.label(number), set: .training, round: 0, strategy: "random",
                        textHash: hashes ? pool.textHash(at: number) : nil)))
        }
        let lines = events.enumerated().flatMap {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 1_700_000_000_000), event: $0.element).encoded
        }
        try Data(lines).write(to: URL(fileURLWithPath: journal))
    }

    static func label(_ number: Int) -> String { number % 2 == 1 ? "related" : "not_related" }

    func write() throws {
        let text = "id,text\n" + rows.map { "\($0.id),\($0.text)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: messages))
    }

    /// Takes the file to another name.
    mutating func move(to name: String, copies: Bool = false) throws {
        let new = folder.path(name)
        if copies {
            try FileManager.default.copyItem(atPath: messages, toPath: new)
        } else {
            try FileManager.default.moveItem(atPath: messages, toPath: new)
        }
        messages = new
    }

    func rank(_ options: String...) throws -> CommandResult {
        try run([Program.path, "rank", messages, "--evaluation-items", "12", "-n", "1"] + options)
    }

    /// What `export` says of each label: id, label, what has become of the message, and its text.
    func exported(_ options: String...) throws -> [String] {
        let result = try run([Program.path, "export", messages, "--fields", "id,label,change,text"] + options)
        #expect(result.status == 0, "\(result.error)")
        return result.output.split(separator: "\n").dropFirst().map(String.init)
    }

    /// The labels as they were given, with what has become of some of the messages.
    func expected(_ changes: [String: String] = [:]) -> [String] {
        let texts = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.text) })
        return (0..<Self.labelled).map { number in
            "m\(number),\(Self.label(number)),\(changes["m\(number)"] ?? ""),\(texts["m\(number)"] ?? "")"
        }
    }

    func open(_ options: String..., columns: Int = 80, rows: Int = 24) throws -> TmuxTerminal {
        try TmuxTerminal(
            Program.label(messages) + ["--evaluation-items", "12"] + options, columns: columns, rows: rows)
    }

    func leave(_ terminal: TmuxTerminal) throws {
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }

    /// The lines of the journal that say how messages have changed.
    func messageLines() throws -> [MessagesEvent] {
        try JournalFile.read(journal).lines.compactMap { line in
            if case .messages(let event) = line.event { event } else { nil }
        }
    }
}

@Test("rows added, moved, or taken away where nobody labelled are gone on with, said, and on record")
func harmlessChanges() throws {
    var project = try Project()
    project.rows.append(("m12", "a levee"))
    try project.write()
    #expect(try project.rank().error.contains("1 message added since the last session, behind the 12 of before"))
    try project.leave(try project.open().showing(6))
    project.rows.swapAt(0, 12)
    try project.write()
    #expect(try project.rank().error.contains("the 13 messages stand in another order than in the last session"))
    var terminal = try project.open()
    try terminal.wait(forText: "the 13 messages stand in another order")
    try project.leave(terminal)
    project.rows.removeAll { ["m12", "m9"].contains($0.id) }
    try project.write()
    #expect(try project.rank().error.contains("11 messages instead of 13; all 6 labelled are there unchanged"))
    terminal = try project.open()
    try terminal.wait(forText: "11 messages instead of 13; all 6 labelled are there unchanged")
    try project.leave(terminal)
    #expect(try project.exported() == project.expected())
    let lines = try project.messageLines()
    #expect(lines.map(\.pool.count) == [13, 13, 11] && lines.map(\.added) == [1, nil, nil])
    #expect(lines.allSatisfy { $0.gone.isEmpty && $0.changed.isEmpty })
    #expect(try project.rank().error.isEmpty)
}

extension TmuxTerminal {
    /// Itself, once so many labels are shown.
    fileprivate func showing(_ count: Int) throws -> TmuxTerminal {
        try wait(for: "\(count) labels") { $0.labelled == count }
        return self
    }
}

@Test(
    "labelled rows that are gone or changed are asked about once, and no label is lost",
    arguments: [(80, 24), (40, 12)])
func changesAreAskedOnce(columns: Int, rows: Int) throws {
    var project = try Project()
    let whole = project.rows
    project.rows.remove(at: 1)
    project.rows[1].text = "quite another text"
    try project.write()
    // Who only reads is refused, with the same list.
    for command in [
        ["rank", project.messages], ["export", project.messages], ["report", project.journal, project.messages],
        ["model", "save", project.journal, project.messages, "-o", project.folder.path("m.safetensors")],
    ] {
        let refused = try run([Program.path] + command)
        #expect(refused.status == 1 && refused.output.isEmpty, "\(command)")
        for words in [
            "11 messages instead of 12", "gone     m1  related", "changed  m2  not_related  now: quite another text",
            "--accept-changes",
        ] {
            #expect(refused.error.contains(words), "\(refused.error)")
        }
        #expect(!refused.error.contains("another file"))
    }
    #expect(try project.exported("--accept-changes") == project.expected(["m1": "gone", "m2": "changed"]))
    #expect(try project.exported("--accept-changes", "--rows", "changed").count == 2)
    let texts = try run([Program.path, "export", project.messages, "--accept-changes", "--format", "fasttext"])
    #expect(texts.output.split(separator: "\n").count == 5 && texts.error.contains("1 message left out"))

    // Whoever leaves has changed nothing.
    let before = try Data(contentsOf: URL(fileURLWithPath: project.journal))
    var terminal = try project.open(columns: columns, rows: rows)
    let question = try terminal.wait(forText: "enter: go on   q: leave")
    #expect(question.contains { $0.contains("11 messages instead of 12") })
    #expect(question.contains { $0.contains("gone     m1  related") })
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 130)
    #expect(try Data(contentsOf: URL(fileURLWithPath: project.journal)) == before)

    terminal = try project.open(columns: columns, rows: rows)
    try terminal.wait(forText: "enter: go on   q: leave")
    try terminal.type("Enter")
    try terminal.wait(forText: "5 labelled + 1 gone")
    try project.leave(terminal)
    let line = try #require(try project.messageLines().last)
    #expect(line.gone == ["m1"] && line.changed.map(\.id) == ["m2"] && line.pool.file == "pool.csv")
    // It is on record now.
    #expect(try project.rank().status == 0)
    #expect(try project.exported() == project.expected(["m1": "gone", "m2": "changed"]))
    try project.leave(try project.open().showing(5))
    let report = try run([Program.path, "report", project.journal, project.messages])
    #expect(report.output.contains("1 label of messages that are not there any more"))
    #expect(report.output.contains("1 label of messages whose texts have changed"))
    // What comes back has its label, and the text that was labelled no mark.
    project.rows = whole
    try project.write()
    #expect(try project.exported() == project.expected())
}

@Test("--accept-changes answers beforehand, for a whole file of others as well, which the question says plainly")
func acceptedBeforehand() throws {
    var project = try Project()
    project.rows = (0..<30).map { ("x\($0)", "text \($0)") }
    try project.write()
    let refused = try project.rank()
    #expect(refused.status == 1 && refused.error.contains("This looks like another file"))
    #expect(refused.error.contains("--journal NEW.journal.jsonl"))
    let terminal = try project.open("--accept-changes")
    try terminal.wait(forText: "0 labelled + 6 gone")
    try terminal.wait(forText: "pool.csv: 30 messages instead of 12")
    try project.leave(terminal)
    #expect(try project.messageLines().last?.gone.count == 6)
    #expect(
        try project.exported() == project.expected(Dictionary(uniqueKeysWithValues: (0..<6).map { ("m\($0)", "gone") }))
    )
}

@Test("of labels that do not say their texts the question says that nobody can tell")
func untoldTexts() throws {
    var project = try Project(hashes: false)
    project.rows[8].text = "another text"
    try project.write()
    let refused = try project.rank()
    #expect(refused.status == 1)
    #expect(refused.error.contains("Of 6 labels cannot be told whether the text is the one that was labelled"))
    #expect(try project.rank("--accept-changes").status == 0)
}

@Test(
    "a file that got another name is known by its messages: journal, vectors, features and queue get the name, and nothing is replaced"
)
func renamedMessages() throws {
    var project = try Project()
    let old = project.journal
    let vectors = try project.folder.file("pool.vectors", "vectors")
    let queue = try project.folder.file("pool.queue", "queue")
    let features = try project.folder.file("pool.features", "features")
    try project.move(to: "flood.csv")
    let unnamed = try run([Program.path, "export", project.messages])
    #expect(unnamed.status == 1 && unnamed.error.contains("pool.journal.jsonl is of the same messages"))
    #expect(unnamed.error.contains("tocsin label"))
    let report = try run([Program.path, "report", project.journal, project.messages])
    #expect(report.status == 1 && report.error.contains("pool.journal.jsonl is of the same messages"))
    #expect(try project.rank().error.contains("pool.journal.jsonl is of the same messages"))
    var terminal = try project.open()
    let question = try terminal.wait(forText: "enter: go on   q: leave")
    #expect(question.joined(separator: " ").contains("flood.csv has no journal yet. pool.journal.jsonl"))
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 130)
    #expect(FileManager.default.fileExists(atPath: old) && !FileManager.default.fileExists(atPath: project.journal))

    terminal = try project.open()
    try terminal.wait(forText: "enter: go on   q: leave")
    try terminal.type("Enter")
    try project.leave(try terminal.showing(6))
    #expect(!FileManager.default.fileExists(atPath: old) && !FileManager.default.fileExists(atPath: vectors))
    #expect(try String(contentsOfFile: project.folder.path("flood.vectors"), encoding: .utf8) == "vectors")
    #expect(!FileManager.default.fileExists(atPath: queue) && !FileManager.default.fileExists(atPath: features))
    #expect(try String(contentsOfFile: project.folder.path("flood.features"), encoding: .utf8) == "features")
    #expect(try String(contentsOfFile: project.folder.path("flood.queue"), encoding: .utf8) == "queue")
    #expect(try project.exported() == project.expected())
    #expect(try project.messageLines().map(\.pool.file) == ["flood.csv"])

    // Added to and given another name at once, with the answer beforehand.
    project.rows.append(("m12", "a levee"))
    try project.write()
    try project.move(to: "third.csv")
    terminal = try project.open("--accept-changes")
    try terminal.wait(forText: "1 message added")
    try project.leave(terminal)
    #expect(try project.exported() == project.expected())
    #expect(try project.messageLines().last?.pool.file == "third.csv")
}

@Test("beside a copy a journal begins anew, and the one of the other file is named")
func copiedMessages() throws {
    var project = try Project()
    let old = project.journal
    let before = try Data(contentsOf: URL(fileURLWithPath: old))
    try project.move(to: "copy.csv", copies: true)
    let terminal = try project.open()
    try terminal.wait(forText: "pool.journal.jsonl is of the same messages (pool.csv)")
    try project.leave(try terminal.showing(0))
    #expect(try Data(contentsOf: URL(fileURLWithPath: old)) == before)
    #expect(try JournalFile.read(project.journal).lastPool?.file == "copy.csv")
    #expect(try project.exported() == [])
    #expect(try project.exported("--journal", old) == project.expected())
}

@Test("a first task whose messages have changed since teaches by the rows that are there as they were labelled")
func changedFirstTask() throws {
    var first = try Project()
    let second = try first.folder.file("second.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
    func rank() throws -> CommandResult {
        try run(
            [Program.path, "rank", second, "--transfer-from", first.journal, "--evaluation-items", "0", "-n", "3"])
    }
    let before = try rank()
    #expect(before.status == 0, "\(before.error)")
    first.rows.append(("m12", "a levee"))
    try first.write()
    let grown = try rank()
    #expect(grown.status == 0 && grown.output == before.output, "\(grown.error)")
    #expect(!grown.error.contains("teach nothing"))
    first.rows.remove(at: 1)
    first.rows[1].text = "quite another text"
    try first.write()
    let changed = try rank()
    #expect(changed.status == 0, "\(changed.error)")
    #expect(changed.error.contains("2 labels of \(first.journal) teach nothing"), "\(changed.error)")
    // Its messages are found by the name that its journal has on record as well.
    let elsewhere = try first.folder.file("first.jsonl", try String(contentsOfFile: first.journal, encoding: .utf8))
    let named = try run(
        [Program.path, "rank", second, "--transfer-from", elsewhere, "--evaluation-items", "0", "-n", "3"])
    #expect(named.status == 0 && named.output == changed.output, "\(named.error)")
}
