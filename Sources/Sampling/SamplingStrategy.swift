/// A way to choose the messages that are worth labelling next.
///
/// A strategy is a value without state: everything it may use stands in the context, so the same context gives the
/// same selection. To add one, write one file with a conforming type and one line in ``StrategyCatalogue``.
public protocol SamplingStrategy: Sendable {
    /// Identifier, as recipes and the journal write it.
    var id: String { get }

    /// The `count` messages of the context's candidates to label next, best first.
    ///
    /// - Returns: at most `count` selections of distinct candidates; all candidates when fewer are left. Equal scores
    ///   go to the lower row.
    /// - Throws: `CancellationError` when the round was cancelled.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection]

    /// All of the context's candidates in an order, for when a round and its reserve are used up before the next round
    /// is learnt.
    ///
    /// - Throws: `CancellationError` when the round was cancelled.
    func remainder(of context: RoundContext) throws -> Remainder
}
