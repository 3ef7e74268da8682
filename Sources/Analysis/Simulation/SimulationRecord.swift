/// What one strategy has reached with so many labels: a line of the results.
public struct SimulationRecord: Sendable, Hashable, Codable {
    /// The recipe, or ``everything``.
    public var strategy: String
    /// The seed of the game.
    public var seed: UInt64
    /// Labels given so far, the random ones at the start included.
    public var labels: Int
    /// F1 of the positive class on the held-out messages, at thresholds chosen without the item's own label.
    public var f1: Double?
    /// Area under the ROC curve.
    public var auc: Double?
    /// Average precision on the held-out messages.
    public var averagePrecision: Double?
    /// Share of the pool's positive messages that are labelled.
    public var positivesFound: Double?
    /// F1 where the most probable label is taken, without a chosen threshold.
    public var f1AtHalf: Double?
    /// What was labelled since the record before: places in the data, in the order of labelling.
    public var chosen: [Int]

    /// The name under which the model of all the pool's labels is recorded.
    public static let everything = "all labels"

    public init(
        strategy: String, seed: UInt64, labels: Int, f1: Double?, auc: Double?, averagePrecision: Double?,
        positivesFound: Double?, f1AtHalf: Double? = nil, chosen: [Int] = []
    ) {
        self.strategy = strategy
        self.seed = seed
        self.labels = labels
        self.f1 = f1
        self.auc = auc
        self.averagePrecision = averagePrecision
        self.positivesFound = positivesFound
        self.f1AtHalf = f1AtHalf
        self.chosen = chosen
    }
}
