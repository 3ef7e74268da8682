/// How far two labellings of the same items agree.
public enum Agreement {
    /// Cohen's kappa: (agreement − chance) / (1 − chance), with chance from the two labellings' own shares.
    ///
    /// J. Cohen, *A coefficient of agreement for nominal scales* (1960).
    /// - Returns: nil for no items; 1 where both give every item one and the same label, which leaves nothing to chance.
    /// - Precondition: both have the same number of items.
    /// - Complexity: O(items + labels).
    public static func kappa(_ left: [Int], _ right: [Int]) -> Double? {
        precondition(left.count == right.count, "two labellings of different items")
        guard !left.isEmpty else { return nil }
        let count = Double(left.count)
        var (leftCounts, rightCounts) = ([Int: Double](), [Int: Double]())
        for label in left { leftCounts[label, default: 0] += 1 }
        for label in right { rightCounts[label, default: 0] += 1 }
        let observed = Double(zip(left, right).count { $0 == $1 }) / count
        let chance = leftCounts.keys.sorted().reduce(0.0) { sum, label in
            sum + (leftCounts[label] ?? 0) / count * (rightCounts[label] ?? 0) / count
        }
        return chance < 1 ? (observed - chance) / (1 - chance) : 1
    }
}
