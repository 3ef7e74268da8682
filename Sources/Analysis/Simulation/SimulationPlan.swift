import Sampling

/// What a simulation plays: strategies × seeds × rounds.
public struct SimulationPlan: Sendable, Hashable {
    /// What is compared.
    public var recipes: [Recipe]
    /// Each draws its own pool, held-out messages and first labels; all strategies of a seed share them.
    public var seeds: [UInt64]
    /// Labels drawn at random before the first choice.
    public var start: Int
    /// Labels a round.
    public var round: Int
    /// Labels at the end.
    public var labels: Int
    /// Share of positive messages that the data are thinned to; nil to leave them as they are.
    public var baseRate: Double?
    /// Share of the messages that only measure.
    public var heldOut: Double
    /// Whether near copies may stand in one round.
    public var takesNearCopies: Bool
    /// Features and training.
    public var settings: ModelSettings

    public init(
        recipes: [Recipe], seeds: [UInt64], start: Int = 100, round: Int = 50, labels: Int = 300,
        baseRate: Double? = nil, heldOut: Double = 0.25, takesNearCopies: Bool = false,
        settings: ModelSettings = .standard
    ) {
        self.takesNearCopies = takesNearCopies
        self.recipes = recipes
        self.seeds = seeds
        self.start = start
        self.round = round
        self.labels = labels
        self.baseRate = baseRate
        self.heldOut = heldOut
        self.settings = settings
    }

    /// Numbers of labels after which the model is measured: the start, then every round; the last one is ``labels``.
    public var stops: [Int] {
        guard start < labels else { return [start] }
        return Array(stride(from: start, to: labels, by: max(1, round))) + [labels]
    }
}
