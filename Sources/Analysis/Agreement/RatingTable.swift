/// Labels by message and annotator, with gaps where somebody has not labelled a message: what agreement is computed from.
public struct RatingTable: Sendable {
    /// Labels that annotators could give, those that nobody gave included.
    public let labelCount: Int
    /// Columns.
    public let annotatorCount: Int
    /// Rows.
    public let messageCount: Int
    /// Row by row, −1 for a gap.
    private let ratings: [Int32]

    /// - Parameter rows: for each message the label of each annotator, as its place among the labels; nil for a gap.
    /// - Precondition: all rows have `annotatorCount` places, and labels are below `labelCount`.
    public init(labelCount: Int, annotatorCount: Int, rows: [[Int?]]) {
        self.labelCount = labelCount
        self.annotatorCount = annotatorCount
        messageCount = rows.count
        ratings = rows.flatMap { row in
            precondition(row.count == annotatorCount, "a row of another table")
            return row.map { label in
                precondition(label.map { (0..<labelCount).contains($0) } ?? true, "a label that is none")
                return Int32(label ?? -1)
            }
        }
    }

    /// The label that an annotator gave a message; nil for none.
    public subscript(message: Int, annotator: Int) -> Int? {
        let label = ratings[message * annotatorCount + annotator]
        return label < 0 ? nil : Int(label)
    }

    /// Labels that a message has, in the order of the annotators.
    public func labels(of message: Int) -> [Int] { (0..<annotatorCount).compactMap { self[message, $0] } }

    /// The rows of some messages alone.
    public func rows(_ messages: some Sequence<Int>) -> RatingTable {
        let rows = messages.map { message in (0..<annotatorCount).map { self[message, $0] } }
        return RatingTable(labelCount: labelCount, annotatorCount: annotatorCount, rows: rows)
    }

    /// The labels of two annotators, of the messages that both have labelled.
    func pairs(of left: Int, _ right: Int) -> [(left: Int, right: Int)] {
        (0..<messageCount).compactMap { message in
            guard let one = self[message, left], let other = self[message, right] else { return nil }
            return (one, other)
        }
    }
}
