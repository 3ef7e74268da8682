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

    /// Marks each held-out message by comparing the label that the decision takes with the annotator's.
    init(rows: [Int], labels: [Int], probabilities: Matrix, decision: Decision) {
        self.rows = rows
        self.probabilities = probabilities
        self.decision = decision
        isIncorrect = zip(decision.labels(probabilities), labels).map { $0 != $1 }
    }

    var incorrectCount: Int { isIncorrect.count { $0 } }

    /// Why errors cannot be predicted from these marks, where they are all the same.
    var obstacle: Reason.Obstacle { incorrectCount == 0 ? .noMistakes : .onlyMistakes }
}
