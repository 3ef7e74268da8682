/// Numbers features in the order in which they first come.
struct FeatureTable: Sendable {
    /// How many features there are.
    private(set) var count = 0
    /// Open addressing, from where a feature's own bits say: they are well mixed already. Feature and number stand together, so
    /// that a look-up is one place of the memory.
    private var slots = [Slot](repeating: .free, count: 1 << 10)

    private struct Slot {
        var feature: UInt64
        /// `UInt32.max` is free.
        var number: UInt32

        static let free = Slot(feature: 0, number: .max)
    }

    /// What was read while features were only looked for, so that no compiler leaves that out.
    private var touched: UInt32 = 0

    /// Has the memory brought where features stand, or will stand: many at once, where each look-up by itself would wait.
    mutating func touch(_ features: some Sequence<UInt64>) {
        let mask = slots.count - 1
        touched = slots.withUnsafeBufferPointer { slots in
            features.reduce(0 as UInt32) { $0 ^ slots[Int(truncatingIfNeeded: $1) & mask].number }
        }
    }

    /// The number of a feature, which gets the next one where it has none.
    ///
    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64) -> UInt32 {
        let mask = slots.count - 1
        let (known, slot) = slots.withUnsafeBufferPointer { slots -> (UInt32?, Int) in
            var slot = Int(truncatingIfNeeded: feature) & mask
            while slots[slot].number != .max {
                if slots[slot].feature == feature { return (slots[slot].number, slot) }
                slot = (slot + 1) & mask
            }
            return (nil, slot)
        }
        if let known { return known }
        let number = UInt32(count)
        slots[slot] = Slot(feature: feature, number: number)
        count += 1
        if count * 4 > slots.count * 3 { grow() }
        return number
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: .free, count: old.count * 2)
        let mask = slots.count - 1
        slots.withUnsafeMutableBufferPointer { slots in
            for entry in old where entry.number != .max {
                var slot = Int(truncatingIfNeeded: entry.feature) & mask
                while slots[slot].number != .max { slot = (slot + 1) & mask }
                slots[slot] = entry
            }
        }
    }

    /// Features with their numbers, those whose numbers are wanted, by ascending feature.
    ///
    /// - Complexity: O(*n* log *n*).
    func entries(where isWanted: (UInt32) -> Bool) -> [(feature: UInt64, number: UInt32)] {
        var entries: [(feature: UInt64, number: UInt32)] = []
        for slot in slots where slot.number != .max && isWanted(slot.number) {
            entries.append((slot.feature, slot.number))
        }
        entries.sort { $0.feature < $1.feature }
        return entries
    }
}
