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
        let labels = leftCounts.keys.sorted()
        let chance = chance(
            of: labels.map { (leftCounts[$0] ?? 0, rightCounts[$0] ?? 0) }, among: count)
        return beyondChance(observed, chance: chance) ?? 1
    }

    /// How far two labellings agree by chance, in [0, 1]: the sum over the labels of the product of their shares.
    ///
    /// - Parameters:
    ///   - counts: for each label, how many items have it in one labelling and in the other.
    ///   - count: of all items, above 0.
    public static func chance(of counts: some Sequence<(Double, Double)>, among count: Double) -> Double {
        counts.reduce(0.0) { sum, counts in sum + counts.0 / count * counts.1 / count }
    }

    /// (observed − chance) / (1 − chance), the form that Cohen's kappa, Krippendorff's alpha and Gwet's AC1 have in common: they
    /// differ in what they take for chance.
    ///
    /// - Returns: nil where chance leaves nothing to agree on.
    public static func beyondChance(_ observed: Double, chance: Double) -> Double? {
        chance < 1 ? (observed - chance) / (1 - chance) : nil
    }
}
