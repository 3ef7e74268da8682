import Foundation
import Sampling
import Testing

/// A session that is past its stages, over messages of which every fourth speaks of a flood.
private struct Opened {
    let folder: TemporaryFolder
    let terminal: TmuxTerminal
    let journal: String

    init(_ options: [String] = [], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        let texts = (0..<80).map { index in
            index % 4 == 0 ? "m\(index),flood at bridge \(index)" : "m\(index),café concert number \(index)"
        }
        let path = try folder.file("messages.csv", (["id,text"] + texts).joined(separator: "\n") + "\n")
        journal = folder.path("messages.journal.jsonl")
        terminal = try TmuxTerminal(
            Program.label(path) + ["--evaluation-items", "0", "--seed-items", "4", "--round", "5"] + options,
            columns: columns, rows: rows, environment: environment)
        try terminal.wait(forText: "first messages")
    }

    func lines(_ type: String) throws -> [String] {
        try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.contains("\"type\":\"\(type)\"") }
    }
}

@Test("a message is searched for without its accents, labelled from the hits, relabelled in the history")
func searchAndRelabel() throws {
    let opened = try Opened()
    try opened.terminal.type("/")
    try opened.terminal.wait(forText: "type what to look for")
    try opened.terminal.type("c", "a", "f", "e", "Space", "7", "7")
    try opened.terminal.wait(forText: "1 hit")
    try opened.terminal.type("Enter", "0")
    try opened.terminal.wait(for: "the list or count") { $0.contains { $0.hasPrefix(">0") } }
    #expect(try opened.lines("label").first?.contains("\"id\":\"m77\",\"label\":\"not_related\"") ?? false)
    try opened.terminal.type("Escape")
    try opened.terminal.wait(forText: "1 labelled")
    try opened.terminal.type("h")
    try opened.terminal.wait(forText: "newest first")
    try opened.terminal.type("1")
    try opened.terminal.wait(for: "the list or count") { $0.contains { $0.hasPrefix(">1") } }
    let labels = try opened.lines("label")
    #expect(labels.count == 2 && labels[1].contains("\"label\":\"related\""))
    try opened.terminal.type("u")
    try opened.terminal.wait(for: "the list or count") { $0.contains { $0.hasPrefix(">0") } }
}

@Test("a note and a flag stand on the screen and in the journal, and a note can come from an editor")
func noteAndFlag() throws {
    let opened = try Opened(environment: ["EDITOR": "sed -i s/really/truly/"])
    try opened.terminal.type("n")
    try opened.terminal.wait(forText: "note:")
    try opened.terminal.type("r", "e", "a", "l", "l", "y", "Enter")
    try opened.terminal.wait(forText: "note: really")
    try opened.terminal.type("f")
    try opened.terminal.wait(forText: "FLAGGED")
    try opened.terminal.type("e")
    try opened.terminal.wait(forText: "note: truly")
    #expect(try opened.lines("flag").count == 1)
    #expect(try opened.lines("note").count == 2)
}

@Test("one key gives the near copies of a message its label, and one key takes it back from all of them")
func nearCopiesAtOnce() throws {
    let opened = try Opened()
    // Until there is a model, which says what is like what; how many labels that takes depends on the machine.
    for count in 0..<60 {
        let screen = try opened.terminal.wait(forText: "\(count) labelled")
        if screen.contains(where: { $0.contains("batch 1 ") }) { break }
        if count > 4 { Thread.sleep(forTimeInterval: 0.2) }
        try opened.terminal.type(screen.contains { $0.hasPrefix("   flood") } ? "1" : "0")
    }
    let before = try opened.lines("label").count
    try opened.terminal.type("=")
    try opened.terminal.wait(forText: "near copies of the message just labelled")
    try opened.terminal.type("=")
    try opened.terminal.wait(forText: "near copies got the same label")
    let labels = try opened.lines("label").dropFirst(before)
    let sequence = #/"seq":([0-9]+)/#
    let first = try #require(labels.first?.firstMatch(of: sequence)?.1)
    #expect(labels.count > 1 && labels.dropFirst().allSatisfy { $0.contains("\"with\":\(first)") })
    try opened.terminal.type("u")
    try opened.terminal.wait(forText: " \(before) labelled")
    #expect(try opened.lines("undo").count == labels.count)
}

@Test("in the history u takes back the chosen row's label, however old, and on the message it gives it back")
func oldLabelTakenBack() throws {
    let opened = try Opened()
    for count in 0..<3 {
        try opened.terminal.wait(forText: "\(count) labelled")
        try opened.terminal.type("0")
    }
    try opened.terminal.wait(forText: "3 labelled")
    try opened.terminal.type("h", "Down", "Down")
    try opened.terminal.wait(for: "the oldest label chosen") { $0.count > 3 && $0[3].hasPrefix(">0") }
    try opened.terminal.type("u")
    try opened.terminal.wait(forText: "taken back: not related")
    let first = try #require(try opened.lines("label").first?.firstMatch(of: #/"seq":([0-9]+).*"id":"([^"]+)"/#))
    let taken = try #require(try opened.lines("unlabel").first)
    #expect(taken.contains("\"id\":\"\(first.2)\",\"of\":\(first.1)"))
    try opened.terminal.type("Escape")
    try opened.terminal.wait(forText: "2 labelled")
    try opened.terminal.wait(forText: "undone: label it again")
    try opened.terminal.type("u")
    try opened.terminal.wait(forText: "labelled again as before: not related")
    try opened.terminal.wait(forText: "3 labelled")
}

@Test("a switch says what it was, leaves the message at hand, and is taken back by the same key as a label")
func switchAndBack() throws {
    let opened = try Opened()
    let shown = try opened.terminal.screen()
    try opened.terminal.type("M")
    let switched = try opened.terminal.wait(forText: "atlas -> margin; u takes it back")
    #expect(switched[3] == shown[3])
    try opened.terminal.type("u")
    let back = try opened.terminal.wait(forText: "margin -> atlas again")
    #expect(back[3] == shown[3])
    #expect(try opened.lines("strategy").count == 1 && opened.lines("undo").count == 1)
}

@Test("keys of one's own are taken, and a file with a mistake is refused by its line")
func ownKeysFile() throws {
    let folder = try TemporaryFolder()
    let opened = try Opened(["--keys", folder.file("keys.yaml", "history: \"y\"\n")])
    try opened.terminal.type("y")
    try opened.terminal.wait(forText: "nothing is labelled yet")
    let messages = try folder.file("messages.csv", "id,text\n1,one\n2,two\n")
    for (text, mention) in [
        ("undo: z\nundone: y\n", "line 2"), ("undo: zz\n", "'zz'"), ("undo: q\n", "undo and quit"),
        ("undo: 1\n", "'1' would mean undo and label 'related'; give undo another key"),
        ("help: K\n", "'K' would mean help and strategy 'clusters'; give help another key"),
        ("strategy-atlas: R\n", "'R' would mean strategy-atlas and strategy 'random'"),
        ("strategy-atlas: q\n", "quit and strategy-atlas"), ("strategy-none: q\n", "'strategy-none'"),
        ("undo: ctrl-z\n", "'ctrl-z' of undo would be the terminal's own"),
        ("note: ctrl-m\n", "'ctrl-m' of note is 'enter'"),
        ("- undo\n", "name: key"), ("undo: [\n", "no YAML"),
    ] {
        let result = try Program.run("label", messages, "--keys", folder.file("keys.yaml", text))
        #expect(result.status == 1 && result.error.contains(mention), "\(text): \(result.error)")
    }
}

@Test("a task is refused whose labels hide a key, or are more than there are keys for, and nothing is opened")
func refusedTasks() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("messages.csv", "id,text\n1,one\n2,two\n")
    let many = (1...21).map { "label\($0)" }.joined(separator: ", ")
    for (text, mention) in [
        ("labels: [{name: water, key: h}, food]", "'h' of label 'water' is the program's for 'history'"),
        ("labels: [{name: water, key: \"?\"}, food]", "'?' of label 'water' is the program's for 'help'"),
        ("labels: [{name: water, key: w}, {name: food, key: w}]", "'w' is that of both label 'water' and label 'food'"),
        ("labels: [\(many)]", "task.yaml: there are 21 labels, and keys for 20"),
        ("labels: [\(many)]", "give 1 label a key each, as in - {name: label21, key: \"+\"}"),
    ] {
        let result = try Program.run("label", messages, "--task", folder.file("task.yaml", text))
        #expect(result.status == 1 && result.error.contains(mention), "\(text): \(result.error)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("messages.journal.jsonl")))
    }
}

@Test("the curves are there after two rounds, in signs that every font has too", arguments: ["tmux-256color", "linux"])
func curves(type: String) throws {
    let opened = try Opened(environment: ["TERM": type])
    for number in 0..<8 {
        let screen = try opened.terminal.wait(for: "the list or count") {
            $0.contains { $0.contains("\(number) labelled") }
        }
        try opened.terminal.type(screen.count > 3 && screen[3].contains("flood") ? "1" : "0")
    }
    try opened.terminal.wait(for: "the list or count") { $0.contains { $0.contains("8 labelled") } }
    try opened.terminal.type("c")
    let screen = try opened.terminal.wait(forText: "agreement")
    // Box drawing, blocks, braille.
    let hasSigns = screen.joined().unicodeScalars.contains {
        (0x2500...0x259F).contains($0.value) || (0x2800...0x28FF).contains($0.value)
    }
    if type == "linux" { #expect(!hasSigns) }
    try opened.terminal.type("Escape")
    try opened.terminal.wait(forText: "labelled")
}

@Test("strategies are listed as JSON, one object a line")
func strategiesAsJSON() throws {
    let result = try Program.run("strategies", "--format", "json")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == StrategyCatalogue.standard.ids.count)
    for line in lines {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        for key in ["id", "title", "family", "sentence", "source", "cost"] {
            #expect((object[key] as? String)?.isEmpty == false)
        }
        let declaration = try #require(StrategyCatalogue.standard.declaration(of: object["id"] as? String ?? ""))
        #expect(object["hotkey"] as? String == declaration.hotkey.map { String($0) })
        #expect(Set(object["reads"] as? [String] ?? []) == Set(declaration.reads.map(\.rawValue)))
        #expect(Set(object["tasks"] as? [String] ?? []) == Set(declaration.tasks.map(\.rawValue)))
    }
}

@Test("a second task starts from the journal of the first, says so in its own, and is not resumed without it")
func transferFromJournal() throws {
    let opened = try Opened()
    for number in 0..<6 {
        let screen = try opened.terminal.wait(for: "the list or count") {
            $0.contains { $0.contains("\(number) labelled") }
        }
        try opened.terminal.type(screen.count > 3 && screen[3].contains("flood") ? "1" : "0")
    }
    try opened.terminal.wait(for: "the list or count") { $0.contains { $0.contains("6 labelled") } }
    try opened.terminal.type("q")
    #expect(try opened.terminal.waitForEnd() == 0)
    let folder = try TemporaryFolder()
    let second = try folder.file("second.csv", "id,text\n1,flood at the mill\n2,concert at noon\n3,bridge gone\n")
    let training = try folder.file("known.csv", "id,text,label\na,flood at sea,1\nb,quiet concert,0\n")
    let options = ["--training", training, "--transfer-from", opened.journal]
    let terminal = try TmuxTerminal(Program.label(second) + options)
    try terminal.wait(forText: "batch 1")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let journal = try String(contentsOfFile: folder.path("second.journal.jsonl"), encoding: .utf8)
    #expect(journal.contains("\"transfer\":{\"task\":\"disaster\",\"labels\":6,"))
    let without = try Program.run(
        "rank", second, "--training", training, "-n", "1", "--journal", folder.path("second.journal.jsonl"))
    #expect(without.status == 1 && without.error.contains("--transfer-from"))
}

@Test("an option and a recipe are chosen in the menu, are in force, and stand in the journal")
func recipeInTheMenu() throws {
    let opened = try Opened()
    try opened.terminal.type("s")
    try opened.terminal.wait(forText: "in use: atlas")
    for key in ["Tab", "Space"] { try opened.terminal.type(key) }
    try opened.terminal.wait(forText: "[x] head")
    try opened.terminal.type("Enter")
    try opened.terminal.wait(forText: "ATLAS :head")
    try opened.terminal.type("4")
    try opened.terminal.wait(forText: "4 a round, 5 now: atlas:head=4")
    try opened.terminal.type("End")
    try opened.terminal.wait(forText: "no preference")
    // What is pasted is no key.
    try opened.terminal.send(Array("\u{1B}[200~12\u{1B}[201~".utf8))
    try opened.terminal.wait(forText: "pasted text labels nothing")
    try opened.terminal.type("1")
    try opened.terminal.wait(forText: "5 of 5 a round: atlas:head=4,random=1")
    try opened.terminal.type("Enter")
    try opened.terminal.wait(forText: "atlas -> atlas:head=4,random=1; u takes it back")
    try opened.terminal.wait(for: "the recipe in force") { $0.first?.contains("· atlas:") ?? false }
    let strategies = try opened.lines("strategy")
    #expect(strategies.count == 1 && strategies[0].contains("\"recipe\":\"atlas:head=4,random=1\""))
}
