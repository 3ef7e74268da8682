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
    /// Area under the ROC curve; where a message can have several labels, this and F1 and the average precision are those of whether
    /// it has the positive one.
    public var auc: Double?
    /// Average precision on the held-out messages.
    public var averagePrecision: Double?
    /// Share of the pool's positive messages that are labelled; where a message can have several labels, the mean of that share over
    /// all labels that the pool has.
    public var positivesFound: Double?
    /// F1 where the most probable label is taken, without a chosen threshold.
    public var f1AtHalf: Double?
    /// Figures of all labels, where a message can have several; nil where it has one.
    public var several: Several?
    /// What was labelled since the record before: places in the data, in the order of labelling.
    public var chosen: [Int]

    /// Figures of all labels on the held-out messages, where a message can have several.
    public struct Several: Sendable, Hashable, Codable {
        /// Mean F1 of the labels.
        public var macroF1: Double?
        /// F1 of all pairs of a message and a label.
        public var microF1: Double?
        /// Mean average precision of the labels.
        public var macroAveragePrecision: Double?
        /// Label ranking average precision.
        public var labelRanking: Double?
        /// F1 of each label.
        public var f1: [Double?]
        /// Average precision of each label.
        public var averagePrecision: [Double?]

        public init(
            macroF1: Double?, microF1: Double?, macroAveragePrecision: Double?, labelRanking: Double?, f1: [Double?],
            averagePrecision: [Double?]
        ) {
            self.macroF1 = macroF1
            self.microF1 = microF1
            self.macroAveragePrecision = macroAveragePrecision
            self.labelRanking = labelRanking
            self.f1 = f1
            self.averagePrecision = averagePrecision
        }
    }

    /// The name under which the model of all the pool's labels is recorded.
    public static let everything = "all labels"

    public init(
        strategy: String, seed: UInt64, labels: Int, f1: Double?, auc: Double?, averagePrecision: Double?,
        positivesFound: Double?, f1AtHalf: Double? = nil, several: Several? = nil, chosen: [Int] = []
    ) {
        self.several = several
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
