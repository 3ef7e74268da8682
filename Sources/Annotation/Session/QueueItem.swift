import Journal

/// A message on its way to the annotator.
public struct QueueItem: Sendable, Hashable {
    /// Index of the message in the pool.
    public let row: Int
    /// Which set its label will belong to.
    public internal(set) var set: LabelSet
    /// Round of the queue it stands in; 0 before the first.
    public let round: Int
    /// Strategy that chose it.
    public let strategy: String
    /// Score in [0, 1] where the strategy has one.
    public let score: Double?
    /// Why it was chosen.
    public let reason: QueueReason
    /// It has a label already, and is shown once more to see whether it gets the same.
    public var isRepeat = false
}
