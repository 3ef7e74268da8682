import Answers
import Journal

/// The label that somebody gave a message and that holds: for the text that it has now, and by a judgement of its own.
public struct Vote: Sendable, Hashable {
    /// Whose it is: the name of the journal.
    public let annotator: String
    /// What it says, by the scheme's labels.
    public let answer: Answer
    /// Sequence of the line that gave it.
    public let sequence: Int
    /// Milliseconds that the message was on the screen for it; nil where nobody wrote them down.
    public let milliseconds: Int?
    /// What the annotator has noted on the message; empty for nothing.
    public let note: String
    /// The message that has it: where several say the same, the annotator's latest.
    let row: Int
    /// Whether it was given for a message that measures.
    let measures: Bool

    /// As a decision names it.
    public var line: OtherLine { OtherLine(annotator: annotator, sequence: sequence) }
}
