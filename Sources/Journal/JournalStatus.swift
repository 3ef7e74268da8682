/// How much of a journal is safe.
public enum JournalStatus: Sendable, Hashable {
    /// Every line is written and synced.
    case saved
    /// So many lines are on their way.
    case saving(pending: Int)
    /// The last try failed, or has had no answer for a while; it is tried again until it works. Nothing pending means that
    /// lines saved before are in danger.
    case failing(pending: Int, reason: String)
}
