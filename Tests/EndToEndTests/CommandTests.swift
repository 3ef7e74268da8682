import Foundation
import Testing

@testable import tocsin

@Test(
    "every command has help, and wrong usage ends with 64",
    arguments: [
        ["label"], ["rank"], ["simulate"], ["report", "journal.jsonl"], ["export"], ["journal", "verify"],
        ["journal", "repair"], ["journal", "show"], ["journal", "stats"], ["strategies"], ["agreement"],
        ["model", "save", "journal.jsonl", "-o", "m"],
        ["model", "show"], ["score", "-m", "m"], ["encoder", "list"], ["encoder", "check"], ["manual"],
    ])
func helpAndUsage(command: [String]) throws {
    let help = try run([Program.path] + command + ["--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("USAGE"))
    let wrong = try run([Program.path] + command + ["anything", "--no-such-option"])
    #expect(wrong.status == 64)
    #expect(wrong.output.isEmpty)
    #expect(wrong.error.contains("no-such-option"))
}

@Test("programs under test see none of the user's data, however they are started, unless a test hands them some")
func environmentOfTests() throws {
    let show = ["sh", "-c", "echo \"data=$XDG_DATA_HOME;\"; sleep 0.2"]
    let nothing = "data=\(Program.noData);"
    #expect(try run(show).output == nothing + "\n")
    #expect(try run(show, environment: ["XDG_DATA_HOME": "/other"]).output == "data=/other;\n")
    try TmuxTerminal(show, columns: 200).wait(forText: nothing)
    try TmuxTerminal(show, environment: ["XDG_DATA_HOME": "/other"]).wait(forText: "data=/other;")
    let line = try PseudoTerminal(show, environment: [:])
    try line.wait(for: "what it has") { line.drawn.contains(nothing) }
    #expect(!FileManager.default.fileExists(atPath: Program.noData))
}

@Test("kernels by a name that there is not end with 64 and the names that there are; plain ones run anywhere")
func kernels() throws {
    let wrong = try run(["env", "TOCSIN_KERNELS=sse\u{1b}[2J", Program.path, "strategies"])
    #expect(wrong.status == 64)
    #expect(wrong.output.isEmpty)
    #expect(wrong.error.contains("TOCSIN_KERNELS is 'sse") && wrong.error.contains("expected plain"))
    #expect(!wrong.error.contains("\u{1b}"))
    let plain = try run(["env", "TOCSIN_KERNELS=plain", Program.path, "strategies"])
    #expect(plain.status == 0)
    #expect(plain.output == (try Program.run("strategies")).output)
}

@Test(
    "bad input ends with 1 and a message that names the file and what was wrong",
    arguments: [
        ("", "empty"), ("id,words\n1,hello\n", "text"), ("id,text\n", "message"),
    ])
func badFiles(content: String, mention: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("messages.csv", content)
    let result = try Program.run("rank", path, "-n", "1")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.error.contains("messages.csv"))
    #expect(result.error.contains(mention))
}

@Test("a missing file and a folder are named with the reason")
func missingFiles() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("nothing.csv"), folder.url.path] {
        let result = try Program.run("rank", path)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.error.contains(path))
    }
}

@Test("rank reads standard input and writes one JSON object a line, nothing else")
func rankStandardInput() throws {
    let result = try Program.run(
        "rank", "-", "-n", "2", "--strategy", "random", input: "first message\nsecond\nthird\n")
    #expect(result.status == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 2)
    for line in lines {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(Set(object.keys) == ["id", "text", "score", "strategy", "reason", "probabilities"])
        #expect(object["strategy"] as? String == "random")
    }
}

@Test("the same seed ranks the same, whatever the number of threads")
func rankIsFixedBySeed() throws {
    let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("sample-data/messages.csv").path
    let one = try Program.run("rank", sample, "-n", "12", "--threads", "1")
    let two = try Program.run("rank", sample, "-n", "12", "--threads", "2")
    let other = try Program.run("rank", sample, "-n", "12", "--seed", "43")
    #expect(one.status == 0, "\(one.error)")
    #expect(one.output == two.output)
    #expect(one.output != other.output)
}

@Test("a damaged journal is reported with its line, and nothing is changed")
func damagedJournal() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("messages.csv", "id,text\n1,one\n2,two\n")
    let text = """
        {"v":1,"seq":0,"at":"2026-01-01T00:00:00.000Z","type":"skip","id":"1","round":0}
        {"v":1,"seq":1,"at":"2026-01-01T00:00:00.000Z","type":"skip","id":"2","round":0,"crc":"00000000"}

        """
    let journal = try folder.file("messages.journal.jsonl", text)
    let verified = try Program.run("journal", "verify", journal)
    #expect(verified.status == 1)
    #expect((verified.output + verified.error).contains("2"))
    #expect(try Program.run("rank", path, "-n", "1").status == 1)
    #expect(try String(contentsOfFile: journal, encoding: .utf8) == text)
}

@Test("strategies lists every strategy with its sentence")
func strategies() throws {
    let result = try Program.run("strategies")
    #expect(result.status == 0)
    for id in ["atlas", "transfer-uncertainty", "least-confidence", "margin", "ratio", "entropy", "random"] {
        #expect(result.output.contains(id))
    }
}

@Test("settings that were named once hold when the session goes on, and are said; others go before them")
func settingsInTheJournal() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { "m\($0),message number \($0)" }.joined(separator: "\n")
    let messages = try folder.file("messages.csv", "id,text\n\(rows)\n")
    func label(_ options: String..., wait text: String) throws {
        let terminal = try TmuxTerminal(Program.label(messages) + options)
        try terminal.wait(forText: text)
        try terminal.type("1")
        try terminal.wait(forText: " saved")
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    try label("--evaluation-items", "0", "--seed-items", "3", "--repeat", "0.05", wait: "0/3")
    try label(wait: "as before: --evaluation-items 0 --seed-items 3 --repeat 0.05")
    try label("--seed-items", "9", wait: "2/9")
    try label(wait: "3/9")
    let journal = folder.path("messages.journal.jsonl")
    // As by hand, which format 1 allows.
    let lines = try String(contentsOfFile: journal, encoding: .utf8)
        .replacing("\"repeat\":0.05", with: "\"preset\":\"new\"").replacing(#/,"crc":"[0-9a-f]{8}"/#, with: "")
        .replacing("{\"v\":2", with: "{\"v\":1").replacing("\"type\":\"journal\"", with: "\"type\":\"session\"")
    try Data(lines.utf8).write(to: URL(fileURLWithPath: journal))
    let rank = try Program.run("rank", messages)
    #expect(rank.status == 1)
    #expect(rank.error.contains("--preset new, which this program does not know; known: standard, published"))
}

@Test("copies get each label at once where that was asked for, also when the session goes on")
func copiesInTheJournal() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { "m\($0),message number \($0 % 10)" }.joined(separator: "\n")
    let messages = try folder.file("messages.csv", "id,text\n\(rows)\n")
    func label(_ options: String..., wait text: String, then: String) throws {
        let terminal = try TmuxTerminal(Program.label(messages) + options)
        try terminal.wait(forText: text)
        try terminal.type("1")
        try terminal.wait(forText: then)
        try terminal.wait(forText: " saved")
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
    }
    try label("--evaluation-items", "0", "--copies", "--spread-copies", wait: "0/30", then: "1 labelled")
    try label(wait: "as before: --evaluation-items 0 --copies --spread-copies", then: "2 labelled")
    let journal = try String(contentsOfFile: folder.path("messages.journal.jsonl"), encoding: .utf8)
    #expect(journal.matches(of: /"type":"label"/).count == 8 && journal.matches(of: /"spread":true/).count == 6)
    #expect(journal.matches(of: /"copies":true,"spread_copies":true/).count == 2)
    let exported = try Program.run("export", messages, "--format", "csv").output
    #expect(exported.matches(of: /message number/).count == 8)
}

@Test("a journal that is not there yet is called so, not its folder")
func noJournalYet() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("messages.csv", "id,text\n1,hello\n")
    let result = try Program.run("export", messages)
    #expect(result.status == 1)
    #expect(result.error.contains("messages.journal.jsonl: the journal cannot be read: there is no such file"))
    #expect(result.error.contains("name it with --journal"))
}

@Test("what is typed before the program is there neither labels nor ends it")
func typedAhead() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("messages.csv", "id,text\n1,hello\n2,again\n")
    let start = "until [ -e '\(folder.path("go"))' ]; do sleep 0.05; done; exec \"$@\""
    let terminal = try TmuxTerminal(["bash", "-c", start, "bash"] + Program.label(messages))
    try terminal.type("1", "1", "q", "q")
    try terminal.wait(forText: "11qq")
    _ = try folder.file("go", "")
    try terminal.wait(forText: "0 labelled")
}

@Test("export --spreadsheet guards cells of CSV, and is wrong usage with another format")
func spreadsheet() throws {
    let folder = try TemporaryFolder()
    let rows = "m0,=HYPERLINK(1)\nm1,flood\n"
    let session = try WrittenJournal(in: folder, rows: rows, labelled: 2)
    let plain = try Program.run("export", session.messages)
    let head = "id,text,label,set,round,strategy,score\n"
    #expect(
        plain.output == head + "m0,=HYPERLINK(1),not_related,training,0,random,\nm1,flood,related,training,0,random,\n",
        "\(plain.error)")
    let guarded = try Program.run("export", session.messages, "--spreadsheet")
    #expect(guarded.output == plain.output.replacing("=HYPERLINK", with: "'=HYPERLINK"))
    for format in ["jsonl", "fasttext"] {
        let wrong = try Program.run("export", session.messages, "--spreadsheet", "--format", format)
        #expect(wrong.status == 64 && wrong.output.isEmpty && wrong.error.contains("--spreadsheet is for --format csv"))
    }
}

@Test("a rejected answer of Prodigy in a labelled file is named by its line, whichever option brings the file")
func rejectedLabels() throws {
    let folder = try TemporaryFolder()
    let session = try WrittenJournal(in: folder)
    let lines = (0..<40).map { number in
        "{\"id\":\"g\(number)\",\"text\":\"\(WrittenJournal.text(number)) now\","
            + "\"label\":\"\(number % 2)\",\"answer\":\"\(number == 2 ? "reject" : "accept")\"}\n"
    }
    let labelled = try folder.file("known.jsonl", lines.joined())
    let words = "\(labelled): 1 with a label that was rejected or ignored: 'reject' (1); line 3"
    for option in ["--training", "--evaluation", "--transfer-from"] {
        let rank = try Program.run(
            "rank", session.messages, "-n", "1", option, labelled, "--journal", folder.path("no"))
        #expect(rank.error.contains(words), "\(rank.error)")
    }
    let messages = try folder.file("unlabelled.csv", "id,text\n" + (0..<40).map { "g\($0),text \($0)\n" }.joined())
    let options = ["--strategies", "random", "--seeds", "1", "--start", "10", "--labels", "20"]
    for command in [["simulate", messages, "--gold", labelled], ["simulate", labelled]] {
        let result = try run([Program.path] + command + options)
        #expect(result.status == 0 && result.error.contains(words), "\(result.error)")
        #expect(result.error.contains("1 message has no known label"))
    }
    // As messages to be labelled, it is one like the others.
    #expect(try Program.run("rank", labelled, "-n", "1").error.isEmpty)
}

@Test(
    "files beside packed messages are named as beside others, and found",
    arguments: ["messages.csv", "messages.csv.gz"])
func besidePackedMessages(name: String) throws {
    let folder = try TemporaryFolder()
    let training = try folder.file("training.csv", "id,text,label\n1,flood,1\n2,cake,0\n")
    let task = try folder.file("task.yaml", "task: x\nlabels:\n  - name: a\n  - name: b\n")
    let path = folder.path(name)
    #expect(MessageFileName.stem(of: path).lastPathComponent == "messages" && MessageFileName.ending(of: path) == "csv")
    let companions = Companions(path: path, task: true, training: true, evaluation: true)
    #expect(companions.training == training && companions.task == task && companions.evaluation == nil)
}

@Test("numbers beyond all messages are refused, or are all messages", arguments: ["--round", "--count"])
func numbersWithoutEnd(option: String) throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("m.csv", "id,text\n1,flood\n2,cake\n3,tent\n")
    let training = try folder.file("t.csv", "id,text,label\na,floods,1\nb,cakes,0\n")
    let rank = [Program.path, "rank", messages, "--training", training, "--encoder", "none", "--evaluation-items", "0"]
    for recipe in ["atlas", "margin=1,random=1"] {
        let refused = try run(rank + ["--strategy", recipe, option, "9223372036854775807"])
        #expect(refused.status == 64 && refused.error.contains("takes a number"))
        let all = try run(rank + ["--strategy", recipe, option, "1000000"])
        #expect(all.status == 0, "\(all.error)")
    }
}

@Test("an empty file is a journal in which nothing stands yet: verify, repair and label say the same of it")
func emptyJournal() throws {
    let folder = try TemporaryFolder()
    let messages = try folder.file("messages.csv", "id,text\n1,one\n2,two\n")
    let journal = try folder.file("messages.journal.jsonl", "")
    let verified = try Program.run("journal", "verify", journal)
    #expect(verified.status == 0 && verified.output.contains("it is empty: nothing stands in it yet"), "\(verified)")
    #expect(!verified.output.contains("damaged") && verified.error.isEmpty)
    let repaired = try Program.run("journal", "repair", journal)
    #expect(repaired.status == 0 && repaired.output.contains("nothing to repair"))
    #expect(try Program.run("rank", messages, "-n", "1").status == 0)
    // What a power cut leaves of a first line is torn, and no damage; what never was a journal is.
    for (text, status) in [("{\"v\":2,\"seq\":0", 2), ("\0\0\0\0", 2), ("id,text", 1), ("id,text\n1,one\n", 1)] {
        let path = try folder.file("torn.jsonl", text)
        #expect(try Program.run("journal", "verify", path).status == Int32(status), "\(text)")
    }
}

@Test("as before is said of what the journal says, and not of what is new on the command line")
func asBefore() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { "m\($0),message number \($0)" }.joined(separator: "\n")
    let messages = try folder.file("messages.csv", "id,text\n\(rows)\n")
    func screen(_ options: String..., wait text: String) throws -> [String] {
        let terminal = try TmuxTerminal(Program.label(messages) + options, columns: 200)
        let screen = try terminal.wait(forText: text)
        try terminal.type("q")
        #expect(try terminal.waitForEnd() == 0)
        return screen
    }
    _ = try screen("--evaluation-items", "5", wait: "0/5")
    let changed = try screen("--evaluation-items", "4", "--round", "7", wait: "0/4")
    #expect(!changed.contains { $0.contains("as before") }, "\(changed)")
    let mixed = try screen("--evaluation-items", "6", wait: "as before: ")
    #expect(mixed.contains { $0.contains("as before: --round 7") }, "\(mixed)")
}
