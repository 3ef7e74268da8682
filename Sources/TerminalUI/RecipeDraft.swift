/// A recipe in the making: how many messages a round each strategy chooses, and with which options.
public struct RecipeDraft: Sendable, Hashable {
    /// An option that is asked for.
    public struct Choice: Sendable, Hashable {
        /// Its name, without the number.
        public var option: String
        /// Its number; nil for an option without one.
        public var number: Int?

        public init(option: String, number: Int?) {
            self.option = option
            self.number = number
        }
    }

    /// A strategy with its share of a round.
    public struct Part: Sendable, Hashable {
        /// Identifier, without options.
        public var strategy: String
        /// Options, in the order of the strategy's own.
        public var choices: [Choice]
        /// Messages a round.
        public var count: Int

        public init(strategy: String, choices: [Choice], count: Int) {
            self.strategy = strategy
            self.choices = choices
            self.count = count
        }
    }

    /// What a strategy chooses of a round.
    struct Share: Sendable, Hashable {
        let strategy: String
        var count: Int
    }

    /// More than any round has, and far from overflow.
    private static let largest = 999_999

    /// Strategies with a count, in the order in which they got one: who stands first chooses first.
    private(set) var counts: [Share] = []
    private var choices: [String: [Choice]] = [:]

    /// The recipe in use. One that has a strategy twice cannot be made here, and is begun anew.
    init(_ content: ScreenContent) {
        let parts = content.recipeParts
        guard Set(parts.map(\.strategy)).count == parts.count else { return }
        for part in parts { choices[part.strategy] = part.choices }
        if content.isMixed { counts = parts.map { Share(strategy: $0.strategy, count: $0.count) } }
    }

    /// Whether any strategy has a count.
    var isEmpty: Bool { counts.isEmpty }

    /// Messages of all strategies.
    var sum: Int { counts.reduce(0) { $0 + $1.count } }

    func count(of strategy: String) -> Int { counts.first { $0.strategy == strategy }?.count ?? 0 }

    /// Gives a strategy a count; with none it leaves the recipe.
    mutating func setCount(_ count: Int, of strategy: String) {
        let count = min(max(0, count), Self.largest)
        if let index = counts.firstIndex(where: { $0.strategy == strategy }) {
            if count == 0 { counts.remove(at: index) } else { counts[index].count = count }
        } else if count > 0 {
            counts.append(Share(strategy: strategy, count: count))
        }
    }

    /// Takes all counts away.
    mutating func clear() { counts = [] }

    func choice(of option: String, _ strategy: String) -> Choice? {
        choices[strategy]?.first { $0.option == option }
    }

    /// Asks for an option, or no longer: those that it does not go together with are left out then.
    ///
    /// - Parameter number: nil for an option without number.
    mutating func set(
        _ option: ScreenContent.Strategy.Option, of strategy: ScreenContent.Strategy, isOn: Bool, number: Int? = nil
    ) {
        var chosen = (choices[strategy.id] ?? []).filter { $0.option != option.name }
        if isOn {
            chosen.removeAll { choice in
                choice.option == option.excludes
                    || strategy.options.contains { $0.name == choice.option && $0.excludes == option.name }
            }
            chosen.append(Choice(option: option.name, number: number.map { min(max(0, $0), Self.largest) }))
        }
        let order = strategy.options.map(\.name)
        choices[strategy.id] = order.compactMap { name in chosen.first { $0.option == name } }
    }

    /// A strategy with its options, as recipes have it.
    func name(of strategy: String) -> String { strategy + options(of: strategy) }

    /// The options alone, each behind a colon.
    func options(of strategy: String) -> String {
        (choices[strategy] ?? []).map { choice in
            ":" + (choice.number.map { "\(choice.option)-\($0)" } ?? choice.option)
        }.joined()
    }

    /// The recipe as it is written; empty where no strategy has a count.
    var recipe: String { counts.map { "\(name(of: $0.strategy))=\($0.count)" }.joined(separator: ",") }
}
