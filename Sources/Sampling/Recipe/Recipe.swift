/// Which strategies choose a round's messages, and how many each.
///
/// Written as `atlas` (one strategy fills the round) or as `atlas=40,random=5,least-confidence=5` (counts a round). A
/// strategy's options follow it behind colons: `atlas:fine-tuned:rotation-5=40`.
/// The first strategy to choose a message keeps it; a later one takes its next best.
public struct Recipe: Sendable, Hashable, CustomStringConvertible {
    /// One strategy with its share of the round.
    public struct Part: Sendable, Hashable {
        /// Identifier with options, as the catalogue writes it.
        public let strategy: String
        /// Messages a round, before it is scaled; at least one.
        public let count: Int

        /// A share as it is; a recipe that is parsed checks its parts.
        public init(strategy: String, count: Int) {
            self.strategy = strategy
            self.count = count
        }
    }

    private enum Content: Hashable {
        case single(String)
        case mixed([Part])
    }

    private let content: Content

    /// The recipe of a new session.
    public static let standard = Recipe(content: .single("atlas"))
    /// Chance alone.
    public static let random = Recipe(content: .single("random"))
    /// What a model says that has learnt another task, before there are labels of this one: half what it takes for the positive
    /// label, half what it doubts.
    public static let opening = Recipe(
        content: .mixed([Part(strategy: "relevance", count: 1), Part(strategy: "least-confidence", count: 1)]))
    /// ATLAS as its article has it: a head that predicts errors, learnt from a single split.
    public static let published = Recipe(content: .single("atlas:head:rotation-1"))

    private init(content: Content) {
        self.content = content
    }

    /// Parses a recipe.
    ///
    /// - Throws: ``RecipeError`` for an empty text, an unknown strategy or option, a strategy named twice, a count that is not a
    ///   positive number, or a list in which one strategy has no count.
    public init(parsing text: String, catalogue: StrategyCatalogue = .standard) throws(RecipeError) {
        let items = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        guard !items.allSatisfy(\.isEmpty) else { throw .empty(known: catalogue.ids) }
        if items.count == 1, !items[0].contains("=") {
            content = .single(try catalogue.canonicalName(items[0]))
            return
        }
        var parts: [Part] = []
        for item in items {
            guard let equals = item.firstIndex(of: "=") else { throw .missingCount(item, recipe: text) }
            let strategy = try catalogue.canonicalName(Self.trimmed(item[..<equals]))
            let number = Self.trimmed(item[item.index(after: equals)...])
            guard let count = Int(number), (1...Self.largestCount).contains(count) else {
                throw .badCount(number, strategy: strategy)
            }
            guard !parts.contains(where: { $0.strategy == strategy }) else { throw .repeatedStrategy(strategy) }
            parts.append(Part(strategy: strategy, count: count))
        }
        content = .mixed(parts)
    }

    /// The same recipe, where all that it names means something for a task.
    ///
    /// A round does not ask: an option that means nothing for its task changes nothing there.
    /// - Throws: ``RecipeError/notForTask(_:_:)``.
    public func checked(
        for task: TaskKind, catalogue: StrategyCatalogue = .standard
    ) throws(RecipeError) -> Recipe {
        for strategy in strategies {
            guard let declaration = catalogue.declaration(of: strategy), let name = catalogue.name(strategy) else {
                continue
            }
            guard declaration.tasks.contains(task) else { throw .notForTask(declaration.id, task) }
            for option in declaration.options where name.has(option.name) && !option.tasks.contains(task) {
                throw .notForTask("\(declaration.id):\(option.pattern)", task)
            }
        }
        return self
    }

    /// Upper bound of one count; keeps sums far from overflow.
    static let largestCount = 1_000_000_000

    /// The round size that the recipe itself asks for; nil when one strategy fills whatever the round is.
    public var size: Int? {
        switch content {
        case .single: nil
        case .mixed(let parts): parts.reduce(0) { $0 + $1.count }
        }
    }

    /// Identifiers of the strategies, in order of precedence.
    public var strategies: [String] {
        switch content {
        case .single(let strategy): [strategy]
        case .mixed(let parts): parts.map(\.strategy)
        }
    }

    /// The parts for a round of `count` messages. Counts of a mixed recipe are scaled to the round by largest
    /// remainders, so that they always add up to it.
    public func parts(filling count: Int) -> [Part] {
        switch content {
        case .single(let strategy):
            return [Part(strategy: strategy, count: count)]
        case .mixed(let parts):
            let total = parts.reduce(0) { $0 + $1.count }
            guard total != count else { return parts }
            let exact = parts.map { Double($0.count) * Double(count) / Double(total) }
            var counts = exact.map { Int($0) }
            let byRemainder = parts.indices.sorted { left, right in
                let remainders = (exact[left] - Double(counts[left]), exact[right] - Double(counts[right]))
                return remainders.0 != remainders.1 ? remainders.0 > remainders.1 : left < right
            }
            for index in byRemainder.prefix(max(0, count - counts.reduce(0, +))) { counts[index] += 1 }
            return zip(parts, counts).map { Part(strategy: $0.strategy, count: $1) }
        }
    }

    /// The recipe as it is parsed and as the journal writes it.
    public var description: String {
        switch content {
        case .single(let strategy): strategy
        case .mixed(let parts): parts.map { "\($0.strategy)=\($0.count)" }.joined(separator: ",")
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
