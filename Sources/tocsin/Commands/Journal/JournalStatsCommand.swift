import ArgumentParser
import Journal
import Notation

/// `tocsin journal stats`: who did how much, and how fast.
struct JournalStatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count what a journal holds: sittings, labels, time a label, strategies, rounds.")

    @Argument(help: ArgumentHelp("The journal.", valueName: "file"), completion: .file())
    var path: String

    func run() throws {
        let contents = try JournalFile.read(path)
        let statistics = try JournalStatistics(contents)
        Output.write("\(path): \(CountText.text(contents.lines.count, "line"))\n")
        for sitting in statistics.sittings {
            let median = sitting.medianMilliseconds.map { ", median \($0) ms a label" } ?? ""
            Output.write(
                "  sitting     \(TerminalText.onOneLine(sitting.annotator)), \(sitting.begin) to \(sitting.end): "
                    + "\(CountText.text(sitting.labels, statistics.severals.isEmpty ? "label" : "answer")), \(CountText.text(sitting.skips, "skip")), \(sitting.undos) undone\(median)\n"
            )
        }
        for set in [LabelSet.evaluation, .training] {
            let name = "  \(set.rawValue)\(set == .training ? "    " : "  ")"
            if let several = statistics.severals[set] {
                Output.write(
                    "\(name)\(CountText.text(several.messages, "message")), \(several.without) without a label\n")
            }
            for (label, count) in (statistics.holding[set] ?? [:]).sorted(by: { $0.key < $1.key }) {
                Output.write(
                    "\(name)\(count) \(TerminalText.onOneLine(label))\n")
            }
        }
        if statistics.spreadCount > 0 {
            Output.write("  spread      \(statistics.spreadCount) more, to copies of labelled texts\n")
        }
        for (strategy, count) in statistics.byStrategy.sorted(by: { $0.key < $1.key }) {
            Output.write("  chosen      \(count) by \(TerminalText.onOneLine(strategy))\n")
        }
        Output.write("  rounds      \(statistics.rounds.count)\n")
        Output.write("  notes       \(statistics.noteCount)\n")
        Output.write("  unchecked   \(contents.uncheckedCount)\n")
        Output.write("  lost        \(statistics.lostCount)\n")
        if statistics.backwardSteps > 0 {
            Output.write(
                "  clock       went back \(CountText.text(statistics.backwardSteps, "time")); no label depends on it\n")
        }
    }
}
