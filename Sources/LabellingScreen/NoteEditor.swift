import Foundation

/// Writes a note in the annotator's own editor, on a file that nobody else can read.
///
/// The command is `$VISUAL`, else `$EDITOR`, as the annotator has set it; nothing of a message is part of it.
enum NoteEditor {
    /// The text after the editor has ended.
    ///
    /// - Throws: ``NoteEditorError`` when there is no editor, it fails, or its file cannot be read.
    static func edit(_ text: String) throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let command = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty }
        guard let command else { throw NoteEditorError.noEditor }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("note.txt")
        try Data((text + "\n").utf8).write(to: file)
        let status = try run(command, on: file.path)
        guard status == 0 else { throw NoteEditorError.failed(command, "it ended with \(status)") }
        guard let written = try? String(contentsOf: file, encoding: .utf8) else {
            throw NoteEditorError.failed(command, "what it wrote is no text")
        }
        return written.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a command on a file, to its end. Not by Foundation's `Process`, which opens a pair of sockets.
    ///
    /// - Returns: its exit status, 128 and the signal if one killed it.
    private static func run(_ command: String, on path: String) throws -> Int32 {
        // The command may have arguments; the file's path is handed over as one.
        let words = ["sh", "-c", "exec \(command) \"$1\"", "sh", path]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Ctrl-C and Ctrl-\ are the editor's while it runs, as with system(3), and Ctrl-Z stops both.
        let meanwhile = [(SIGINT, SIG_IGN), (SIGQUIT, SIG_IGN), (SIGTSTP, SIG_DFL)]
        let kept = meanwhile.map { ($0, Self.handle($0, by: $1)) }
        defer { for (signal, action) in kept { Self.restore(action, of: signal) } }
        // What the program ignores, an editor need not.
        var ignored = sigset_t()
        sigemptyset(&ignored)
        for signal in [SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ] { sigaddset(&ignored, signal) }
        posix_spawnattr_setsigdefault(&attributes, &ignored)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process: pid_t = 0
        let refusal = posix_spawn(&process, "/bin/sh", nil, &attributes, &arguments, environ)
        guard refusal == 0 else { throw NoteEditorError.failed(command, String(cString: strerror(refusal))) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1 && errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? status >> 8 & 0xFF : 128 + signal
    }

    /// - Returns: what was to be done on the signal until now.
    private static func handle(_ signal: Int32, by handler: __sighandler_t?) -> sigaction {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        var before = sigaction()
        sigaction(signal, &action, &before)
        return before
    }

    private static func restore(_ action: sigaction, of signal: Int32) {
        var action = action
        sigaction(signal, &action, nil)
    }
}

/// Why a note could not be written in an editor.
enum NoteEditorError: Error, CustomStringConvertible {
    case noEditor
    case failed(String, String)

    var description: String {
        switch self {
        case .noEditor: "no editor is set: set EDITOR, or write a short note"
        case .failed(let command, let reason): "\(command): \(reason); the note stays as it was"
        }
    }
}
