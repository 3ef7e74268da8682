/// Which columns come more than once in a text, without sorting those that come once.
///
/// A small table of the text's own columns stays in the nearest cache, where a mark for each column of a vocabulary would not.
struct ColumnMarks: Sendable {
    /// Open addressing: a column and one; 0 for none.
    private var slots = [UInt32](repeating: 0, count: leastSlots)
    /// Columns in the table.
    private var count = 0
    /// Columns of the text each time that they came again: the first ``againCount`` of these.
    private var again: [UInt32] = []
    private var againCount = 0

    /// A column that comes more than once.
    struct Repeat: Sendable, Hashable {
        let column: UInt32
        let times: Int
    }

    private static let leastSlots = 1 << 11

    /// Begins another text.
    mutating func begin() {
        againCount = 0
        count = 0
        if slots.count > Self.leastSlots {
            slots = Array(repeating: 0, count: Self.leastSlots)
        } else {
            slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
    }

    /// - Precondition: columns are below 2³² − 1.
    /// - Complexity: O(columns), on average.
    mutating func count(_ columns: UnsafeBufferPointer<UInt32>) {
        if (count + columns.count) * 2 > slots.count { grow(for: count + columns.count) }
        let most = againCount + columns.count
        if most > again.count { again += repeatElement(0, count: 2 * most - again.count) }
        var end = againCount
        slots.withUnsafeMutableBufferPointer { slots in
            again.withUnsafeMutableBufferPointer { again in
                for column in columns {
                    again[end] = column
                    if !Self.insert(column, slots) { end += 1 }
                }
            }
        }
        count += columns.count - (end - againCount)
        againCount = end
    }

    /// - Returns: whether the column was not there.
    @inline(__always)
    private static func insert(_ column: UInt32, _ slots: UnsafeMutableBufferPointer<UInt32>) -> Bool {
        let mask = slots.count - 1
        // Multiplicative hashing (Knuth): its first bits, as many as the table needs.
        var slot = Int(
            truncatingIfNeeded: (UInt64(column) &* 0x9E37_79B9_7F4A_7C15)
                >> UInt64(64 - slots.count.trailingZeroBitCount))
        while slots[slot] != 0 {
            if slots[slot] == column &+ 1 { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = column &+ 1
        return true
    }

    private mutating func grow(for count: Int) {
        let old = slots
        var size = slots.count
        while size < 4 * count { size *= 2 }
        slots = Array(repeating: 0, count: size)
        slots.withUnsafeMutableBufferPointer { slots in
            for column in old where column != 0 { _ = Self.insert(column &- 1, slots) }
        }
    }

    /// Puts the columns that came more than once in this text into `repeats`, ascending, in the place of what stood there.
    ///
    /// - Complexity: O(*n* log *n*) for those that came again.
    mutating func find(_ repeats: inout [Repeat]) {
        repeats.removeAll(keepingCapacity: true)
        let againCount = againCount
        again.withUnsafeMutableBufferPointer { all in
            var again = UnsafeMutableBufferPointer(rebasing: all[..<againCount])
            again.sort()
            var start = 0
            while start < again.count {
                var end = start + 1
                while end < again.count, again[end] == again[start] { end += 1 }
                repeats.append(Repeat(column: again[start], times: end - start + 1))
                start = end
            }
        }
    }
}
