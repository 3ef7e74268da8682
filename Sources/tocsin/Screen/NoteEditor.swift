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
        let editor = Process()
        editor.executableURL = URL(fileURLWithPath: "/bin/sh")
        // The command may have arguments; the file's path is handed over as one.
        editor.arguments = ["-c", "exec \(command) \"$1\"", "sh", file.path]
        do { try editor.run() } catch { throw NoteEditorError.failed(command, "\(error.localizedDescription)") }
        editor.waitUntilExit()
        guard editor.terminationStatus == 0 else {
            throw NoteEditorError.failed(command, "it ended with \(editor.terminationStatus)")
        }
        guard let written = try? String(contentsOf: file, encoding: .utf8) else {
            throw NoteEditorError.failed(command, "what it wrote is no text")
        }
        return written.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

enum NoteEditorError: Error, CustomStringConvertible {
    case noEditor
    case failed(String, String)

    var description: String {
        switch self {
        case .noEditor: "no editor is set: set EDITOR, or write a short note with n"
        case .failed(let command, let reason): "\(command): \(reason); the note stays as it was"
        }
    }
}
