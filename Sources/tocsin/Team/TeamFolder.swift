import Annotation
import Foundation
import Journal
import Messages
import Notation

/// A folder that several people label in: messages, a task, and a journal for each.
struct TeamFolder {
    let path: String
    /// Its messages: a file `messages.*`, or a folder of that name.
    let messages: String

    /// - Throws: ``TeamFolderError`` for a folder without messages.
    init(_ path: String) throws {
        self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let names = MessageReader.endings.flatMap { ["messages.\($0)", "messages.\($0).gz"] } + ["messages"]
        guard
            let name = names.first(where: { [path = self.path] in
                FileManager.default.fileExists(atPath: "\(path)/\($0)")
            })
        else { throw TeamFolderError.noMessages(path: path) }
        messages = "\(self.path)/\(name)"
    }

    /// Whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Refuses a folder that several people label in where a command takes messages: the journals in it are none.
    ///
    /// - Throws: ``TeamFolderError``.
    static func refuse(_ path: String, by command: String) throws(TeamFolderError) {
        guard isFolder(path) else { return }
        let folder = try? TeamFolder(path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard folder != nil || names.contains(where: FolderJournal.isName) else { return }
        throw .takesMessages(command: command, path: path, messages: folder?.messages)
    }

    /// - Throws: ``TeamFolderError`` for a name that no journal can have.
    static func checked(_ name: String) throws -> String {
        do throws(NameFault) {
            return try AnnotatorName(name).description
        } catch {
            throw TeamFolderError.badName(name, reason: error.description)
        }
    }

    /// Where a person's journal is.
    func journal(of name: String) -> String { "\(path)/\(name)\(FolderJournal.ending)" }

    /// Names of all who have a journal here, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .compactMap(AnnotatorName.text(ofJournal:)).sorted()
    }

    /// All journals as they are, by name. One in which nothing stands yet is nobody's, and left out.
    ///
    /// - Throws: `JournalError` of the first that cannot be read; ``TeamFolderError`` where two names are one.
    func journals() throws -> [(name: String, path: String, contents: JournalContents)] {
        let names = names
        if let (name, _) = zip(names, names.dropFirst()).first(where: ==) { throw TeamFolderError.sameName(name) }
        return try names.compactMap { name in
            let path = journal(of: name)
            let contents = try JournalFile.read(path)
            return contents.isEmpty ? nil : (name, path, contents)
        }
    }

    /// Who labels here, by what all journals say; nil where none says so.
    static func plan(of journals: some Sequence<JournalContents>) -> TeamPlan? {
        TeamPlan(journals.flatMap { $0.lines.teams })
    }
}

extension [JournalLine] {
    /// What they say of a team.
    var teams: [TeamEvent] { compactMap { if case .team(let event) = $0.event { event } else { nil } } }
}

/// Why a folder or a name cannot be a team's.
enum TeamFolderError: Error, CustomStringConvertible {
    case noFolder(path: String)
    case noMessages(path: String)
    case badName(String, reason: String)
    case noTeam(path: String)
    case notMember(name: String, path: String, people: [String])
    case exists(path: String, people: [String])
    case last(name: String)
    case otherSeed(UInt64, asked: UInt64)
    case tooMany(Int)
    case sameName(String)
    case takesMessages(command: String, path: String, messages: String?)

    var description: String {
        switch self {
        case .noFolder(let path):
            "\(path): this is no folder; name the folder in which several people label, with their messages and journals"
        case .noMessages(let path):
            "\(path): there are no messages in this folder; put them there as messages.csv, or as files of any name in "
                + "\(path)/messages/"
        case .badName(let name, let reason):
            "'\(TerminalText.onOneLine(name))' cannot be the name of a journal: \(reason)"
        case .noTeam(let path):
            "\(path): nobody labels here as a team yet; begin one with: "
                + "\(ShellCommand(words: ["tocsin", "team", "create", path]))"
        case .notMember(let name, let path, let people):
            "\(path): \(name) is not of the team (\(people.joined(separator: ", "))); join it with: "
                + "\(ShellCommand(words: ["tocsin", "team", "join", path, "--annotator", name]))"
        case .exists(let path, let people):
            "\(path): there is a team already (\(people.joined(separator: ", "))); join it with: "
                + "\(ShellCommand(words: ["tocsin", "team", "join", path]))"
        case .last(let name): "\(name) is the last of the team: a team without people cannot be"
        case .otherSeed(let seed, let asked):
            "the team's shares are drawn from the seed \(seed), not \(asked): leave out --seed"
        case .sameName(let name):
            "two journals are called \(name), with its accents written in different ways: nobody can tell whose labels are whose; "
                + "give one of the files another name"
        case .takesMessages(let command, let path, let messages):
            "\(path): \(command) takes messages, not a folder that several people label in; name "
                + (messages.map { "\($0), and whose --journal" } ?? "the messages")
                + ". The folder is for tocsin label, adjudicate, agreement, export, team and sync"
        case .tooMany(let count):
            "a team of \(count) is too large: \(TeamView.mostPeople) people at most"
        }
    }
}
