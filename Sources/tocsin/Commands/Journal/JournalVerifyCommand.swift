import ArgumentParser
import Journal
import Notation

/// `tocsin journal verify`: checks every line.
struct JournalVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every line of a journal.",
        discussion: """
            Exit status 0: it is sound. 1: a line is damaged. 2: no line is, but the last one was torn, or the last sitting \
            did not end as it should, as while a program is at it.
            """)

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
        let name = contents.identity.map { ", id \($0)" } ?? ""
        Output.write("  format      \(contents.format.rawValue)\(name)\n")
        Output.write("  lines       \(contents.lines.count)\n")
        Output.write("  labels      \(history.labels.count) that hold\n")
        if let first = contents.lines.first, let last = contents.lines.last {
            Output.write("  time        \(first.at) to \(last.at)\n")
        }
        Output.write("  unchecked   \(contents.uncheckedCount) that no checksum speaks for\n")
        Output.write("  torn        \(CountText.text(contents.torn.count, "byte")) at the end\n")
        for line in contents.uncheckedLines.prefix(20) {
            Output.write("  unchecked   line \(line): nothing shows whether it was changed\n")
        }
        if contents.lacksLineEnd {
            Output.write("  torn        line \(contents.lines.count): it is right, and has no line end\n")
        } else if !contents.torn.isEmpty {
            Output.write("  torn        line \(contents.lines.count + damage.count + 1): it has no end\n")
        }
        let hidden = damage.count - 1_000
        for item in damage.prefix(1_000) { Output.write("  damaged     line \(item.line): \(item.reason)\n") }
        if hidden > 0 { Output.write("  damaged     and \(CountText.text(hidden, "more line"))\n") }
        if let contradiction, damage.isEmpty { Output.write("  contradicts \(contradiction)\n") }
        // What is damaged says already that the beginning cannot be read.
        let hasBeginning = contents.hasBeginning || contents.lines.isEmpty && !damage.isEmpty
        if !hasBeginning { Output.write("  damaged     line 1: no session line begins the journal\n") }
        guard damage.isEmpty, contradiction == nil, hasBeginning else {
            Output.complain("repair it with: tocsin journal repair \(path)")
            throw ExitCode.failure
        }
        guard contents.torn.isEmpty, !contents.lacksLineEnd else {
            Output.complain("the next sitting sets torn bytes aside, in \(path).torn")
            throw ExitCode(2)
        }
        guard contents.isEnded else {
            Output.complain(
                "the last sitting did not end as it should, or has not ended; the journal has \(CountText.text(contents.lines.count, "line"))"
            )
            throw ExitCode(2)
        }
        Output.write(contents.lines.isEmpty ? "  sound       it is empty: nothing stands in it yet\n" : "  sound\n")
    }
}
