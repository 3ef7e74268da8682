import HeapModule

/// The greatest of entries that come one after the other, in memory for as many as are kept.
///
/// Which are kept does not depend on their order; where entries differ whenever they are not the same, the greatest of
/// several parts' greatest are those of the whole.
public struct HighestEntries<Entry: Comparable> {
    private let limit: Int
    private var heap = Heap<Entry>()

    /// - Parameter limit: entries that are kept.
    public init(_ limit: Int) { self.limit = limit }

    /// The least of those that are kept, once there are as many as are kept: what is less is not taken.
    public var threshold: Entry? { heap.count < limit ? nil : heap.min }

    /// - Complexity: O(log *limit*).
    public mutating func insert(_ entry: Entry) {
        if heap.count < limit {
            heap.insert(entry)
        } else if let least = heap.min, least < entry {
            heap.replaceMin(with: entry)
        }
    }

    /// All that are kept, the greatest first.
    ///
    /// - Complexity: O(*limit* log *limit*).
    public consuming func descending() -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(heap.count)
        while let entry = heap.popMax() { entries.append(entry) }
        return entries
    }
}
