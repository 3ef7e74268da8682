import Foundation
import Journal
import Messages

/// A session of the disaster task without a screen: messages of floods (odd numbers) and concerts, and a journal of theirs.
struct WrittenJournal {
    let messages: String
    let journal: String
    private let session: SessionEvent

    /// - Parameters:
    ///   - name: of the files, before their endings.
    ///   - rows: of the messages, with ids from m0 up, where they are others.
    ///   - labelled: how many messages have a label, the right one, of the training set.
    ///   - change: what the session line says otherwise.
    init(
        in folder: TemporaryFolder, _ name: String = "messages", count: Int = 12, rows: String? = nil,
        labelled: Int = 6,
        change: (inout SessionEvent) -> Void = { _ in }
    ) throws {
        let rows = rows ?? (0..<count).map { "m\($0),\(Self.text($0))\n" }.joined()
        messages = try folder.file("\(name).csv", "id,text\n" + rows)
        let pool = try MessageReader(scheme: .disaster).read(path: messages).pool
        var session = SessionEvent(
            tool: "0.1.0", task: LabelScheme.disaster.task, labels: LabelScheme.disaster.names,
            poolCount: pool.count, poolDigest: pool.digest, seed: 42, annotator: "amina")
        change(&session)
        self.session = session
        journal = folder.path("\(name).journal.jsonl")
        try write(labelled: labelled)
    }

    static func text(_ number: Int) -> String {
        number % 2 == 1 ? "flood at bridge \(number)" : "concert number \(number)"
    }

    /// Writes the journal with so many labels.
    func write(labelled: Int) throws {
        let labels = (0..<labelled).map { number in
            JournalEvent.label(
                LabelEvent(
                    id: "m\(number)", label: number % 2 == 1 ? "related" : "not_related", set: .training, round: 0,
                    strategy: "random"))
        }
        let lines = ([.session(session)] + labels).enumerated().flatMap { sequence, event in
            JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_700_000_000_000), event: event).encoded
        }
        try Data(lines).write(to: URL(fileURLWithPath: journal))
    }
}
