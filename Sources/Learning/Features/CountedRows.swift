import Threads

/// The features of texts while more texts come: which of them are kept, and what each is worth, is known at the end.
struct CountedRows {
    private var numbers = FeatureNumbers()
    private var offsets: [Int] = [0]
    /// The number of each text's features; at the end, in the same place, the columns.
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

    /// Adds a text, its features ascending.
    ///
    /// - Parameter isDrawnFrom: whether its features come into the vocabulary.
    mutating func append(_ counts: [FeatureExtractor.FeatureCount], isDrawnFrom: Bool = true) {
        for entry in counts {
            columns.append(numbers.number(of: entry.feature, count: entry.count, isCounted: isDrawnFrom))
            values.append(Float(entry.count))
        }
        if isDrawnFrom { textCount += 1 }
        offsets.append(columns.count)
        // Once it is known how many features a text has: to double arrays of this size would take half of the memory.
        if offsets.count == 4_096, expected > 4_096 {
            let entries = columns.count / 4_095 * expected / 8 * 9
            columns.reserveCapacity(entries)
            values.reserveCapacity(entries)
        }
    }

    /// What becomes of a feature, by its number.
    private struct Worth: Sendable {
        /// Its column; ``leftOut`` where it has none.
        let columns: [UInt32]
        let weights: FeatureWeights

        static let leftOut = UInt32.max
    }

    /// The vocabulary and the rows, and an end of what was counted.
    ///
    /// - Parameter minimum: texts that a feature has to stand in.
    consuming func finish(
        _ settings: FeatureSettings, inAtLeast minimum: UInt32, threads: Int
    ) -> (vocabulary: Vocabulary, rows: SparseRows) {
        // Columns by the features' names, so that they depend on the texts alone and not on their order.
        let occurrences = UInt32(clamping: settings.minimumOccurrences)
        let kept = numbers.features.indices.filter {
            numbers.frequencies[$0] >= max(1, minimum) && numbers.occurrences[$0] >= occurrences
        }.sorted { numbers.features[$0] < numbers.features[$1] }
        let vocabulary = Vocabulary(
            settings: settings, features: kept.map { numbers.features[$0] },
            frequencies: kept.map { numbers.frequencies[$0] }, textCount: textCount)
        var columnOfNumber = [UInt32](repeating: Worth.leftOut, count: numbers.features.count)
        for (column, number) in kept.enumerated() { columnOfNumber[number] = UInt32(column) }
        numbers = FeatureNumbers()
        finish(Worth(columns: columnOfNumber, weights: FeatureWeights(of: vocabulary)), threads: threads)
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
                    let column = worth.columns[Int(columns[entry])]
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
