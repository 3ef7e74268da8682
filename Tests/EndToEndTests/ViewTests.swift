import Foundation
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
            [Program.path, "label", path, "--evaluation-items", "0", "--seed-items", "4", "--round", "5"] + options,
            columns: columns, rows: rows, environment: environment)
        try terminal.wait(forText: "first items")
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

@Test("keys of one's own are taken, and a file with a mistake is refused by its line")
func ownKeysFile() throws {
    let folder = try TemporaryFolder()
    let opened = try Opened(["--keys", folder.file("keys.yaml", "history: \"y\"\n")])
    try opened.terminal.type("y")
    try opened.terminal.wait(forText: "nothing is labelled yet")
    let messages = try folder.file("messages.csv", "id,text\n1,one\n2,two\n")
    for (text, mention) in [
        ("undo: z\nundone: y\n", "line 2"), ("undo: zz\n", "'zz'"), ("undo: q\n", "undo and quit"),
        ("undo: 1\n", "label"),
        ("- undo\n", "name: key"), ("undo: [\n", "no YAML"),
    ] {
        let result = try Program.run("label", messages, "--keys", folder.file("keys.yaml", text))
        #expect(result.status == 1 && result.error.contains(mention), "\(text): \(result.error)")
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
    #expect(lines.count == 21)
    for line in lines {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        for key in ["id", "title", "family", "hotkey", "sentence", "source", "cost"] {
            #expect((object[key] as? String)?.isEmpty == false)
        }
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
    let options = ["label", second, "--training", training, "--transfer-from", opened.journal]
    let terminal = try TmuxTerminal([Program.path] + options)
    try terminal.wait(forText: "round 1")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let journal = try String(contentsOfFile: folder.path("second.journal.jsonl"), encoding: .utf8)
    #expect(journal.contains("\"transfer\":{\"task\":\"disaster\",\"labels\":6,"))
    let without = try Program.run(
        "rank", second, "--training", training, "-n", "1", "--journal", folder.path("second.journal.jsonl"))
    #expect(without.status == 1 && without.error.contains("--transfer-from"))
}
