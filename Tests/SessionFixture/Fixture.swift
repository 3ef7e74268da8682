import Annotation
import Answers
import Journal
import Learning
import Messages
import Sampling
import Threads

/// A journal that keeps its lines in memory.
public final class MemoryJournal: JournalStore {
    private let stored = Lock<[JournalLine]>([])
    private let place = Lock("")

    public init(_ lines: [JournalLine] = []) {
        stored.withLock { $0 = lines }
    }

    /// Memory holds nothing of before.
    public static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void
    ) throws(JournalError) -> (journal: MemoryJournal, contents: JournalContents) {
        let journal = MemoryJournal()
        journal.place.withLock { $0 = path }
        return (journal, try JournalContents([UInt8](), path: path))
    }

    public var lines: [JournalLine] { stored.withLock { $0 } }
    public var path: String { place.withLock { $0 } }
    public var status: JournalStatus { .saved }

    public func takeNotice() -> String? { nil }

    public func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void) {
        place.withLock { $0 = path }
        report(.success(()))
    }

    public func close(orMovingTo otherPlaces: [String]) -> JournalStatus { status }

    public func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        stored.withLock { lines in
            let line = JournalLine(sequence: (lines.last?.sequence ?? -1) + 1, at: at, event: event)
            lines.append(line)
            return line
        }
    }
}

/// A runner that answers when it is told to, on the caller's thread.
public final class ManualRunner: RoundLearning {
    private let ranker: Ranker
    private let cache: QueueCache?
    private let waiting = Lock<RankingRequest?>(nil)

    /// - Parameter cache: where the ranking in use is kept, at once.
    public init(_ ranker: Ranker, cache: QueueCache? = nil) {
        self.ranker = ranker
        self.cache = cache
    }

    public func keep(_ ranking: Ranking) { cache?.keep(ranking) }

    public func start(_ request: RankingRequest) { waiting.withLock { $0 = request } }
    public func cancel() { waiting.withLock { $0 = nil } }

    public var isAsked: Bool { waiting.withLock { $0 != nil } }

    /// The answer to what was asked, once.
    public func answer() throws -> RoundReport? {
        let request = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        guard let request else { return nil }
        do {
            return RoundReport(
                request: request, content: .finished(try ranker.rank(request, monitor: WorkMonitor())))
        } catch is VectorsMissing {
            return RoundReport(request: request, content: .withoutVectors)
        }
    }
}

/// Vectors of a pool that are there when a test says so.
///
/// Each number of a vector is drawn by the text alone; its first half tells messages with an odd number from the others.
public final class ToldVectors: RowVectors {
    public let identity: String
    private let all: DenseRows
    private let areThere: Lock<Bool>

    public init(_ corpus: Corpus, identity: String = "told by tests", areThere: Bool = false) {
        self.identity = identity
        self.areThere = Lock(areThere)
        var vectors = QuantizedVectors(width: 16)
        for row in 0..<corpus.rowCount { vectors.append(Self.vector(of: corpus.text(at: row), identity: identity)) }
        all = DenseRows(vectors, places: (0..<corpus.rowCount).map { Int32($0) }, weight: 1)
    }

    public var origin: EncoderOrigin { EncoderOrigin(name: "told", digest: identity, kernel: "plain", weight: 1) }

    public func rows() -> DenseRows? { areThere.withLock { $0 } ? all : nil }

    /// The vector of a text, as an encoder would make it.
    public static func vector(of text: String, identity: String = "told by tests") -> [Float] {
        var random = SeededRandom(seed: 1, stream: identity + text)
        let isLoud = Fixture.loud.contains { text.contains($0) }
        return (0..<16).map { Float(random.normal() + ($0 < 8 && isLoud ? 2 : 0)) }
    }

    /// From now on all of them are there.
    public func complete() { areThere.withLock { $0 = true } }
}

/// A session over a small pool in which every message with an odd number speaks of a flood.
public struct Fixture {
    public let corpus: Corpus
    public let settings: SessionSettings
    public let journal: MemoryJournal
    public let runner: ManualRunner
    public let session: AnnotationSession
    public let vectors: ToldVectors?
    private let transfer: TransferSource?
    /// Computes queues as the session's runner does.
    public let ranker: Ranker
    /// Where the queue in use is kept; nil for nowhere.
    public let cache: QueueCache?

    public static let quiet = ["parking", "council", "album", "cricket", "recipe", "tickets", "garden", "ballet"]
    public static let loud = ["flood", "river rising", "levee broke", "rescue boats", "evacuated", "mudslide"]

    /// A task of several labels a message: whether it speaks of a flood, and whether it names a bridge, which is a place.
    public static func several() throws -> LabelScheme {
        try LabelScheme(
            task: "needs",
            labels: [
                .init(name: "flood", key: "1"), .init(name: "bridge", key: "2", implies: ["place"]),
                .init(name: "place", key: "3"),
            ], positive: "flood", guidelines: "", isSeveral: true)
    }

    /// A message of that task.
    public static func severalText(_ index: Int) -> String {
        "\(index % 2 == 1 ? loud[index % loud.count] : quiet[index % quiet.count]) "
            + (index % 3 == 0 ? "near the old bridge" : "after number") + " \(index)"
    }

    /// What is right for it.
    public static func severalAnswer(_ index: Int) -> Answer {
        .several(LabelIndices((index % 2 == 1 ? [0] : []) + (index % 3 == 0 ? [1, 2] : [])))
    }

    public static func text(_ index: Int) -> String {
        index % 2 == 1
            ? "\(loud[index % loud.count]) at street \(index)" : "\(quiet[index % quiet.count]) at street \(index)"
    }

    public static func pool(_ count: Int, text: (Int) -> String = Fixture.text) -> MessagePool {
        var pool = MessagePool()
        for index in 0..<count { _ = pool.append(id: "m\(index)", text: text(index), fields: []) }
        return pool
    }

    public init(
        count: Int = 60, evaluationItems: Int = 4, seedItems: Int = 6, roundSize: Int = 5, repeatShare: Double = 0,
        spreadsToCopies: Bool = false, recipe: Recipe = .standard, pool: MessagePool? = nil, lines: [JournalLine] = [],
        vectors: (Corpus) -> ToldVectors? = { _ in nil }, mostSeedItems: Int = 0, transfer: TransferSource? = nil,
        start: SessionSettings.Start = .ignorant, queue: String? = nil, scheme: LabelScheme = .disaster
    ) throws {
        corpus = Corpus(
            scheme: scheme,
            pool: pool ?? (scheme.isSeveral ? Self.pool(count, text: Self.severalText) : Self.pool(count)))
        self.vectors = vectors(corpus)
        settings = SessionSettings(
            seed: 7, evaluationItems: evaluationItems, seedItems: seedItems, mostSeedItems: mostSeedItems,
            roundSize: roundSize, repeatShare: repeatShare, spreadsToCopies: spreadsToCopies, recipe: recipe,
            start: start)
        self.transfer = transfer
        let meant = self.vectors.flatMap { transfer?.withMeaning(by: $0.origin, vectors: nil) } ?? transfer
        journal = MemoryJournal(lines)
        ranker = Ranker(
            corpus: corpus, settings: settings, transfer: meant, vectors: self.vectors, threads: 1)
        let identity = self.vectors?.identity
        cache = queue.map { [corpus, settings] path in
            QueueCache(corpus: corpus, settings: settings, transfer: meant, vectors: identity, path: { path })
        }
        runner = ManualRunner(ranker, cache: cache)
        let state = try SessionState(corpus: corpus, settings: settings, lines: lines)
        let kept = cache.flatMap { cache in state.restoration.flatMap { cache.ranking(for: $0) } }
        session = AnnotationSession(
            state: state, journal: journal, runner: runner, kept: kept, now: { Timestamp(milliseconds: 1_000) })
    }

    /// Labels the current message by its number, as an annotator who is always right.
    @discardableResult
    public func labelRightly() -> Bool {
        guard let item = session.state.current else { return false }
        if corpus.scheme.isSeveral { return session.label(Self.severalAnswer(item.row), afterMilliseconds: 100) }
        let positive = corpus.scheme.positiveIndex
        return session.label(item.row % 2 == 1 ? positive : 1 - positive, afterMilliseconds: 100)
    }

    /// Lets the runner finish whatever it was asked.
    public func learn() throws {
        while let report = try runner.answer() { session.receive(report) }
    }

    /// Labels so many messages, with every round learnt at once.
    public func work(_ count: Int) throws {
        for _ in 0..<count {
            try learn()
            if !labelRightly() { return }
        }
        try learn()
    }

    public var current: Int? { session.state.current?.row }

    /// What a resume from this journal would come to, once its queue is computed.
    ///
    /// - Parameter vectors: those that are there then.
    public func resumed(vectors: (Corpus) -> ToldVectors? = { _ in nil }) throws -> Fixture {
        let other = try reopened(vectors: vectors)
        try other.learn()
        return other
    }

    /// The same before anything is computed.
    ///
    /// - Parameter queue: where a queue may be kept.
    public func reopened(
        vectors: (Corpus) -> ToldVectors? = { _ in nil }, queue: String? = nil
    ) throws -> Fixture {
        try Fixture(
            evaluationItems: settings.evaluationItems, seedItems: settings.seedItems, roundSize: settings.roundSize,
            repeatShare: settings.repeatShare, spreadsToCopies: settings.spreadsToCopies, recipe: settings.recipe,
            pool: corpus.pool, lines: journal.lines, vectors: vectors, mostSeedItems: settings.mostSeedItems,
            transfer: transfer, start: settings.start, queue: queue, scheme: corpus.scheme)
    }
}
