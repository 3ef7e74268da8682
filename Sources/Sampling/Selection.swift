/// One message chosen for labelling, and why.
public struct Selection: Sendable, Hashable {
    /// Index of the message among the corpus rows of the round.
    public let row: Int
    /// How much the strategy wants it, with 1 = choose first: in [0, 1], for representative sampling in [−1, 1]; nil
    /// where the strategy has no score.
    public let score: Double?
    /// Identifier of the strategy that chose it, as the journal writes it.
    public let strategy: String
    /// One short sentence made from the strategy's own numbers. It never names the predicted label: the annotator's
    /// judgement comes first.
    public let reason: String

    public init(row: Int, score: Double?, strategy: String, reason: String) {
        self.row = row
        self.score = score
        self.strategy = strategy
        self.reason = reason
    }
}

/// Numbers as they stand in a reason: two decimals, no leading zero.
enum ReasonNumber {
    /// `.07`, `.93`, `1.0`; a value that rounds to 1 but is below it stays `.99`.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        if value >= 1 { return "1.0" }
        if value <= 0 { return ".00" }
        let hundredths = min(99, Int((value * 100).rounded()))
        return hundredths < 10 ? ".0\(hundredths)" : ".\(hundredths)"
    }

    /// As ``text(_:)`` for what may be above 1: `1.4`.
    static func ratio(_ value: Double) -> String {
        guard value.isFinite, value > 1 else { return text(value) }
        let tenths = Int((min(value, 1e6) * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// As ``text(_:)`` with a sign for what is below zero: `-.12`.
    static func signed(_ value: Double) -> String { value <= -0.005 ? "-" + text(-value) : text(value) }

    /// `7 %`, `99 %`; never 100 % of what is below it.
    static func percent(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        return value >= 1 ? "100 %" : "\(min(99, Int((max(0, value) * 100).rounded()))) %"
    }
}
