import Journal

/// What somebody decided on a message, and what of the team's labels it was decided over.
public struct TeamDecision: Sendable, Hashable {
    /// Whose it is: the name of the journal.
    public let annotator: String
    /// The line, with the name that the label has now.
    public let record: DecisionRecord
}
