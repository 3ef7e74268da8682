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
