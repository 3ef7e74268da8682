import ArgumentParser
import Journal
import Notation

/// `tocsin journal repair`: takes bad lines out and keeps them.
struct JournalRepairCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Take damaged lines out of a journal, and keep them in a file beside it.",
        discussion: """
            Nothing is deleted: damaged lines go to FILE.bad, the journal as it was stays as FILE.before-repair. A line \
            that is lost leaves a line that says so, with its number; every sound line stays, as it is or, in a journal of \
            format 2, with a new checksum. A line that nothing shows to be unchanged is marked so.
            """)

    @Argument(help: ArgumentHelp("The journal.", valueName: "file"), completion: .file())
    var path: String

    func run() throws {
        guard let (repair, kept) = try JournalFile.repair(path) else {
            Output.write("\(path): sound; nothing to repair\n")
            return
        }
        Output.write("\(path): repaired\n")
        Output.write("  taken out   \(CountText.text(repair.removed.count, "line")), now in \(path).bad\n")
        Output.write(
            "  lost        \(CountText.text(repair.lostCount, "line", one: "has a line in its place", several: "have a line in their place")) that says so\n"
        )
        Output.write("  before      \(kept)\n")
        for removed in repair.removed.prefix(1_000) {
            let text = String(decoding: removed.bytes.prefix(120), as: UTF8.self)
            Output.write("  line \(removed.line): \(removed.reason)\n")
            Output.write("    was: \(TerminalText.onOneLine(text))\(removed.bytes.count > 120 ? "…" : "")\n")
        }
        if repair.removed.count > 1_000 { Output.write("  and \(repair.removed.count - 1_000) more\n") }
        if repair.hasLostSession {
            Output.write(
                "  the first line, which said what the journal was made for, is lost: open it with the same messages, "
                    + "task and --seed as before\n")
        }
    }
}
