import Journal

/// Counts of the labels that hold now, kept up to date line by line.
struct LabelCounts: Sendable, Hashable {
    /// Labels of the evaluation set that were given in this journal.
    private(set) var evaluation = 0
    /// Labels of the training set that were given in this journal.
    private(set) var training = 0
    /// How often each label name holds in the training set.
    private(set) var trainingByLabel: [String: Int] = [:]

    mutating func add(_ record: LabelRecord, to set: LabelSet) { change(record, set, by: 1) }

    mutating func remove(_ record: LabelRecord, from set: LabelSet) { change(record, set, by: -1) }

    private mutating func change(_ record: LabelRecord, _ set: LabelSet, by difference: Int) {
        switch set {
        case .evaluation:
            evaluation += difference
        case .training:
            training += difference
            trainingByLabel[record.event.label, default: 0] += difference
            if trainingByLabel[record.event.label] == 0 { trainingByLabel[record.event.label] = nil }
        }
    }
}
