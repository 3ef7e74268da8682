import Annotation
import Foundation
import Journal
import Messages
import Sampling
import TerminalUI
import Testing
import Threads

import class SessionFixture.ToldVectors

@testable import LabellingScreen

/// A learner of rounds that answers when it is told to.
private final class ManualRunner: RoundLearning {
    private let ranker: Ranker
    private let cache: QueueCache?
    private let waiting = Lock<RankingRequest?>(nil)

    init(_ ranker: Ranker, cache: QueueCache?) {
        self.ranker = ranker
        self.cache = cache
    }

    func keep(_ ranking: Ranking) { cache?.keep(ranking) }

    func start(_ request: RankingRequest) { waiting.withLock { $0 = request } }
    func cancel() { waiting.withLock { $0 = nil } }

    func reports(_ content: (RankingRequest) throws -> RoundReport.Content) rethrows -> RoundReport? {
        guard let request = waiting.withLock({ $0 }) else { return nil }
        return RoundReport(request: request, content: try content(request))
    }

    func answer(_ request: RankingRequest) throws -> RoundReport.Content {
        do {
            return .finished(try ranker.rank(request, monitor: WorkMonitor()))
        } catch is VectorsMissing {
            return .withoutVectors
        }
    }
}

/// Somebody at the screen: presses keys, sees lines, and may look at the journal.
///
/// A second passes before each key, unless the story says otherwise. Every message with an odd number speaks of a flood.
final class Sitting {
    let terminal: ScriptedTerminal
    let journal: MemoryJournal
    let session: AnnotationSession
    let loop: LabelLoop
    let vectors: ToldVectors?
    /// What the editor makes of a note.
    var editor: (String) throws -> String = { $0 }
    private let mailbox = Mailbox()
    private let runner: ManualRunner
    private let clock = Clock()
    private let desk = Desk()

    /// Keeps the time, which the story moves.
    private final class Clock {
        var now = ContinuousClock.now
    }

    /// Where the editor lies, so that a story can change it.
    private final class Desk {
        weak var sitting: Sitting?
    }

    static let loud = ["flood", "river rising", "levee broke", "rescue boats", "evacuated", "mudslide"]
    static let quiet = ["parking", "council", "album", "cricket", "recipe", "tickets", "garden", "ballet"]

    static func text(_ index: Int) -> String {
        index % 2 == 1
            ? "\(loud[index % loud.count]) at street \(index)" : "\(quiet[index % quiet.count]) at street \(index)"
    }

    init(
        messages: Int = 60, text: (Int) -> String = Sitting.text, scheme: LabelScheme = .disaster,
        settings: SessionSettings = SessionSettings(seed: 7, evaluationItems: 2, seedItems: 4, roundSize: 3),
        columns: Int = 80, rows: Int = 24, goingOn lines: [JournalLine] = [], pause: Duration = .milliseconds(150),
        keyMap: KeyMap = .standard, unread: UnreadRows = UnreadRows(), vectors: (Corpus) -> ToldVectors? = { _ in nil },
        trained: Int = 0, queue: String? = nil, glyphs: Glyphs = .unicode, plan: SittingPlan = SittingPlan()
    ) throws {
        var pool = MessagePool()
        for index in 0..<messages {
            _ = pool.append(id: "m\(index)", text: text(index))
        }
        let labelled = (0..<trained).map { "\(text($0)) once,\($0 % 2)" }
        let given =
            trained == 0
            ? nil
            : try LabelledSet(
                try MessageReader(scheme: scheme).read(
                    bytes: Array(("text,label\n" + labelled.joined(separator: "\n")).utf8), path: "training.csv"),
                option: "--training")
        let corpus = Corpus(scheme: scheme, pool: pool, training: given)
        terminal = ScriptedTerminal(columns: columns, rows: rows, glyphs: glyphs)
        journal = MemoryJournal(lines)
        self.vectors = vectors(corpus)
        let cache = queue.map { path in QueueCache(corpus: corpus, settings: settings, path: { path }) }
        runner = ManualRunner(
            Ranker(corpus: corpus, settings: settings, vectors: self.vectors, threads: 1), cache: cache)
        let state = try SessionState(corpus: corpus, settings: settings, lines: lines)
        let kept = cache.flatMap { cache in state.restoration.flatMap { cache.ranking(for: $0) } }
        session = AnnotationSession(
            state: state, journal: journal, runner: runner, kept: kept, now: { Timestamp(milliseconds: 1_000) })
        loop = LabelLoop(
            terminal: terminal, mailbox: mailbox, journal: journal, session: session, unread: unread, keyMap: keyMap,
            pause: pause, plan: plan,
            surroundings: Surroundings(
                now: { [clock] in clock.now }, editNote: { [desk] in try desk.sitting?.editor($0) ?? $0 },
                otherPlace: { _ in "/elsewhere.jsonl" }))
        desk.sitting = self
        loop.draw()
    }

    // MARK: What the annotator does

    /// Presses keys by their names, one after the other.
    func press(_ names: String..., after pause: Duration = .seconds(1)) throws {
        for name in names { take(.key(try #require(Key(name: name))), after: pause) }
    }

    /// Writes characters, one after the other.
    func write(_ text: String) {
        for character in text { take(.key(.character(character))) }
    }

    func take(_ inputs: Input..., after pause: Duration = .seconds(1)) {
        clock.now += pause
        terminal.script.append(inputs.map { .input($0) })
        turn()
    }

    func resize(columns: Int, rows: Int) {
        terminal.size = (columns, rows)
        take(.resized(columns: columns, rows: rows))
    }

    /// Labels so many messages, rightly, and waits for rounds that are due.
    func label(_ count: Int) throws {
        for _ in 0..<count {
            try learn()
            try press(rightKey)
        }
        try learn()
    }

    /// The key of the right label for the message in front.
    var rightKey: String { Int(front.dropFirst()).map { $0 % 2 == 1 ? "1" : "0" } ?? "" }

    func wait(_ time: Duration) {
        clock.now += time
        turn()
    }

    // MARK: What the machine does

    /// Lets the rounds that are asked for be learnt.
    func learn() throws {
        while let report = try runner.reports(runner.answer) {
            runner.cancel()
            deliver(.round(report))
        }
    }

    /// Says how far the round is, or that it fails.
    func report(_ content: RoundReport.Content) {
        guard let report = runner.reports({ _ in content }) else { return }
        deliver(.round(report))
    }

    /// Says how far the vectors have come.
    func reportVectors(_ progress: TextVectors.Progress) {
        if progress == .complete { vectors?.complete() }
        deliver(.vectors(progress, identity: vectors?.identity ?? ""))
    }

    private func deliver(_ letter: Mailbox.Letter) {
        mailbox.put(letter)
        terminal.waker.wake()
        turn()
    }

    /// Goes on when another thread has called.
    func waitForCall() async throws {
        while !terminal.isCalled { try await Task.sleep(for: .milliseconds(1)) }
        turn()
    }

    private func turn() {
        loop.turn()
        loop.draw()
        // A search that ends between the drawing and the comparison calls for the turn that shows what it has found; the call is
        // for whoever waits for it.
        let deadline = ContinuousClock.now + .seconds(600)
        while !loop.isCurrent, !terminal.isCalled, ContinuousClock.now < deadline { usleep(500) }
        #expect(loop.isCurrent || terminal.isCalled)
    }

    // MARK: What is seen

    var screen: [String] { terminal.lines }

    func sees(_ text: String) -> Bool { screen.contains { $0.contains(text) } }

    /// The id of the message in front, which begins the line below it.
    var front: String {
        screen.compactMap { $0.split(separator: " ").first.map(String.init) }
            .first { $0.hasPrefix("m") && Int($0.dropFirst()) != nil } ?? ""
    }

    /// What the journal says since a moment, a line in few words.
    func lines(after count: Int = 0) -> [String] { journal.lines.dropFirst(count).map { Self.words($0.event) } }

    private static func words(_ event: JournalEvent) -> String {
        switch event {
        case .label(let event):
            "label \(event.id) \(event.label) \(event.set) \(event.strategy)" + (event.with.map { " with \($0)" } ?? "")
        case .skip(let event): "skip \(event.id)"
        case .unskip(let event): "unskip \(event.id)"
        case .undo(let event): "undo \(event.line)"
        case .unlabel(let event): "unlabel \(event.id) \(event.line)"
        case .note(let event): "note \(event.id) \(event.text)"
        case .flag(let event): "\(event.isSet ? "flag" : "unflag") \(event.id)"
        case .strategy(let event): "strategy \(event.recipe)"
        case .queue(let event): "queue \(event.recipe)"
        case .round(let event): "round \(event.round) of \(event.training)"
        case .session, .messages, .scheme, .lost, .end, .team, .seen, .claim, .release, .decide, .reopen: "\(event)"
        }
    }
}
