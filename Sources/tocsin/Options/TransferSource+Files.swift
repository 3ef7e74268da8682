import Annotation
import Foundation
import Journal
import Messages

extension TransferSource {
    /// Reads the task that another one starts from.
    ///
    /// - Parameters:
    ///   - path: a journal, or a file of labelled messages; told apart by their first bytes.
    ///   - messages: the journal's messages; nil for the file that the journal is named for.
    /// - Throws: errors that name the file, for standard error.
    init(contentsOf path: String, messages: String?, rate: Double) throws {
        if try Self.isJournal(path) {
            try self.init(journal: path, messages: messages, rate: rate)
        } else {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            let scheme = try Self.scheme(in: folder)
            let labelled = try LabelledSet(
                try MessageReader(scheme: scheme).read(path: path), option: "--transfer-from")
            self.init(scheme: scheme, labelled: labelled, rate: rate)
        }
        guard canTeach else { throw TransferError.oneLabelOnly(path: path) }
    }

    private init(journal path: String, messages: String?, rate: Double) throws {
        let contents = try JournalFile.read(path)
        let file = try messages ?? Self.messages(besideJournal: path)
        let companions = Companions(path: file, task: true, training: true, evaluation: false)
        let scheme = try companions.task.map { try LabelScheme(contentsOf: $0) } ?? .disaster
        let reader = MessageReader(scheme: scheme)
        let read = try reader.read(path: file)
        let corpus = Corpus(
            scheme: scheme, pool: read.pool,
            training: try companions.training.map {
                try LabelledSet(try reader.read(path: $0), option: "--transfer-from")
            })
        if let session = contents.session {
            let own = SessionEvent(
                tool: session.tool, task: scheme.task, labels: scheme.names, poolCount: read.pool.count,
                poolDigest: read.pool.digest, seed: session.seed, annotator: session.annotator,
                transfer: session.transfer)
            let differences = session.differences(to: own)
            guard differences.isEmpty else { throw JournalMismatch(path: path, differences: differences) }
        }
        let settings = SessionSettings(seed: contents.session?.seed ?? 42)
        let state = try SessionState(corpus: corpus, settings: settings, lines: contents.lines)
        self.init(corpus: corpus, history: state.history, rate: rate)
    }

    /// Whether a file begins as a line of a journal does.
    private static func isJournal(_ path: String) throws -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let start = try file.read(upToCount: 256) ?? Data()
        let text = String(decoding: start, as: UTF8.self)
        return text.hasPrefix("{\"v\":") && text.contains("\"seq\":")
    }

    /// The messages that `NAME.journal.jsonl` is named for.
    private static func messages(besideJournal path: String) throws -> String {
        let name = path.hasSuffix(".journal.jsonl") ? String(path.dropLast(".journal.jsonl".count)) : path
        let candidates = ["csv", "tsv", "jsonl", "txt"].map { "\(name).\($0)" }
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw TransferError.noMessages(journal: path, tried: candidates)
        }
        return found
    }

    private static func scheme(in folder: URL) throws -> LabelScheme {
        let file = ["task.yaml", "task.yml"].map { folder.appendingPathComponent($0).path }
            .first { FileManager.default.fileExists(atPath: $0) }
        return try file.map { try LabelScheme(contentsOf: $0) } ?? .disaster
    }
}

/// Why a task cannot be started from another.
enum TransferError: Error, CustomStringConvertible {
    case noMessages(journal: String, tried: [String])
    case oneLabelOnly(path: String)

    var description: String {
        switch self {
        case .noMessages(let journal, let tried):
            "\(journal): its messages were not found; tried \(tried.joined(separator: ", ")); "
                + "name them with --transfer-messages"
        case .oneLabelOnly(let path):
            "\(path): at least two different labels are needed to learn from; found fewer"
        }
    }
}
