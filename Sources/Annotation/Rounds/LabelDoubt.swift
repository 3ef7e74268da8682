import Answers
import Learning

/// What models that have not learnt from a label of the pool say of it.
public struct LabelDoubt: Sendable, Hashable {
    /// The message that stands for the text, or another with the same text.
    public let row: Int
    /// What it is labelled as.
    public let given: Answer
    /// The probability of that, held out.
    public let probability: Double
    /// What it is suspected to be, see `SuspectedAnswers`; nil for most.
    public let suggested: Answer?
}
