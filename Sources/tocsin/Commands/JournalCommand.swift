import ArgumentParser
import Journal

/// `tocsin journal`: looks at a journal without the messages.
struct JournalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Look at a journal.", subcommands: [JournalVerifyCommand.self])
}

/// `tocsin journal verify`: checks every line.
struct JournalVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every line of a journal; exit status 1 when one is damaged.")

    @Argument(help: ArgumentHelp("The journal.", valueName: "file"), completion: .file())
    var path: String

    func run() throws {
        let (contents, damage) = JournalContents.examine(try JournalFile.bytes(of: path))
        var history = LabelHistory()
        var contradiction: ReplayError?
        for line in contents.lines where contradiction == nil {
            do throws(ReplayError) { try history.apply(line) } catch { contradiction = error }
        }
        Output.write("\(path)\n")
        Output.write("  lines       \(contents.lines.count)\n")
        Output.write("  labels      \(history.labels.count) that hold\n")
        if let first = contents.lines.first, let last = contents.lines.last {
            Output.write("  time        \(first.at) to \(last.at)\n")
        }
        Output.write("  unchecked   \(contents.uncheckedCount) without a checksum\n")
        Output.write("  torn        \(contents.torn.count) bytes at the end\n")
        for item in damage { Output.write("  damaged     line \(item.line): \(item.reason)\n") }
        if let contradiction, damage.isEmpty { Output.write("  contradicts \(contradiction)\n") }
        if contents.session == nil { Output.write("  damaged     line 1: no session line begins the journal\n") }
        guard damage.isEmpty, contradiction == nil, contents.session != nil else { throw ExitCode.failure }
        Output.write("  sound\n")
    }
}
