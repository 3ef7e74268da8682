import Foundation
import Journal
import Testing

@Test(
    "killed at random moments, again and again, the program loses no label that it called saved and repeats no message")
func killLoop() throws {
    let kills = ProcessInfo.processInfo.environment["TOCSIN_KILLS"].flatMap(Int.init) ?? 12
    let session = try FixedOrder(kills * 12 + 50)
    let order = try session.order()
    var acknowledged = 0
    var torn = 0
    for _ in 0..<kills {
        let terminal = try TmuxTerminal(session.command)
        let first = try terminal.wait(for: "the labels of before, saved") { ($0.acknowledged ?? -1) >= acknowledged }
        let labelled = try session.labelled()
        #expect(first.acknowledged == labelled.count)
        // The message that is shown is the next of the order: none is skipped, none comes twice.
        let next = order[labelled.count].dropFirst()
        #expect(first.contains { $0.contains("message number \(next)") })
        // Anywhere while these keys are written: between two of them, in a write, in a sync.
        let keys = Int.random(in: 1...10)
        let start = try JournalFile.bytes(of: session.journal).count
        let end = start + Int.random(in: 0...(keys * 150))
        let deadline = Date(timeIntervalSinceNow: 5)
        var size = start
        for _ in 0..<keys where size < end {
            try terminal.type("1")
            let before = size
            var status = stat()
            while size == before, Date() < deadline, stat(session.journal, &status) == 0 { size = Int(status.st_size) }
        }
        usleep(UInt32.random(in: 0..<2_000))
        let seen = Bool.random() ? try terminal.screen().acknowledged : nil
        kill(terminal.processID, SIGKILL)
        _ = try terminal.waitForEnd()
        if let seen { acknowledged = max(acknowledged, seen) }
        let bytes = try JournalFile.bytes(of: session.journal)
        let (contents, damage) = JournalContents.examine(bytes)
        #expect(damage.isEmpty)
        if !contents.torn.isEmpty { torn += 1 }
        let ids = try session.labelled()
        #expect(ids.count >= acknowledged)
        #expect(ids == Array(order.prefix(ids.count)))
    }
    print(
        "kills: \(kills), labels called saved: \(acknowledged), in the journal: \(try session.labelled().count), "
            + "lost: 0, torn lines: \(torn)")
}

@Test(
    "at a limit on file sizes the program says so, keys go on, and all is saved once the limit is gone",
    .notUnderSanitizers("it limits the size of files"))
func fileSizeLimit() throws {
    let session = try FixedOrder(60)
    // In units of 1,024 bytes; a soft limit, so that it can be lifted.
    let terminal = try TmuxTerminal(["bash", "-c", "ulimit -S -f 2; exec \"$@\"", "bash"] + session.command)
    for number in 0..<20 {
        try terminal.wait(forText: "\(number) labelled")
        try terminal.type("1")
    }
    let screen = try terminal.wait(forText: "NOT SAVED")
    #expect(screen.contains { $0.contains("limit") })
    try terminal.wait(forText: "20 labelled")
    #expect(try session.labelled().count < 20)
    #expect(try run(["prlimit", "--pid", "\(terminal.processID)", "--fsize=unlimited:"]).status == 0)
    try terminal.wait(for: "20 labels, saved") { $0.acknowledged == 20 }
    #expect(try session.labelled() == Array(session.order().prefix(20)))
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
}

@Test(
    "a journal that is deleted or emptied under the running program is whole again", arguments: ["rm", "truncate -s 0"])
func journalTakenAway(way: String) throws {
    let session = try FixedOrder(20)
    let terminal = try TmuxTerminal(session.command)
    for number in 0..<3 {
        try terminal.wait(forText: "\(number) labelled")
        try terminal.type("1")
    }
    try terminal.wait(for: "3 labels, saved") { $0.acknowledged == 3 }
    #expect(try run(["bash", "-c", "\(way) '\(session.journal)'"]).status == 0)
    try terminal.type("1")
    try terminal.wait(for: "4 labels, saved") { $0.acknowledged == 4 }
    #expect(try session.labelled().count == 4)
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    #expect(try Program.run("journal", "verify", session.journal).status == 0)
}

@Test("what the program ends with unsaved is saved elsewhere, and the end says where")
func savedElsewhere() throws {
    let session = try FixedOrder(20)
    let command = (["exec"] + session.command.map { "'\($0)'" }).joined(separator: " ")
    let home = session.folder.path("home")
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let terminal = try TmuxTerminal(
        ["bash", "-c", "(\(command)); echo ended with $?; sleep 100"], environment: ["HOME": home])
    try terminal.wait(forText: "0 labelled")
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    // Another file in the journal's place.
    #expect(
        try run(["bash", "-c", "cd '\(session.folder.url.path)' && echo x > y && mv y '\(session.journal)'"]).status
            == 0)
    try terminal.type("0")
    try terminal.wait(forText: "NOT SAVED")
    // Once to be asked, once to mean it.
    try terminal.type("q")
    try terminal.wait(forText: "save them elsewhere, > asks where")
    try terminal.type("q")
    let screen = try terminal.wait(forText: "ended with 1")
    #expect(screen.joined().contains("--journal") && !screen.joined().contains(" in all, saved in "))
    let names = try FileManager.default.contentsOfDirectory(atPath: session.folder.url.path)
    let saved = try #require(names.first { $0.contains(".rescued") })
    #expect(try JournalFile.read(session.folder.path(saved)).lines.count == 4)
    #expect(try String(contentsOfFile: session.journal, encoding: .utf8) == "x\n")
}

@Test("while labels cannot be saved one key goes on in another file, with everything, and the end names it")
func goingOnElsewhere() throws {
    let session = try FixedOrder(20)
    let command = session.command.map { "'\($0)'" }.joined(separator: " ")
    // A home that is not there: the first proposal fails, which must not harm.
    let terminal = try TmuxTerminal(
        ["bash", "-c", "\(command); echo ended with $?; sleep 100"],
        environment: ["HOME": session.folder.path("nowhere")])
    try terminal.wait(forText: "0 labelled")
    try terminal.type(">")
    try terminal.wait(forText: "everything is saved where it belongs")
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    try Data("x\n".utf8).write(to: URL(fileURLWithPath: session.journal), options: .atomic)
    try terminal.type("1")
    try terminal.wait(forText: "NOT SAVED (1)")
    try terminal.wait(forText: "> save elsewhere")
    try terminal.type(">")
    try terminal.wait(forText: "nowhere/messages.journal.jsonl.rescued-")
    try terminal.type("Enter")
    try terminal.wait(forText: "not saved elsewhere: the folder does not exist")
    try terminal.wait(forText: "NOT SAVED (1)")
    try terminal.type(">", "C-u")
    try terminal.type("-l", session.folder.path("other.jsonl"))
    try terminal.type("Enter")
    try terminal.wait(forText: "the journal goes on in")
    try terminal.type("1")
    try terminal.wait(for: "3 labels, saved") { $0.acknowledged == 3 }
    try terminal.type("q")
    let end = try terminal.wait(forText: "ended with 1")
    #expect(end.joined().contains("--journal"))
    let events = try JournalFile.read(session.folder.path("other.jsonl")).lines.map(\.event)
    let ids = events.compactMap { if case .label(let event) = $0 { event.id } else { nil } }
    #expect(ids == Array(try session.order().prefix(3)))
    #expect(try String(contentsOfFile: session.journal, encoding: .utf8) == "x\n")
    // As the program said.
    let again = try TmuxTerminal(session.command + ["--journal", session.folder.path("other.jsonl")])
    try again.wait(for: "3 labels, saved") { $0.acknowledged == 3 }
}

@Test("journal commands mend, print, count and join")
func journalCommands() throws {
    let folder = try TemporaryFolder()
    let session =
        #"{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"session","tool":"0.1.0","task":"disaster","#
        + #""labels":["not_related","related"],"pool":{"count":3,"digest":"00"},"seed":42,"annotator":"an\u001b[31ma"}"#
    func label(_ seq: Int, _ id: String, _ label: String) -> String {
        #"{"v":1,"seq":\#(seq),"at":"2026-01-01T00:00:0\#(seq).000Z","type":"label","id":"\#(id)","label":"\#(label)","#
            + #""set":"training","round":0,"strategy":"random","ms":1500}"#
    }
    let one = try folder.file(
        "a", [session, label(1, "1", "related"), "rubbish", label(3, "2", "related"), ""].joined(separator: "\n"))
    let two = try folder.file("b", [session, label(1, "1", "not_related"), ""].joined(separator: "\n"))
    #expect(try Program.run("journal", "verify", one).status == 1)
    let repaired = try Program.run("journal", "repair", one)
    #expect(repaired.status == 0 && repaired.output.contains("was: rubbish"), "\(repaired.error)")
    #expect(try String(contentsOfFile: one + ".bad", encoding: .utf8) == "rubbish\n")
    #expect(try Program.run("journal", "verify", one).status == 0)
    #expect(try Program.run("journal", "repair", one).output.contains("nothing to repair"))
    let shown = try Program.run("journal", "show", one)
    #expect(shown.output.contains("label     1  related") && shown.output.contains("lost"))
    #expect(!shown.output.contains("\u{1B}"))
    let stats = try Program.run("journal", "stats", one)
    #expect(stats.output.contains("2 labels, 0 skips, 0 undone, median 1500 ms"), "\(stats.output)")
    let merged = try Program.run("journal", "merge", one, two, "--output", folder.path("c"))
    #expect(merged.status == 0 && merged.output.contains("labelled differently         1"), "\(merged.error)")
    #expect(try Program.run("journal", "verify", folder.path("c")).status == 0)
    #expect(try Program.run("journal", "merge", one, two, "--output", folder.path("c")).status == 1)
}

@Test(
    "no name, label or message commands the terminal",
    arguments: ["rank", "verify", "show", "error", "columns", "labels"])
func escapes(way: String) throws {
    let folder = try TemporaryFolder()
    let evil = "\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}"
    // The positive class is none of the labels, so that all of them are listed.
    let task = try folder.file(
        "t.yaml",
        #"{task: "a\e[2J", labels: [{name: "b\e[31m", key: "1"}, {name: "\u009b31m", key: "2"}], positive: "c\e[2J"}"#)
    let messages = try folder.file("m\(evil).csv", "id,text,o\(evil)\n1\(evil),one \(evil),x\n2,two,y\n")
    let journal = try folder.file(
        "j\(evil)",
        #"{"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"note","id":"\u001b[2J","text":"\u009b2J"}"# + "\n")
    let command =
        switch way {
        case "rank": ["rank", messages, "-n", "2", "--strategy", "random"]
        case "verify": ["journal", "verify", journal]
        case "show": ["journal", "show", journal]
        case "columns": ["rank", messages, "--text-column", "none\(evil)"]
        case "labels": ["rank", messages, "--task", task]
        default: ["rank", folder.path("nothing\(evil)")]
        }
    // script(1) gives the program a terminal and keeps every byte that reaches it.
    let quoted = ([Program.path] + command).map { "'\($0)'" }.joined(separator: " ")
    let result = try run(["script", "-q", "-e", "-c", quoted, folder.path("typescript")])
    let bytes = [UInt8](result.output.utf8)
    #expect(!bytes.isEmpty)
    #expect(!bytes.contains(0x1B) && !bytes.contains(0x07))
    #expect(!result.output.unicodeScalars.contains { (0x80..<0xA0).contains($0.value) || $0.value == 0x202E })
}

@Test(
    "large hostile files end in an answer or an error, in memory of at most twenty times their size",
    .notUnderSanitizers("it limits the memory"),
    arguments: [
        "a line of 100 MB", "empty lines", "messages of a byte", "empty rows", "zeros", "brackets", "one quote",
        "an id of 1 MB",
    ])
func largeFiles(kind: String) throws {
    let folder = try TemporaryFolder()
    let content =
        switch kind {
        case "a line of 100 MB": Data(repeating: 0x61, count: 100_000_000)
        case "empty lines": Data(repeating: 0x0A, count: 10_000_000)
        case "messages of a byte": Data((0..<20_000_000).map { $0 % 2 == 0 ? 0x61 : 0x0A })
        case "empty rows": Data("id,text\n".utf8) + Data(repeating: 0x0A, count: 10_000_000)
        case "zeros": Data(repeating: 0, count: 20_000_000)
        case "brackets": Data("{\"a\":".utf8) + Data(repeating: 0x5B, count: 20_000_000)
        case "one quote": Data("id,text\n1,\"".utf8) + Data(repeating: 0x22, count: 20_000_001)
        default: Data("id,text\n".utf8) + Data(repeating: 0x78, count: 1_000_000) + Data(",hello\n2,x\n".utf8)
        }
    try content.write(to: folder.url.appendingPathComponent("m"))
    // Data, heap and threads; in units of 1,024 bytes. What a program of this size needs anyway is added.
    let limit = content.count * 20 / 1_024 + 400_000
    let result = try run([
        "bash", "-c", "ulimit -d \(limit); exec \"$@\"", "bash", Program.path, "rank", folder.path("m"), "-n", "1",
        "--strategy", "random", "--threads", "1",
    ])
    #expect(result.status == 0 || result.status == 1, "\(result.error.prefix(500))")
    #expect(result.error.utf8.count < 5_000)
}

@Test(
    "a sitting that was killed is said at the next start, once, and verify tells it from damage and from a sound journal"
)
func killedSitting() throws {
    let session = try FixedOrder(20)
    func verify() throws -> Int32 { try Program.run("journal", "verify", session.journal).status }
    var terminal = try TmuxTerminal(session.command, columns: 200)
    try terminal.wait(forText: "0 labelled")
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    kill(terminal.processID, SIGKILL)
    _ = try terminal.waitForEnd()
    #expect(try verify() == 2)
    let words = "last sitting broke off: 2 lines kept"
    for isSaid in [true, false] {
        terminal = try TmuxTerminal(session.command, columns: 200)
        let screen = try terminal.wait(forText: "as before: ")
        #expect(screen.contains { $0.contains(words) } == isSaid)
        #expect(screen.contains { $0.contains("1 labelled") })
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        #expect(try verify() == 0)
    }
    // The session line, the label, two sittings more, and their ends.
    #expect(try JournalFile.read(session.journal).lines.count == 6)
    var bytes = try JournalFile.bytes(of: session.journal)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: session.journal))
    #expect(try verify() == 1)
}

@Test(
    "a journal of an earlier program goes on in format 2, stays beside it as it was, and both are read by every command"
)
func carriedOver() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder)
    let old = try JournalFile.bytes(of: session.journal)
    let terminal = try TmuxTerminal(Program.label(session.messages), columns: 200)
    try terminal.wait(forText: "the journal has format 2 now; as it was it is in")
    try terminal.wait(forText: "6 labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let kept = folder.path("messages.journal.v1.jsonl")
    #expect(try JournalFile.bytes(of: kept) == old)
    #expect(try JournalFile.read(session.journal).lines.prefix(7) == JournalFile.read(kept).lines[...])
    var exports: Set<String> = []
    for journal in [session.journal, kept] {
        for command in ["verify", "show", "stats"] { #expect(try Program.run("journal", command, journal).status == 0) }
        let export = try Program.run("export", session.messages, "--journal", journal)
        #expect(export.status == 0 && export.output.contains("flood at bridge 5"), "\(export.error)")
        exports.insert(export.output)
    }
    #expect(exports.count == 1)
}
