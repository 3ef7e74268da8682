/// Why a journal cannot be opened or read.
public enum JournalError: Error, Hashable, CustomStringConvertible {
    /// The file cannot be opened, read or written.
    case notOpened(path: String, reason: String)
    /// The file cannot be read by who writes nothing to it.
    case notRead(path: String, reason: String)
    /// The journal stays where it is.
    case notMoved(to: String, reason: String)
    /// Another program writes it.
    case held(path: String, by: String)
    /// A line, counted from 1, is not as it was written.
    case damaged(path: String, line: Int, reason: String)
    /// It does not begin as every journal does.
    case noSession(path: String)
    /// It and others cannot be one journal.
    case notMergeable(path: String, reason: String)

    public var description: String {
        switch self {
        case .notOpened(let path, let reason):
            "\(path): the journal cannot be opened: \(reason); name another place with --journal"
        case .notRead(let path, let reason): "\(path): the journal cannot be read: \(reason)"
        case .notMoved(let path, let reason): "not saved elsewhere: \(reason): \(path)"
        case .held(let path, let holder):
            "\(path): another program is writing this journal (\(holder)); "
                + "end that one, or name another journal with --journal"
        case .damaged(let path, let line, let reason):
            "\(path), line \(line): the journal is damaged: \(reason); "
                + "see all damage with: tocsin journal verify \(path)"
        case .notMergeable(let path, let reason): "\(path): this journal cannot be merged with the others: \(reason)"
        case .noSession(let path):
            "\(path), line 1: found no session line, which every journal begins with; is this a journal?"
        }
    }
}
