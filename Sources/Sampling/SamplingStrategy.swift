/// A way to choose the messages that are worth labelling next.
///
/// A strategy is a value without state: everything it may use stands in the context, so the same context gives the
/// same selection. To add one, write one file with a conforming type and one line in ``StrategyCatalogue``.
protocol SamplingStrategy: Sendable {
    /// What the strategy says of itself; all lists of strategies are made from it.
    static var declaration: StrategyDeclaration { get }

    /// Identifier with the options in use, as recipes and the journal write it.
    var id: String { get }

    /// Held-out splits by which it has so many labels marked right or wrong; nil where it does not ask for that.
    func rotation(labels: Int) -> Int?

    /// The `count` messages of the context's candidates to label next, best first.
    ///
    /// - Returns: at most `count` selections of distinct candidates; all candidates when fewer are left. Equal scores
    ///   go to the lower row.
    /// - Throws: `CancellationError` when the round was cancelled; an error when the strategy reads what its declaration
    ///   does not name.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection]
}

extension SamplingStrategy {
    /// That of the declaration, for a strategy without options.
    var id: String { Self.declaration.id }

    func rotation(labels: Int) -> Int? { nil }
}

/// A strategy that has an order of all messages, and not of a batch alone.
protocol OrderingStrategy: SamplingStrategy {
    /// All of the context's candidates in an order, for when a round and its reserve are used up before the next round
    /// is learnt.
    ///
    /// - Throws: as ``SamplingStrategy/select(_:from:)``.
    func remainder(of context: RoundContext) throws -> Remainder
}
