import ArgumentParser
import Journal
import Notation

/// `tocsin journal merge`: several annotators' journals as one.
struct JournalMergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge",
        abstract: "Join journals of the same messages into a new one, and report where annotators differ.",
        discussion: """
            Every line of every journal is kept, one journal behind the other. Where two journals label a message \
            differently, the later one named holds. The journals themselves are only read.
            """)

    @Argument(help: ArgumentHelp("The journals.", valueName: "files"), completion: .file())
    var paths: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("The new journal.", valueName: "file"), completion: .file())
    var output: String

    @Flag(help: "Replace a file of that name that is not a journal.")
    var force = false

    func validate() throws {
        if paths.count < 2 { throw ValidationError("merge takes two journals or more, not \(paths.count)") }
    }

    func run() throws {
        let file = OutputFile(path: output, kind: .journal, option: "--output", others: paths, isForced: force)
        try file.check()
        var journals: [(path: String, bytes: [UInt8])] = []
        for path in paths { journals.append((path, try JournalFile.bytes(of: path))) }
        let merge = try JournalMerge(journals)
        try file.write(merge.bytes)
        Output.write(
            "\(output): \(CountText.text(merge.lineCount, "line")) of \(CountText.text(paths.count, "journal"))\n")
        Output.write("  labelled by more than one    \(merge.sharedCount)\n")
        Output.write("  labelled differently         \(merge.conflicts.count)\n")
        for conflict in merge.conflicts {
            let opinions = conflict.labels.map { "\($0.annotator): \($0.label) (\($0.set.rawValue))" }
            Output.write("  \(TerminalText.onOneLine("\(conflict.id)  \(opinions.joined(separator: ", "))"))\n")
        }
    }
}
