import Foundation
import Testing

/// What terminals send that is no key here, though each of it holds the characters of several.
private let stray = [
    "\u{1B}[1;5C",  // ctrl-right
    "\u{1B}[1;3D", "\u{1B}\u{1B}[C",  // alt-left, of xterm and of rxvt
    "\u{1B}[2~",  // insert
    "\u{1B}[[A",  // F1 of the Linux console
    "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\",  // a colour, late
    "\u{1B}[10;11R",  // where the cursor stands, late
    "\u{1B}P>|XTerm(390)\u{1B}\\", "\u{1B}[?64;1;2c",  // what terminal this is
    "\u{1B}1", "\u{1B}q",  // alt
    "\u{1B}[49;1:3u",  // 1 let go
    "\u{1B}[200~10 q\u{1B}[201~",  // a paste
]

private let types = ["xterm-256color", "screen", "linux", "rxvt"]

/// A session whose journal says which keys were taken: the key f writes a line, and labels nothing.
private struct Session {
    let folder: TemporaryFolder
    let command: [String]

    init() throws {
        folder = try TemporaryFolder()
        let rows = (0..<40).map { "m\($0),message number \($0)" }
        let messages = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
        command = [Program.path, "label", messages, "--evaluation-items", "40"]
    }

    /// The types of the journal's lines; for a label, the label.
    func events() throws -> [String] {
        guard let data = FileManager.default.contents(atPath: folder.path("messages.journal.jsonl")) else { return [] }
        return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return event?["label"] as? String ?? event?["type"] as? String ?? ""
        }
    }

    /// Sends what is no key, then what is one under every type; nothing but the keys may reach the journal.
    func expectOnlyKeys(send: (String) throws -> Void, wait: (_ isSo: () throws -> Bool) throws -> Void) throws {
        var expected = ["journal"]
        func press(_ bytes: String, writes event: String) throws {
            expected.append(event)
            // Longer than a message has to have been on the screen.
            if event.hasSuffix("related") { Thread.sleep(forTimeInterval: 1) }
            try send(bytes)
            try wait { try events().count >= expected.count }
            #expect(try events() == expected, "\(bytes.debugDescription)")
        }
        try press("f", writes: "flag")
        for bytes in stray {
            try send(bytes)
            // Each has its own end, and needs no pause before the next key.
            try press("f", writes: "flag")
        }
        try press("\u{1B}Oq", writes: "related")  // 1 of the keypad
        // Home and the arrows are themselves, by whatever name the terminal goes.
        for bytes in ["\u{1B}[1~", "\u{1B}[H", "\u{1B}OH", "\u{1B}[7~"] { try send(bytes) }
        try press("0", writes: "not_related")
        // Cut in two, with a pause for which nothing waits.
        try send("\u{1B}[1;")
        Thread.sleep(forTimeInterval: 0.3)
        try send("5C")
        Thread.sleep(forTimeInterval: 0.3)
        try press("f", writes: "flag")
    }
}

@Test("what is no key labels nothing, switches nothing and ends nothing, in tmux", arguments: types)
func strayBytesInTmux(type: String) throws {
    let session = try Session()
    let terminal = try TmuxTerminal(session.command, environment: ["TERM": type])
    try terminal.wait(forText: "0 labelled")
    try session.expectOnlyKeys {
        try terminal.send($0.utf8)
    } wait: { isSo in
        try terminal.wait(for: "the journal's next line") { _ in (try? isSo()) ?? false }
    }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
}

@Test("what is no key labels nothing, switches nothing and ends nothing, on a bare line", arguments: types)
func strayBytesOnALine(type: String) throws {
    let session = try Session()
    let terminal = try PseudoTerminal(session.command, environment: ["TERM": type])
    // Keys that come before the first screen are dropped.
    try terminal.wait(for: "the first screen") { terminal.drawn.contains(" labelled") }
    try session.expectOnlyKeys {
        terminal.send($0.utf8)
    } wait: { isSo in
        try terminal.wait(for: "the journal's next line", until: isSo)
    }
    terminal.send("q".utf8)
    #expect(try terminal.waitForEnd() == 0)
}

@Test("pasted text goes into a note as it is, in one line, and nowhere else")
func pastedNote() throws {
    let session = try Session()
    let terminal = try TmuxTerminal(session.command)
    try terminal.wait(forText: "0 labelled")
    try terminal.send("\u{1B}[200~1\u{1B}[201~".utf8)
    try terminal.wait(forText: "pasted text labels nothing")
    try terminal.send("101".utf8)
    try terminal.wait(forText: "3 characters at once: none of them was taken as a key")
    try terminal.type("n")
    try terminal.wait(forText: "note:")
    try terminal.send("\u{1B}[200~one\r\ntwo 洪水\u{1B}[201~".utf8)
    try terminal.wait(forText: "note: one two 洪水")
    // In a note a sequence that is no key is no text either.
    try terminal.send("\u{1B}[1;5C".utf8)
    try terminal.type("Enter")
    try terminal.wait(forText: "0 labelled")
    try terminal.wait(for: "the note in the journal") { _ in (try? session.events()) == ["journal", "note"] }
    #expect(
        try String(contentsOfFile: session.folder.path("messages.journal.jsonl"), encoding: .utf8)
            .contains("\"one two 洪水\""))
}

@Test("a terminal that goes away ends the program, and what was labelled is there")
func lineGone() throws {
    let session = try Session()
    let terminal = try PseudoTerminal(session.command, environment: ["TERM": "xterm"])
    try terminal.wait(for: "the first screen") { terminal.drawn.contains(" labelled") }
    // Longer than a message has to have been on the screen.
    Thread.sleep(forTimeInterval: 1)
    terminal.send("1".utf8)
    try terminal.wait(for: "a label") { try session.events() == ["journal", "related"] }
    terminal.hangUp()
    #expect(try terminal.waitForEnd() == 0)
    #expect(try session.events() == ["journal", "related", "end"])
}
