/// How much of a journal is safe.
public enum JournalStatus: Sendable, Hashable {
    /// Every line is written and synced.
    case saved
    case saving(pending: Int)
    /// The last try failed, or has had no answer for a while; it is tried again until it works. Nothing pending means that
    /// lines saved before are in danger.
    case failing(pending: Int, reason: String)
}

/// Where a session's lines go; a file today, perhaps a team's database one day.
public protocol JournalStore: Sendable {
    /// Takes the next line and returns at once.
    func append(_ event: JournalEvent, at: Timestamp) -> JournalLine
    var status: JournalStatus { get }
}
