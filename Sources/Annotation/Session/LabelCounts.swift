import Journal

/// Counts of the labelled texts, kept up to date line by line: a text counts once however many messages say it, and in the
/// training set once for each label that it has, as models learn from it.
struct LabelCounts: Sendable, Hashable {
    /// Texts of the evaluation set that were labelled in this journal.
    private(set) var evaluation = 0
    /// Texts of the training set that were labelled in this journal.
    private(set) var training = 0
    /// How often each label name holds in the training set.
    private(set) var trainingByLabel: [String: Int] = [:]

    /// Adds a text that has these labels; nothing where it has none.
    mutating func add(_ labels: [String], to set: LabelSet) { change(labels, set, by: 1) }

    /// Takes such a text away.
    mutating func remove(_ labels: [String], from set: LabelSet) { change(labels, set, by: -1) }

    private mutating func change(_ labels: [String], _ set: LabelSet, by difference: Int) {
        switch set {
        case .evaluation:
            if !labels.isEmpty { evaluation += difference }
        case .training:
            for label in labels {
                training += difference
                trainingByLabel[label, default: 0] += difference
                if trainingByLabel[label] == 0 { trainingByLabel[label] = nil }
            }
        }
    }
}
