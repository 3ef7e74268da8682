import Threads

/// The features of texts while more texts come: which of them are kept, and what each is worth, is known at the end.
///
/// Features are numbered in parts, by their highest bits, each by a thread of its own. Which number one gets shows nowhere: the
/// vocabulary is by the features' names. Not copyable: at the end these arrays are most of what the program holds.
struct CountedRows: ~Copyable {
    /// The features of some texts, counted apart from others.
    struct Chunk: Sendable {
        /// Of all its texts, one behind the other, in each by ascending feature.
        var counts: [FeatureExtractor.FeatureCount] = []
        /// Where each text's end.
        var ends: [Int] = []
        /// Whether each text's features come into the vocabulary.
        var isDrawnFrom: [Bool] = []
    }

    private static let partBits = 2
    private static let partCount = 1 << partBits
    private static func part(of feature: UInt64) -> Int { Int(feature >> UInt64(64 - partBits)) }

    /// Each with a table of its own: of one that they share the sanitizer cannot see who copies it first.
    private var parts = (0..<Self.partCount).map { _ in FeatureNumbers() }
    private var offsets: [Int] = [0]
    /// Part and number of each text's features; at the end, in the same place, the columns.
    private var columns: [UInt32] = []
    /// How often each stands in the text; at the end, in the same place, the values.
    private var values: [Float] = []
    private let expected: Int
    /// Texts that the vocabulary is drawn from.
    private var textCount = 0

    /// - Parameter expected: texts that will come.
    init(expected: Int) {
        self.expected = expected
        offsets.reserveCapacity(expected + 1)
    }

    /// Adds texts.
    ///
    /// - Complexity: O(features), shared among at most as many threads as there are parts.
    mutating func append(_ chunks: [Chunk], threads: Int) {
        let start = columns.count
        var starts: [Int] = []
        var end = start
        for chunk in chunks {
            starts.append(end)
            for own in chunk.ends { offsets.append(end + own) }
            textCount += chunk.isDrawnFrom.count { $0 }
            end += chunk.counts.count
        }
        // Once it is known how many features a text has: to double arrays of this size would take half of the memory.
        let known = offsets.count - 1
        if start == 0, known > 0, expected > known {
            let entries = end / known * expected / 8 * 9
            columns.reserveCapacity(entries)
            values.reserveCapacity(entries)
        }
        columns.append(contentsOf: repeatElement(0, count: end - start))
        values.append(contentsOf: repeatElement(0, count: end - start))
        let beginnings = starts
        columns.withUnsafeMutableBufferPointer { columns in
            values.withUnsafeMutableBufferPointer { values in
                parts.withUnsafeMutableBufferPointer { parts in
                    let arrays = Numbered(parts: parts, columns: columns, values: values)
                    Parallel.forEach(Self.partCount, threads: threads) { part in
                        for (chunk, start) in zip(chunks, beginnings) { arrays.number(chunk, from: start, part) }
                    }
                }
            }
        }
    }

    /// The arrays while several threads number features, each of a part of its own.
    private struct Numbered: @unchecked Sendable {
        let parts: UnsafeMutableBufferPointer<FeatureNumbers>
        let columns: UnsafeMutableBufferPointer<UInt32>
        let values: UnsafeMutableBufferPointer<Float>

        func number(_ chunk: Chunk, from start: Int, _ part: Int) {
            chunk.counts.withUnsafeBufferPointer { counts in
                var first = 0
                for (text, end) in chunk.ends.enumerated() {
                    let isCounted = chunk.isDrawnFrom[text]
                    for entry in Self.beginning(of: part, in: counts, first..<end)..<end {
                        guard CountedRows.part(of: counts[entry].feature) == part else { break }
                        let number = parts[part].number(
                            of: counts[entry].feature, count: counts[entry].count, isCounted: isCounted)
                        columns[start + entry] = number << UInt32(partBits) | UInt32(part)
                        values[start + entry] = Float(counts[entry].count)
                    }
                    first = end
                }
            }
        }

        /// The place of the first feature of a part or one behind it, of features that ascend.
        private static func beginning(
            of part: Int, in counts: UnsafeBufferPointer<FeatureExtractor.FeatureCount>, _ range: Range<Int>
        ) -> Int {
            var (low, high) = (range.lowerBound, range.upperBound)
            while low < high {
                let middle = low + (high - low) / 2
                if CountedRows.part(of: counts[middle].feature) < part { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// What becomes of a feature, by its part and number.
    private struct Worth: Sendable {
        /// Its column; ``leftOut`` where it has none.
        let columns: [UInt32]
        /// Where each part's numbers begin among ``columns``.
        let beginnings: [Int]
        let weights: FeatureWeights

        static let leftOut = UInt32.max

        func column(of number: UInt32) -> UInt32 {
            columns[beginnings[Int(number) & (partCount - 1)] + Int(number >> UInt32(partBits))]
        }
    }

    /// The vocabulary and the rows, and an end of what was counted.
    ///
    /// - Parameter minimum: texts that a feature has to stand in.
    consuming func finish(
        _ settings: FeatureSettings, inAtLeast minimum: UInt32, threads: Int
    ) -> (vocabulary: Vocabulary, rows: SparseRows) {
        // Columns by the features' names, so that they depend on the texts alone and not on their order.
        let occurrences = UInt32(clamping: settings.minimumOccurrences)
        let numbered = parts
        parts = []
        let kept = Parallel.map(numbered.count, threads: threads) {
            numbered[$0].kept(inAtLeast: max(1, minimum), occurring: occurrences)
        }
        var beginnings: [Int] = []
        var total = 0
        for part in numbered {
            beginnings.append(total)
            total += part.count
        }
        var columnOfNumber = [UInt32](repeating: Worth.leftOut, count: total)
        var column: UInt32 = 0
        for (part, entries) in kept.enumerated() {
            for entry in entries {
                columnOfNumber[beginnings[part] + Int(entry.number)] = column
                column += 1
            }
        }
        let vocabulary = Vocabulary(
            settings: settings, features: kept.flatMap { $0.map(\.feature) },
            frequencies: kept.flatMap { $0.map(\.frequency) }, textCount: textCount)
        finish(
            Worth(columns: columnOfNumber, beginnings: beginnings, weights: FeatureWeights(of: vocabulary)),
            threads: threads)
        return (
            vocabulary,
            SparseRows(columnCount: vocabulary.columnCount, offsets: offsets, columns: columns, values: values)
        )
    }

    /// Puts columns and values in the place of numbers and counts: first at the beginning of each piece of the arrays, by
    /// several threads, then one piece behind the other.
    private mutating func finish(_ worth: Worth, threads: Int) {
        let pieces = Parallel.ranges(of: offsets.count - 1, chunk: 1_024)
        let before = offsets
        columns.withUnsafeMutableBufferPointer { columns in
            values.withUnsafeMutableBufferPointer { values in
                offsets.withUnsafeMutableBufferPointer { offsets in
                    let arrays = Arrays(columns: columns, values: values, ends: offsets)
                    Parallel.forEach(pieces.count, threads: threads) { piece in
                        arrays.finish(pieces[piece], before: before, worth)
                    }
                    arrays.close(pieces, before: before)
                }
            }
        }
        columns.removeLast(columns.count - offsets[offsets.count - 1])
        values.removeLast(values.count - offsets[offsets.count - 1])
    }

    /// The arrays while several threads work on them, each on pieces of its own.
    private struct Arrays: @unchecked Sendable {
        let columns: UnsafeMutableBufferPointer<UInt32>
        let values: UnsafeMutableBufferPointer<Float>
        /// Ends of the rows, behind the zero that the first begins at.
        let ends: UnsafeMutableBufferPointer<Int>

        /// In each row features ascend, and so do their columns.
        func finish(_ rows: Range<Int>, before offsets: [Int], _ worth: Worth) {
            var end = offsets[rows.lowerBound]
            for row in rows {
                let start = end
                for entry in offsets[row]..<offsets[row + 1] {
                    let column = worth.column(of: columns[entry])
                    guard column != Worth.leftOut else { continue }
                    columns[end] = column
                    values[end] = values[entry]
                    end += 1
                }
                worth.weights.apply(
                    to: UnsafeMutableBufferPointer(rebasing: values[start..<end]),
                    of: UnsafeBufferPointer(rebasing: columns[start..<end]))
                ends[row + 1] = end
            }
        }

        /// Moves each piece to where the one before it ends.
        func close(_ pieces: [Range<Int>], before offsets: [Int]) {
            var end = 0
            for rows in pieces {
                let start = offsets[rows.lowerBound]
                for entry in start..<ends[rows.upperBound] {
                    columns[entry - start + end] = columns[entry]
                    values[entry - start + end] = values[entry]
                }
                for row in rows { ends[row + 1] -= start - end }
                end = ends[rows.upperBound]
            }
        }
    }
}
