import Annotation
import ArgumentParser
import Foundation
import Journal
import Messages
import Notation

/// Writes what somebody says of a team into their journal, and begins it where there is none.
enum TeamLine {
    /// - Throws: `JournalError` where another program writes the journal; errors of the messages where it is begun.
    static func write(_ event: TeamEvent, in folder: TeamFolder, as name: String) throws {
        let path = folder.journal(of: name)
        var options = try SessionOptions(journal: path)
        options.seed = event.seed
        let source = try SessionSource(
            try MessageOptions.parse([folder.messages]), options, annotator: name, readsSets: false)
        let (journal, contents) = try JournalFile.open(at: path)
        var events: [JournalEvent] = [.team(event)]
        if contents.lines.isEmpty { events.insert(.session(source.identity), at: 0) }
        for event in events { _ = journal.append(event, at: now()) }
        journal.end(at: now())
        if case .failing(_, let reason) = journal.close() { throw JournalError.notOpened(path: path, reason: reason) }
    }

    /// Messages of a folder.
    static func poolCount(of folder: TeamFolder) throws -> Int {
        try SessionSource(
            try MessageOptions.parse([folder.messages]), try SessionOptions(journal: nil), annotator: "",
            readsSets: false
        ).corpus.pool.count
    }

    static func usualEvaluationItems(poolCount: Int) -> Int {
        SessionSettings.defaultEvaluationItems(poolCount: poolCount)
    }

    /// What holds from here on.
    static func words(_ event: TeamEvent, _ folder: TeamFolder) -> String {
        let people = event.people.map { $0 == event.lead ? "\($0) (lead)" : $0 }.joined(separator: ", ")
        return "\(folder.path): \(people); each message is labelled by \(min(event.each, event.people.count)), "
            + "\(ShareText.rounded(event.overlap)) of them by one more, "
            + "\(CountText.text(event.evaluationItems, "message")) to measure with\n"
            + "to label: \(ShellCommand(words: ["tocsin", "label", folder.path]))\n"
    }

    static func now() -> Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
