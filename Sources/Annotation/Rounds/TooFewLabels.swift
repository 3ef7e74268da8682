/// There is nothing to learn a model from; of several labels none that some messages have and others have not.
public struct TooFewLabels: Error, Hashable, CustomStringConvertible {
    /// Labels to learn from that there are.
    public let count: Int

    public var description: String {
        "a model learns from at least two different labels; there \(count == 1 ? "is 1" : "are \(count)") to learn from"
            + (count > 1 ? ", all the same" : "") + "; label on"
    }
}
