/// Numbers features in the order in which they first come, and counts them.
struct FeatureTable: Sendable {
    /// How many features there are.
    private(set) var count = 0
    /// Open addressing, from where a feature's own bits say: they are well mixed already. Feature, number and count stand together,
    /// so that a look-up is one place of the memory.
    private var slots = [Slot](repeating: .free, count: 1 << 10)

    private struct Slot {
        var feature: UInt64
        /// `UInt32.max` is free.
        var number: UInt32
        var count: UInt32

        static let free = Slot(feature: 0, number: .max, count: 0)
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

    /// A sum that stays at the largest number where it would be larger.
    @inline(__always)
    static func sum(_ one: UInt32, _ other: UInt32) -> UInt32 {
        let (sum, isOver) = one.addingReportingOverflow(other)
        return isOver ? .max : sum
    }

    /// The number of a feature, which gets the next one where it has none.
    ///
    /// - Parameter times: how often more it has come.
    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64, counting times: UInt32) -> UInt32 {
        let mask = slots.count - 1
        let (known, slot) = slots.withUnsafeMutableBufferPointer { slots -> (UInt32?, Int) in
            var slot = Int(truncatingIfNeeded: feature) & mask
            while slots[slot].number != .max {
                if slots[slot].feature == feature {
                    slots[slot].count = Self.sum(slots[slot].count, times)
                    return (slots[slot].number, slot)
                }
                slot = (slot + 1) & mask
            }
            return (nil, slot)
        }
        if let known { return known }
        let number = UInt32(count)
        slots[slot] = Slot(feature: feature, number: number, count: times)
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

    /// Features with their numbers, those that occur as often as is wanted, by ascending feature.
    ///
    /// - Parameter occurrences: of a number and what was counted of it, how often it occurs; nil where that is not wanted.
    /// - Complexity: O(*n*) for names that are spread evenly, as hashes are; else O(*n* log *n*).
    func entries(_ occurrences: (UInt32, UInt32) -> UInt32?) -> [FeatureNumbers.Entry] {
        var entries: [FeatureNumbers.Entry] = []
        for slot in slots where slot.number != .max {
            guard let occurrences = occurrences(slot.number, slot.count) else { continue }
            entries.append(FeatureNumbers.Entry(feature: slot.feature, number: slot.number, occurrences: occurrences))
        }
        return FeatureNumbers.sorted(entries)
    }
}
