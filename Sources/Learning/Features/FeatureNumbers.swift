/// Numbers features in the order in which they first appear, and counts the texts that each stands in; where it matters, also how
/// often it occurs.
struct FeatureNumbers: Sendable {
    private var table = FeatureTable()
    private var tallies: [Tally] = []
    /// How often each occurs in the texts that count; empty where nobody asks.
    private var occurrences: [UInt32] = []
    private let countsOccurrences: Bool

    fileprivate struct Tally {
        /// Texts that it stands in, of those that count.
        var texts: UInt32 = 0
        /// The last of these texts.
        var last = UInt32.max

        @inline(__always)
        mutating func count(inText text: UInt32) {
            guard last != text else { return }
            last = text
            texts += 1
        }
    }

    /// - Parameter countsOccurrences: whether it matters how often features occur in a text.
    init(countsOccurrences: Bool) { self.countsOccurrences = countsOccurrences }

    /// A feature with what was counted.
    struct Entry: Sendable {
        let feature: UInt64
        let number: UInt32
        /// Texts that it stands in, of those that count.
        let frequency: UInt32
    }

    /// How many features there are.
    var count: Int { table.count }

    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64) -> UInt32 {
        let number = table.number(of: feature)
        if number == tallies.count {
            tallies.append(Tally())
            if countsOccurrences { occurrences.append(0) }
        }
        return number
    }

    /// What is counted of features, while many are.
    struct Tallies {
        fileprivate let tallies: UnsafeMutableBufferPointer<Tally>
        fileprivate let occurrences: UnsafeMutableBufferPointer<UInt32>

        /// Counts features that stand in a text; one that stands there twice comes twice.
        ///
        /// - Parameter text: texts come one after the other.
        @inline(__always)
        func count(_ numbers: UnsafeBufferPointer<UInt32>, inText text: UInt32) {
            for number in numbers { tallies[Int(number)].count(inText: text) }
            guard !occurrences.isEmpty else { return }
            for number in numbers where occurrences[Int(number)] < .max { occurrences[Int(number)] += 1 }
        }
    }

    /// Calls `body` with what is counted of all features that have a number.
    mutating func withTallies(_ body: (Tallies) -> Void) {
        tallies.withUnsafeMutableBufferPointer { tallies in
            occurrences.withUnsafeMutableBufferPointer { body(Tallies(tallies: tallies, occurrences: $0)) }
        }
    }

    /// Counts one feature that stands in a text.
    @inline(__always)
    mutating func count(_ number: UInt32, inText text: UInt32) {
        tallies[Int(number)].count(inText: text)
        if countsOccurrences, occurrences[Int(number)] < .max { occurrences[Int(number)] += 1 }
    }

    /// Those that stand in so many of the texts that count, and occur so often in them, by ascending feature.
    ///
    /// - Complexity: O(*n* log *n*).
    func kept(inAtLeast texts: UInt32, occurring times: UInt32) -> [Entry] {
        table.entries {
            tallies[Int($0)].texts >= texts && (!countsOccurrences || occurrences[Int($0)] >= times)
        }.map { Entry(feature: $0.feature, number: $0.number, frequency: tallies[Int($0.number)].texts) }
    }
}
