import Journal

/// A journal as a screen needs it: one that says what it has put right, and that can go on elsewhere.
public protocol MovableJournal: JournalStore {
    /// Where it is; as it was opened, until it moves.
    var path: String { get }
    /// What had to be put right since the last call, for the annotator; nil for nothing.
    func takeNotice() -> String?
    /// Copies the whole journal to a new file and goes on there. Returns at once.
    ///
    /// - Parameter report: called on another thread; after a failure everything is as before.
    func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void)
}

extension JournalFile: MovableJournal {}
