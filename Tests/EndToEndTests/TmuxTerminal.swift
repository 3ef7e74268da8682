import Foundation
import Testing

/// A terminal played by tmux, with the real program in it.
final class TmuxTerminal {
    private let socket = "tocsin-\(UUID().uuidString.prefix(8))"
    private let folder: TemporaryFolder
    /// Process id of the program in the terminal.
    let processID: Int32

    /// Starts a command (argument 0 is the program) in a terminal of its own.
    init(
        _ command: [String], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) throws {
        folder = try TemporaryFolder()
        var words = ["env", "LANG=C.UTF-8", "LC_ALL=C.UTF-8"]
        words += environment.map { "\($0.key)=\($0.value)" }.sorted()
        words += command
        // The program's number and its exit status go to files: tmux itself now and then misses the end of a program.
        let start = "echo $$ > '\(folder.path("process"))'; exec \"$@\""
        let line =
            "trap : INT; sh -c \(Self.quoted(start)) sh \(words.map(Self.quoted).joined(separator: " ")); "
            + "echo $? > '\(folder.path("status"))'; sleep 1000"
        try Self.tmux(
            socket,
            ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sleep 1000"])
        try Self.tmux(socket, ["set-option", "-g", "remain-on-exit", "on"])
        try Self.tmux(socket, ["set-option", "-g", "status", "off"])
        try Self.tmux(socket, ["set-option", "-g", "default-terminal", "tmux-256color"])
        try Self.tmux(socket, ["respawn-pane", "-k", line])
        processID = try #require(try Self.number(in: folder.path("process"), seconds: 600))
    }

    deinit {
        _ = try? Self.tmux(socket, ["kill-server"])
    }

    /// Types keys, named as tmux names them (`1`, `u`, `Space`, `Enter`, `C-c`).
    func type(_ keys: String...) throws {
        try Self.tmux(socket, ["send-keys"] + keys)
    }

    /// Sends bytes as they are.
    func send(_ bytes: some Sequence<UInt8>) throws {
        try Self.tmux(socket, ["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
    }

    func resize(columns: Int, rows: Int) throws {
        try Self.tmux(socket, ["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
    }

    /// What the terminal shows now, a string a line.
    func screen() throws -> [String] {
        try Self.tmux(socket, ["capture-pane", "-p"]).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
    }

    /// Waits until the screen is at rest and as described, and returns it; records an issue with the last screen if it never is.
    @discardableResult
    func wait(
        for description: Comment, seconds: Double = 600, sourceLocation: SourceLocation = #_sourceLocation,
        until isAsExpected: ([String]) -> Bool
    ) throws -> [String] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        var last: [String] = []
        while Date() < deadline {
            let seen = try screen()
            // Twice the same: a frame may be seen while it is being drawn.
            if seen == last, isAsExpected(seen) { return seen }
            last = seen
            Thread.sleep(forTimeInterval: 0.02)
        }
        Issue.record(
            "never seen: \(description)\n\(last.joined(separator: "\n"))", sourceLocation: sourceLocation)
        throw NeverSeen()
    }

    /// Waits until some line holds the text.
    @discardableResult
    func wait(forText text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        try wait(for: "the text '\(text)'", sourceLocation: sourceLocation) { lines in
            lines.contains { $0.contains(text) }
        }
    }

    /// Waits for the program's end.
    ///
    /// - Returns: its exit status, 128 and the signal if one killed it.
    func waitForEnd(seconds: Double = 600) throws -> Int32 {
        if let status = try Self.number(in: folder.path("status"), seconds: seconds) { return status }
        Issue.record("the program never ended\n\(try screen().joined(separator: "\n"))")
        throw NeverSeen()
    }

    /// The number that a file holds as soon as it holds a whole line.
    private static func number(in path: String, seconds: Double) throws -> Int32? {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasSuffix("\n") {
                return Int32(text.dropLast())
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        return nil
    }

    struct NeverSeen: Error {}

    private static func quoted(_ word: String) -> String {
        "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }

    @discardableResult
    private static func tmux(_ socket: String, _ arguments: [String]) throws -> String {
        let result = try run(["tmux", "-L", socket] + arguments)
        guard result.status == 0 else {
            throw CommandFailure(command: arguments, status: result.status, message: result.error)
        }
        return result.output
    }
}

struct CommandFailure: Error, CustomStringConvertible {
    let command: [String]
    let status: Int32
    let message: String

    var description: String { "\(command.joined(separator: " ")): status \(status): \(message)" }
}
