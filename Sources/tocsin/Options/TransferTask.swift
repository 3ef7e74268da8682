import Annotation
import Foundation
import Journal
import Learning
import Messages
import Notation

/// Another task as its files have it, which the models of a session may start from.
struct TransferTask {
    private enum Content {
        case labelled(LabelScheme, LabelledSet)
        case journal(Corpus, SessionSettings, [JournalLine])
        case model(TextModel, digest: String)
    }

    let path: String
    private let content: Content
    /// Everything that was read.
    let files: [String]
    /// What could not be taken of the files as it stood.
    let account: ReadingAccount
    /// In words, which columns of the files were taken where their names do not say it.
    let takenColumns: [String]

    /// Reads the task.
    ///
    /// - Parameters:
    ///   - path: a journal, a model, or a file of labelled messages; told apart by their first bytes.
    ///   - messages: the journal's messages; nil for the file that the journal is named for.
    ///   - columns: what the columns of its files are called.
    ///   - encodings: how the files of messages are written.
    /// - Throws: errors that name the file, for standard error.
    init(contentsOf path: String, messages: String?, columns: ColumnOptions, encodings: FileEncodings) throws {
        self.path = path
        func read(_ path: String, _ scheme: LabelScheme, needsLabels: Bool) throws -> ReadMessages {
            try encodings.applied(
                to: columns.reader(of: .transfer, scheme: scheme, needsLabels: needsLabels), of: .transfer
            ).read(path: path)
        }
        let all: [ReadMessages]
        let beginning = try Self.beginning(of: path)
        if TextModel.isTensorFile(beginning) {
            let bytes = try ModelFile.bytes(of: path)
            content = .model(try TextModel(fileBytes: bytes, path: path), digest: ModelFile.digest(of: bytes))
            files = [path]
            (account, takenColumns) = (ReadingAccount(), [])
            return
        } else if JournalContents.isBeginning(beginning) {
            let contents = try JournalFile.read(path)
            let file = try messages ?? Self.messages(besideJournal: path, named: contents.lastPool?.file)
            let companions = Companions(path: file, task: true, training: true, evaluation: false)
            let scheme = try companions.task.map { try LabelScheme(contentsOf: $0) } ?? .disaster
            let own = try read(file, scheme, needsLabels: false)
            let training = try companions.training.map { try read($0, scheme, needsLabels: true) }
            let corpus = Corpus(
                scheme: scheme, pool: own.pool,
                training: try training.map { try LabelledSet($0, option: "--transfer-from") })
            try Self.check(contents, against: corpus, path: path)
            content = .journal(corpus, SessionSettings(seed: contents.session?.seed ?? 42), contents.lines)
            files = [path, file] + companions.used
            all = [own] + (training.map { [$0] } ?? [])
        } else {
            let task = Self.task(in: URL(fileURLWithPath: path).deletingLastPathComponent())
            let scheme = try task.map { try LabelScheme(contentsOf: $0) } ?? .disaster
            let labels = try read(path, scheme, needsLabels: true)
            content = .labelled(scheme, try LabelledSet(labels, option: "--transfer-from"))
            files = [path] + (task.map { [$0] } ?? [])
            all = [labels]
        }
        var account = ReadingAccount()
        for read in all { account.add(read.tally) }
        self.account = account
        takenColumns = all.compactMap(\.takenColumns)
    }

    /// What can be learnt from.
    ///
    /// - Parameters:
    ///   - through: the last line of the journal that counts; nil for all.
    ///   - rate: how fast the hidden layer goes on learning; nil to keep it beside new units.
    /// - Throws: errors of the replay; ``TransferError`` when there is nothing to tell apart.
    func source(through: Int?, rate: Double?) throws -> TransferSource {
        let source: TransferSource
        switch content {
        case .labelled(let scheme, let labelled):
            source = TransferSource(scheme: scheme, labelled: labelled, rate: rate)
        case .journal(let corpus, let settings, let lines):
            let lines = Array(lines.prefix { $0.sequence <= through ?? .max })
            let teaching = try Self.teaching(Self.asLabelled(corpus, lines), lines)
            let state = try SessionState(corpus: teaching.corpus, settings: settings, lines: lines)
            source = TransferSource(
                corpus: teaching.corpus, history: state.history, rate: rate, through: lines.last?.sequence)
        case .model(let model, let digest):
            source = TransferSource(model: model, digest: digest, rate: rate)
        }
        guard source.canTeach else { throw TransferError.oneLabelOnly(path: path) }
        return source
    }

    /// In words, how many labels of a journal teach nothing, because their messages are not there as they were labelled; nil for
    /// none.
    func leftOut(through: Int?) throws -> String? {
        guard case .journal(let corpus, _, let lines) = content else { return nil }
        let count = try Self.teaching(corpus, Array(lines.prefix { $0.sequence <= through ?? .max })).leftOut
        guard count > 0 else { return nil }
        return
            "\(CountText.text(count, "label")) of \(path) teach nothing: their messages are gone, or have other texts now"
    }

    /// The task with the name and the labels that it had behind the lines that count, where they have changed since: what it taught
    /// then it teaches whatever they are called now. A training set has its labels by their names of now, and they stay.
    private static func asLabelled(_ corpus: Corpus, _ lines: [JournalLine]) -> Corpus {
        guard let then = lines.scheme else { return corpus }
        let now = corpus.scheme
        let hasLabels = Set(then.names) == Set(now.names)
        guard then.task != now.task || !hasLabels, hasLabels || corpus.training == nil,
            let scheme = now.withLabels(task: then.task, named: hasLabels ? now.names : then.names)
        else { return corpus }
        return Corpus(scheme: scheme, pool: corpus.pool, training: corpus.training)
    }

    /// The task as its journal knows it: of messages that have grown since those of the journal alone, so that it teaches the
    /// same at any time; of others those whose texts are as they were labelled, as far as that can be told.
    ///
    /// - Returns: also, how many labels of messages that are not as they were are left out.
    private static func teaching(_ corpus: Corpus, _ lines: [JournalLine]) throws -> (corpus: Corpus, leftOut: Int) {
        var history = LabelHistory()
        for line in lines { try history.apply(line) }
        let last = lines.reversed().lazy.compactMap { line -> PoolOrigin? in
            switch line.event {
            case .session(let event): event.pool
            case .messages(let event): event.pool
            default: nil
            }
        }.first { _ in true }
        let pool = corpus.pool
        let arrangement = last.map { MessageChanges.arrangement(of: pool, since: $0) } ?? .same
        var rows = pool.indices
        if case .extended(let added) = arrangement { rows = rows.dropLast(added) }
        var leftOut: Set<Int> = []
        var goneCount = 0
        for record in history.labels.values {
            guard let row = pool.index(ofID: record.event.id) else {
                goneCount += 1
                continue
            }
            let isUntold = record.event.textHash == nil && arrangement == .other
            if isUntold || SessionState.isChanged(record, row: row, in: pool) { leftOut.insert(row) }
        }
        guard rows.count < pool.count || !leftOut.isEmpty else { return (corpus, goneCount) }
        var kept = MessagePool()
        for row in rows where !leftOut.contains(row) {
            kept.append(id: pool.id(at: row), text: pool.text(at: row))
        }
        return (Corpus(scheme: corpus.scheme, pool: kept, training: corpus.training), goneCount + leftOut.count)
    }

    private static func check(_ contents: JournalContents, against corpus: Corpus, path: String) throws {
        guard var session = contents.session else { return }
        if let scheme = contents.scheme {
            // The order of labels is nobody's business.
            let isSame = Set(scheme.names) == Set(corpus.scheme.names)
            (session.task, session.labels) = (scheme.task, isSame ? corpus.scheme.names : scheme.names)
        }
        let own = SessionEvent(
            tool: session.tool, task: corpus.scheme.task, labels: corpus.scheme.names, poolCount: session.poolCount,
            poolDigest: session.poolDigest, seed: session.seed, annotator: session.annotator,
            transfer: session.transfer, isSeveral: corpus.scheme.isSeveral)
        let differences = session.differences(to: own)
        guard differences.isEmpty else {
            let hint =
                own.labels == session.labels
                ? nil
                : "where the labels of its task file have changed, open it with tocsin label, which asks about them"
            throw JournalMismatch(path: path, file: contents.lastPool?.file, differences: differences, hint: hint)
        }
    }

    /// The first bytes of a file; none where it cannot be read.
    private static func beginning(of path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? file.close() }
        return Array(try file.read(upToCount: 1 << 16) ?? Data())
    }

    /// The messages that `NAME.journal.jsonl` is named for, else those beside it that it was used with last.
    private static func messages(besideJournal path: String, named file: String?) throws -> String {
        let name = path.hasSuffix(".journal.jsonl") ? String(path.dropLast(".journal.jsonl".count)) : path
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let named = file.map { [folder.appendingPathComponent($0).path] } ?? []
        let candidates =
            (MessageFileName.endings + MessageFileName.endings.map { "\($0).gz" }).map { "\(name).\($0)" } + named
        guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            throw TransferError.noMessages(journal: path, tried: candidates)
        }
        return found
    }

    private static func task(in folder: URL) -> String? {
        ["task.yaml", "task.yml"].map { folder.appendingPathComponent($0).path }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}

/// Why a task cannot be started from another.
enum TransferError: Error, CustomStringConvertible {
    case noMessages(journal: String, tried: [String])
    case oneLabelOnly(path: String)
    case otherFeatures(path: String, preset: Preset)
    case ranksNothing(path: String, labels: [String])

    var description: String {
        switch self {
        case .noMessages(let journal, let tried):
            "\(journal): its messages were not found; tried \(tried.joined(separator: ", ")); "
                + "name them with --transfer-messages"
        case .oneLabelOnly(let path):
            "\(path): at least two different labels are needed to learn from; found fewer"
        case .ranksNothing(let path, let labels):
            "\(path): to choose messages before there is a label it has to know at least two of the labels "
                + "\(labels.joined(separator: ", ")), with its layer kept; begin with --start 20, or leave out --transfer-rate"
        case .otherFeatures(let path, let preset):
            "\(path): this model has other features than --preset \(preset.rawValue), which this session has; "
                + "name the journal that it was learnt from instead"
        }
    }
}
