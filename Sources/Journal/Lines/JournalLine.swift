/// One line of a journal.
public struct JournalLine: Sendable, Hashable {
    /// Place in the journal, from 0 without gaps.
    public let sequence: Int
    /// When it was written.
    public let at: Timestamp
    /// What it says.
    public let event: JournalEvent
    /// Whether the line carried a checksum.
    public let isChecked: Bool

    public init(sequence: Int, at: Timestamp, event: JournalEvent, isChecked: Bool = true) {
        self.sequence = sequence
        self.at = at
        self.event = event
        self.isChecked = isChecked
    }
}
