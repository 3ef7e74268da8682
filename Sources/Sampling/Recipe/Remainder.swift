/// All candidates that a round and its reserve left, in the order of the ranking: what the annotator goes on with until the
/// next round is there.
///
/// A row and a number for each: a million of them are eight megabytes, where selections with their reasons would be a
/// hundred.
public struct Remainder: Sendable, Hashable {
    /// Identifier of the strategy that ranks them.
    public let strategy: String
    public let rows: [Int32]
    /// nil where the strategy has no scores.
    public let scores: [Float]?

    /// Nothing left.
    public static let none = Remainder(strategy: "", rows: [], scores: nil)

    /// Candidates left.
    public var count: Int { rows.count }

    /// One that was taken apart into rows and scores before.
    ///
    /// - Precondition: there are as many scores as rows, where there are any.
    public init(strategy: String, rows: [Int32], scores: [Float]?) {
        precondition(scores.map { $0.count == rows.count } ?? true, "another number of scores than of rows")
        self.strategy = strategy
        self.rows = rows
        self.scores = scores
    }

    /// Rows in an order that has no scores.
    init(strategy: String, inOrder rows: [Int]) {
        self.init(strategy: strategy, rows: rows.map { Int32(clamping: $0) }, scores: nil)
    }

    /// Rows by falling scores; equal ones in the order given. What is not a number comes last.
    ///
    /// - Complexity: O(*n* log *n*), on numbers alone.
    init(strategy: String, rows: [Int], scores: [Double]) {
        // A finite score's bits, mapped so that they fall as the score rises, above the position.
        let keys = zip(scores, 0...).map { score, position -> UInt64 in
            let bits = (score.isNaN ? -.infinity : Float(score)).bitPattern
            let rising = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
            return UInt64(~rising) << 32 | UInt64(UInt32(truncatingIfNeeded: position))
        }.sorted()
        let order = keys.map { Int(UInt32(truncatingIfNeeded: $0)) }
        self.init(
            strategy: strategy, rows: order.map { Int32(clamping: rows[$0]) }, scores: order.map { Float(scores[$0]) })
    }

    /// The row at a position.
    public func row(at position: Int) -> Int { Int(rows[position]) }

    /// The message at a position, with its reason.
    public func selection(at position: Int) -> Selection {
        Selection(
            row: row(at: position), score: scores.flatMap { $0[position].isFinite ? Double($0[position]) : nil },
            strategy: strategy, reason: .nextInLine)
    }
}
