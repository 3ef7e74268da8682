import Analysis
import Annotation
import ArgumentParser
import Foundation
import Journal
import Messages
import Notation

extension ExportFormat: ExpressibleByArgument {}
extension TeamExport.Shape: ExpressibleByArgument {}

/// `tocsin export`: the labelled messages in a format that other programs read.
struct ExportCommand: ParsableCommand {
    enum ExportedSet: String, ExpressibleByArgument, CaseIterable {
        case all, training, evaluation

        var labelSet: LabelSet? {
            switch self {
            case .all: nil
            case .training: .training
            case .evaluation: .evaluation
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the labelled messages for other programs, to standard output or a file.",
        discussion: """
            csv, jsonl (an object a line) and json (an array) have the fields of --fields as columns; spacy, \
            label-studio, doccano and prodigy have a place of their own for text and label, and the other fields as \
            metadata; fasttext has a label and a text a line. Where a message can have several labels, they are a list in a column \
            labels: joined by ; in csv, where [] says that none holds and null that nobody has said; --as-label-columns writes a \
            column of 0 and 1 for each label. Labels come in the order in which they were given, other \
            messages behind them in the order of their file. Texts are as the screen shows them: character references of \
            HTML (&amp;) have become the characters that they stand for; the file's own letters are found there by the id. \
            Of a folder that several people label in, --labels says what is written: final, a row a message with the label that \
            all come to (a decision, else what all say, else what most say; where as many say one thing as another the message \
            waits and is left out); wide, the same with each annotator's label beside it; long, a row for each label of each \
            annotator. Name the same --task, --training, --evaluation and --transfer-from as for labelling, if any were named there.
            """)

    @OptionGroup var messages: MessageOptions

    @Option(help: ArgumentHelp("The journal; default: NAME.journal.jsonl beside the messages.", valueName: "file"))
    var journal: String?

    @Option(help: "csv, jsonl, json, fasttext, spacy, label-studio, doccano or prodigy.")
    var format: ExportFormat = .csv

    @Option(help: "training, evaluation or all: the labels of one set alone, or of both.")
    var set: ExportedSet = .all

    @Option(
        help: ArgumentHelp(
            "What is written of each message, with commas between: \(NameList<ExportField>.known). Default: \(NameList(ExportField.standard)).",
            valueName: "names"),
        transform: NameList<ExportField>.init(parsing:))
    var fields: NameList<ExportField>?

    @Option(
        help: ArgumentHelp(
            "Which messages, with commas between: \(NameList<ExportedMessages.Kind>.known). Default: labelled; with --predictions all.",
            valueName: "kinds"),
        transform: NameList<ExportedMessages.Kind>.init(parsing:))
    var rows: NameList<ExportedMessages.Kind>?

    @Option(help: "Of a folder of several people: final, wide or long. Default: final.")
    var labels: TeamExport.Shape?

    @Flag(
        help: ArgumentHelp(
            "Write labels as numbers: a label's name or other spelling that is a whole number, where every label has one; else its place in the task, from 0."
        ))
    var codes = false

    @Flag(
        help: ArgumentHelp(
            "Where a message can have several labels: write a column of 0 and 1 for each label instead of the list, in csv, jsonl and json; --label-columns reads them again."
        ))
    var asLabelColumns = false

    @Flag(
        help: ArgumentHelp(
            "Learn from all labels, as model save does, and write the predicted label and a probability for each label, of every message."
        ))
    var predictions = false

    @Flag(inversion: .prefixedNo, help: "Name the columns in the first line of CSV.")
    var header = true

    @Flag(
        help: ArgumentHelp(
            "Put an apostrophe before texts in cells of CSV that begin with =, +, -, @, a full-width one of these, a tab or a line end, which a "
                + "spreadsheet would take for formulas. It changes those texts."))
    var spreadsheet = false

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Write to that file instead of standard output.", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace a file of that name.")
    var force = false

    @OptionGroup var encoder: EncoderOptions

    @OptionGroup var transfer: TransferOptions

    @Option(
        help: ArgumentHelp("Threads that learn for --predictions; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        for (isGiven, option) in [(spreadsheet, "--spreadsheet"), (!header, "--no-header")] where isGiven {
            guard format == .csv else {
                throw ValidationError("\(option) is for --format csv, not \(format.rawValue)")
            }
        }
        for (isGiven, option) in [
            (fields != nil, "--fields"), (rows != nil, "--rows"), (predictions, "--predictions"),
        ] where isGiven {
            guard format.holdsFields else {
                throw ValidationError(
                    "\(option): a line of --format \(format.rawValue) has a label and a text and room for nothing else; "
                        + "take another format")
            }
        }
        if asLabelColumns, ![.csv, .json, .jsonl].contains(format) {
            throw ValidationError(
                "--as-label-columns is for --format csv, jsonl and json; \(format.rawValue) has a form of its own for several labels"
            )
        }
        if asLabelColumns, codes {
            throw ValidationError("--codes writes labels as numbers, and --as-label-columns writes none; take either")
        }
        if asLabelColumns, let fields, !fields.elements.contains(.label) {
            throw ValidationError("--as-label-columns: --fields has no label")
        }
        if labels == .wide, ![.csv, .json, .jsonl].contains(format) {
            throw ValidationError(
                "--labels wide has a column for each annotator, which --format \(format.rawValue) has no room for")
        }
        if force, output == nil { throw ValidationError("--force is for --output") }
    }

    func run() throws {
        if TeamFolder.isFolder(messages.path) { return try exportTeam() }
        if labels != nil { throw ValidationError("--labels is for a folder that several people label in") }
        var source = try SessionSource(
            messages,
            try SessionOptions(journal: journal, encoder: encoder, transfer: transfer, threads: threads),
            annotator: "")
        guard let path = source.journalPath else {
            throw ValidationError("messages from standard input need --journal")
        }
        let file = output.map {
            OutputFile(path: $0, kind: .export, option: "--output", others: source.files + [path], isForced: force)
        }
        try file?.check()
        // What cannot be written so is said before the journal is read.
        _ = try writer(source)
        var contents = try source.journal(at: path)
        if predictions { source = try source.goingOn(contents) }
        contents = try source.accepting(contents, learns: predictions)
        let state = try SessionState(
            corpus: source.corpus, settings: try source.settings(for: contents, ignoresTransfer: !predictions),
            lines: contents.lines)
        let exported = ExportedMessages(
            of: state, lines: contents.lines,
            kinds: rows.map { Set($0.elements) } ?? (predictions ? [.all] : [.labelled]), set: set.labelSet,
            predictions: predictions ? try predicted(state, contents, source) : nil, withoutText: !format.needsText)
        if exported.goneCount > 0 {
            let count = CountText.text(exported.goneCount, "message")
            Output.complain(
                format.needsText
                    ? "\(count) left out: not there any more, and --format \(format.rawValue) is for texts"
                    : "\(count) without a text: not there any more; --fields change tells which")
        }
        let writer = try writer(source, formerLabels: exported.formerLabels)
        if codes, !exported.formerLabels.isEmpty {
            Output.complain(
                "without a code, and written as names: labels that the task has no more: "
                    + exported.formerLabels.joined(separator: ", "))
        }
        try write(exported.rows, count: exported.count, with: writer, to: file)
    }

    private func write(
        _ rows: some Sequence<ExportRow>, count: Int, with writer: ExportWriter, to file: OutputFile?
    ) throws {
        if format == .fasttext {
            let none = rows.count { $0.labels?.isEmpty == true }
            if none > 0 {
                Output.complain(
                    CountText.text(
                        none, "message", one: "has no label that holds", several: "have no label that holds")
                        + ": in fastText their lines have a text alone, which is read as a message that nobody has labelled"
                )
            }
        }
        guard let file else { return writer.write(rows) { Output.write($0) } }
        var bytes: [UInt8] = []
        writer.write(rows) { bytes += $0.utf8 }
        try file.write(bytes)
        Output.write("\(file.path): \(CountText.text(count, "message")), \(CountText.text(bytes.count, "byte"))\n")
    }

    /// Writes what the people of a folder have labelled.
    private func exportTeam() throws {
        for (isGiven, option) in [(journal != nil, "--journal"), (predictions, "--predictions")] where isGiven {
            throw ValidationError("\(option) is for the messages of one journal; name a file of messages")
        }
        if let rows, !rows.elements.allSatisfy({ [.labelled, .all].contains($0) }) {
            throw ValidationError(
                "--rows takes labelled or all for a folder of several people: all adds what waits for a decision")
        }
        let folder = try TeamFolder(messages.path)
        var messages = messages
        messages.path = folder.messages
        let source = try SessionSource(messages, try SessionOptions(journal: nil), annotator: "")
        let journals = try folder.journals()
        let file = output.map {
            OutputFile(
                path: $0, kind: .export, option: "--output", others: source.files + journals.map(\.path),
                isForced: force)
        }
        try file?.check()
        let shape = labels ?? .final
        let exported = try TeamExport(
            journals.map { TeamExport.Annotator(name: $0.name, lines: $0.contents.lines) }, corpus: source.corpus,
            settings: SessionSettings(), plan: TeamFolder.plan(of: journals.map(\.contents)))
        let rows = exported.rows(shape, withTies: rows?.elements.contains(.all) ?? false)
            .filter { row in set.labelSet.map { row.set == $0.rawValue } ?? true }
        if exported.tieCount > 0, shape == .final {
            let count = CountText.text(exported.tieCount, "message", one: "waits", several: "wait")
            Output.complain(
                "\(count) for a decision, with as many for one label as for another: "
                    + "\(ShellCommand(words: ["tocsin", "adjudicate", folder.path]))")
        }
        let writer = try ExportWriter(
            format: format, fields: fields?.elements ?? (shape == .long ? ExportField.ofLabels : ExportField.ofTeam),
            scheme: source.corpus.scheme, formerLabels: shape == .long ? exported.formerLabels : [], usesCodes: codes,
            hasLabelColumns: asLabelColumns, hasHeader: header, isForSpreadsheet: spreadsheet,
            tool: "tocsin \(Tocsin.version)",
            annotators: shape == .wide ? exported.annotators : [])
        try write(rows, count: rows.count, with: writer, to: file)
    }

    private func writer(_ source: SessionSource, formerLabels: [String] = []) throws -> ExportWriter {
        try ExportWriter(
            format: format, fields: fields?.elements ?? ExportField.standard, scheme: source.corpus.scheme,
            formerLabels: formerLabels, usesCodes: codes, hasLabelColumns: asLabelColumns, hasPredictions: predictions,
            hasHeader: header,
            isForSpreadsheet: spreadsheet, tool: "tocsin \(Tocsin.version)")
    }

    private func predicted(
        _ state: SessionState, _ contents: JournalContents, _ source: SessionSource
    ) throws -> PoolPredictions {
        Output.complain(of: source.account, columns: source.takenColumns)
        let choice = try source.encoder(for: contents)
        for notice in source.notices(choice) { Output.complain(notice) }
        let vectors = try source.vectors(choice, for: contents)
        try vectors?.makeWithProgress()
        let modelSettings = try source.modelSettings(for: contents)
        return try PoolPredictions(
            nextRoundOf: state, modelSettings: modelSettings, transfer: source.transfer(with: vectors),
            vectors: vectors, features: source.features(modelSettings), threads: source.threads)
    }
}
