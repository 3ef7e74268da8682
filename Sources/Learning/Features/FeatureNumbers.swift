/// Numbers features in the order in which they first appear, and counts how often each occurs in the texts that count.
struct FeatureNumbers: Sendable {
    private var table = FeatureTable()
    /// By number how often, beside what the table has counted.
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

    /// - Parameter times: how often more it occurs.
    /// - Complexity: O(1) amortised.
    mutating func number(of feature: UInt64, counting times: UInt32 = 0) -> UInt32 {
        let number = table.number(of: feature, counting: times)
        if number == occurrences.count { occurrences.append(0) }
        return number
    }

    /// Counts a feature that occurs so often more.
    @inline(__always)
    mutating func count(_ number: UInt32, times: UInt32) {
        occurrences[Int(number)] = FeatureTable.sum(occurrences[Int(number)], times)
    }

    /// Those that occur at least so often, by ascending feature.
    ///
    /// - Complexity: O(*n*), or O(*n* log *n*) where names are not spread evenly.
    func kept(occurring times: UInt32) -> [Entry] {
        table.entries { number, counted in
            let all = FeatureTable.sum(occurrences[Int(number)], counted)
            return all >= times ? all : nil
        }
    }

    /// Entries by ascending feature: into as many buckets as there are, by where between the least and the largest each stands.
    static func sorted(_ entries: [Entry]) -> [Entry] {
        guard let least = entries.lazy.map(\.feature).min(), let largest = entries.lazy.map(\.feature).max(),
            least < largest
        else { return entries }
        let shift = UInt64((largest - least).leadingZeroBitCount)
        func bucket(_ entry: Entry) -> Int {
            Int(((entry.feature - least) << shift).multipliedFullWidth(by: UInt64(entries.count)).high)
        }
        var ends = [Int](repeating: 0, count: entries.count)
        for entry in entries { ends[bucket(entry)] += 1 }
        var end = 0
        for bucket in ends.indices {
            end += ends[bucket]
            ends[bucket] = end
        }
        var sorted = entries
        // Each bucket's end moves down to its beginning.
        for entry in entries {
            let bucket = bucket(entry)
            ends[bucket] -= 1
            sorted[ends[bucket]] = entry
        }
        sorted.withUnsafeMutableBufferPointer { sorted in
            for (bucket, start) in ends.enumerated() {
                let end = bucket + 1 < ends.count ? ends[bucket + 1] : sorted.count
                guard end - start > 1 else { continue }
                var entries = UnsafeMutableBufferPointer(rebasing: sorted[start..<end])
                entries.sort { $0.feature < $1.feature }
            }
        }
        return sorted
    }
}
