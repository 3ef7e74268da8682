import Annotation
import Journal
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

/// Somebody at the screen who decides on what Ana, Ben and Cai label differently.
///
/// A second passes before each key, unless the story says otherwise.
final class Deciding {
    let terminal: ScriptedTerminal
    let journal: MemoryJournal
    let loop: AdjudicationLoop
    private let mailbox = Mailbox()
    private let clock = Clock()
    private let counter = Counter()
    private let corpus: Corpus
    private var others: [String: [JournalLine]] = [:]

    private final class Clock {
        var now = ContinuousClock.now
    }

    private final class Counter {
        var count = 0
    }

    /// - Parameter votes: of each message, who says what.
    init(
        _ votes: [[String: String]], text: (Int) -> String = { "street \($0) is flooded" },
        scheme: LabelScheme = .disaster, columns: Int = 80, rows: Int = 24, pause: Duration = .milliseconds(150),
        glyphs: Glyphs = .unicode, goingOn lines: [JournalLine] = []
    ) throws {
        var pool = MessagePool()
        for index in votes.indices { _ = pool.append(id: "m\(index)", text: text(index)) }
        corpus = Corpus(scheme: scheme, pool: pool)
        for (index, given) in votes.enumerated() {
            for (name, label) in given.sorted(by: { $0.key < $1.key }) {
                let event = Self.label("m\(index)", label, of: pool.textHash(at: index))
                let sequence = others[name]?.count ?? 0
                others[name, default: []].append(
                    JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event))
            }
        }
        terminal = ScriptedTerminal(columns: columns, rows: rows, glyphs: glyphs)
        journal = MemoryJournal(lines)
        let adjudication = try Adjudication(me: "lea", corpus: corpus, own: lines, others: others)
        loop = AdjudicationLoop(
            terminal: terminal, mailbox: mailbox, journal: journal, adjudication: adjudication, unread: UnreadRows(),
            keyMap: .adjudication, pause: pause,
            surroundings: Surroundings(
                now: { [clock] in clock.now }, editNote: { $0 + " written" }, otherPlace: { _ in "/elsewhere.jsonl" }),
            learnDoubt: { [counter] _ in counter.count += 1 }, now: { Timestamp(milliseconds: 1_000) })
        loop.draw()
    }

    /// How often a model was asked for.
    var learningCount: Int { counter.count }

    private static func label(_ id: String, _ label: String, of text: UInt64) -> JournalEvent {
        .label(
            LabelEvent(
                id: id, label: label, set: .training, round: 0, strategy: "random", ms: 2_400, textHash: text))
    }

    /// Presses keys by their names, one after the other.
    func press(_ names: String..., after pause: Duration = .seconds(1)) throws {
        for name in names { take(.key(try #require(Key(name: name))), after: pause) }
    }

    func write(_ text: String) { for character in text { take(.key(.character(character))) } }

    func take(_ inputs: Input..., after pause: Duration = .seconds(1)) {
        clock.now += pause
        terminal.script.append(inputs.map { .input($0) })
        turn()
    }

    /// Somebody labels a message meanwhile.
    func hears(_ name: String, labels row: Int, _ label: String) {
        append(Self.label("m\(row)", label, of: corpus.pool.textHash(at: row)), to: name)
    }

    func hears(_ name: String, notes text: String, on row: Int) {
        append(.note(NoteEvent(id: "m\(row)", text: text)), to: name)
    }

    private func append(_ event: JournalEvent, to name: String) {
        let line = JournalLine(
            sequence: others[name]?.count ?? 0, at: Timestamp(milliseconds: 0), event: event)
        others[name, default: []].append(line)
        deliver(.others([name: [line]], behind: nil))
    }

    func deliver(_ letter: Mailbox.Letter) {
        mailbox.put(letter)
        terminal.waker.wake()
        turn()
    }

    private func turn() {
        loop.turn()
        loop.draw()
    }

    var screen: [String] { terminal.lines }

    func sees(_ text: String) -> Bool { screen.contains { $0.contains(text) } }

    /// What the journal says, a line in few words.
    var lines: [String] {
        journal.lines.map { line in
            switch line.event {
            case .decide(let event):
                "decide \(event.id) \(event.label) over \(event.over.map { "\($0.annotator)\($0.sequence)" }.joined(separator: " "))"
                    + (event.reason.map { ", \($0.rawValue)" } ?? "")
            case .undo(let event): "undo \(event.line)"
            case .reopen(let event): "reopen \(event.id)"
            case .note(let event): "note \(event.id) \(event.text)"
            default: "\(line.event)"
            }
        }
    }
}
