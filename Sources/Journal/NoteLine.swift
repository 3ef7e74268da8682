/// Where a note that holds was written.
public struct NoteLine: Sendable, Hashable {
    /// Line that wrote it.
    public let sequence: Int
    /// The line of somebody else's note that it answers; nil for none.
    public let answered: OtherLine?
}
