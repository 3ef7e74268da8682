/// Which labels hold wherever others do, and what a key that gives a label or takes it away makes of an answer.
public struct Implications: Sendable, Hashable {
    /// For each label those that hold wherever it does, itself among them.
    private let closures: [LabelIndices]

    /// - Parameter closures: for each label those that hold wherever it does; labels that they leave out imply nothing.
    public init(closures: [LabelIndices] = []) { self.closures = closures }

    /// Labels that hold wherever one does, without itself.
    public func implied(by label: Int) -> LabelIndices {
        closures.indices.contains(label) ? closures[label].subtracting([label]) : []
    }

    /// Some labels with all that they imply.
    ///
    /// - Complexity: O(labels that hold).
    public func completed(_ labels: LabelIndices) -> LabelIndices {
        labels.reduce(into: labels) { all, label in all = all.union(implied(by: label)) }
    }

    /// Labels of which one has changed: given, with what it implies; or taken away, with those that imply it.
    ///
    /// - Complexity: O(labels that hold).
    public func toggled(_ label: Int, in chosen: LabelIndices) -> LabelIndices {
        var labels = chosen
        guard chosen.contains(label) else {
            labels.insert(label)
            return completed(labels)
        }
        labels.remove(label)
        for other in chosen where implied(by: other).contains(label) { labels.remove(other) }
        return labels
    }
}
