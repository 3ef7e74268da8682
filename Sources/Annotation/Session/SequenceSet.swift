/// Sequences of journal lines, of which the *k*-th can be asked for: a Fenwick tree of counts (P. M. Fenwick 1994,
/// doi:10.1002/spe.4380240306).
struct SequenceSet: Sendable {
    /// Counts of stretches: position *i*, from 1, covers the lowest set bit of *i*.
    private var tree: [Int32] = [0]
    private var isMember: [Bool] = []
    private(set) var count = 0

    func contains(_ sequence: Int) -> Bool { isMember.indices.contains(sequence) && isMember[sequence] }

    /// - Complexity: O(log *n*) amortised, with *n* the highest sequence.
    mutating func insert(_ sequence: Int) {
        guard sequence >= 0, !contains(sequence) else { return }
        while isMember.count <= sequence { grow() }
        isMember[sequence] = true
        change(sequence, by: 1)
    }

    /// - Complexity: O(log *n*).
    mutating func remove(_ sequence: Int) {
        guard contains(sequence) else { return }
        isMember[sequence] = false
        change(sequence, by: -1)
    }

    /// The sequence with `position` lower ones in the set; nil where there are not so many.
    ///
    /// - Complexity: O(log *n*).
    subscript(position: Int) -> Int? {
        guard position >= 0, position < count else { return nil }
        var left = Int32(position)
        var place = 0
        var stretch = 1
        while stretch * 2 < tree.count { stretch *= 2 }
        while stretch > 0 {
            if place + stretch < tree.count, tree[place + stretch] <= left {
                place += stretch
                left -= tree[place]
            }
            stretch /= 2
        }
        return place
    }

    private mutating func change(_ sequence: Int, by difference: Int32) {
        count += Int(difference)
        var place = sequence + 1
        while place < tree.count {
            tree[place] += difference
            place += place & -place
        }
    }

    /// One place more, empty: its stretch ends here, and holds what those within it hold.
    private mutating func grow() {
        isMember.append(false)
        let place = isMember.count
        var sum: Int32 = 0
        var part = place - 1
        let start = place - (place & -place)
        while part > start {
            sum += tree[part]
            part -= part & -part
        }
        tree.append(sum)
    }
}
