/// A decision that holds.
public struct DecisionRecord: Sendable, Hashable {
    /// Line that gave it.
    public let sequence: Int
    /// When it was given.
    public let at: Timestamp
    /// What was decided, with the name that the label has now.
    public internal(set) var event: DecideEvent
}
