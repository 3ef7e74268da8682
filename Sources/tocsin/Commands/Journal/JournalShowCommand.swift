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

    func validate() throws {
        if let last, last < 0 { throw ValidationError("--last takes a number from 0 up, not \(last)") }
    }

    func run() throws {
        let contents = try JournalFile.read(path)
        let shown = contents.lines.suffix(last ?? contents.lines.count)
        var buffer = ""
        for line in shown {
            let words = Self.words(line.event, contents.lines)
            let number = String(line.sequence)
            let date = "\(line.at)".prefix(19).replacing("T", with: " ")
            buffer += "\(date)  \(String(repeating: " ", count: max(0, 6 - number.count)))\(number)  "
            buffer += "\(TerminalText.onOneLine(words))\(line.isChecked ? "" : "  (no checksum)")\n"
            if buffer.utf8.count > 1 << 16 {
                Output.write(buffer)
                buffer = ""
            }
        }
        Output.write(buffer)
        if !contents.torn.isEmpty { Output.complain("a torn line of \(contents.torn.count) bytes is at the end") }
    }

    private static func words(_ event: JournalEvent, _ lines: [JournalLine]) -> String {
        switch event {
        case .session(let event):
            "session   \(event.annotator), tocsin \(event.tool), task \(event.task), \(event.poolCount) messages, "
                + "seed \(event.seed)"
        case .label(let event):
            "label     \(event.id)  \(event.label)  (\(event.set.rawValue), \(event.strategy)"
                + (event.ms.map { ", \(seconds($0))" } ?? "") + ")"
        case .skip(let id, _): "skip      \(id)"
        case .undo(let sequence): "undo      \(sequence)" + undone(sequence, lines)
        case .unlabel(let id, let sequence): "unlabel   \(id)  (label of \(sequence))"
        case .unskip(let id): "unskip    \(id)"
        case .flag(let id, let isSet): (isSet ? "flag      " : "unflag    ") + id
        case .note(let id, let text): "note      \(id)  \(text)"
        case .strategy(let recipe, _): "strategy  \(recipe)"
        case .queue(let recipe, _): "queue     chosen by \(recipe)"
        case .round(let event):
            "round     \(event.round)  learnt from \(event.training) labels"
                + (event.f1.map { ", F1 \(rounded($0))" } ?? "") + (event.auc.map { ", AUC \(rounded($0))" } ?? "")
                + ", n=\(event.evaluation)"
        case .lost(let reason): "lost      \(reason)"
        }
    }

    private static func undone(_ sequence: Int, _ lines: [JournalLine]) -> String {
        guard lines.indices.contains(sequence) else { return "" }
        return switch lines[sequence].event {
        case .label(let event): "  (label \(event.id)  \(event.label))"
        case .skip(let id, _): "  (skip \(id))"
        case .unskip(let id): "  (unskip \(id))"
        case .unlabel(let id, _): "  (unlabel \(id))"
        case .note(let id, _): "  (note \(id))"
        case .flag(let id, let isSet): isSet ? "  (flag \(id))" : "  (unflag \(id))"
        case .strategy(let recipe, _): "  (strategy \(recipe))"
        default: ""
        }
    }

    private static func seconds(_ milliseconds: Int) -> String {
        "\(milliseconds / 1_000).\(abs(milliseconds) % 1_000 / 100) s"
    }

    private static func rounded(_ value: Double) -> String { "\((value * 1_000).rounded() / 1_000)" }
}
