import Foundation
import Journal
import Testing

/// A project that lives through one change after the other, with what its labels have to be kept by hand.
private final class LivingProject {
    let folder: TemporaryFolder
    var file = "pool.csv"
    var rows: [(id: String, text: String)] = (0..<9).map { ("m\($0)", WrittenJournal.text($0)) }
    /// Lines of the task's file, and the key of each label.
    var scheme = ["- {name: damage, key: \"1\"}", "- {name: help, key: \"2\"}", "- {name: rumour, key: \"3\"}"]
    var task = "floods"
    /// The labels as they have to be, by message.
    var labels: [String: String] = [:]

    var messages: String { folder.path(file) }
    var journal: String { messages.replacing(".csv", with: ".journal.jsonl") }

    init() throws { folder = try TemporaryFolder() }

    func write() throws {
        _ = try folder.file(file, "id,text\n" + rows.map { "\($0.id),\($0.text)\n" }.joined())
        _ = try folder.file(
            "task.yaml", "task: \(task)\nlabels:\n" + scheme.map { "  \($0)\n" }.joined())
    }

    /// What the export says: labels by message, and what has become of each.
    func exported(_ options: String...) throws -> (labels: [String: String], changes: [String: String]) {
        let result = try run(
            [
                Program.path, "export", messages, "--task", folder.path("task.yaml"), "--fields", "id,label,change",
                "--no-header",
            ] + options)
        #expect(result.status == 0, "\(result.error)")
        var (labels, changes): ([String: String], [String: String]) = ([:], [:])
        for line in result.output.split(separator: "\n") {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            labels[cells[0]] = cells[1]
            changes[cells[0]] = cells[2].isEmpty ? nil : cells[2]
        }
        return (labels, changes)
    }

    /// Opens the project, answers what is asked, labels one message and leaves; what it was labelled as is kept by hand.
    ///
    /// - Parameter question: what has to be asked; nil where nothing is to be.
    func sitting(_ key: String, as label: String, asked question: String? = nil) throws {
        try write()
        let terminal = try TmuxTerminal(
            Program.label(messages) + [
                "--task", folder.path("task.yaml"), "--evaluation-items", "0", "--seed-items", "50", "--encoder",
                "none",
            ])
        if let question {
            try terminal.wait(forText: question)
            try terminal.type("Enter")
        }
        try terminal.wait(forText: "space skip")
        try terminal.type(key)
        let journal = journal
        let wanted = labels.count + 1
        try terminal.wait(for: "label \(wanted) is in the journal") { _ in
            guard let contents = try? JournalFile.read(journal) else { return false }
            return contents.lines.count { if case .label = $0.event { true } else { false } } == wanted
        }
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        let found = try exported()
        let new = Set(found.labels.keys).subtracting(labels.keys)
        #expect(new.count == 1)
        for id in new { labels[id] = label }
        #expect(found.labels == labels)
        #expect(try Program.run("journal", "verify", journal).status == 0)
    }

    func rename(_ old: String, _ new: String) {
        for (id, label) in labels where label == old { labels[id] = new }
    }
}

@Test("a project goes through ten changes of rows, labels, names and files, and every label is alive at the end")
func tenChanges() throws {
    let project = try LivingProject()
    for (key, label) in [("1", "damage"), ("2", "help"), ("3", "rumour")] { try project.sitting(key, as: label) }

    // 1: rows behind the others.
    project.rows += (9..<14).map { ("m\($0)", WrittenJournal.text($0)) }
    try project.sitting("1", as: "damage")
    // 2: another order.
    project.rows.reverse()
    try project.sitting("2", as: "help")
    // 3: a label with a new name.
    project.scheme[0] = "- {name: flood_damage, was: damage, key: \"1\"}"
    project.rename("damage", "flood_damage")
    try project.sitting("1", as: "flood_damage", asked: "damage is now flood_damage: 2 labels")
    // 4: a labelled row that goes.
    let gone = try #require(project.labels.first { $0.value == "help" }?.key)
    let row = try #require(project.rows.first { $0.id == gone })
    project.rows.removeAll { $0.id == gone }
    try project.sitting("3", as: "rumour", asked: gone)
    #expect(try project.exported().changes == [gone: "gone"])
    // 5: a labelled text that is changed.
    let changed = try #require(project.labels.first { $0.value == "rumour" }?.key)
    let place = try #require(project.rows.firstIndex { $0.id == changed })
    project.rows[place].text += " as was reported"
    try project.sitting("2", as: "help", asked: changed)
    #expect(try project.exported().changes == [gone: "gone", changed: "changed"])
    // 6: a new label.
    project.scheme.append("- {name: weather, key: \"4\"}")
    try project.sitting("4", as: "weather")
    // 7: two labels become one.
    project.scheme.remove(at: 1)
    project.scheme[1] = "- {name: other, was: [help, rumour], key: \"3\"}"
    project.rename("help", "other")
    project.rename("rumour", "other")
    try project.sitting("3", as: "other", asked: "other")
    // 8: the file gets another name, its journal with it.
    try FileManager.default.moveItem(atPath: project.messages, toPath: project.folder.path("pool_v2.csv"))
    project.file = "pool_v2.csv"
    try project.sitting("1", as: "flood_damage", asked: "pool.journal.jsonl")
    // 9: a label is given no more; its labels stay.
    project.scheme.removeLast()
    try project.sitting("1", as: "flood_damage", asked: "weather is retired: 1 label")
    // 10: the row that was gone is back, with its label.
    project.rows.insert(row, at: 3)
    // 11, 12, 13: other keys, colours and a task with another name.
    project.scheme[0] = "- {name: flood_damage, key: \"7\", color: red}"
    project.task = "floods and storms"
    try project.sitting("7", as: "flood_damage")
    let end = try project.exported()
    #expect(end.labels == project.labels && project.labels.count == 13)
    #expect(end.changes == [changed: "changed"])
    let shown = try Program.run("journal", "show", "--scheme", project.journal)
    for words in ["damage is now flood_damage", "weather is retired", "weather is new"] {
        #expect(shown.output.contains(words), "\(shown.output)")
    }
    let lines = try JournalFile.read(project.journal).lines
    #expect(lines.count { if case .messages = $0.event { true } else { false } } >= 5)
}
