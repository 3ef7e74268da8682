import Annotation
import ArgumentParser
import Foundation
import Journal
import Messages

extension ExportFormat: ExpressibleByArgument {}

/// `tocsin export`: the labelled messages in a format that other programs read.
struct ExportCommand: ParsableCommand {
    enum ExportedSet: String, ExpressibleByArgument, CaseIterable {
        case all, training, evaluation
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the labelled messages to standard output.",
        discussion: """
            csv: the reference's five columns id,text,label,strategy,confidence; jsonl: an object a line; fasttext: \
            __label__NAME text. Labels come in the order in which they were given.
            """)

    @OptionGroup var messages: MessageOptions

    @Option(help: ArgumentHelp("The journal; default: NAME.journal.jsonl beside the messages.", valueName: "file"))
    var journal: String?

    @Option(help: "csv, jsonl or fasttext.")
    var format: ExportFormat = .csv

    @Option(help: "training, evaluation or all.")
    var set: ExportedSet = .all

    @Flag(
        help: ArgumentHelp(
            "Put an apostrophe before cells of CSV that begin with =, +, -, @, a tab or a carriage return, which a "
                + "spreadsheet would take for formulas. It changes those texts."))
    var spreadsheet = false

    func validate() throws {
        if spreadsheet, format != .csv {
            throw ValidationError("--spreadsheet is for --format csv, not \(format.rawValue)")
        }
    }

    func run() throws {
        let source = try SessionSource(
            messages, try SessionOptions(journal: journal), annotator: "", readsSets: false)
        guard let path = source.journalPath else {
            throw ValidationError("messages from standard input need --journal")
        }
        let contents = try JournalFile.read(path)
        let state = try SessionState(
            corpus: source.corpus, settings: try source.settings(for: contents, ignoresTransfer: true),
            lines: contents.lines)
        for record in state.history.labels.values.sorted(by: { $0.sequence < $1.sequence }) {
            guard let row = source.corpus.pool.index(ofID: record.event.id),
                set == .all || set.rawValue == state.set(of: record, row: row).rawValue,
                let label = source.corpus.scheme.index(ofName: record.event.label)
            else { continue }
            Output.write(
                format.line(
                    LabelledItem(
                        id: record.event.id, text: source.corpus.pool.text(at: row),
                        label: source.corpus.scheme.labels[label], strategy: record.event.strategy,
                        confidence: record.event.score),
                    isForSpreadsheet: spreadsheet))
        }
    }
}
