import Journal

/// Counts of the labelled texts, kept up to date line by line: a text counts once however many messages say it, and in the
/// training set once for each label that it has, as models learn from it.
struct LabelCounts: Sendable, Hashable {
    /// Texts of the evaluation set that were labelled in this journal.
    private(set) var evaluation = 0
    /// Texts of the training set that were labelled in this journal.
    private(set) var training = 0
    /// How often each label holds in the training set, by its name.
    private(set) var trainingByLabel: [String: Int] = [:]

    /// Adds a text that has these answers; nothing where it has none.
    mutating func add(_ answers: [NamedAnswer], to set: LabelSet) { change(answers, set, by: 1) }

    /// Takes such a text away.
    mutating func remove(_ answers: [NamedAnswer], from set: LabelSet) { change(answers, set, by: -1) }

    private mutating func change(_ answers: [NamedAnswer], _ set: LabelSet, by difference: Int) {
        switch set {
        case .evaluation:
            if !answers.isEmpty { evaluation += difference }
        case .training:
            for answer in answers {
                training += difference
                for name in answer.names {
                    trainingByLabel[name, default: 0] += difference
                    if trainingByLabel[name] == 0 { trainingByLabel[name] = nil }
                }
            }
        }
    }
}
