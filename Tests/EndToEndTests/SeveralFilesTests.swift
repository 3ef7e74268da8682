import Answers
import Foundation
import Journal
import Messages
import Testing

/// A copy of the sample task of several labels a message, with a journal of four answers.
private struct SeveralTask {
    let folder: TemporaryFolder

    var messages: String { folder.path("messages.csv") }

    init() throws {
        folder = try TemporaryFolder()
        for name in ["messages.csv", "evaluation.csv", "training.csv", "gold.csv", "task.yaml"] {
            try FileManager.default.copyItem(
                at: Article.root.appendingPathComponent("sample-data/needs-several/\(name)"),
                to: URL(fileURLWithPath: folder.path(name)))
        }
        let scheme = try LabelScheme(contentsOf: folder.path("task.yaml"))
        let pool = try MessageReader(scheme: scheme).read(path: messages).pool
        let answers: [[String]] = [["water", "food"], [], ["missing", "information"], ["power"]]
        var events: [JournalEvent] = [
            .session(
                SessionEvent(
                    tool: "0.4.0", task: scheme.task, labels: scheme.names, poolCount: pool.count,
                    poolDigest: pool.digest, seed: 42, annotator: "amina", isSeveral: true))
        ]
        for (row, names) in answers.enumerated() {
            events.append(
                .label(
                    LabelEvent(
                        id: pool.id(at: row), answer: NamedAnswer(several: names), set: .training, round: 0,
                        strategy: "random")))
        }
        let bytes = events.enumerated().flatMap { sequence, event in
            JournalLine(
                sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(sequence) * 1_000),
                event: event
            ).encoded
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path("messages.journal.jsonl")))
    }

    func run(_ command: String, _ more: String...) throws -> CommandResult {
        try EndToEndTests.run([Program.path, command, messages] + more)
    }
}

@Test("export writes lists of labels, or a column for each, which are read back the same")
func severalExport() throws {
    let task = try SeveralTask()
    let lists = try task.run("export", "--fields", "label")
    #expect(lists.error.isEmpty, "\(lists.error)")
    #expect(lists.output == "labels\nwater;food\n[]\nmissing;information\npower\n")
    let json = try task.run("export", "--format", "jsonl", "--fields", "label")
    #expect(json.output.hasPrefix("{\"labels\":[\"water\",\"food\"]}\n{\"labels\":[]}\n"))
    let columns = try task.run("export", "--fields", "label", "--as-label-columns")
    #expect(
        columns.output == """
            water,food,shelter,medical,rescue,missing,power,transport,safety,information
            1,1,0,0,0,0,0,0,0,0
            0,0,0,0,0,0,0,0,0,0
            0,0,0,0,0,1,0,0,0,1
            0,0,0,0,0,0,1,0,0,0

            """)
    let scheme = try LabelScheme(contentsOf: task.folder.path("task.yaml"))
    for options in [["--rows", "all"], ["--rows", "all", "--as-label-columns"]] {
        let text = try EndToEndTests.run([Program.path, "export", task.messages] + options).output
        let read = try MessageReader(scheme: scheme).read(bytes: Array(text.utf8), path: "m.csv")
        #expect(read.problems.isEmpty && read.pool.count == 360)
        #expect(read.answers.compactMap { $0?.labels } == [[0, 1], [], [5, 9], [6]])
    }
}

@Test("what options of several labels cannot do is said in words")
func severalRefusals() throws {
    let task = try SeveralTask()
    let words = try task.run("export", "--format", "fasttext")
    #expect(words.status == 0 && words.output.hasPrefix("__label__water __label__food "))
    #expect(words.error.contains("1 message has no label that holds"))
    for (options, text) in [
        (["--as-label-columns", "--format", "spacy"], "spacy has a form of its own for several labels"),
        (["--as-label-columns", "--codes"], "take either"),
        (["--as-label-columns", "--fields", "id,text"], "--fields has no label"),
        (["--label-columns", "training:water,fodo"], "there is no column 'water'"),
        (["--label-columns", "all", "--label-column", "labels"], "name either for a file"),
    ] {
        let result = try EndToEndTests.run([Program.path, "export", task.messages] + options)
        #expect(result.status != 0 && result.error.contains(text), "\(result.error)")
    }
    // The files of a task of several labels, in a task of one.
    let one = try task.folder.file("one.yaml", "task: t\nlabels: [water, food, shelter]\n")
    let several = try EndToEndTests.run([
        Program.path, "rank", task.messages, "--task", one, "--encoder", "none", "--training",
        try task.folder.file("t.csv", "id,text,labels\n1,a,water;food\n"), "--alone",
    ])
    #expect(
        several.status != 0 && several.error.contains("several labels in a task of one; write several: true"),
        "\(several.error)")
    let columns = try EndToEndTests.run([
        Program.path, "rank", task.messages, "--task", one, "--alone", "--label-columns", "all",
    ])
    #expect(columns.status != 0 && columns.error.contains("--label-columns is for tasks in which"), "\(columns.error)")
}
