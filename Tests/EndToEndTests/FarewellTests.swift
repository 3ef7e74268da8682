import Foundation
import Notation
import Testing

@testable import tocsin

@Test("whoever leaves finds in the shell what was labelled, where it is, and the command that goes on")
func farewell() throws {
    let session = try FixedOrder(30)
    let given = try run(["cat", session.messages]).output
    let messages = try session.folder.file("my messages.csv", given)
    let command = [Program.path, "label", messages, "--guard", "0", "--evaluation-items", "30"]
    func sit(_ keys: [String], leaving way: String) throws -> String {
        let terminal = try TmuxTerminal(command, columns: 200)
        try terminal.wait(forText: " labelled")
        for key in keys { try terminal.type(key) }
        try terminal.wait(for: "all saved") { $0.contains { $0.hasSuffix(" saved") } }
        switch way {
        case "SIGTERM": kill(terminal.processID, SIGTERM)
        case "SIGHUP": kill(terminal.processID, SIGHUP)
        default: try terminal.type(way)
        }
        #expect(try terminal.waitForEnd() == 0)
        return try terminal.wait(forText: "go on with").joined()
    }
    let goOn = "go on with: \(Program.path) label '\(messages)' --guard 0 --evaluation-items 30"
    let place = "saved in \(session.folder.path("my messages.journal.jsonl"))"
    let first = try sit(["1", "0", "0", "1", "u"], leaving: "q")
    #expect(first.contains("3 labels now, 3 in all, \(place)") && first.contains(goOn), "\(first)")
    for (keys, way, counts) in [
        (["1"], "C-c", "1 label now, 4 in all"), ([], "SIGTERM", "0 labels now, 4 in all"),
        (["0", "1"], "SIGHUP", "2 labels now, 6 in all"),
    ] {
        let said = try sit(keys, leaving: way)
        #expect(said.contains("\(counts), \(place)") && said.contains(goOn), "\(said)")
    }
}

@Test("messages from standard input have to come again: the last line says so before the command")
func farewellWithoutAFile() throws {
    let session = try FixedOrder(30)
    let line = "cat '\(session.messages)' | '\(Program.path)' label - --journal '\(session.journal)'; sleep 100"
    let terminal = try TmuxTerminal(["bash", "-c", line], columns: 250)
    try terminal.wait(forText: "0 labelled")
    try terminal.type("q")
    let screen = try terminal.wait(forText: "0 labels now, 0 in all, saved in \(session.journal)")
    let command = "\(Program.path) label - --journal \(session.journal)"
    #expect(screen.contains("go on, the same messages on standard input, with: \(command)"))
}

@Test(
    "a word is quoted so that a shell reads it as it was",
    arguments: [
        "messages.csv", "--strategy", "atlas=15,random=5", "my messages.csv", "it's", "", "$HOME", "a;b", "~/x", "=ls",
        "überflutung.csv", "two\nlines", "bell\u{07}\u{1B}[2J it's", "back\\slash\t", "turn\u{202E}ed",
    ])
func quoting(word: String) throws {
    let text = ShellCommand(words: ["printf", "%s", word]).description
    #expect(try run(["bash", "-c", text]).output == word)
    #expect(TerminalText.onOneLine(text) == text)
}

@Test(
    "where a terminal has no other screen to go back to the farewell has a line of its own, and no keys stand in it",
    arguments: ["vt100", "xterm"])
func farewellOnOneScreen(type: String) throws {
    let session = try FixedOrder(30)
    let terminal = try PseudoTerminal(session.command, environment: ["TERM": type])
    try terminal.wait(for: "the first message") {
        terminal.drawn.contains("0 labelled") && terminal.drawn.contains("quit")
    }
    terminal.send("q".utf8)
    #expect(try terminal.waitForEnd() == 0)
    try terminal.wait(for: "the farewell") { terminal.drawn.contains("go on with") }
    let start = try #require(terminal.drawn.range(of: "0 labels now"))
    let before = terminal.drawn[..<start.lowerBound]
    if type == "vt100" {
        // The last thing that happens to the last line: from its beginning on all of it is cleared, and the cursor goes there. How
        // the cursor comes to its beginning depends on what was drawn before.
        let ways = ["\r", "\r\u{1B}[1B", "\u{1B}[24;1H"].flatMap { ["\($0)\u{1B}[J", "\($0)\u{1B}[K"] }
        let last = ways.compactMap { before.range(of: $0, options: .backwards) }.max { $0.lowerBound < $1.lowerBound }
        let cleared = try #require(last, "\(before.suffix(400).debugDescription)")
        let behind = before[cleared.upperBound...]
        #expect(behind.contains("\u{1B}[24;1H"), "\(before.suffix(200).debugDescription)")
        #expect(!behind.contains("quit") && !behind.contains("ends"))
    } else {
        #expect(before.contains("\u{1B}[?1049l"))
    }
}
