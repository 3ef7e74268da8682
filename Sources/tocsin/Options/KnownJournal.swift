import Annotation
import Foundation
import Journal
import Messages
import Notation

/// A journal of the same messages under another name: they were copied, or their file has got another name.
struct KnownJournal {
    let path: String
    /// Name of the file of messages that it was made for.
    let file: String
    /// Whether that is not there any more.
    let isOfMovedFile: Bool
    /// Lines that it has.
    let lineCount: Int

    /// Journals that are looked at: more than anybody has in a folder that they label in.
    private static let mostJournals = 100

    /// The newest journal of the folder that was used last with these messages, with them in another order, or with the first of
    /// them; nil for none.
    ///
    /// - Parameter journal: where their own would be.
    /// - Complexity: O(bytes of the folder's journals).
    static func first(of pool: MessagePool, besides journal: String) -> KnownJournal? {
        let folder = URL(fileURLWithPath: journal).deletingLastPathComponent()
        let key = URLResourceKey.contentModificationDateKey
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [key])) ?? []
        let own = URL(fileURLWithPath: journal).lastPathComponent
        let journals = files.filter {
            $0.lastPathComponent.hasSuffix(FolderJournal.ending) && $0.lastPathComponent != own
        }
        .map { (url: $0, date: (try? $0.resourceValues(forKeys: [key]))?.contentModificationDate ?? .distantPast) }
        .sorted { ($1.date, $0.url.path) < ($0.date, $1.url.path) }
        for (url, _) in journals.prefix(mostJournals) {
            guard let contents = try? JournalFile.read(url.path), let last = contents.lastPool, last.count > 0,
                MessageChanges.arrangement(of: pool, since: last) != .other
            else { continue }
            let stem = String(url.lastPathComponent.dropLast(FolderJournal.ending.count))
            let endings = MessageFileName.endings + MessageFileName.endings.map { "\($0).gz" }
            let names = [last.file].compactMap { $0 } + endings.map { "\(stem).\($0)" }
            let there = names.first { name in
                FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
            }
            return KnownJournal(
                path: url.path, file: there ?? last.file ?? stem, isOfMovedFile: there == nil,
                lineCount: contents.lines.count)
        }
        return nil
    }

    private var name: String { TerminalText.onOneLine(URL(fileURLWithPath: path).lastPathComponent) }

    /// Asks whether to go on with it.
    func question(for messages: String, journal: String) -> [String] {
        let own = TerminalText.onOneLine(URL(fileURLWithPath: messages).lastPathComponent)
        let new = TerminalText.onOneLine(URL(fileURLWithPath: journal).lastPathComponent)
        return [
            "\(own) has no journal yet. \(name) (\(CountText.text(lineCount, "line"))) is of the same messages, and "
                + "\(TerminalText.onOneLine(file)), which it was made for, is not there any more: the file has got another name.",
            "Going on, this journal gets the name \(new), and no label is lost. To begin anew: leave, and start with "
                + "--journal NEW.journal.jsonl.",
        ]
    }

    /// In words, that it is there, for who begins anew.
    var notice: String {
        "\(name) is of the same messages (\(TerminalText.onOneLine(file))); to go on with it: --journal "
            + "\(ShellCommand(words: [place]))"
    }

    /// Its path, without the folder that the annotator is in.
    private var place: String {
        let folder = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
    }

    /// Gives it the name that belongs to the messages, and to its vectors, its features and its queue theirs.
    ///
    /// - Throws: `JournalError`.
    func rename(to journal: String) throws {
        try JournalFile.rename(
            path, to: journal,
            followedBy: [CachePlace.vectors, CachePlace.features, CachePlace.queue].map { ($0(path), $0(journal)) })
    }
}

/// A journal that is not there, where another one is of the same messages.
struct NoJournalYet: Error, CustomStringConvertible {
    let path: String
    let known: KnownJournal
    let messages: String

    var description: String {
        "\(path): there is no such journal, but \(known.notice)"
            + (known.isOfMovedFile
                ? "; \(ShellCommand(words: ["tocsin", "label", messages])) gives it the name of these messages" : "")
    }
}
