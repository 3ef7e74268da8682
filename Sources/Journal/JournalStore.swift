/// Where a session's lines are kept, and what a session needs of that place: ``JournalFile`` is one.
///
/// Once it is open, nothing but ``close(orMovingTo:)`` waits for a disk or a network.
public protocol JournalStore: Sendable {
    /// Opens the journal of a place for writing, or begins one there.
    ///
    /// - Parameter onStatus: called on any thread whenever ``status`` may have changed.
    /// - Returns: the journal, and what it holds so far.
    static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void
    ) throws(JournalError) -> (journal: Self, contents: JournalContents)

    /// Where the journal is; as it was opened, until it moves.
    var path: String { get }
    /// How much of it is safe.
    var status: JournalStatus { get }

    /// Takes the next line and returns at once.
    func append(_ event: JournalEvent, at: Timestamp) -> JournalLine

    /// What had to be put right since the last call, for the annotator; nil for nothing.
    func takeNotice() -> String?

    /// Goes on in another place, with all lines, and returns at once; the old place keeps what was saved in it.
    ///
    /// - Parameter report: called on any thread; after a failure everything is as before.
    func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void)

    /// Waits until every line is safe, for as long as there is hope, then gives the place free.
    ///
    /// - Parameter otherPlaces: where to move to, tried in order, when the last try fails; see ``path``.
    /// - Returns: the last status; lines that are not saved are lost with the program.
    func close(orMovingTo otherPlaces: [String]) -> JournalStatus
}

extension JournalStore {
    /// Closes the journal where it is.
    public func close() -> JournalStatus { close(orMovingTo: []) }
}
