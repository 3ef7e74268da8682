import ArgumentParser
import Foundation
import Journal
import Messages
import Notation

/// Writes what somebody says of a team into their journal, and begins it where there is none.
enum TeamLine {
    /// - Parameter otherWay: what helps as well where another program writes the journal.
    /// - Throws: ``TeamJournalError`` where another program writes the journal; errors of the messages where it is begun.
    static func write(_ event: TeamEvent, in folder: TeamFolder, as name: String, otherWay: String? = nil) throws {
        _ = try write(in: folder, as: name, seed: event.seed, otherWay: otherWay) { _ in event }
    }

    /// The same where what is said depends on how many messages there are.
    ///
    /// - Returns: what was said.
    static func write(
        in folder: TeamFolder, as name: String, seed: UInt64, otherWay: String? = nil,
        _ said: (_ poolCount: Int) -> TeamEvent
    ) throws -> TeamEvent {
        let path = folder.journal(of: name)
        var options = try SessionOptions(journal: path)
        options.seed = seed
        let source = try SessionSource(
            try MessageOptions.parse([folder.messages]), options, annotator: name, readsSets: false)
        let (journal, contents): (JournalFile, JournalContents)
        do throws(JournalError) { (journal, contents) = try JournalFile.open(at: path) } catch {
            throw TeamJournalError(error: error, otherWay: otherWay)
        }
        let event = said(source.corpus.pool.count)
        var events: [JournalEvent] = [.team(event)]
        if contents.lines.isEmpty { events.insert(.session(source.identity), at: 0) }
        for event in events { _ = journal.append(event, at: Clock.now()) }
        journal.end(at: Clock.now())
        if case .failing(_, let reason) = journal.close() { throw JournalError.notOpened(path: path, reason: reason) }
        return event
    }

    /// What holds from here on.
    static func words(_ event: TeamEvent, _ folder: TeamFolder) -> String {
        let people = event.people.map { $0 == event.lead ? "\($0) (lead)" : $0 }.joined(separator: ", ")
        let lead = event.people.contains(event.lead) ? "" : "; \(event.lead) leads and does not label"
        return "\(folder.path): \(people)\(lead); each message is labelled by \(min(event.each, event.people.count)), "
            + "\(ShareText.rounded(event.overlap)) of them by one more, "
            + "\(CountText.text(event.evaluationItems, "message")) to measure with\n"
            + "to label: \(ShellCommand(words: ["tocsin", "label", folder.path]))\n"
    }
}
