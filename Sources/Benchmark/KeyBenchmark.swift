import Annotation
import ArgumentParser
import Journal
import LabellingScreen
import Messages
import Sampling
import TerminalUI
import Threads

/// `Benchmark keys`: how many keys a second a long list takes while an arrow is held down.
struct KeyBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Hold an arrow key down in a history of 1,000 rows.")

    @Option(help: "Labels in the journal, of which the history lists the newest 1,000.")
    var labels = 1_000

    @Option(help: "Keys that are pressed.")
    var keys = 5_000

    func run() throws {
        var pool = MessagePool()
        for index in 0..<2 * labels { _ = pool.append(id: "m\(index)", text: "water is over road number \(index)") }
        let scheme = LabelScheme.disaster
        let lines = (0..<labels).map { index in
            let event = LabelEvent(
                id: "m\(index)", label: scheme.names[index % 2], set: .training, round: 0, strategy: "random",
                score: nil, ms: 900)
            return JournalLine(sequence: index, at: Timestamp(milliseconds: Int64(index)), event: .label(event))
        }
        let settings = SessionSettings(evaluationItems: 0, seedItems: 2 * labels)
        let state = try SessionState(corpus: Corpus(scheme: scheme, pool: pool), settings: settings, lines: lines)
        let journal = NoJournal(lines.count)
        let session = AnnotationSession(
            state: state, journal: journal, runner: NoRounds(), now: { Timestamp(milliseconds: 0) })
        let terminal = HeldKey(count: keys)
        let loop = LabelLoop(
            terminal: terminal, mailbox: Mailbox(), journal: journal, session: session, unread: UnreadRows(),
            keyMap: .standard, pause: .zero)
        let start = ContinuousClock.now
        loop.run()
        let spent = ContinuousClock.now - start
        print("\(keys) keys in \(spent.seconds) s: \(Int(Double(keys) / (spent / .seconds(1)))) a second")
    }
}

/// A terminal on which somebody opens the history, holds an arrow down, and leaves.
private final class HeldKey: Terminal {
    let size = (columns: 120, rows: 40)
    let glyphs = Glyphs.unicode
    let waker = Waker {}
    private var keys: [Key]

    /// - Parameter count: arrows; at the list's end the next page of them begins at its top.
    init(count: Int) {
        let arrows = (0..<count).map { $0 % 1_000 == 999 ? Key.home : .down }
        keys = [.character("q"), .escape] + arrows.reversed() + [.character("h")]
    }

    func draw(_ canvas: Canvas) {}
    func forget() {}
    func dropKeys() {}
    func suspended(_ body: () -> Void) { body() }

    func events(waitingAtMost time: Duration?) -> [TerminalEvent] {
        keys.popLast().map { [.input(.key($0))] } ?? [.terminate]
    }
}

/// A journal that keeps nothing.
private final class NoJournal: JournalStore {
    private let next: Lock<Int>

    init(_ next: Int) { self.next = Lock(next) }

    static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void
    ) throws(JournalError) -> (journal: NoJournal, contents: JournalContents) {
        (NoJournal(0), try JournalContents([UInt8](), path: path))
    }

    var path: String { "/dev/null" }
    var status: JournalStatus { .saved }
    func close(orMovingTo otherPlaces: [String]) -> JournalStatus { .saved }
    func takeNotice() -> String? { nil }
    func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void) {}

    func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        let sequence = next.withLock { next in
            defer { next += 1 }
            return next
        }
        return JournalLine(sequence: sequence, at: at, event: event)
    }
}

/// Nobody learns.
private struct NoRounds: RoundLearning {
    func start(_ request: RankingRequest) {}
    func cancel() {}
    func keep(_ ranking: Ranking) {}
}
