import Answers

/// Answers that the model, taught by all the others, would not have given: ``ConfidentLearning`` of each label where a message can have
/// several.
///
/// Each label is a question of its own, *has it* or *has it not*: what is suspected is one label of an answer, that it is missing or
/// wrong. Of a message the most suspected label counts, and of all messages at most ``ConfidentLearning/largestShare`` are suspected.
public struct SuspectedAnswers: Sendable, Hashable {
    /// An answer that the model doubts.
    public struct Suspect: Sendable, Hashable {
        /// Place in the list of items.
        public let position: Int
        /// What it is labelled as.
        public let given: Answer
        /// What it is taken to be.
        public let suggested: Answer
        /// Probability of what is given of the label in question minus that of the contrary, in [−1, 1]; the lowest is the most
        /// suspected.
        public let margin: Double
    }

    /// Answers that are likely to be wrong, the most suspected first.
    public let suspects: [Suspect]

    /// - Parameters:
    ///   - probabilities: *n* × K, each row by a model that did not learn from the item.
    ///   - answers: *n* answers, all of one kind.
    ///   - implications: of several labels those that hold wherever others do: a label that is suggested brings along what it
    ///     implies, and one that is taken away what implies it.
    /// - Complexity: O(K *n* log *n*).
    public init(probabilities: Matrix, answers: [Answer], implications: Implications = Implications()) {
        guard answers.contains(where: { $0.label == nil }) else {
            let found = ConfidentLearning(probabilities: probabilities, labels: answers.map { $0.label ?? 0 })
            suspects = found.suspects.map {
                Suspect(
                    position: $0.position, given: .one($0.given), suggested: .one($0.suggested), margin: $0.margin)
            }
            return
        }
        var best: [Int: Suspect] = [:]
        for label in 0..<probabilities.columnCount {
            let binary = Matrix(
                rowCount: answers.count, columnCount: 2,
                elements: answers.indices.flatMap { [1 - probabilities[$0, label], probabilities[$0, label]] })
            let found = ConfidentLearning(probabilities: binary, labels: answers.map { $0.has(label) ? 1 : 0 })
            for suspect in found.suspects where suspect.margin < best[suspect.position]?.margin ?? .infinity {
                let given = answers[suspect.position]
                best[suspect.position] = Suspect(
                    position: suspect.position, given: given,
                    suggested: .several(implications.toggled(label, in: LabelIndices(given.labels))),
                    margin: suspect.margin)
            }
        }
        let most = max(1, Int(Double(answers.count) * ConfidentLearning.largestShare))
        suspects = Array(
            best.values.sorted { ($0.margin, $0.position) < ($1.margin, $1.position) }.prefix(most))
    }
}
