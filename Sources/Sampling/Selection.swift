/// One message chosen for labelling, and why.
public struct Selection: Sendable, Hashable, Codable {
    /// Index of the message among the corpus rows of the round.
    public let row: Int
    /// How much the strategy wants it, with 1 = choose first: in [0, 1], for representative sampling in [−1, 1]; nil
    /// where the strategy has no score.
    public let score: Double?
    /// Identifier of the strategy that chose it, as the journal writes it.
    public let strategy: String
    /// Why it chose it, in the strategy's own numbers.
    public let reason: Reason

    /// A choice with its grounds.
    public init(row: Int, score: Double?, strategy: String, reason: Reason) {
        self.row = row
        self.score = score
        self.strategy = strategy
        self.reason = reason
    }
}
