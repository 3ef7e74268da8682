import Journal
import Notation

/// Why some lines of an annotator were not exchanged. What is sound of the others was.
public enum ExchangeFault: Hashable, Sendable, CustomStringConvertible {
    /// Where two lines of the same number were found.
    public struct Conflict: Hashable, Sendable {
        let annotator: String
        /// Number in the file, from 1.
        let line: Int
        let file: String
        let server: String
        let team: String
    }

    /// A line here and one there with the same number are not the same.
    case conflict(Conflict)
    /// A line of the server, counted from 1, may not stand in the journal.
    case refusedLine(annotator: String, line: Int, server: String, reason: String)
    /// The server has lines, from a number on, behind one that neither side has.
    case missingLine(annotator: String, line: Int, next: Int, server: String)
    /// A name that cannot be one of a journal's file.
    case refusedName(String, place: String, reason: String)
    /// A line here, counted from 1, is too long.
    case longLine(path: String, line: Int)
    /// The journal here.
    case journal(JournalCopyError)

    /// Whether nothing is exchanged any more before somebody has looked at it.
    public var isFinal: Bool {
        if case .conflict = self { true } else { false }
    }

    /// Whether it may well be over in a moment, without anybody's doing.
    var isPassing: Bool {
        switch self {
        case .missingLine, .journal(.held), .journal(.changed): true
        case .conflict, .refusedLine, .refusedName, .longLine, .journal: false
        }
    }

    public var description: String {
        switch self {
        case .conflict(let conflict):
            "line \(conflict.line) of \(Self.shown(conflict.annotator)) in \(Self.shown(conflict.file)) is not the one that "
                + "\(conflict.server) has under that number (team \(Self.shown(conflict.team)), seq \(conflict.line - 1)): two "
                + "machines wrote this journal, or one was repaired; nothing was overwritten. If the server's is right, move "
                + "the file here away and sync again; if the file here is right, sync to another --team, or have who runs the server "
                + "delete that annotator's rows (the article Synchronising says how)"
        case .refusedLine(let annotator, let line, let server, let reason):
            "line \(line) of \(Self.shown(annotator)) on \(server) (seq \(line - 1)) is not taken: \(Self.shown(reason)); "
                + "the lines before it are here; it has to be put right on the server"
        case .missingLine(let annotator, let line, let next, let server):
            "line \(line) of \(Self.shown(annotator)) (seq \(line - 1)) is missing on \(server), which has seq \(next): the "
                + "lines from there on wait for it"
        case .refusedName(let name, let place, let reason):
            "'\(Self.shown(name))' (\(place)) is not taken for an annotator: \(reason)"
        case .longLine(let path, let line):
            "\(Self.shown(path)), line \(line): the line has more than \(LineLimits.mostBytes >> 20) MiB, and is not sent"
        case .journal(let error): Self.shown(error.description)
        }
    }

    private static func shown(_ text: String) -> String { TerminalText.onOneLine(text) }
}
