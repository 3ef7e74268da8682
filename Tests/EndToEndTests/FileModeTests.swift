import Foundation
import Testing

/// Who may do what with a file, as `ls` writes it; nil where there is none.
private func mode(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return String(status.st_mode & 0o777, radix: 8)
}

/// Under a umask that takes nobody any right.
private func openly(_ command: [String]) -> [String] { ["bash", "-c", "umask 000; exec \"$@\"", "bash"] + command }

@Test("every file of a session is its owner's alone, whatever the umask")
func modesOfASession() throws {
    let session = try FixedOrder(20)
    func open() throws -> TmuxTerminal { try TmuxTerminal(openly(session.command)) }
    func write(_ text: String, to path: String, with operation: String) throws {
        #expect(try run(["bash", "-c", "printf '%s' \"$1\" \(operation) \"$2\"", "bash", text, path]).status == 0)
    }
    var terminal = try open()
    try terminal.wait(forText: "0 labelled")
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    #expect(mode(session.journal) == "600")
    #expect(mode(session.journal + ".lock") == "600")
    kill(terminal.processID, SIGKILL)
    _ = try terminal.waitForEnd()

    try write("{\"v\":1", to: session.journal, with: ">>")
    terminal = try open()
    // The notice may lie over what is saved.
    try terminal.wait(forText: "6 bytes of a torn last line")
    #expect(mode(session.journal + ".torn") == "600")

    try FileManager.default.removeItem(atPath: session.journal)
    try terminal.type("1")
    try terminal.wait(for: "2 labels, saved") { $0.acknowledged == 2 }
    #expect(mode(session.journal) == "600")

    // Another file in the journal's place.
    try write("x\n", to: session.journal + ".other", with: ">")
    #expect(rename(session.journal + ".other", session.journal) == 0)
    try terminal.type("1")
    try terminal.wait(forText: "NOT SAVED")
    try terminal.type("q")
    try terminal.wait(forText: "save them elsewhere")
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 1)
    #expect(mode(session.journal + ".rescued") == "600")
}

@Test("every file that a command writes is its owner's alone, whatever the umask")
func modesOfCommands() throws {
    let session = try FixedOrder(20)
    let terminal = try TmuxTerminal(session.command)
    try terminal.wait(forText: "0 labelled")
    try terminal.type("1")
    try terminal.wait(for: "1 label, saved") { $0.acknowledged == 1 }
    try terminal.type("q")
    #expect(try terminal.waitForEnd() == 0)
    let folder = session.folder
    let lines = try String(contentsOfFile: session.journal, encoding: .utf8)
    let other = try folder.file("other", lines)
    let damaged = try folder.file("damaged", lines + "rubbish\n")
    #expect(chmod(damaged, 0o600) == 0)
    let rows = (0..<40).map { "m\($0),\($0 % 2 == 0 ? "flood at bridge" : "concert number") \($0),\($0 % 2)" }
    let gold = try folder.file("gold.csv", "id,text,label\n" + rows.joined(separator: "\n") + "\n")
    for command in [
        ["journal", "repair", damaged],
        ["journal", "merge", session.journal, other, "--output", folder.path("merged")],
        [
            "simulate", gold, "--strategies", "random", "--seeds", "1", "--start", "10", "--round", "5", "--labels",
            "20", "--results", folder.path("results"), "--report", folder.path("page"),
        ],
        ["report", session.journal, session.messages, "--html", folder.path("report")],
        ["export", session.messages, "--output", folder.path("labels")],
    ] {
        let result = try run(openly([Program.path] + command))
        #expect(result.status == 0, "\(command): \(result.error)")
    }
    for name in ["damaged", "damaged.bad", "damaged.before-repair", "merged", "results", "page", "report", "labels"] {
        #expect(mode(folder.path(name)) == "600", "\(name)")
    }
}
