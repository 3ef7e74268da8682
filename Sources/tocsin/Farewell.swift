import Annotation
import Foundation
import Notation

/// What stays in the shell when the screen is gone: what was done, where it is, and how to go on.
struct Farewell: CustomStringConvertible {
    /// Labels that hold, those of this sitting and all.
    let labelledNow: Int
    let labelled: Int
    /// Pace, goal and what is left for later, as far as there is anything to say.
    let account: [String]
    let journal: String
    let command: ShellCommand
    let readsStandardInput: Bool

    /// - Parameters:
    ///   - state: the session at its end.
    ///   - start: sequence of the last line before this sitting.
    ///   - waiting: how many messages are on the list of second looks.
    ///   - said: how fast it went, and how far the day has come.
    init(
        _ state: SessionState, after start: Int, waiting: Int, said: [String], journal: String,
        command: ShellCommand, readsStandardInput: Bool
    ) {
        labelledNow = state.history.labels.values.count { $0.sequence > start && !$0.event.isSpread }
        labelled = state.history.judgedCount
        account =
            said + (waiting > 0 ? ["\(waiting) \(waiting == 1 ? "waits" : "wait") for a second look"] : [])
        self.journal = journal
        self.command = command
        self.readsStandardInput = readsStandardInput
    }

    var description: String {
        """
        \(CountText.text(labelledNow, "label")) now, \(labelled) in all, saved in \(TerminalText.onOneLine(place))
        \(account.isEmpty ? "" : account.joined(separator: "; ") + "\n")go on\(readsStandardInput ? ", the same messages on standard input," : "") with: \(command)

        """
    }

    /// The journal, without the folder that the annotator is in.
    private var place: String {
        let folder = FileManager.default.currentDirectoryPath + "/"
        return journal.hasPrefix(folder) ? String(journal.dropFirst(folder.count)) : journal
    }
}
