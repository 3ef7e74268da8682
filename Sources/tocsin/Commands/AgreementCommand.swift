import Analysis
import ArgumentParser
import Foundation
import Journal
import Notation

/// `tocsin agreement`: how far annotators of the same messages agree.
struct AgreementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Say how far annotators agree, and on which messages they differ most.",
        discussion: """
            Of each annotator the label counts that holds now. Percent agreement, Krippendorff's alpha, Gwet's AC1 and \
            Cohen's kappa of each pair come over all labels and for each label against the rest, each with its 95 % interval \
            and the number of messages: of all that two or more have labelled, of those that were drawn at random, and of \
            those that a strategy chose, which are the hard ones. The journals are only read.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json
    }

    @Argument(
        help: ArgumentHelp(
            "Journals of the same messages, one for each annotator; a folder stands for those in it.",
            valueName: "journals"),
        completion: .file())
    var paths: [String]

    @Option(help: ArgumentHelp("List as many messages on which annotators differ.", valueName: "n"))
    var disagreements = 20

    @Option(
        help: ArgumentHelp(
            "Write all of it there as a page, with an estimate of who is right how often.", valueName: "file.html"),
        completion: .file(extensions: ["html"]))
    var html: String?

    @Flag(help: "Replace a file of the page's name, though this program did not write it.")
    var force = false

    @Option(help: "text, or json: one object.")
    var format = Format.text

    func validate() throws {
        if disagreements < 0 {
            throw ValidationError("--disagreements takes a number from 0 up, not \(disagreements)")
        }
    }

    func run() throws {
        var journals: [(path: String, contents: JournalContents)] = []
        for path in try Self.files(paths) {
            let contents = try JournalFile.read(path)
            guard contents.isEmpty else {
                journals.append((path, contents))
                continue
            }
            // Of a folder it is one that somebody has begun and left; here it was asked for.
            if paths.contains(path) {
                Output.complain("\(TerminalText.onOneLine(path)): nothing stands in it yet: left out")
            }
        }
        guard journals.count > 1 else {
            throw ValidationError("agreement takes two journals or more, not \(journals.count)")
        }
        for (place, journal) in journals.enumerated() {
            if let same = journals[..<place].first(where: { Self.isSame($0, journal) }) {
                throw ValidationError("\(journal.path) is the same journal as \(same.path)")
            }
        }
        let agreement = try AnnotatorAgreement(journals)
        if let file = html.map({
            OutputFile(path: $0, kind: .page, option: "--html", others: journals.map(\.path), isForced: force)
        }) {
            try file.check()
            try file.write(Array(ReportPage(agreement).html.utf8))
        }
        for remark in agreement.remarks { Output.complain(TerminalText.onOneLine(remark)) }
        switch format {
        case .text: Output.write(AgreementText.text(agreement, disagreements: disagreements))
        case .json: Output.write(AgreementText.json(agreement, disagreements: disagreements))
        }
    }

    /// The journals of folders by their names, in the place of the folders.
    private static func files(_ paths: [String]) throws -> [String] {
        try paths.flatMap { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                return [path]
            }
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { FolderJournal.isName($0) }
                .sorted()
                .map { URL(fileURLWithPath: path).appendingPathComponent($0).relativePath }
        }
    }

    private typealias Journal = (path: String, contents: JournalContents)

    /// Whether two are one file, or one a copy of the other: nobody agrees with themselves.
    private static func isSame(_ one: Journal, _ other: Journal) -> Bool {
        if let identity = one.contents.identity, identity == other.contents.identity { return true }
        let places = [one, other].map { URL(fileURLWithPath: $0.path).resolvingSymlinksInPath().path }
        return places[0] == places[1]
    }
}
