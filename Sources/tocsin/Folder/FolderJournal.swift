import Foundation
import Journal
import Notation

/// A journal of a folder, for who has forgotten how to go on with it.
struct FolderJournal {
    let name: String
    /// What it has come to, or what is wrong with it.
    let account: String
    /// When it was used last; nil where neither a line nor the file says so.
    let lastUsed: Date?
    /// What goes on with it, behind `tocsin`; nil where its messages are not there, or where it cannot be gone on with.
    let arguments: [String]?

    /// Whether it is that of one of several who label in the folder.
    private(set) var isOfTeam = false

    /// Whether nothing stands in it yet: it is nobody's.
    private(set) var isEmpty = false

    static let ending = AnnotatorName.journalEnding

    /// Whether a file of this name is taken for a journal.
    static func isName(_ name: String) -> Bool { AnnotatorName.text(ofJournal: name) != nil }

    /// Journals that are looked at, the newest files first.
    private static let most = 100

    /// Those of a folder, the one used last first; nothing outside of it is looked at.
    ///
    /// - Complexity: O(bytes of the journals).
    static func all(in folder: String) -> [FolderJournal] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let dated = names.filter(isName)
            .map { (name: $0, date: Self.date(of: "\(folder)/\($0)") ?? .distantPast) }
            .sorted { ($1.date, $0.name) < ($0.date, $1.name) }
        return dated.prefix(most).map { FolderJournal($0.name, in: folder, files: Set(names)) }
            .sorted { ($1.lastUsed ?? .distantPast, $0.name) < ($0.lastUsed ?? .distantPast, $1.name) }
    }

    private init(_ name: String, in folder: String, files: Set<String>) {
        let path = "\(folder)/\(name)"
        let written = Self.date(of: path)
        self.name = name
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            (account, lastUsed, arguments) = ("is no file", written, nil)
            return
        }
        let bytes: [UInt8]
        do throws(JournalError) {
            bytes = try JournalFile.bytes(of: path)
        } catch {
            (account, lastUsed, arguments) = ("cannot be read", written, nil)
            return
        }
        let (contents, damage) = JournalContents.examine(bytes)
        guard contents.hasBeginning, let pool = contents.lastPool else {
            let isEmpty = contents.isEmpty && damage.isEmpty && contents.torn.isEmpty
            // Nobody has used what nothing stands in: it comes behind all others.
            (account, lastUsed, arguments) =
                isEmpty ? ("empty", nil, nil) : ("is no journal of Tocsin", written, nil)
            self.isEmpty = isEmpty
            return
        }
        var history = LabelHistory(expecting: contents.lines.count)
        var isWhole = damage.isEmpty
        for line in contents.lines {
            do throws(ReplayError) {
                try history.apply(line)
            } catch {
                isWhole = false
                break
            }
        }
        let count = "\(history.judgedCount) of \(pool.count) labelled"
        lastUsed =
            contents.lines.last.map { Date(timeIntervalSince1970: Double($0.at.milliseconds) / 1_000) } ?? written
        guard isWhole else {
            account = "\(count), damaged: \(ShellCommand(words: ["tocsin", "journal", "verify", Self.word(name)]))"
            arguments = nil
            return
        }
        if !history.teams.isEmpty || !history.seen.isEmpty {
            // Nobody goes on as somebody else because they were the last who sat there.
            account = "\(count), one of a team"
            arguments = AnnotatorName.text(ofJournal: name) == AccountName.current ? ["label", "."] : nil
            isOfTeam = true
            return
        }
        guard let messages = Self.messages(of: name, known: pool.file, among: files) else {
            account = count + (pool.file.map { ", of \($0), which is not here" } ?? ", its messages are not here")
            arguments = nil
            return
        }
        let task = FolderTask(of: contents.scheme, messages: messages, in: folder, among: files)
        guard task != .missing else {
            let labels = contents.scheme?.names.joined(separator: ", ") ?? ""
            account = "\(count), the task file with its labels (\(labels)) is not here"
            arguments = nil
            return
        }
        account = count
        let isItsOwn = MessageFileName.stem(of: messages).lastPathComponent + Self.ending == name
        arguments =
            ["label", Self.word(messages)] + (task.file.map { ["--task", Self.word($0)] } ?? [])
            + (isItsOwn ? [] : ["--journal", Self.word(name)])
    }

    /// The file of messages that a journal is named for, else the one that it was used with last; nil where neither is there.
    private static func messages(of journal: String, known: String?, among files: Set<String>) -> String? {
        let stem = String(journal.dropLast(ending.count))
        let named = MessageFileName.endings.flatMap { ["\(stem).\($0)", "\(stem).\($0).gz"] }
        return ([known].compactMap { $0 }.filter { named.contains($0) } + named + [known].compactMap { $0 })
            .first { files.contains($0) }
    }

    /// A name as a command takes it, which takes one with a hyphen before it for an option.
    private static func word(_ name: String) -> String { name.hasPrefix("-") ? "./\(name)" : name }

    private static func date(of path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }

    /// Its name in a column, what it has come to, and when it was used last.
    func line(nameWidth: Int) -> String {
        let shown = TerminalText.onOneLine(name)
        let padding = String(repeating: " ", count: max(0, nameWidth - shown.count))
        return "  \(shown)\(padding)  \(TerminalText.onOneLine(account))"
            + (lastUsed.map { ", last used \(Self.text(of: $0))" } ?? "")
    }

    /// `2026-11-29 14:05`, as clocks here have it.
    private static func text(of date: Date) -> String {
        let parts = Calendar(identifier: .gregorian).dateComponents(in: .current, from: date)
        return String(
            format: "%04d-%02d-%02d %02d:%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0, parts.hour ?? 0,
            parts.minute ?? 0)
    }
}
