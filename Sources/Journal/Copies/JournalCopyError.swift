import Notation

/// Why lines cannot be taken from a journal's file, or put behind those that it has.
public enum JournalCopyError: Error, Hashable, CustomStringConvertible {
    /// The machine refuses.
    case refused(path: String, reason: String)
    /// It is of a format whose lines become others with the next label.
    case oldFormat(path: String)
    /// A whole line, counted from 1, is not as it was written.
    case damaged(path: String, line: Int, reason: String)
    /// Somebody writes it.
    case held(path: String, by: String)
    /// Behind the last line end stands what is not the beginning of the next line.
    case torn(path: String, count: Int)
    /// It is not what it was a moment ago.
    case changed(path: String)

    public var description: String {
        switch self {
        case .refused(let path, let reason): "\(path): \(reason)"
        case .oldFormat(let path):
            "\(path): the journal has format 1, in which lines cannot be told from others of the same number; give one label "
                + "with tocsin label, which carries it over to format 2"
        case .damaged(let path, let line, let reason):
            "\(path), line \(line): the journal is damaged: \(reason); see all damage with: tocsin journal verify \(path); "
                + "or move the file away, and what the server has of it comes again"
        case .held(let path, let holder):
            "\(path): another program is writing this journal (\(holder)): lines that the server has more wait until it ends"
        case .torn(let path, let count):
            "\(path): \(CountText.text(count, "byte", one: "stands", several: "stand")) behind the last line end and "
                + "are not how the next line begins; tocsin label sets them aside; or move the file away, and what the server has "
                + "of it comes again"
        case .changed(let path): "\(path): the file has changed meanwhile; what the server has more comes the next time"
        }
    }
}
