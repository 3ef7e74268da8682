import Learning

/// The texts of the pool in an order drawn once by the seed: evaluation and seed items come from it. Each text stands there
/// once, by the row that stands for it, so that a text is as likely as another, however many messages say it.
struct ShuffledPool: Sendable {
    private let order: [Int32]
    /// Everything before this position has been dealt with.
    private var cursor = 0

    /// Texts in it.
    var count: Int { order.count }

    /// - Parameters:
    ///   - purpose: keeps the orders of different stages apart.
    ///   - standsForItsText: whether a row is the one of those with its text that is drawn.
    init(count: Int, seed: UInt64, purpose: String, where standsForItsText: (Int) -> Bool = { _ in true }) {
        var random = SeededRandom(seed: seed, stream: purpose)
        order = random.permutation(of: Int32(clamping: count)).filter { standsForItsText(Int($0)) }
    }

    /// Rows in an order that was drawn elsewhere.
    init(order: [Int32]) {
        self.order = order
    }

    /// The first `count` rows that are still open, in the drawn order.
    ///
    /// - Complexity: O(rows up to the last that is returned). Not the lazy filter of the library, which looks for the row
    ///   behind it as well: through the whole pool, when there is none.
    func open(_ count: Int, where isOpen: (Int) -> Bool) -> [Int] {
        var found: [Int] = []
        var position = cursor
        while found.count < count, position < order.count {
            let row = Int(order[position])
            if isOpen(row) { found.append(row) }
            position += 1
        }
        return found
    }

    /// Whether a row stands before the cursor: it has been dealt with as one of this order.
    ///
    /// - Complexity: O(rows before the cursor).
    func hasPassed(_ row: Int) -> Bool { order[..<cursor].contains(Int32(clamping: row)) }

    /// The row under the cursor; nil behind the last.
    var next: Int? { cursor < order.count ? Int(order[cursor]) : nil }

    /// Moves the cursor back to the beginning, to be advanced from there.
    mutating func rewind() { cursor = 0 }

    /// Moves the cursor over what is no longer open.
    mutating func advance(past isOpen: (Int) -> Bool) {
        while cursor < order.count, !isOpen(Int(order[cursor])) { cursor += 1 }
    }
}
