import Foundation
import Testing

/// Two hundred short messages, every third of which speaks of a flood.
private func messages(_ count: Int = 200) -> String {
    let loud = ["flood in the old town", "river over the road", "boats take people from roofs", "levee broken at"]
    let quiet = [
        "new album on friday", "council votes on parking", "cricket rained off", "recipe of the day", "lost cat",
    ]
    var lines = ["id,text"]
    for index in 0..<count {
        let text = index % 3 == 0 ? loud[index / 3 % loud.count] : quiet[index % quiet.count]
        lines.append("m\(index),\(text) \(index)")
    }
    return lines.joined(separator: "\n") + "\n"
}

/// A session with stages of a few items, so that a test comes to rounds quickly.
private struct Session {
    let folder: TemporaryFolder
    let path: String
    let journal: String

    init() throws {
        folder = try TemporaryFolder()
        path = try folder.file("messages.csv", messages())
        journal = folder.path("messages.journal.jsonl")
    }

    var options: [String] { ["--evaluation-items", "2", "--seed-items", "4", "--round", "5"] }

    func open(columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]) throws -> TmuxTerminal {
        try TmuxTerminal(
            Program.label(path) + options, columns: columns, rows: rows, environment: environment)
    }

    func lines() throws -> [String] {
        try String(contentsOfFile: journal, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    func count(_ type: String) throws -> Int {
        try lines().count { $0.contains("\"type\":\"\(type)\"") }
    }
}

/// The row below the status and its rule in which the message stands.
private func message(_ screen: [String]) -> String { screen.count > 3 ? screen[3] : "" }

extension TmuxTerminal {
    /// Labels as an annotator would who knows the answer, and waits for the screen after each key.
    fileprivate func label(_ count: Int, from done: Int) throws {
        for number in done..<done + count {
            let screen = try waitUntilSaved(labels: number)
            let isLoud = ["flood", "river", "boats", "levee"].contains { message(screen).contains($0) }
            try type(isLoud ? "1" : "0")
        }
        try waitUntilSaved(labels: done + count)
    }

    /// The whole screen, when it is drawn to its last row and all labels are saved.
    @discardableResult
    fileprivate func waitUntilSaved(labels: Int) throws -> [String] {
        try wait(for: "\(labels) labels, saved") { screen in
            guard screen.contains(where: { $0.contains("\(labels) labelled") }),
                let status = screen.lastIndex(where: { $0.hasSuffix(" saved") })
            else { return false }
            // The row below is drawn last: keys, or a notice.
            return status + 1 < screen.count && !screen[status + 1].isEmpty
        }
    }

    /// Labels until a round picks the messages, and that message is on the screen. A round that was learnt waits
    /// for the annotator to finish the message at hand, so how many labels it takes depends on the machine.
    ///
    /// - Returns: how many labels there are then, and the screen.
    fileprivate func labelToFirstRound(atLeast count: Int) throws -> (labelled: Int, screen: [String]) {
        try label(count, from: 0)
        for labelled in count..<count + 60 {
            let screen = try wait(forText: "saved")
            if screen.contains(where: { $0.contains("batch 1 ") }) { return (labelled, screen) }
            Thread.sleep(forTimeInterval: 0.2)
            try label(1, from: labelled)
        }
        throw NeverSeen()
    }
}

@Test("label ten, undo one, switch the strategy, be killed, and go on at the same message")
func theMainStory() throws {
    let session = try Session()
    let terminal = try session.open()
    let (labelled, first) = try terminal.labelToFirstRound(atLeast: 10)
    try terminal.type("u")
    let undone = try terminal.wait(forText: "\(labelled - 1) labelled")
    #expect(message(undone) != message(first))
    #expect(undone.contains { $0.contains("undone: label it again") })
    #expect(try session.count("undo") == 1)

    try terminal.type("L")
    try terminal.wait(forText: "least-confidence")
    try terminal.type("1")
    let next = try terminal.wait(for: "all labels, saved, and a message chosen by least confidence") { screen in
        screen.contains { $0.contains("\(labelled) labelled") }
            && screen.contains { $0.contains("of its best guess") }
            && screen.contains { $0.hasSuffix("saved") }
    }
    #expect(message(next) != message(undone))

    kill(terminal.processID, SIGKILL)
    _ = try terminal.waitForEnd()
    let written = try session.lines()

    let resumed = try session.open()
    let again = try resumed.wait(for: "the same message and labels") { screen in
        screen.contains { $0.contains("\(labelled) labelled") }
            && screen.contains { $0.contains("of its best guess") }
    }
    #expect(message(again) == message(next))
    #expect(Array(try session.lines().prefix(written.count)) == written)
    try resumed.type("q")
    #expect(try resumed.waitForEnd() == 0)
    #expect(try Program.run("journal", "verify", session.journal).status == 0)
}

@Test(
    "who comes back sees the same message with the kept queue, without it, and with one that came to harm; it is the owner's alone"
)
func keptQueueInTheTerminal() throws {
    let session = try Session()
    let queue = session.folder.path("messages.queue")
    var terminal = try session.open()
    let (labelled, screen) = try terminal.labelToFirstRound(atLeast: 8)
    let kept = Date(timeIntervalSinceNow: 60)
    while !FileManager.default.fileExists(atPath: queue), Date() < kept { Thread.sleep(forTimeInterval: 0.02) }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: queue))
    #expect(try FileManager.default.attributesOfItem(atPath: queue)[.posixPermissions] as? Int == 0o600)
    for harm in [nil, bytes, bytes.dropLast(), Data("tocsin queue 1 ".utf8), Data("my notes\n".utf8)] {
        try? FileManager.default.removeItem(atPath: queue)
        try harm?.write(to: URL(fileURLWithPath: queue))
        terminal = try session.open()
        let again = try terminal.wait(for: "the same message") { screen in
            screen.contains { $0.contains("\(labelled) labelled") } && !screen.contains { $0.contains("ranking all") }
        }
        #expect(message(again) == message(screen))
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    #expect(try String(contentsOfFile: queue, encoding: .utf8) == "my notes\n")
    #expect(try Program.run("journal", "verify", session.journal).status == 0)
}

@Test("rank prints what the screen shows, item for item")
func rankEqualsScreen() throws {
    let session = try Session()
    let terminal = try session.open()
    let screen = try terminal.labelToFirstRound(atLeast: 8).screen
    #expect(screen.contains { $0.contains("misjudged: ") || $0.contains("no mistake seen yet: ") })
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let ranked = try run([Program.path, "rank", session.path, "-n", "5"] + session.options)
    #expect(ranked.status == 0, "\(ranked.error)")
    let texts = try ranked.output.split(separator: "\n").map { line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(object?["text"] as? String)
    }
    #expect(texts.count == 5)
    #expect(message(screen).trimmingCharacters(in: .whitespaces) == texts.first)
    let listed = screen.drop { !$0.hasPrefix(" next") }.dropFirst().prefix(4)
    for (row, text) in zip(listed, texts.dropFirst()) { #expect(row.contains(text.prefix(30))) }
}

@Test("labels are exported in three forms, and the CSV is read again")
func export() throws {
    let session = try Session()
    let terminal = try session.open()
    try terminal.label(8, from: 0)
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let csv = try Program.run("export", session.path)
    #expect(csv.status == 0, "\(csv.error)")
    #expect(csv.output.split(separator: "\n").count == 9)
    let jsonl = try Program.run("export", session.path, "--format", "jsonl")
    #expect(jsonl.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"id\":") })
    let fasttext = try Program.run("export", session.path, "--format", "fasttext")
    #expect(fasttext.output.split(separator: "\n").allSatisfy { $0.hasPrefix("__label__") })
    let labelled = try session.folder.file("labelled.csv", csv.output)
    let again = try Program.run("rank", session.path, "--journal", session.folder.path("none.jsonl"), "-n", "1")
    #expect(again.status == 1)
    let trained = try run([
        Program.path, "rank", session.path, "--training", labelled, "-n", "3", "--strategy", "entropy",
    ])
    #expect(trained.status == 0, "\(trained.error)")
    #expect(trained.output.split(separator: "\n").count == 3)
}

@Test("the screen survives every size and is itself again at 80 by 24")
func resizing() throws {
    let session = try Session()
    let terminal = try session.open()
    let first = try terminal.waitUntilSaved(labels: 0)
    for (columns, rows) in [(20, 5), (10, 3), (200, 60), (40, 12), (3, 1)] {
        try terminal.resize(columns: columns, rows: rows)
        Thread.sleep(forTimeInterval: 0.1)
    }
    try terminal.resize(columns: 80, rows: 24)
    try terminal.wait(for: "the first screen again") { $0 == first }
}

@Test("on a screen that is too small keys write nothing, and q leaves")
func keysOnASmallScreen() throws {
    let session = try FixedOrder(30)
    let terminal = try TmuxTerminal(session.command)
    try terminal.wait(forText: "0 labelled")
    try terminal.resize(columns: 18, rows: 4)
    let small = try terminal.wait(forText: "20x5 needed")
    #expect(small.contains("q quits"))
    try terminal.type("1", "1", "0", "Space", "u")
    try terminal.resize(columns: 80, rows: 24)
    try terminal.wait(forText: "0 labelled")
    try terminal.resize(columns: 18, rows: 4)
    try terminal.wait(forText: "20x5 needed")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try session.labelled().isEmpty)
    #expect(!(try String(contentsOfFile: session.journal, encoding: .utf8)).contains("\"type\":\"skip\""))
}

@Test("leaving gives the terminal back", arguments: ["q", "C-c", "C-\\", "SIGTERM", "SIGHUP"])
func leaving(way: String) throws {
    let session = try Session()
    // A shell around the program shows what state the terminal is left in.
    let command = "\(Program.path) label \(session.path); echo left with $?; stty -a | grep -c ' echo '; sleep 100"
    let terminal = try TmuxTerminal(["bash", "-c", command])
    try terminal.wait(forText: "0 labelled")
    switch way {
    case "SIGTERM", "SIGHUP":
        let children = try run(["pgrep", "-P", "\(terminal.processID)"]).output
        let program = try #require(Int32(children.split(separator: "\n").first ?? ""))
        kill(program, way == "SIGHUP" ? SIGHUP : SIGTERM)
    default: try terminal.type(way)
    }
    let screen = try terminal.wait(forText: "left with 0")
    let after = try terminal.wait(for: "echo is on") { $0.contains("1") }
    #expect(!screen.contains { $0.contains("labelled") })
    #expect(!after.isEmpty)
}

@Test("Ctrl-Z stops the program and fg brings the screen back")
func stopAndContinue() throws {
    let session = try Session()
    let terminal = try TmuxTerminal(["bash", "--norc", "--noprofile", "-i"])
    try terminal.type((Program.label(session.path) + session.options).joined(separator: " "), "Enter")
    try terminal.wait(forText: "0 labelled")
    try terminal.type("0")
    let before = try terminal.waitUntilSaved(labels: 1)
    try terminal.type("C-z")
    try terminal.wait(forText: "Stopped")
    try terminal.type("fg", "Enter")
    let after = try terminal.wait(for: "the screen is back") { $0 == before }
    #expect(after == before)
    try terminal.type("0")
    try terminal.wait(forText: "2 labelled")
}

@Test(
    "a terminal that cannot show messages is refused, with the way out",
    arguments: [
        ("TERM=nonsense", "'nonsense'"), ("TERM=dumb", "'dumb' (TERM) is not known here, or cannot address its screen"),
        ("LC_ALL=de_DE.ISO-8859-1", "takes ISO-8859-1"), ("LC_ALL=ru_RU.KOI8-R", "try LC_ALL=C.UTF-8"),
    ])
func unfitTerminal(setting: String, mention: String) throws {
    let session = try Session()
    let terminal = try TmuxTerminal(
        ["bash", "-c", "\(setting) \(Program.path) label \(session.path); echo ended with $?; sleep 100"], columns: 250)
    let screen = try terminal.wait(forText: "ended with 1")
    #expect(screen.contains { $0.contains(mention) })
    #expect(!FileManager.default.fileExists(atPath: session.journal))
}

@Test("what the C library cannot place is a mark on the screen, not a gap")
func unplaced() throws {
    let folder = try TemporaryFolder()
    // U+0378 and U+3FFFD are assigned to nothing.
    let messages = try folder.file("messages.csv", "id,text\n1,a\u{378}b\u{3FFFD}c\n")
    let terminal = try TmuxTerminal([Program.path, "label", messages])
    try terminal.wait(forText: "a\u{FFFD}b\u{FFFD} c")
}

@Test("Ctrl-C and Ctrl-\\ end the editor of a note and not the program", arguments: ["C-c", "C-\\"])
func interruptedEditor(key: String) throws {
    let session = try Session()
    let terminal = try session.open(environment: ["EDITOR": "sh -c 'echo editing; exec sleep 100'"])
    try terminal.waitUntilSaved(labels: 0)
    try terminal.type("e")
    try terminal.wait(forText: "editing")
    try terminal.type(key)
    // 128 and SIGINT or SIGQUIT.
    try terminal.wait(forText: "it ended with \(key == "C-c" ? 130 : 131)")
    try terminal.type("1")
    try terminal.waitUntilSaved(labels: 1)
    // The signals are the program's again.
    try terminal.type(key)
    #expect(try terminal.waitForEnd() == 0)
}

@Test("Ctrl-Z within the editor of a note stops both, and fg brings both back")
func stoppedEditor() throws {
    let session = try Session()
    let terminal = try TmuxTerminal(
        ["bash", "--norc", "--noprofile", "-i"], columns: 250,
        environment: ["EDITOR": "sh -c 'echo editing; exec sleep 100'"])
    try terminal.type("\(Program.path) label --guard 0 \(session.path)", "Enter")
    try terminal.waitUntilSaved(labels: 0)
    try terminal.type("e")
    try terminal.wait(forText: "editing")
    try terminal.type("C-z")
    try terminal.wait(forText: "Stopped")
    try terminal.type("fg", "Enter")
    try terminal.wait(for: "both go on") { $0.last { !$0.isEmpty }?.contains("label") ?? false }
    try terminal.type("C-c")
    try terminal.wait(forText: "it ended with 130")
    try terminal.type("1")
    try terminal.waitUntilSaved(labels: 1)
}

@Test("without a terminal the program says so and ends with 1")
func noTerminal() throws {
    let session = try Session()
    let result = try run([Program.path, "label", session.path])
    #expect(result.status == 1)
    #expect(result.error.contains("not a terminal"))
    #expect(!FileManager.default.fileExists(atPath: session.journal))
}

@Test("a second program on the same journal is told who holds it")
func secondProgram() throws {
    let session = try Session()
    let first = try session.open()
    try first.wait(forText: "0 labelled")
    let command = "\(Program.path) label \(session.path); echo ended with $?; sleep 100"
    let second = try TmuxTerminal(["bash", "-c", command])
    let screen = try second.wait(forText: "ended with 1")
    #expect(screen.joined(separator: " ").contains("\(first.processID)"))
}

@Test(
    "the screen needs neither colour nor a large font, nor a locale that is set or installed",
    arguments: ["NO_COLOR=1", "LC_ALL=C", "LC_ALL=xx_XX.UTF-8", "TERM=vt100", "TERM=linux"])
func plainTerminals(setting: String) throws {
    let session = try Session()
    let pair = setting.split(separator: "=").map(String.init)
    let terminal = try session.open(environment: [pair[0]: pair[1]])
    let screen = try terminal.waitUntilSaved(labels: 0)
    #expect(screen.contains { $0.contains("1 related") })
    #expect(screen[1].hasPrefix(pair[0] == "TERM" ? "-----" : "─────"))
    try terminal.type("1")
    try terminal.wait(forText: "1 labelled")
}
