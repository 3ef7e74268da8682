/// Numbers features in the order in which they first appear, and counts how often each occurs in the texts that count.
struct FeatureNumbers: Sendable {
    private var table = FeatureTable()
    private var occurrences: [UInt32] = []

    /// A feature with what was counted.
    struct Entry: Sendable {
        let feature: UInt64
        let number: UInt32
        let occurrences: UInt32
    }

    /// How many features there are.
    var count: Int { table.count }

    /// Has the memory brought where features stand, or will stand, that are asked for next.
    mutating func touch(_ features: some Sequence<UInt64>) { table.touch(features) }

    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64) -> UInt32 {
        let number = table.number(of: feature)
        if number == occurrences.count { occurrences.append(0) }
        return number
    }

    /// Counts a feature that occurs so often more.
    @inline(__always)
    mutating func count(_ number: UInt32, times: UInt32 = 1) {
        let (sum, isOver) = occurrences[Int(number)].addingReportingOverflow(times)
        occurrences[Int(number)] = isOver ? .max : sum
    }

    /// Those that occur at least so often, by ascending feature.
    ///
    /// - Complexity: O(*n* log *n*).
    func kept(occurring times: UInt32) -> [Entry] {
        table.entries { occurrences[Int($0)] >= times }.map {
            Entry(feature: $0.feature, number: $0.number, occurrences: occurrences[Int($0.number)])
        }
    }
}
