import Journal

/// The journal of a command that only reads it cannot be read.
struct UnreadJournal: Error, CustomStringConvertible {
    let error: JournalError
    /// Whether the command line says where it is.
    let isNamed: Bool

    var description: String { "\(error)" + (isNamed ? "" : "; where it is elsewhere, name it with --journal") }
}
