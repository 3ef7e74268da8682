import Answers
import Messages

/// A message with what a strategy makes of it.
struct RankedMessage: Comparable, Sendable {
    let score: Double
    let message: MessageLine
    let answer: Answer
    let probabilities: [Float]

    /// The same in memory of its own.
    var detached: RankedMessage {
        RankedMessage(score: score, message: message.detached, answer: answer, probabilities: probabilities)
    }

    /// Lower is worse: the smaller score; among equal ones the text that comes later by its bytes, then the id. Where a line
    /// stands makes no difference, so that the best of parts are those of the whole.
    static func < (left: RankedMessage, right: RankedMessage) -> Bool {
        if left.score != right.score { return left.score < right.score }
        if left.message.written != right.message.written {
            return right.message.written.lexicographicallyPrecedes(left.message.written)
        }
        return right.message.id.text.utf8.lexicographicallyPrecedes(left.message.id.text.utf8)
    }

    static func == (left: RankedMessage, right: RankedMessage) -> Bool { !(left < right) && !(right < left) }
}
