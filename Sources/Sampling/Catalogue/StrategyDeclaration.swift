/// What a strategy says of itself; menus, help, tables and lists are made from it.
public struct StrategyDeclaration: Sendable {
    /// The families of the catalogue, in the order of `strategies`.
    public enum Family: String, Sendable, CaseIterable {
        case baseline
        case uncertainty
        case diversity
        case combined
        case transferLearning = "transfer learning"
    }

    /// Identifier, as recipes and the journal write it.
    public let id: String
    /// Name as a person says it.
    public let title: String
    /// Key that switches to it at once; a capital letter, so that digits and small letters stay free for labels. nil for
    /// a strategy that is taken from the menu alone.
    public let hotkey: Character?
    /// Where `strategies` lists it.
    public let family: Family
    /// One line: what it looks for and when to use it.
    public let sentence: String
    /// Where it comes from: author and year.
    public let source: String
    /// What a round costs beyond training the model once and one pass over the pool.
    public let cost: String
    /// Kinds of task that it can choose messages for.
    public let tasks: Set<TaskKind>
    /// What it reads of a round, without options; more than that it is not offered.
    public let reads: Set<Reading>
    /// Whether it has an order of all messages, and not of a batch alone: it is an ``OrderingStrategy``.
    public let ordersAll: Bool
    /// What was measured.
    public let comparison: Comparison
    /// Variants that a recipe can ask for, as in `atlas:fine-tuned`.
    public let options: [StrategyOption]

    let make: @Sendable (StrategyName) -> any SamplingStrategy

    /// - Parameter make: a new strategy with the options that were asked for, all of them among `options`.
    init<Strategy: SamplingStrategy>(
        id: String, title: String, hotkey: Character? = nil, family: Family, sentence: String, source: String,
        cost: String, tasks: Set<TaskKind> = [.oneLabel], reads: Set<Reading>,
        comparison: Comparison = .notMeasured, options: [StrategyOption] = [],
        make: @escaping @Sendable (StrategyName) -> Strategy
    ) {
        self.id = id
        self.title = title
        self.hotkey = hotkey
        self.family = family
        self.sentence = sentence
        self.source = source
        self.cost = cost
        self.tasks = tasks
        self.reads = reads
        ordersAll = Strategy.self is any OrderingStrategy.Type
        self.comparison = comparison
        self.options = options
        self.make = make
    }

    /// What simulations have found that speaks against it; nil where nothing does, or nothing is measured.
    public var caution: String? {
        comparison == .notBetter
            ? "not better than random in average precision in any game on three sets of messages (sample-data/COMPARISON.md)"
            : nil
    }

    /// What it reads with the options of a name; of several that read something else the last in ``options`` says what.
    func reads(with name: StrategyName) -> Set<Reading> {
        options.filter { name.has($0.name) }.compactMap(\.reads).last ?? reads
    }
}
