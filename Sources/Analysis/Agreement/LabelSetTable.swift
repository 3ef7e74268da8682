/// Sets of labels by message and annotator, with gaps where somebody has not labelled a message: what agreement is computed from
/// where a message can have several labels.
public struct LabelSetTable: Sendable {
    /// Labels that annotators could give, those that nobody gave included.
    public let labelCount: Int
    /// The different sets that were given, in the order in which they come.
    public let sets: [Set<Int>]
    /// Which of the sets each annotator gave: whole answers, each a label of its own.
    public let whole: RatingTable

    /// - Parameter rows: for each message the labels that each annotator gave it, as their places; empty for none of them, nil for a
    ///   gap.
    /// - Precondition: all rows have `annotatorCount` places.
    public init(labelCount: Int, annotatorCount: Int, rows: [[Set<Int>?]]) {
        var sets: [Set<Int>] = []
        var places: [Set<Int>: Int] = [:]
        let rows = rows.map { row in
            row.map { labels in
                labels.map { labels in
                    if let place = places[labels] { return place }
                    places[labels] = sets.count
                    sets.append(labels)
                    return sets.count - 1
                }
            }
        }
        self.init(
            labelCount: labelCount, sets: sets,
            whole: RatingTable(labelCount: sets.count, annotatorCount: annotatorCount, rows: rows))
    }

    private init(labelCount: Int, sets: [Set<Int>], whole: RatingTable) {
        (self.labelCount, self.sets, self.whole) = (labelCount, sets, whole)
    }

    /// Rows.
    public var messageCount: Int { whole.messageCount }
    /// Columns.
    public var annotatorCount: Int { whole.annotatorCount }

    /// The labels that an annotator gave a message; nil where it has none from them.
    public subscript(message: Int, annotator: Int) -> Set<Int>? { whole[message, annotator].map { sets[$0] } }

    /// Who gave a label and who did not: 1 for who did, 0 for who gave others or none.
    ///
    /// - Complexity: O(messages × annotators).
    public func ratings(of label: Int) -> RatingTable {
        let has = sets.map { $0.contains(label) ? 1 : 0 }
        let rows = (0..<messageCount).map { message in
            (0..<annotatorCount).map { whole[message, $0].map { has[$0] } }
        }
        return RatingTable(labelCount: 2, annotatorCount: annotatorCount, rows: rows)
    }

    /// The rows of some messages alone.
    public func rows(_ messages: some Sequence<Int>) -> LabelSetTable {
        LabelSetTable(labelCount: labelCount, sets: sets, whole: whole.rows(messages))
    }
}
