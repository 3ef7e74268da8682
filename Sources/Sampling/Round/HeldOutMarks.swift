import Answers
import Learning

/// Labelled messages with the mark *correct* or *incorrect*, given by a model that was not trained on them.
struct HeldOutMarks: Sendable {
    /// Corpus rows of the marked messages, *n* of them.
    let rows: [Int]
    /// Whether the held-out prediction was wrong, *n* values.
    let isIncorrect: [Bool]
    /// Held-out probabilities, *n* × K.
    let probabilities: Matrix
    /// Which label was taken as predicted.
    let decision: Decision
    /// Of several labels what has to be right.
    let extent: ErrorExtent

    /// Marks each held-out message by comparing what the decision takes with the annotator's answer.
    init(
        rows: [Int], answers: [Answer], probabilities: Matrix, decision: Decision, extent: ErrorExtent = .wholeAnswer
    ) {
        self.rows = rows
        self.probabilities = probabilities
        self.decision = decision
        self.extent = extent
        isIncorrect = answers.enumerated().map { position, answer in
            extent.isError(probabilities.row(position), decision, answer)
        }
    }

    /// Of one label a message.
    init(rows: [Int], labels: [Int], probabilities: Matrix, decision: Decision) {
        self.init(rows: rows, answers: labels.map(Answer.one), probabilities: probabilities, decision: decision)
    }

    var incorrectCount: Int { isIncorrect.count { $0 } }

    /// Why errors cannot be predicted from these marks, where they are all the same.
    var obstacle: Reason.Obstacle { incorrectCount == 0 ? .noMistakes : .onlyMistakes }
}
