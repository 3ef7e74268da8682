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

    /// - Parameter expected: texts that will come.
    init(expected: Int) {
        self.expected = expected
        offsets.reserveCapacity(expected + 1)
    }

    /// Adds a text.
    mutating func append(_ counts: [FeatureExtractor.FeatureCount]) {
        for entry in counts {
            columns.append(numbers.number(of: entry.feature))
            values.append(Float(entry.count))
        }
        offsets.append(columns.count)
        // Once it is known how many features a text has: to double arrays of this size would take half of the memory.
        if offsets.count == 4_096, expected > 4_096 {
            let entries = columns.count / 4_095 * expected / 8 * 9
            columns.reserveCapacity(entries)
            values.reserveCapacity(entries)
        }
    }

    /// What a feature is worth, by its number.
    private struct Worth: Sendable {
        /// Its column; none where it is left out.
        var columns: [UInt32] = []
        /// By column.
        var idf: [Float] = []
        let isWeighted: Bool

        static let leftOut = UInt32.max
    }

    /// The rows, and an end of what was counted.
    ///
    /// - Parameter minimum: texts that a feature has to stand in.
    consuming func rows(inAtLeast minimum: UInt32, isWeighted: Bool, threads: Int) -> SparseRows {
        var worth = Worth(isWeighted: isWeighted)
        worth.columns = Array(repeating: Worth.leftOut, count: numbers.features.count)
        // Columns by the features' names, so that they depend on the texts alone and not on their order.
        let kept = numbers.features.indices.filter { numbers.frequencies[$0] >= minimum }
            .sorted { numbers.features[$0] < numbers.features[$1] }
        let names = kept.map { numbers.features[$0] }
        let textCount = Double(offsets.count - 1)
        for (column, number) in kept.enumerated() {
            worth.columns[number] = UInt32(column)
            let frequency = Double(numbers.frequencies[number])
            worth.idf.append(isWeighted ? Float(naturalLogarithm((1 + textCount) / (1 + frequency)) + 1) : 1)
        }
        numbers = FeatureNumbers()
        finish(worth, threads: threads)
        return SparseRows(
            columnCount: names.count, featureNames: names, offsets: offsets, columns: columns, values: values)
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

        func finish(_ rows: Range<Int>, before offsets: [Int], _ worth: Worth) {
            var end = offsets[rows.lowerBound]
            // Column and value in one number, which sorts fast.
            var entries: [UInt64] = []
            var sort = BucketSort()
            let bits = 64 - worth.idf.count.leadingZeroBitCount + 32
            for row in rows {
                entries.removeAll(keepingCapacity: true)
                for entry in offsets[row]..<offsets[row + 1] {
                    let column = worth.columns[Int(columns[entry])]
                    guard column != Worth.leftOut else { continue }
                    let value = worth.isWeighted ? weight(values[entry]) * worth.idf[Int(column)] : values[entry]
                    entries.append(UInt64(column) << 32 | UInt64(value.bitPattern))
                }
                sort.sort(&entries, below: bits)
                let length = worth.isWeighted ? self.length(entries) : 0
                for entry in entries {
                    columns[end] = UInt32(truncatingIfNeeded: entry >> 32)
                    let value = self.value(entry)
                    values[end] = length > 0 ? Float(Double(value) / length) : value
                    end += 1
                }
                ends[row + 1] = end
            }
        }

        private func weight(_ count: Float) -> Float { count == 1 ? 1 : Float(1 + naturalLogarithm(Double(count))) }

        private func value(_ entry: UInt64) -> Float { Float(bitPattern: UInt32(truncatingIfNeeded: entry)) }

        private func length(_ entries: [UInt64]) -> Double {
            entries.reduce(0) { $0 + Double(value($1)) * Double(value($1)) }.squareRoot()
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
