import ArgumentParser
import Foundation

/// The folder that the program is started in, where no command is named.
struct ProjectFolder {
    let path: String
    let journals: [FolderJournal]

    init(_ path: String) {
        self.path = path
        journals = FolderJournal.all(in: path)
    }

    /// The journals with what goes on with the last of them that can be gone on with.
    var text: String {
        let width = journals.map(\.name.count).max() ?? 0
        let lines = ["journals in this folder, the last first:"] + journals.map { $0.line(nameWidth: width) }
        return (lines + [goesOn.map { "go on with: \(ShellCommand(words: ["tocsin"] + $0))" }].compactMap { $0 })
            .joined(separator: "\n") + "\n"
    }

    /// Words behind `tocsin` that go on with the journal used last, in a team with that of the account; nil where none can be gone on with.
    var goesOn: [String]? {
        if journals.first?.isOfTeam == true { return ["label", "."] }
        return journals.lazy.compactMap(\.arguments).first
    }

    /// The command to begin with, where the folder has messages of the usual name; nil where it has none.
    var begins: ShellCommand? {
        MessageFileName.endings.flatMap { ["messages.\($0)", "messages.\($0).gz"] }
            .first { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
            .map { ShellCommand(words: ["tocsin", "label", $0]) }
            ?? (TeamFolder.isFolder("\(path)/messages") ? ShellCommand(words: ["tocsin", "label", "."]) : nil)
    }

    /// Lists the journals, and where somebody sits at the terminal goes on with the last one after enter.
    func open() throws {
        Output.write(text)
        guard let goesOn, isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0 else { return }
        Output.write("enter goes on with it, ctrl-c leaves: ")
        guard let answer = readLine() else { return Output.write("\n") }
        guard answer.isEmpty else { return }
        let command = try LabelCommand.parse(Array(goesOn.dropFirst()))
        try command.run()
    }
}
