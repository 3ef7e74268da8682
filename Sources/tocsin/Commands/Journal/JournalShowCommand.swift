import ArgumentParser
import Journal
import Notation

/// `tocsin journal show`: a journal as people read it.
struct JournalShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a journal as people read it: a line for each thing that was done.")

    @Argument(help: ArgumentHelp("The journal.", valueName: "file"), completion: .file())
    var path: String

    @Option(name: [.customShort("n"), .customLong("last")], help: ArgumentHelp("Only the last lines.", valueName: "n"))
    var last: Int?

    @Flag(help: "Only what became of the task's labels.")
    var scheme = false

    func validate() throws {
        if let last, last < 0 { throw ValidationError("--last takes a number from 0 up, not \(last)") }
    }

    func run() throws {
        let contents = try JournalFile.read(path)
        let wanted =
            scheme
            ? contents.lines.filter { if case .scheme = $0.event { true } else { false } } : contents.lines
        let shown = wanted.suffix(last ?? wanted.count)
        var buffer = ""
        for line in shown {
            let words = Self.words(line.event, contents.lines)
            let number = String(line.sequence)
            let date = "\(line.at)".prefix(19).replacing("T", with: " ")
            buffer += "\(date)  \(String(repeating: " ", count: max(0, 6 - number.count)))\(number)  "
            buffer += "\(TerminalText.onOneLine(words))\(line.isChecked ? "" : "  (unchecked)")\n"
            if buffer.utf8.count > 1 << 16 {
                Output.write(buffer)
                buffer = ""
            }
        }
        Output.write(buffer)
        if !contents.torn.isEmpty {
            Output.complain("a torn line of \(CountText.text(contents.torn.count, "byte")) is at the end")
        }
    }

    private static func words(_ event: JournalEvent, _ lines: [JournalLine]) -> String {
        switch event {
        case .session(let event):
            "session   \(event.annotator), tocsin \(event.tool), task \(event.task), \(CountText.text(event.poolCount, "message")), "
                + "seed \(event.seed)"
        case .messages(let event):
            "messages  \(event.pool.file.map { "\($0), " } ?? "")\(event.pool.count) messages"
                + (event.added.map { ", \($0) added behind those of before" } ?? "")
                + (event.gone.isEmpty ? "" : ", gone: \(event.gone.joined(separator: ", "))")
                + (event.changed.isEmpty ? "" : ", changed: \(event.changed.map(\.id).joined(separator: ", "))")
        case .label(let event):
            "label     \(event.id)  \(event.label)  (\(event.set.rawValue), \(event.strategy)"
                + (event.ms.map { ", \(seconds($0))" } ?? "") + ")"
        case .skip(let event): "skip      \(event.id)"
        case .undo(let event): "undo      \(event.line)" + undone(event.line, lines)
        case .unlabel(let event): "unlabel   \(event.id)  (label of \(event.line))"
        case .unskip(let event): "unskip    \(event.id)"
        case .flag(let event): (event.isSet ? "flag      " : "unflag    ") + event.id
        case .note(let event): "note      \(event.id)  \(event.text)"
        case .strategy(let event): "strategy  \(event.recipe)"
        case .queue(let event): "queue     chosen by \(event.recipe)"
        case .round(let event):
            "round     \(event.round)  learnt from \(CountText.text(event.training, "label"))"
                + figure("F1", event.f1, isTooFew: event.tooFew.contains("f1"))
                + figure("AUC", event.auc, isTooFew: event.tooFew.contains("auc"))
                + ", n=\(event.evaluation)"
        case .scheme(let event): "scheme    " + event.words.joined(separator: "; ")
        case .lost(let event): "lost      \(event.reason)"
        case .end(let event): "end       after \(CountText.text(event.lines, "line"))"
        case .team(let event):
            "team      \(event.people.joined(separator: ", ")), lead \(event.lead), each message \(event.each), overlap "
                + "\(event.overlap), revision \(event.revision)"
        case .seen(let event): "seen      \(words(event.seen))"
        case .claim(let event): "claim     \(event.ids.joined(separator: ", "))"
        case .release(let event): "release   \(event.ids.joined(separator: ", "))"
        case .decide(let event):
            "decide    \(event.id)  \(event.label)" + (event.reason.map { "  (\($0.rawValue))" } ?? "")
        case .reopen(let event): "reopen    \(event.id)"
        }
    }

    private static func words(_ seen: SeenLines) -> String {
        seen.sorted { $0.key < $1.key }.map { "\($0.value) of \($0.key)" }.joined(separator: ", ")
    }

    private static func figure(_ name: String, _ value: Double?, isTooFew: Bool) -> String {
        value.map { ", \(name) \(rounded($0))" } ?? (isTooFew ? ", \(name) \(TooFew.words)" : "")
    }

    private static func undone(_ sequence: Int, _ lines: [JournalLine]) -> String {
        guard lines.indices.contains(sequence) else { return "" }
        return switch lines[sequence].event {
        case .label(let event): "  (label \(event.id)  \(event.label))"
        case .skip(let event): "  (skip \(event.id))"
        case .unskip(let event): "  (unskip \(event.id))"
        case .unlabel(let event): "  (unlabel \(event.id))"
        case .note(let event): "  (note \(event.id))"
        case .flag(let event): event.isSet ? "  (flag \(event.id))" : "  (unflag \(event.id))"
        case .strategy(let event): "  (strategy \(event.recipe))"
        case .decide(let event): "  (decide \(event.id))"
        case .reopen(let event): "  (reopen \(event.id))"
        case .session, .messages, .undo, .queue, .round, .scheme, .lost, .end, .team, .seen, .claim, .release: ""
        }
    }

    private static func seconds(_ milliseconds: Int) -> String {
        "\(milliseconds / 1_000).\(abs(milliseconds) % 1_000 / 100) s"
    }

    private static func rounded(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }
}
