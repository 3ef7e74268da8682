/// The features of a vocabulary by their names, in a table of open addressing: from a feature to its column in two reads of
/// memory, where a search takes sixteen.
struct KnownFeatures: Sendable {
    private let features: NumberList<UInt64>
    /// From where a feature's own bits say, which are well mixed: its column and one; 0 for none.
    private let slots: [UInt32]

    /// - Complexity: O(features).
    init(_ vocabulary: Vocabulary) {
        features = vocabulary.features
        var size = 1 << 4
        while size < 4 * features.count { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for (column, feature) in features.enumerated() {
            var slot = Int(truncatingIfNeeded: feature) & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(column + 1)
        }
        self.slots = slots
    }

    /// Features that are looked for at once.
    private static let blockCount = 32

    /// Appends the columns of those features that are known, in their order.
    ///
    /// - Complexity: O(1) a feature, on average.
    func appendColumns(of wanted: UnsafeBufferPointer<UInt64>, to columns: inout [UInt32]) {
        features.withUnsafeBufferPointer { features in
            slots.withUnsafeBufferPointer { slots in
                let mask = slots.count - 1
                for start in stride(from: 0, to: wanted.count, by: Self.blockCount) {
                    let block = UnsafeBufferPointer(
                        rebasing: wanted[start..<min(wanted.count, start + Self.blockCount)])
                    // What one has to wait for in memory, the others need not, as long as nothing is asked in between.
                    let first = block.reduce(0 as UInt32) { $0 | slots[Int(truncatingIfNeeded: $1) & mask] }
                    if first == 0 { continue }
                    for feature in block {
                        var slot = Int(truncatingIfNeeded: feature) & mask
                        while slots[slot] != 0 {
                            let column = slots[slot] - 1
                            if features[Int(column)] == feature {
                                columns.append(column)
                                break
                            }
                            slot = (slot + 1) & mask
                        }
                    }
                }
            }
        }
    }
}
