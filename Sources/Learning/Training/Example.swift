/// A feature row with its label.
public struct Example: Sendable, Hashable {
    /// Its place among the feature rows.
    public let row: Int
    /// Index of the label, 0 ..< K.
    public let label: Int

    public init(row: Int, label: Int) {
        self.row = row
        self.label = label
    }
}

extension Sequence<Example> {
    /// Whether there are two different labels among them, so that they tell what is what.
    ///
    /// - Complexity: O(examples).
    public var hasTwoLabels: Bool { Set(map(\.label)).count > 1 }
}
