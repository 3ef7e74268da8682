import Foundation
import Journal
import Messages
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

    /// Ranges of lines that are named of each kind of row.
    private static let rangeLimit = 10

    /// Counts the rows that could not be taken as they stood by kind, those that are left out first; and says which columns were
    /// taken.
    static func complain(of account: ReadingAccount, columns: [String]) {
        for notice in columns { complain(notice) }
        guard let heading = ReadingAccount.heading(losses: account.lossCount, remarks: account.remarkCount) else {
            return
        }
        complain("\(heading):")
        for line in account.lines(rangeLimit: rangeLimit) { complain("  \(line)") }
    }
}
