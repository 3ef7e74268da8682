import Annotation
import ArgumentParser
import Foundation
import Journal
import Messages
import Sampling

/// Everything a session starts from, read from files: the messages and what belongs to them.
struct SessionSource {
    let corpus: Corpus
    /// Path of the journal; nil when the messages came from standard input and none was named.
    let journalPath: String?
    /// What the journal will say, or has said, of where it belongs.
    let identity: SessionEvent
    /// Rows that could not be taken as they stood, in words, and how many there were.
    let problems: [String]
    let problemCount: Int
    /// Files beside the messages that were taken without being named.
    let companions: [String]
    /// The task whose hidden layer the models start from; nil for none.
    let transfer: TransferSource?
    /// All files that were read.
    let files: [String]
    private let options: SessionOptions

    /// - Throws: errors that name file and line, for standard error.
    init(_ messages: MessageOptions, _ options: SessionOptions, annotator: String) throws {
        let companionFiles = Companions(of: messages)
        let scheme = try (messages.task ?? companionFiles.task).map { try LabelScheme(contentsOf: $0) } ?? .disaster
        let reader = MessageReader(
            scheme: scheme, idColumn: messages.idColumn, textColumn: messages.textColumn,
            labelColumn: messages.labelColumn)
        let plain = MessageReader(scheme: scheme, needsLabels: true)
        let read = try reader.read(path: messages.path)
        var problems = read.problems.map { "\(messages.path), \($0)" }
        var problemCount = read.problemCount
        func labelled(_ path: String?, _ option: String) throws -> LabelledSet? {
            guard let path else { return nil }
            let read = try plain.read(path: path)
            problems += read.problems.map { "\(path), \($0)" }
            problemCount += read.problemCount
            return try LabelledSet(read, option: option)
        }
        corpus = Corpus(
            scheme: scheme, pool: read.pool,
            training: try labelled(messages.training ?? companionFiles.training, "--training"),
            evaluation: try labelled(messages.evaluation ?? companionFiles.evaluation, "--evaluation"))
        self.problems = problems
        self.problemCount = problemCount
        files =
            [messages.path, messages.task, messages.training, messages.evaluation].compactMap { $0 }
            + companionFiles.used + [options.transferFrom, options.transferMessages].compactMap { $0 }
        companions = companionFiles.used
        journalPath = options.journal ?? Self.defaultJournal(for: messages.path)
        self.options = options
        transfer = try options.transferFrom.map {
            try TransferSource(
                contentsOf: $0, messages: options.transferMessages, rate: options.transferRate ?? 1)
        }
        identity = SessionEvent(
            tool: Tocsin.version, task: scheme.task, labels: scheme.names, poolCount: read.pool.count,
            poolDigest: read.pool.digest, seed: options.seed ?? 42, annotator: annotator,
            transfer: transfer?.origin)
    }

    /// `NAME.journal.jsonl` beside the messages.
    private static func defaultJournal(for path: String) -> String? {
        path == "-" ? nil : URL(fileURLWithPath: path).deletingPathExtension().path + ".journal.jsonl"
    }

    /// The choices that hold: those of the command line, and where it is silent those of the journal.
    func chosen(for contents: JournalContents?) -> ChosenSettings {
        options.chosen.over(contents?.chosenSettings ?? ChosenSettings())
    }

    /// Features and training.
    ///
    /// - Throws: ``UnknownPreset``.
    func modelSettings(for contents: JournalContents?) throws -> ModelSettings {
        guard let name = chosen(for: contents).preset else { return Preset.standard.settings }
        guard let preset = Preset(rawValue: name) else {
            throw UnknownPreset(path: journalPath ?? "the journal", name: name)
        }
        return preset.settings
    }

    /// The settings, with the journal's where none were named.
    ///
    /// - Throws: `JournalMismatch` when the journal belongs to other messages, another scheme or another seed.
    func settings(for contents: JournalContents?, ignoresTransfer: Bool = false) throws -> SessionSettings {
        var seed = identity.seed
        if let session = contents?.session {
            if options.seed == nil { seed = session.seed }
            var own = identity
            own.seed = seed
            let differences = session.differences(to: own)
            guard differences.isEmpty else {
                throw JournalMismatch(path: journalPath ?? "the journal", differences: differences)
            }
        }
        let chosen = chosen(for: contents)
        return SessionSettings(
            seed: seed,
            evaluationItems: chosen.evaluationItems
                ?? (corpus.evaluation == nil
                    ? SessionSettings.defaultEvaluationItems(poolCount: corpus.pool.count) : 0),
            seedItems: chosen.seedItems ?? (corpus.training == nil ? 20 : 0), roundSize: chosen.round ?? 20,
            ranked: chosen.ranked ?? false, repeatShare: chosen.repeatShare ?? 0,
            recipe: try options.strategy.map { try Recipe(parsing: $0) } ?? .standard)
    }

    /// At most as many threads as there are processors.
    var threads: Int { options.threads ?? ProcessInfo.processInfo.activeProcessorCount }
}

/// A journal whose model has settings that this program does not know.
struct UnknownPreset: Error, CustomStringConvertible {
    let path: String
    let name: String

    var description: String {
        "\(path): this journal was made with --preset \(Output.onOneLine(name)), which this program does not know; "
            + "known: \(Preset.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}

/// A journal that was made for something else.
struct JournalMismatch: Error, CustomStringConvertible {
    let path: String
    let differences: [String]

    var description: String {
        "\(path): this journal belongs to something else: " + differences.joined(separator: "; ")
            + "; open it with what it was made for, or name another with --journal"
    }
}
