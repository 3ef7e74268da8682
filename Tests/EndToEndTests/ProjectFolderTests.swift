import Foundation
import Journal
import LabellingScreen
import Testing

@testable import tocsin

/// Runs the program in a folder, with nothing behind its name.
private func start(in folder: String) throws -> CommandResult {
    try run(["sh", "-c", "cd \"$0\" && exec \"$1\"", folder, Program.path])
}

@Test(
    "without a command and without journals there is the help, and the command to begin with where there are messages")
func emptyFolder() throws {
    let folder = try TemporaryFolder()
    let help = try Program.run("--help").output
    let nothing = try start(in: folder.url.path)
    #expect(nothing.status == 0 && nothing.error.isEmpty)
    #expect(nothing.output == help && help.contains("tocsin label messages.csv"))
    _ = try folder.file("messages.tsv", "id\ttext\n1\tone\n")
    let beginning = try start(in: folder.url.path)
    #expect(beginning.status == 0 && beginning.output.hasPrefix(help))
    #expect(beginning.output.contains("to begin here: tocsin label messages.tsv"))
}

@Test("without a command the journals of the folder are listed, whatever they are, with what goes on with the last")
func listedJournals() throws {
    let folder = try TemporaryFolder()
    _ = try WrittenJournal(in: folder, "floods", labelled: 6)
    // In a folder below: nobody looks there.
    let below = folder.url.appendingPathComponent("below")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    try FileManager.default.copyItem(
        atPath: folder.path("floods.journal.jsonl"), toPath: below.appendingPathComponent("b.journal.jsonl").path)
    // Of messages that are not there.
    let gone = try WrittenJournal(in: folder, "gone", labelled: 1)
    try FileManager.default.removeItem(atPath: gone.messages)
    // Damaged, foreign, empty, a folder, and one that nobody may read as a file.
    let text = try String(contentsOfFile: folder.path("floods.journal.jsonl"), encoding: .utf8)
    _ = try folder.file("cut.journal.jsonl", text.replacing("m3", with: "m9"))
    _ = try folder.file("other.journal.jsonl", "{\"a\":1}\n\u{1B}[2J\n")
    _ = try folder.file("empty.journal.jsonl", "")
    try FileManager.default.createDirectory(
        atPath: folder.path("folder.journal.jsonl"), withIntermediateDirectories: true)
    #expect(mkfifo(folder.path("pipe.journal.jsonl"), 0o600) == 0)
    let result = try start(in: folder.url.path)
    #expect(result.status == 0 && result.error.isEmpty, "\(result.error)")
    let lines = result.output.split(separator: "\n").map(String.init)
    func line(_ name: String) -> String { lines.first { $0.contains("\(name).journal.jsonl") } ?? "" }
    #expect(line("floods").contains("6 of 12 labelled, last used 2023-11-1"), "\(result.output)")
    #expect(line("gone").contains("1 of 12 labelled, its messages are not here"))
    #expect(line("cut").contains("damaged: tocsin journal verify cut.journal.jsonl"))
    #expect(line("other").contains("is no journal of Tocsin") && line("empty").contains("empty"))
    #expect(line("folder").contains("is no file") && line("pipe").contains("is no file"))
    #expect(!result.output.contains("b.journal") && !result.output.contains("\u{1B}"))
    #expect(lines.last == "go on with: tocsin label floods.csv")
}

@Test("a journal of another name than its messages is gone on with by its own name")
func journalOfAnotherName() throws {
    let folder = try TemporaryFolder()
    _ = try WrittenJournal(in: folder, "floods", labelled: 2) { $0.pool.file = "floods.csv" }
    try FileManager.default.moveItem(
        atPath: folder.path("floods.journal.jsonl"), toPath: folder.path("my own.journal.jsonl"))
    let result = try start(in: folder.url.path)
    #expect(
        result.output.hasSuffix("go on with: tocsin label floods.csv --journal 'my own.journal.jsonl'\n"),
        "\(result.output)")
}

@Test(
    "at a terminal enter goes on with the journal that was used last, and the farewell has pace, goal and second look")
func enterGoesOn() throws {
    let folder = try TemporaryFolder()
    _ = try WrittenJournal(in: folder, "floods", labelled: 6)
    let shell = ["sh", "-c", "cd \"$0\" && exec \"$1\"", folder.url.path, Program.path]
    let terminal = try TmuxTerminal(shell, columns: 120)
    try terminal.wait(forText: "enter goes on with it")
    try terminal.type("Enter")
    try terminal.wait(forText: "6 labelled")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    try terminal.wait(forText: "0 labels now, 6 in all")
    let goal = try TmuxTerminal(
        [Program.path, "label", folder.path("floods.csv"), "--guard", "0", "--goal", "3"], columns: 120)
    try goal.wait(forText: "0/3 today")
    try goal.type("1")
    try goal.wait(forText: "1/3 today")
    try goal.type("f")
    try goal.wait(forText: "FLAGGED")
    try goal.type("q")
    #expect(try goal.waitForEnd() == 0)
    // What is flagged is on the list of second looks, and counted.
    try goal.wait(forText: "1 of 3 today")
    try goal.wait(forText: "for a second look")
    // Whoever goes on, by whatever command, has the goal still, until it is said that there is none.
    let later = try TmuxTerminal(shell, columns: 120)
    try later.wait(forText: "enter goes on with it")
    try later.type("Enter")
    try later.wait(forText: "1/3 today")
    try later.type("q")
    #expect(try later.waitForEnd() == 0)
    let none = try TmuxTerminal([Program.path, "label", folder.path("floods.csv"), "--goal", "0"], columns: 120)
    try none.wait(forText: "7 labelled")
    #expect(try !none.screen().joined().contains("today"))
    try none.type("q")
    #expect(try none.waitForEnd() == 0)
    let goals = try JournalFile.read(folder.path("floods.journal.jsonl")).lines.compactMap { line -> Int?? in
        if case .session(let event) = line.event { .some(event.chosen.goal) } else { nil }
    }
    #expect(goals == [nil, nil, 3, 3, 0])
}

@Test("the task file with a journal's labels is named with what goes on; without one it is said that it is not here")
func taskOfTheFolder() throws {
    let folder = try TemporaryFolder()
    _ = try WrittenJournal(in: folder, "floods", labelled: 0) { session in
        (session.task, session.labels) = ("needs", ["water", "food"])
    }
    let without = try start(in: folder.url.path)
    #expect(without.output.contains("the task file with its labels (water, food) is not here"), "\(without.output)")
    #expect(!without.output.contains("go on with"))
    // One of other labels, one that is none, and one that has another name for the task.
    _ = try folder.file("a.yaml", "labels: [wind, rain]\n")
    _ = try folder.file("b.yaml", "labels: [water\n")
    _ = try folder.file("c.yaml", "task: other\nlabels: [water, food]\n")
    #expect(try start(in: folder.url.path).output.hasSuffix("go on with: tocsin label floods.csv --task c.yaml\n"))
    _ = try folder.file("-needs.yml", "task: needs\nquestion: What is missing?\nlabels: [water, food]\n")
    #expect(
        try start(in: folder.url.path).output.hasSuffix("go on with: tocsin label floods.csv --task ./-needs.yml\n"))
    let terminal = try TmuxTerminal(
        ["sh", "-c", "cd \"$0\" && exec \"$1\"", folder.url.path, Program.path], columns: 120)
    try terminal.wait(forText: "enter goes on with it")
    try terminal.type("Enter")
    try terminal.wait(forText: "What is missing?")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
}

@Test("goal and rest of a journal hold where they are such as the options take")
func plansOfJournals() {
    func plan(_ goal: Int?, _ rest: Int?) -> SittingPlan {
        SittingOptions.plan(ChosenSettings(goal: goal, rest: rest), earlier: EarlierWork())
    }
    #expect(plan(300, 25).goal == 300 && plan(300, 25).restMinutes == 25)
    #expect(plan(nil, nil).goal == nil && plan(nil, nil).restMinutes == 50)
    #expect(plan(0, 0).goal == nil && plan(0, 0).restMinutes == nil)
    #expect(plan(-4, .max).goal == nil && plan(.max, -1).goal == nil && plan(nil, .max).restMinutes == 50)
}

@Test(
    "a goal and a rest that are none are refused",
    arguments: [["--goal", "-1"], ["--rest", "-1"], ["--rest", "1441"]])
func refusedPlans(words: [String]) throws {
    let result = try run([Program.path, "label", "messages.csv"] + words)
    #expect(result.status == 64 && result.error.contains(words[0]))
}

@Test("a name that begins as options do is one nevertheless")
func hyphenatedName() throws {
    let folder = try TemporaryFolder()
    _ = try WrittenJournal(in: folder, "-x", labelled: 2)
    #expect(try start(in: folder.url.path).output.hasSuffix("go on with: tocsin label ./-x.csv\n"))
    let taken = try run(["sh", "-c", "cd \"$0\" && exec \"$1\" rank ./-x.csv -n 1", folder.url.path, Program.path])
    #expect(taken.status == 0, "\(taken.error)")
}
