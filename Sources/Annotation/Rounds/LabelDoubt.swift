import Learning

/// What models that have not learnt from a label of the pool say of it.
public struct LabelDoubt: Sendable, Hashable {
    /// The message that stands for the text, or another with the same text.
    public let row: Int
    /// Index of the label that it has.
    public let given: Int
    /// Its probability, held out.
    public let probability: Double
    /// Index of the label that it is suspected to have missed, see `ConfidentLearning`; nil for most.
    public let suggested: Int?
}
