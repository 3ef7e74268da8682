import Sampling

/// How a session is divided into stages and rounds.
public struct SessionSettings: Sendable, Hashable {
    /// Fixes everything random: which messages the evaluation gets, initial weights, the order in a round.
    public var seed: UInt64
    /// Evaluation items that the annotator labels first, drawn at random.
    public var evaluationItems: Int
    /// Training items drawn at random before the first round.
    public var seedItems: Int
    /// Up to so many are drawn while a label has fewer than two: of a label that a model has seen once it knows the words of
    /// one message. Never fewer than ``seedItems``.
    public var mostSeedItems: Int
    /// Labels after which the model is trained again.
    public var roundSize: Int
    /// Share of the labels after which a labelled message comes back, unmarked, in [0, 1]; 0 for never.
    public var repeatShare: Double
    /// Whether a round's messages come in the order of their scores instead of shuffled.
    public var ranked: Bool
    /// Whether near copies may stand in one round.
    public var takesNearCopies: Bool
    /// Whether a label goes to all messages with an equal text at once.
    public var spreadsToCopies: Bool
    /// The recipe of a session whose journal names none.
    public var recipe: Recipe
    /// What is known before the first label.
    public var start: Start

    /// What models start from says of the labels, so that there can be a round before the first label.
    public enum Start: Sendable, Hashable {
        /// Nothing: first there are random items.
        case ignorant
        /// It ranks messages.
        case ranks
        /// It ranks messages as soon as their vectors are there.
        case ranksWithVectors
    }

    /// Sizes below zero count as zero, a round below one as one.
    public init(
        seed: UInt64 = 42, evaluationItems: Int = 50, seedItems: Int = Self.defaultSeedItems, mostSeedItems: Int = 0,
        roundSize: Int = Self.defaultRoundSize, ranked: Bool = false, repeatShare: Double = 0,
        takesNearCopies: Bool = false, spreadsToCopies: Bool = false, recipe: Recipe = .standard,
        start: Start = .ignorant
    ) {
        self.start = start
        self.takesNearCopies = takesNearCopies
        self.spreadsToCopies = spreadsToCopies
        self.repeatShare = min(1, max(0, repeatShare))
        self.seed = seed
        self.evaluationItems = max(0, evaluationItems)
        self.seedItems = max(0, seedItems)
        self.mostSeedItems = max(0, seedItems, mostSeedItems)
        self.roundSize = max(1, roundSize)
        self.ranked = ranked
        self.recipe = recipe
    }

    /// Random items before the first round, where nothing else is there to learn it from.
    public static let defaultSeedItems = 30
    /// Labels a round.
    public static let defaultRoundSize = 10
    /// Random items go on at most so many times as long, where nobody has set their number.
    public static let longestSeeding = 2

    /// Whether the next item to learn from is still a random one, before there is a round.
    ///
    /// - Parameters:
    ///   - given: labels given so far.
    ///   - counts: by label, how many there are.
    ///   - items: those that are drawn in any case.
    ///   - most: those that are drawn while a label has fewer than two.
    public static func isSeeding(given: Int, counts: [Int], items: Int, most: Int) -> Bool {
        given < items || given < most && counts.contains { $0 < 2 }
    }

    /// The largest default evaluation set is 50 items, and a fifth of a small pool.
    public static func defaultEvaluationItems(poolCount: Int) -> Int {
        min(50, poolCount / 5)
    }
}
