/// Numbers features in the order in which they first appear, and counts the texts that each stands in and how often it occurs.
struct FeatureNumbers {
    /// Every feature, by its number.
    private(set) var features: [UInt64] = []
    /// Texts that each stands in, of those that count.
    private(set) var frequencies: [UInt32] = []
    /// How often each occurs in these texts.
    private(set) var occurrences: [UInt32] = []
    /// Open addressing: the number of a feature, from where its own bits say; they are well mixed already.
    private var table = [UInt32](repeating: free, count: 1 << 12)

    private static let free = UInt32.max

    /// - Parameters:
    ///   - count: how often it occurs in a text.
    ///   - isCounted: whether that text counts.
    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64, count: UInt32, isCounted: Bool) -> UInt32 {
        let number = number(of: feature)
        if isCounted {
            frequencies[Int(number)] += 1
            occurrences[Int(number)] += min(count, .max - occurrences[Int(number)])
        }
        return number
    }

    private mutating func number(of feature: UInt64) -> UInt32 {
        var slot = Int(truncatingIfNeeded: feature) & (table.count - 1)
        while table[slot] != Self.free {
            let number = table[slot]
            if features[Int(number)] == feature { return number }
            slot = (slot + 1) & (table.count - 1)
        }
        let number = UInt32(features.count)
        table[slot] = number
        features.append(feature)
        frequencies.append(0)
        occurrences.append(0)
        if features.count * 4 > table.count * 3 { growTable() }
        return number
    }

    private mutating func growTable() {
        table = [UInt32](repeating: Self.free, count: table.count * 2)
        for (number, feature) in features.enumerated() {
            var slot = Int(truncatingIfNeeded: feature) & (table.count - 1)
            while table[slot] != Self.free { slot = (slot + 1) & (table.count - 1) }
            table[slot] = UInt32(number)
        }
    }
}
