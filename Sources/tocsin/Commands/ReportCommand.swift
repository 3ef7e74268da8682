import Analysis
import Annotation
import ArgumentParser
import Foundation
import Journal
import Learning
import Messages
import Notation

/// `tocsin report`: how a session stands, and what speaks for stopping.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Say how the labelling stands: learning curve, yields, suspected mislabels, what remains.",
        discussion: """
            Everything is computed anew from the messages and the journal. Without --html a summary is printed; with \
            it the whole is written as one page that needs no other file. Name the same --task, --training, \
            --evaluation and --transfer-from as for labelling, if any were named there.
            """)

    @Argument(help: ArgumentHelp("The journal.", valueName: "journal"), completion: .file())
    var journal: String

    @OptionGroup var messages: MessageOptions

    @Option(
        help: ArgumentHelp("Write the page there.", valueName: "file.html"), completion: .file(extensions: ["html"]))
    var html: String?

    @Flag(help: "Replace a file of the page's name, though this program did not write it.")
    var force = false

    @Option(help: "Features and training: standard or published; default: the journal's, else standard.")
    var preset: Preset?

    @OptionGroup var encoder: EncoderOptions

    @OptionGroup var transfer: TransferOptions

    @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "n"))
    var threads: Int?

    func run() throws {
        try TeamFolder.refuse(messages.path, by: "tocsin report")
        var source = try SessionSource(
            messages,
            try SessionOptions(
                journal: journal, preset: preset, encoder: encoder, transfer: transfer, threads: threads),
            annotator: "")
        let file = html.map {
            OutputFile(path: $0, kind: .page, option: "--html", others: source.files + [journal], isForced: force)
        }
        try file?.check()
        Output.complain(of: source.account, columns: source.takenColumns)
        var contents = try source.journal(at: journal)
        source = try source.goingOn(contents)
        contents = try source.accepting(contents)
        let choice = try source.encoder(for: contents)
        for notice in source.notices(choice) { Output.complain(notice) }
        let vectors = try source.vectors(choice, for: contents)
        try vectors?.makeWithProgress()
        let modelSettings = try source.modelSettings(for: contents)
        let report = try SessionReport(
            corpus: source.corpus, lines: contents.lines,
            settings: try source.settings(for: contents, ignoresTransfer: source.transfer == nil),
            modelSettings: modelSettings, transfer: source.transfer(with: vectors), vectors: vectors,
            features: source.features(modelSettings), threads: source.threads)
        let start = Self.start(contents, source)
        if let file {
            let name = URL(fileURLWithPath: messages.path).lastPathComponent
            let setting =
                "\(name), task \(source.corpus.scheme.task), \(CountText.text(source.corpus.pool.count, "message"))."
            let page = ReportPage(report, setting: setting + (start.map { " \($0)." } ?? ""))
            try file.write(Array(page.html.utf8))
        }
        Output.write((start.map { "\($0)\n" } ?? "") + Self.text(report))
    }

    /// What the models of a session start from, and whether those of the report do; nil for a session that starts from
    /// nothing.
    private static func start(_ contents: JournalContents, _ source: SessionSource) -> String? {
        guard let origin = contents.transferOrigin else { return nil }
        return
            "The models of this session start from another task (\(origin.task), \(CountText.text(origin.labels, "label"))); "
            + (source.transfer == nil
                ? "the figures here are computed without it, unless --transfer-from names it"
                : "so do those that the figures here are computed with")
    }

    private static func text(_ report: SessionReport) -> String {
        var lines = [
            "\(report.countOfTraining) to learn from, \(report.evaluationLabels) to measure with",
            "",
        ]
        if let remark = report.touchedRemark { lines += [remark, ""] }
        if let remark = report.vectorRemark { lines += [remark, ""] }
        lines.append("when to stop")
        lines += report.stopping.map { "  - \($0)" }
        if report.isSeveral { lines += [""] + textOfLabels(report) }
        lines += ["", "what each strategy yielded"]
        for yield in report.yields {
            lines.append(
                "  \(yield.strategy): "
                    + (yield.withAny.map { "\($0.count) of \(yield.labels) with a label, \(text($0.share)); " } ?? "")
                    + "\(yield.positives) of \(yield.labels) \(report.isSeveral ? "with " : "")\(report.positiveLabel), "
                    + text(yield.share))
        }
        lines += ["", report.pace, report.consistency]
        lines.append(
            report.suspects.isEmpty
                ? "no label is suspected"
                : "\(CountText.text(report.suspects.count, "label")) to look at again: "
                    + report.suspects.prefix(10).map(\.id).joined(separator: ", ")
                    + (report.suspects.count > 10 ? ", …" : ""))
        return lines.joined(separator: "\n") + "\n"
    }

    /// How well the last round's model does, over all labels and label by label.
    private static func textOfLabels(_ report: SessionReport) -> [String] {
        guard let several = report.rounds.last?.evaluation?.several else {
            return ["without evaluation labels nobody can say how well the model does"]
        }
        func cell(_ estimate: Estimate?) -> String { estimate.map(text) ?? TooFew.words }
        let overall: [(String, Estimate?)] = [
            ("macro F1", several.macroF1), ("micro F1", several.microF1),
            ("macro average precision", several.macroAveragePrecision), ("label ranking", several.labelRanking),
            ("whole answers", several.exactMatch),
        ]
        return ["how well the model does, on \(CountText.text(several.count, "evaluation message"))"]
            + TextTable.lines(overall.map { [$0, cell($1)] }) + [""]
            + TextTable.lines(
                [["label", "have it", "F1", "average precision"]]
                    + zip(report.labelTitles, several.labels).map { title, label in
                        [title, "\(label.positives)", cell(label.f1), cell(label.averagePrecision)]
                    })
    }

    private static func text(_ estimate: Estimate) -> String {
        "\(FigureText.text(estimate.value)) (\(FigureText.text(estimate.low)) to \(FigureText.text(estimate.high)))"
    }
}
