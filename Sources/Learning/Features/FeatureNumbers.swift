/// Numbers features in the order in which they first appear, and counts the texts that each stands in and how often it occurs.
struct FeatureNumbers: Sendable {
    /// How many features there are.
    private(set) var count = 0
    /// Texts that each stands in, of those that count; and, where that is asked for, how often it occurs in these.
    private var tallies: [Tally] = []
    /// Open addressing, from where a feature's own bits say: they are well mixed already. Feature and number stand together, so
    /// that a look-up is one place of the memory.
    private var table = [Slot](repeating: .free, count: 1 << 10)

    private struct Slot {
        var feature: UInt64
        /// `UInt32.max` is free.
        var number: UInt32

        static let free = Slot(feature: 0, number: .max)
    }

    private struct Tally {
        var texts: UInt32 = 0
        var occurrences: UInt32 = 0
    }

    /// A feature with what was counted.
    struct Entry: Sendable {
        let feature: UInt64
        let number: UInt32
        /// Texts that it stands in, of those that count.
        let frequency: UInt32
    }

    /// - Parameters:
    ///   - count: how often it occurs in a text.
    ///   - isCounted: whether that text counts.
    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64, count: UInt32, isCounted: Bool) -> UInt32 {
        let number = number(of: feature)
        if isCounted {
            tallies[Int(number)].texts += 1
            let occurrences = tallies[Int(number)].occurrences
            tallies[Int(number)].occurrences += min(count, .max - occurrences)
        }
        return number
    }

    private mutating func number(of feature: UInt64) -> UInt32 {
        let mask = table.count - 1
        let (known, slot) = table.withUnsafeBufferPointer { table -> (UInt32?, Int) in
            var slot = Int(truncatingIfNeeded: feature) & mask
            while table[slot].number != .max {
                if table[slot].feature == feature { return (table[slot].number, slot) }
                slot = (slot + 1) & mask
            }
            return (nil, slot)
        }
        if let known { return known }
        let number = UInt32(count)
        table[slot] = Slot(feature: feature, number: number)
        tallies.append(Tally())
        count += 1
        if count * 4 > table.count * 3 { growTable() }
        return number
    }

    private mutating func growTable() {
        let old = table
        table = [Slot](repeating: .free, count: old.count * 2)
        let mask = table.count - 1
        table.withUnsafeMutableBufferPointer { table in
            for entry in old where entry.number != .max {
                var slot = Int(truncatingIfNeeded: entry.feature) & mask
                while table[slot].number != .max { slot = (slot + 1) & mask }
                table[slot] = entry
            }
        }
    }

    /// Those that stand in so many of the texts that count, and occur so often in them, by ascending feature.
    ///
    /// - Complexity: O(*n* log *n*).
    func kept(inAtLeast texts: UInt32, occurring occurrences: UInt32) -> [Entry] {
        table.lazy.filter { slot in
            guard slot.number != .max else { return false }
            let tally = tallies[Int(slot.number)]
            return tally.texts >= texts && tally.occurrences >= occurrences
        }.map { Entry(feature: $0.feature, number: $0.number, frequency: tallies[Int($0.number)].texts) }
            .sorted { $0.feature < $1.feature }
    }
}
