import Foundation
import Journal
import Testing

/// Six messages and their task, of which all are labelled: as damage, help, help, rumour, none and none, in the order of the
/// screen.
private struct Project {
    let folder: TemporaryFolder
    let messages: String
    let journal: String

    init() throws {
        folder = try TemporaryFolder()
        messages = try folder.file(
            "messages.csv", "id,text\n" + (1...7).map { "m\($0),message number \($0)\n" }.joined())
        journal = folder.path("messages.journal.jsonl")
        try write("- damage\n- help\n- rumour\n- none")
        let terminal = try open()
        try terminal.wait(forText: "message number")
        for (count, key) in ["1", "2", "2", "3", "4", "4"].enumerated() {
            try terminal.type(key)
            try terminal.wait(for: "\(count + 1) labels, saved") { $0.acknowledged == count + 1 }
        }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }

    func write(_ labels: String, task: String = "floods") throws {
        let list = labels.split(separator: "\n").map { "  \($0)\n" }.joined()
        _ = try folder.file("task.yaml", "task: \(task)\nlabels:\n\(list)")
    }

    func open(_ options: String...) throws -> TmuxTerminal {
        try TmuxTerminal(Program.label(messages) + ["--evaluation-items", "7", "--encoder", "none"] + options)
    }

    /// How many messages are exported with each label.
    func exported(_ options: String...) throws -> [String: Int] {
        let result = try run([Program.path, "export", messages, "--fields", "label", "--no-header"] + options)
        #expect(result.status == 0, "\(result.error)")
        return result.output.split(separator: "\n").reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }
}

@Test(
    "labels that change are asked about once, old labels are read under the names of now, and a second look is offered")
func changedLabels() throws {
    let project = try Project()
    #expect(try project.exported() == ["damage": 1, "help": 2, "rumour": 1, "none": 2])
    try project.write(
        """
        - {name: flood_damage, was: damage, key: "1"}
        - {name: water, was: help, key: "2"}
        - {name: food, was: help, key: "5"}
        - {name: none, key: "4"}
        """, task: "disasters")
    let words = [
        "damage is now flood_damage: 1 label", "help is split into water and food: its 2 labels are offered",
        "rumour is retired: 1 label stays in the journal",
    ]
    let refused = try Program.run("export", project.messages)
    #expect(refused.status == 1 && refused.output.isEmpty)
    for word in words + ["--accept-changes"] { #expect(refused.error.contains(word), "\(refused.error)") }
    #expect(
        try project.exported("--accept-changes") == ["flood_damage": 1, "help": 2, "rumour": 1, "none": 2])

    var terminal = try project.open()
    for word in words { try terminal.wait(forText: word) }
    let before = try Data(contentsOf: URL(fileURLWithPath: project.journal))
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 130)
    #expect(
        try JournalContents(Array(Data(contentsOf: URL(fileURLWithPath: project.journal))), path: "j").lines.count
            == JournalContents(Array(before), path: "j").lines.count)

    terminal = try project.open()
    try terminal.wait(forText: words[0])
    try terminal.type("Enter")
    try terminal.wait(forText: "3 labels wait for a second look (key ;)")
    try terminal.type("\\;")
    try terminal.wait(forText: "for a second look: 3")
    // The first is water now, the second stays what no label is any more, and the retired one is none.
    try terminal.type("2")
    try terminal.wait(forText: "for a second look: 2")
    try terminal.type("Down", "4")
    try terminal.wait(forText: "for a second look: 1")
    // Escape and a letter at once would be another key.
    try terminal.type("Escape")
    try terminal.wait(forText: "just labelled")
    try terminal.type("u")
    try terminal.wait(for: "the retired label is back") { $0.contains { $0.contains("taken back: none") } }
    try terminal.type("\\;")
    try terminal.wait(forText: "for a second look: 2")
    try terminal.type("Escape")
    try terminal.wait(forText: "just labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try project.exported() == ["flood_damage": 1, "water": 1, "help": 1, "rumour": 1, "none": 2])

    // Not asked again; what was done before the change is taken back under the names of now.
    terminal = try project.open()
    try terminal.wait(forText: "2 labels wait for a second look")
    for _ in 0..<6 { try terminal.type("u") }
    try terminal.wait(for: "the fifth to the second label are taken back") { $0.acknowledged == 1 }
    try terminal.type("u")
    try terminal.wait(forText: "taken back: flood_damage")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)

    let shown = try Program.run("journal", "show", "--scheme", project.journal)
    #expect(shown.output.split(separator: "\n").count == 1)
    #expect(
        shown.output.contains(
            "damage is now flood_damage; help is split into water and food; rumour is retired"))
    #expect(try Program.run("journal", "verify", project.journal).status == 0)
}

@Test("a guess is said to be one, keys and new labels are only said, and --accept-changes answers beforehand")
func guessedName() throws {
    let project = try Project()
    try project.write("- {name: loss, key: \"1\"}\n- {name: help, key: \"7\"}\n- rumour\n- none\n- storm")
    let refused = try Program.run("export", project.messages)
    #expect(refused.error.contains("damage is now loss: 1 label (a guess, from its key;"), "\(refused.error)")
    #expect(!refused.error.contains("storm"))
    var terminal = try project.open("--accept-changes")
    try terminal.wait(forText: "storm is new; the key of help is now 7")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try project.exported() == ["loss": 1, "help": 2, "rumour": 1, "none": 2])

    // Another order of the labels is no change.
    try project.write(
        "- {name: storm, key: \"5\"}\n- {name: none, key: \"4\"}\n- {name: loss, key: \"1\"}\n- {name: help, key: \"7\"}\n- {name: rumour, key: \"3\"}"
    )
    let lines = try JournalFile.read(project.journal).lines.count
    terminal = try project.open()
    try terminal.wait(forText: "6 labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try JournalFile.read(project.journal).lines.count == lines + 2, "a session and its end")
}

@Test("a journal of which no label is left is refused with what would name them")
func noLabelLeft() throws {
    let project = try Project()
    try project.write("- yes\n- no")
    for options in [[], ["--accept-changes"]] {
        let refused = try run([Program.path, "export", project.messages] + options)
        #expect(refused.status == 1)
        #expect(refused.error.contains("the journal's labels are damage, help, rumour, none"), "\(refused.error)")
        #expect(refused.error.contains("- {name: yes, was: damage}"))
    }
}

@Test("a journal whose file has got another name keeps its own name where its task's file is not taken with it")
func renamedWithoutTask() throws {
    let project = try Project()
    let renamed = project.folder.path("floods.csv")
    try FileManager.default.moveItem(atPath: project.messages, toPath: renamed)
    let options = ["--evaluation-items", "7", "--encoder", "none"]
    for (more, status) in [([], Int32(1)), (["--task", project.folder.path("task.yaml")], 0)] {
        let terminal = try TmuxTerminal(Program.label(renamed) + options + more)
        try terminal.wait(forText: "has no journal yet")
        try terminal.type("Enter")
        if status == 0 {
            try terminal.wait(forText: "just labelled")
            try terminal.type("q")
        }
        #expect(try terminal.waitForEnd() == status)
        #expect(FileManager.default.fileExists(atPath: project.journal) == (status == 1))
    }
    let refused = try Program.run("export", renamed)
    #expect(refused.status == 1 && refused.error.contains("as in --task task.yaml"), "\(refused.error)")
}
