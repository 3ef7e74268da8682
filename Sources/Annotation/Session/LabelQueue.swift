import Sampling

/// The messages a ranking chose, in the order in which the annotator gets them.
public struct LabelQueue: Sendable {
    /// Number of the round; counts from 1.
    public let round: Int
    /// Sequence of the last journal line that the round's model has learnt from.
    public let through: Int
    /// The recipe that chose the messages.
    public let recipe: Recipe
    /// The round first, then the reserve.
    public let selections: [Selection]
    /// What comes behind them.
    public let remainder: Remainder
    /// Everything before this position has been dealt with.
    private var cursor = 0

    init(round: Int, through: Int, recipe: Recipe, selections: [Selection], remainder: Remainder) {
        self.remainder = remainder
        self.round = round
        self.through = through
        self.recipe = recipe
        self.selections = selections
    }

    private var count: Int { selections.count + remainder.count }

    private func row(at position: Int) -> Int {
        position < selections.count ? selections[position].row : remainder.row(at: position - selections.count)
    }

    /// The first `count` selections that are still open.
    ///
    /// - Complexity: O(*count*) amortised over the queue's life, as long as ``advance(past:)`` is called.
    func open(_ count: Int, where isOpen: (Int) -> Bool) -> [Selection] {
        var found: [Selection] = []
        var position = cursor
        while position < self.count, found.count < count {
            if isOpen(row(at: position)) {
                found.append(
                    position < selections.count
                        ? selections[position] : remainder.selection(at: position - selections.count))
            }
            position += 1
        }
        return found
    }

    /// The row under the cursor; nil behind the last.
    var next: Int? { cursor < count ? row(at: cursor) : nil }

    /// Moves the cursor back to the beginning, to be advanced from there.
    mutating func rewind() { cursor = 0 }

    /// Moves the cursor over what is no longer open. An item that is opened again by an undo comes back through the
    /// history, not through the queue.
    mutating func advance(past isOpen: (Int) -> Bool) {
        while cursor < count, !isOpen(row(at: cursor)) { cursor += 1 }
    }
}
