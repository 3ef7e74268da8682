import Learning

/// A label of a pool message that the model would not have given; see `ConfidentLearning`.
public struct SuspectedLabel: Sendable, Hashable {
    /// The message that stands for the text, or another with the same text.
    public let row: Int
    /// Index of the label that it has.
    public let given: Int
    /// Index of the label that the model would have given.
    public let suggested: Int
}
