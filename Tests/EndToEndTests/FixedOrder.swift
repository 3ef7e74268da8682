import Annotation
import Foundation
import Journal
import Messages
import Testing

/// A session that only asks for evaluation items: their order is fixed by the seed, whatever happens in between.
struct FixedOrder {
    let folder: TemporaryFolder
    let messages: String
    let journal: String
    private let count: Int

    init(_ count: Int) throws {
        self.count = count
        folder = try TemporaryFolder()
        let rows = (0..<count).map { "m\($0),message number \($0)" }
        messages = try folder.file("messages.csv", "id,text\n" + rows.joined(separator: "\n") + "\n")
        journal = folder.path("messages.journal.jsonl")
    }

    var command: [String] { Program.label(messages) + ["--evaluation-items", "\(count)"] }

    /// Opens it on a machine that fails as ``fail(_:)`` says, perhaps through another command.
    func open(
        through shell: [String] = [], columns: Int = 80, rows: Int = 24, environment: [String: String] = [:]
    ) throws -> TmuxTerminal {
        let faults = ["LD_PRELOAD": try Program.faultInjector(), "TOCSIN_FAULTS": folder.path("faults")]
        return try TmuxTerminal(
            shell + command, columns: columns, rows: rows, environment: environment.merging(faults) { $1 })
    }

    /// Lets something fail from now on, in the words of `FaultInjector.h`.
    func fail(_ faults: String...) throws {
        try Data(faults.joined(separator: "\n").utf8).write(
            to: folder.url.appendingPathComponent("faults"), options: .atomic)
    }

    /// Lets nothing fail any more.
    func recover() throws { try FileManager.default.removeItem(atPath: folder.path("faults")) }

    /// Ids in the order in which they have to come.
    func order() throws -> [String] {
        let pool = try MessageReader(scheme: .disaster).read(path: messages).pool
        let state = try SessionState(
            corpus: Corpus(scheme: .disaster, pool: pool), settings: SessionSettings(evaluationItems: count))
        return state.upcoming(count).map { pool.id(at: $0.row) }
    }

    /// Whether the screen shows the message that is due after so many labels: none is skipped, none comes twice.
    func isDue(after count: Int, on screen: [String]) throws -> Bool {
        let next = try order()[count].dropFirst()
        return screen.contains { $0.hasSuffix(" message number \(next)") }
    }

    /// The ids of the labels in the journal.
    func labelled() throws -> [String] { try Self.labelled(in: journal) }

    static func labelled(in journal: String) throws -> [String] {
        try JournalFile.read(journal).lines.compactMap { line in
            if case .label(let event) = line.event { event.id } else { nil }
        }
    }
}

extension TmuxTerminal {
    /// Waits for a message to label: while the queue at hand is learnt there may be none, and a key labels nothing.
    ///
    /// - Parameter isPatient: whether a round that is being learnt is waited for as well. Whoever labels on meanwhile gets what
    ///   is below the last one, as often as the machine is slow.
    @discardableResult
    func waitForMessage(isPatient: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) throws -> [String] {
        try wait(for: "a message", sourceLocation: sourceLocation) { lines in
            lines.labelled != nil
                && !lines.contains { line in
                    line.contains("ranking all messages") || line.contains("no message is ranked")
                        || isPatient && line.contains(/learning \d+ %/)
                }
        }
    }

    /// Labels so often with the key 1, each time after the screen has answered the key before: keys that arrive
    /// together are none.
    func labelRelated(_ count: Int) throws {
        let done = try wait(for: "a number of labels") { $0.labelled != nil }.labelled ?? 0
        for number in 1...count {
            try waitForMessage()
            try type("1")
            try wait(for: "\(done + number) labels") { $0.labelled == done + number }
        }
    }
}

extension [String] {
    /// The number of labels that the screen shows; nil where it shows none.
    var labelled: Int? {
        guard let words = first(where: { $0.contains(" labelled") })?.split(separator: " "),
            let place = words.firstIndex(of: "labelled"), place > 0
        else { return nil }
        return Int(words[place - 1])
    }

    /// The number of labels that the screen shows while it says that all is saved; nil otherwise.
    var acknowledged: Int? {
        let isSaved = contains { $0.hasSuffix(" saved") } && !contains { $0.contains("NOT SAVED") }
        return isSaved ? labelled : nil
    }
}
