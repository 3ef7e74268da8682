import Annotation
import ArgumentParser
import Foundation
import Learning
import Messages
import Notation
import Sampling

/// `tocsin score`: a filter that says of every line what a model makes of it.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Score messages with a saved model, a line for each line.",
        discussion: """
            Reads a file or standard input and writes a line for each line, in the same order, with the message's id, the \
            predicted label and the probability of each label. A line that cannot be scored gives a line with an error, is \
            named on standard error, and the exit status is 1 at the end. It needs neither journal nor messages of the \
            session, and its memory does not grow: it runs in pipes, under Spark, under GNU parallel.

            With --top N only the N lines that a strategy wants most come, ranked, with their texts: the tops of parts, \
            scored again by the same command, give the top of the whole.
            """)

    @Argument(
        help: ArgumentHelp("The messages, one on each line; - reads standard input.", valueName: "messages"),
        completion: .file())
    var path = "-"

    @Option(
        name: .shortAndLong, help: ArgumentHelp("What tocsin model save wrote.", valueName: "file.safetensors"),
        completion: .file(extensions: ["safetensors"]))
    var model: String

    @Option(
        help: ArgumentHelp(
            "What a line is: lines (an object of JSON where it begins with a brace, else a text), jsonl, text, or csv or tsv under a header.",
            valueName: "format"))
    var inputFormat = LineFormat.lines

    @Option(help: ArgumentHelp("What is written: jsonl, csv or tsv.", valueName: "format"))
    var format = ScoreWriter.Format.jsonl

    @Flag(name: .customLong("no-header"), help: "Write no line with the names of the columns in CSV and TSV.")
    var hasNoHeader = false

    @Option(
        help: ArgumentHelp(
            "Column or field that holds the id, inner ones by their path, as in data.id; - counts the lines.",
            valueName: "name"))
    var idColumn: String?

    @Option(help: ArgumentHelp("Column or field that holds the text; likewise.", valueName: "name"))
    var textColumn: String?

    @Option(help: ArgumentHelp("Write only as many lines, those that the strategy wants most.", valueName: "n"))
    var top: Int?

    @Option(
        help: ArgumentHelp(
            "What ranks them: \(MessageScore.ids.joined(separator: ", ")).", valueName: "name"))
    var strategy: String?

    @Option(
        help: ArgumentHelp(
            "The encoder, for a model that has learnt from one: its name or folder; default: the installed one that it has learnt from.",
            valueName: "name"),
        completion: .directory)
    var encoder: String?

    @Flag(help: "End with exit status 0 though lines could not be scored.")
    var allowErrors = false

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func validate() throws {
        if let threads, !(1...1_000).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1000, not \(threads)")
        }
        if let top, !(1...10_000_000).contains(top) {
            throw ValidationError("--top takes a number from 1 to 10000000, not \(top)")
        }
        guard (top == nil) == (strategy == nil) else {
            throw ValidationError("--top takes a --strategy, and --strategy a --top")
        }
        if let strategy, !MessageScore.ids.contains(strategy) {
            let ids = MessageScore.ids.joined(separator: ", ")
            throw ValidationError("--strategy \(strategy): of a line by itself only \(ids) say anything")
        }
    }

    func run() throws {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let model = try TextModel(fileBytes: try ModelFile.bytes(of: self.model), path: self.model)
        var stream = ScoreStream(
            scorer: try scorer(for: model), decision: model.decision,
            reader: LineReader(format: inputFormat, idColumn: idColumn, textColumn: textColumn),
            writer: ScoreWriter(format: format, labels: model.labels, isSeveral: model.isSeveral, isRanked: top != nil),
            hasHeader: !hasNoHeader, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        if let top, let strategy, let score = MessageScore(strategy: strategy, decision: model.decision) {
            stream.ranking = ScoreStream.Ranking(score: score, limit: top)
        }
        let faults = try stream.run(path)
        if faults > 0, !allowErrors { throw ExitCode(1) }
    }

    private func scorer(for model: TextModel) throws -> BlockScorer {
        guard let meaning = model.meaning else {
            if encoder != nil, encoder != InstalledEncoders.none {
                Output.complain("\(self.model): knows words alone, so that --encoder makes no difference")
            }
            return .words(try WordsPool(TextScorer(model)))
        }
        let installed = InstalledEncoders.ofUser
        let named = encoder == InstalledEncoders.none ? nil : encoder
        guard let name = named ?? installed.name(ofDigest: meaning.digest) else {
            throw EncoderMissing(model: self.model, encoder: meaning.encoder, digest: meaning.digest, found: nil)
        }
        let source = try InstalledEncoders.source(folder: try installed.folder(named: name))
        guard source.digest == meaning.digest else {
            throw EncoderMissing(
                model: self.model, encoder: meaning.encoder, digest: meaning.digest,
                found: "\(source.name) (\(source.digest))")
        }
        return .meaning(model, try source.load())
    }
}

extension LineFormat: ExpressibleByArgument {}
extension ScoreWriter.Format: ExpressibleByArgument {}

/// A model has learnt from an encoder that is not at hand.
struct EncoderMissing: Error, CustomStringConvertible {
    let model: String
    let encoder: String
    let digest: String
    /// The one that is; nil for none.
    let found: String?

    var description: String {
        "\(TerminalText.onOneLine(model)): has learnt from the encoder \(encoder) (\(digest)); found "
            + "\(found ?? "none installed that is the same"); name its folder with --encoder"
    }
}
