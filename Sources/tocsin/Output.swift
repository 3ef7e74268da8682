import Foundation
import Journal
import Notation

/// The program's two streams.
enum Output {
    /// Data go out as they are, unless it is a terminal that reads them.
    static func write(_ text: String) {
        let isForPeople = isatty(STDOUT_FILENO) != 0
        FileHandle.standardOutput.write(Data((isForPeople ? TerminalText.visible(text) : text).utf8))
    }

    /// For people alone, where there is still a terminal: it may have gone, or go meanwhile.
    static func writeToTerminal(_ text: String) {
        guard isatty(STDOUT_FILENO) == 1 else { return }
        try? FileHandle.standardOutput.write(contentsOf: Data(TerminalText.visible(text).utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((TerminalText.visible(text) + "\n").utf8))
    }

    /// Names the rows that could not be taken, at most ten of them.
    static func complain(of problems: [String], count: Int) {
        guard count > 0 else { return }
        complain(
            "\(CountText.text(count, "row")) could not be taken as \(count == 1 ? "it stands" : "they stand"):")
        for problem in problems.prefix(10) { complain("  \(problem)") }
        if count > 10 { complain("  and \(count - min(10, problems.count)) more") }
    }

    /// Says what of the training set is not learnt from, and how the sets differ from those of a journal.
    static func complain(ofSetsIn source: SessionSource, since contents: JournalContents?) {
        for notice in [source.measuringOnly, source.changedSets(since: contents)] { notice.map(complain) }
    }
}
