import Arithmetic

/// What words give the hidden units, kept: few words make nearly all texts, and each brings a dozen features.
///
/// Of a word with features f, each counted as often as it stands in it, that is Σ idf · row of weights, the sum of idf², and the
/// columns. What is kept makes no number different: a word that is not kept any more is summed in the same way again.
struct WordSums: Sendable {
    typealias Unit = ScalarTable.Unit

    /// A word that is kept.
    private struct Word: Sendable {
        let feature: UInt64
        let units: Range<Int32>
        let columns: Range<Int32>
        let squares: Double
    }

    private let hiddenCount: Int
    private var words: [Word] = []
    /// Open addressing: the number of a word and one, from where its feature's own bits say; 0 for none.
    private var slots = [UInt32](repeating: 0, count: 2 * limit)
    private var units: [Unit] = []
    private var columns: [UInt32] = []
    /// What was read while words were only looked for, so that no compiler leaves that out.
    private var touched: UInt32 = 0
    /// A row of units for each word.
    private(set) var sums: [Float] = []

    /// Words that are kept, in twenty megabytes with 128 hidden units.
    private static let limit = 1 << 15
    /// Units of all of them, and of one.
    private static let unitLimit = 1 << 19
    static let longestWord = 64

    init(hiddenCount: Int) { self.hiddenCount = hiddenCount }

    /// Forgets all where there is not room for a text.
    ///
    /// - Returns: whether there is room now.
    mutating func makeRoom(tokens: Int) -> Bool {
        if words.count + tokens <= Self.limit, units.count + tokens * Self.longestWord <= Self.unitLimit { return true }
        words.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
        columns.removeAll(keepingCapacity: true)
        sums.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = 0 }
        return tokens <= Self.limit / 4 && tokens * Self.longestWord <= Self.unitLimit
    }

    /// Has the memory brought what ``number(_:_:)`` and ``withColumns(_:_:)`` read of words, many at once, where each look-up by
    /// itself would wait.
    ///
    /// - Parameter features: the features that they are.
    mutating func touch(_ features: some Sequence<UInt64>) {
        guard !words.isEmpty else { return }
        let mask = slots.count - 1
        touched = slots.withUnsafeBufferPointer { slots in
            words.withUnsafeBufferPointer { words in
                units.withUnsafeBufferPointer { units in
                    columns.withUnsafeBufferPointer { columns in
                        features.reduce(0 as UInt32) { touched, feature in
                            let number = slots[Int(truncatingIfNeeded: feature) & mask]
                            guard number > 0 else { return touched }
                            let word = words[Int(number) - 1]
                            let (unit, column) = (Int(word.units.lowerBound), Int(word.columns.lowerBound))
                            return touched ^ (unit < units.count ? units[unit].bits : 0)
                                ^ (column < columns.count ? columns[column] : 0)
                        }
                    }
                }
            }
        }
    }

    /// The number of a word that is kept; nil where it is not.
    func number(_ feature: UInt64, _ word: UnsafeBufferPointer<Unit>) -> Int? {
        var slot = Int(truncatingIfNeeded: feature) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            // Words of one hash are two words all the same.
            if words[number].feature == feature, isSame(words[number].units, word) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isSame(_ range: Range<Int32>, _ word: UnsafeBufferPointer<Unit>) -> Bool {
        guard range.count == word.count else { return false }
        for place in 0..<word.count where units[Int(range.lowerBound) + place] != word[place] { return false }
        return true
    }

    /// Keeps a word, and gives its number.
    ///
    /// - Parameters:
    ///   - found: the columns of its features.
    ///   - idf: by column.
    mutating func keep(
        _ feature: UInt64, _ word: UnsafeBufferPointer<Unit>, _ found: [UInt32], idf: NumberList<Float>,
        _ classifier: Classifier
    ) -> Int {
        var rows: [Int32] = []
        var values: [Float] = []
        var squares = 0.0
        for column in found {
            let value = idf.isEmpty ? 1 : idf[Int(column)]
            squares += Double(value) * Double(value)
            guard classifier.weightRows[Int(column)] >= 0 else { continue }
            rows.append(classifier.weightRows[Int(column)])
            values.append(value * classifier.share(ofColumn: Int(column)))
        }
        let start = sums.count
        sums.append(contentsOf: repeatElement(0, count: hiddenCount))
        let zeros = [Float](repeating: 0, count: hiddenCount)
        rows.withUnsafeBufferPointer { rows in
            values.withUnsafeBufferPointer { values in
                zeros.withUnsafeBufferPointer { zeros in
                    sums.withUnsafeMutableBufferPointer {
                        classifier.sum(rows, values, beginning: zeros, to: $0, at: start)
                    }
                }
            }
        }
        let place = (Int32(truncatingIfNeeded: units.count), Int32(truncatingIfNeeded: columns.count))
        units.append(contentsOf: word)
        columns += found
        words.append(
            Word(
                feature: feature, units: place.0..<Int32(truncatingIfNeeded: units.count),
                columns: place.1..<Int32(truncatingIfNeeded: columns.count), squares: squares))
        var slot = Int(truncatingIfNeeded: feature) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(words.count)
        return words.count - 1
    }

    /// The sum of idf² of a word's features.
    func squares(_ number: Int) -> Double { words[number].squares }

    /// Calls `body` with the columns of a word.
    @inline(__always)
    func withColumns(_ number: Int, _ body: (UnsafeBufferPointer<UInt32>) -> Void) {
        let range = Int(words[number].columns.lowerBound)..<Int(words[number].columns.upperBound)
        columns.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }
}
