import Annotation
import Foundation
import Notation

extension ProjectChanges {
    /// Ids that a question lists; who wants to see all has a command for it.
    private static let longestList = 10

    /// Takes what has become of the messages.
    ///
    /// - Parameters:
    ///   - path: of the messages.
    ///   - journal: its path; nil for the one beside the messages.
    ///   - isRenamed: whether the messages are known to have another name than before.
    ///   - hint: what may bring back the messages of before; nil for nothing.
    mutating func take(_ changes: MessageChanges, path: String, journal: String?, isRenamed: Bool, hint: String?) {
        if let event = changes.event(isRenamed: isRenamed) { record(event) }
        switch changes.arrangement {
        case .same: break
        case .extended(let added):
            say(
                "\(CountText.text(added, "message")) added since the last session, behind the \(changes.before.count) of before; "
                    + "what comes next may differ from what it was")
        case .reordered:
            say(
                "the \(changes.now.count) messages stand in another order than in the last session; what comes next may differ"
            )
        case .other where !changes.needsAnswer:
            let labelled =
                if changes.labelled == 0 {
                    "none has a label"
                } else if changes.gone + changes.changed == 0 {
                    "all \(changes.labelled) labelled are there unchanged"
                } else {
                    "nothing more has become of the \(changes.labelled) labelled"
                }
            say("\(Self.counts(changes)); \(labelled); what comes next may differ" + (hint.map { "; \($0)" } ?? ""))
        case .other: ask(Self.question(changes, path: path, journal: journal, hint: hint), refuses: true)
        }
    }

    private static func counts(_ changes: MessageChanges) -> String {
        changes.before.count == changes.now.count
            ? "other messages than in the last session, \(changes.now.count) as before"
            : "\(CountText.text(changes.now.count, "message")) instead of \(changes.before.count)"
    }

    private static func question(
        _ changes: MessageChanges, path: String, journal: String?, hint: String?
    ) -> String {
        let name = path == "-" ? "standard input" : URL(fileURLWithPath: path).lastPathComponent
        var lines = ["\(TerminalText.onOneLine(name)): \(counts(changes)). \(summary(changes))"]
        if changes.isAnotherFile {
            lines.append(
                "This looks like another file\(otherFile(of: changes, than: name)): nothing that was labelled is there as it was. A journal of its own: leave, and start with "
                    + "--journal NEW.journal.jsonl.")
        }
        if !changes.touched.isEmpty { lines.append("") }
        lines += changes.touched.prefix(longestList).map(row)
        let more = changes.touched.count - longestList
        if more > 0 {
            let words =
                ["tocsin", "export", path] + (journal.map { ["--journal", $0] } ?? [])
                + ["--accept-changes", "--rows", "changed", "--fields", "change,id,label,text"]
            lines.append("and \(more) more; all of them: \(ShellCommand(words: words))")
        }
        if changes.untold > 0 {
            lines += ["", untold(changes)]
        }
        lines += [
            "",
            "Labels of messages that are gone stay in the journal and in exports, and teach nothing; a message with another text "
                + "keeps its label, with a mark.",
        ]
        if let hint { lines += ["", hint] }
        return lines.joined(separator: "\n")
    }

    /// Which file the journal knows, where its name says that it is another.
    private static func otherFile(of changes: MessageChanges, than name: String) -> String {
        guard let file = changes.before.file, file != name else { return "" }
        return " than \(TerminalText.onOneLine(file)), which the journal was made for"
    }

    /// How much of what the journal knows is touched.
    private static func summary(_ changes: MessageChanges) -> String {
        let gone = changes.touched.count { $0.change == .gone }
        let changed = changes.touched.count - gone
        let parts = [
            gone > 0 ? "\(gone) gone" : nil, changed > 0 ? "\(changed) with another text" : nil,
        ].compactMap { $0 }
        guard !parts.isEmpty else { return "All \(changes.labelled) labelled are there." }
        return "Of those labelled, skipped or noted: \(parts.joined(separator: ", ")); "
            + "\(CountText.text(changes.labelled, "label")) in all."
    }

    private static func untold(_ changes: MessageChanges) -> String {
        "Of \(CountText.text(changes.untold, "label")) cannot be told whether the text is the one that was labelled: the program "
            + "that wrote them did not note it."
    }

    /// One message of the list: what has become of it, its id, what it was labelled as, and its text now.
    private static func row(_ touched: MessageChanges.Touched) -> String {
        let known =
            switch touched.known {
            case .label(let name): name
            case .skip: "(skipped)"
            case .flag: "(flagged)"
            case .note: "(noted)"
            }
        let start = "\(touched.change == .gone ? "gone   " : "changed")  \(touched.id)  \(known)"
        return TerminalText.onOneLine(start + (touched.text.map { "  now: \(beginning(of: $0))" } ?? ""))
    }

    private static func beginning(of text: String) -> String { text.count > 40 ? text.prefix(40) + "…" : text }
}
