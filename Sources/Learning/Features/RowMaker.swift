import Threads

/// Puts rows of texts together from the words of each.
struct RowMaker: Sendable {
    private let columns: NumberLists

    private static let piece = 1_024
    private static let piecesInBatch = 32

    /// - Parameter columns: by word those that it brings, ascending.
    init(_ columns: NumberLists) { self.columns = columns }

    /// The rows of texts, in order.
    ///
    /// - Parameters:
    ///   - words: how many the texts have at most; likewise `pairs`.
    ///   - append: gives the texts of a range to a builder, in order; for several ranges at once.
    /// - Throws: `CancellationError` when the monitor says so.
    /// - Complexity: O(features of the texts), shared among the threads.
    func rows(
        ofTexts count: Int, words: Int, pairs: Int, threads: Int, monitor: WorkMonitor,
        append: @escaping @Sendable (Range<Int>, inout Builder) -> Void
    ) throws -> MadeRows {
        let ranges = Parallel.ranges(of: count, chunk: Self.piece)
        var all = MadeRows(columns: columns)
        all.words.reserveCapacity(lists: count, numbers: words)
        all.pairs.reserveCapacity(lists: count, numbers: pairs)
        all.repeats.reserveCapacity(lists: count, numbers: 0)
        for start in stride(from: 0, to: ranges.count, by: Self.piecesInBatch) {
            try monitor.checkCancellation()
            let batch = Array(ranges[start..<min(ranges.count, start + Self.piecesInBatch)])
            let pieces = Parallel.map(batch.count, threads: threads) { place in
                rows { append(batch[place], &$0) }
            }
            for piece in pieces { all.append(piece) }
        }
        return all
    }

    /// The rows of a few texts.
    ///
    /// - Parameter append: gives them to a builder, in order.
    func rows(append: (inout Builder) -> Void) -> MadeRows {
        columns.withView { view in
            var builder = Builder(columns: view, made: MadeRows(columns: columns))
            append(&builder)
            return builder.made
        }
    }

    /// Takes texts one after the other.
    struct Builder {
        private let columns: NumberLists.View
        private var marks = ColumnMarks()
        fileprivate var made: MadeRows
        private var repeats: [ColumnMarks.Repeat] = []
        private var codes: [UInt32] = []

        fileprivate init(columns: NumberLists.View, made: MadeRows) {
            self.columns = columns
            self.made = made
        }

        /// Adds the row of a text.
        ///
        /// - Parameters:
        ///   - words: all of it, in order; those that bring nothing are left out.
        ///   - pairs: the columns of pairs, in order.
        mutating func append(words: [UInt32], pairs: [UInt32]) {
            marks.begin()
            // All lists are looked for first: what one has to wait for in memory, the next one need not. What is read is asked about, so
            // that no compiler leaves it out.
            let largest = words.reduce(0 as UInt32) { largest, word in
                let list = columns[Int(word)]
                return max(largest, list.first ?? 0, list.last ?? 0)
            }
            precondition(largest < .max, "a column that there is not")
            for word in words { marks.count(columns[Int(word)]) }
            pairs.withUnsafeBufferPointer { marks.count($0) }
            marks.find(&repeats)
            codes.removeAll(keepingCapacity: true)
            for entry in repeats { WordRows.append(entry, to: &codes) }
            made.words.append(words.lazy.filter { [columns] in columns.length(of: Int($0)) > 0 })
            made.pairs.append(pairs)
            made.repeats.append(codes)
        }
    }
}

/// Rows of texts before it is known what their features are worth.
struct MadeRows: Sendable {
    fileprivate(set) var words = NumberLists()
    fileprivate(set) var pairs = NumberLists()
    fileprivate(set) var repeats = NumberLists()
    private(set) var columns: NumberLists

    fileprivate init(columns: NumberLists) { self.columns = columns }

    /// Adds the rows of other texts, with the same words.
    fileprivate mutating func append(_ other: MadeRows) {
        words.append(contentsOf: other.words)
        pairs.append(contentsOf: other.pairs)
        repeats.append(contentsOf: other.repeats)
    }

    /// Calls `body` with each column that comes more than once in a text: the text, the column, and how often.
    func forEachRepeat(_ body: (Int, Int, Int) -> Void) {
        repeats.withView { repeats in
            for text in 0..<repeats.count { WordRows.forEachRepeat(in: repeats[text]) { body(text, $0, $1) } }
        }
    }

    /// Leaves out all columns but some.
    ///
    /// - Parameters:
    ///   - kept: those that stay, ascending; they are numbered anew.
    ///   - count: how many there were.
    mutating func keep(_ kept: [Int], of count: Int, threads: Int) {
        var numbers = [UInt32](repeating: .max, count: count)
        for (number, column) in kept.enumerated() { numbers[column] = UInt32(number) }
        let (before, numbered) = (self, numbers)
        let ranges = Parallel.ranges(of: before.repeats.count, chunk: Self.textsAtOnce)
        let lists = Parallel.map(2 + ranges.count, threads: threads) { place in
            switch place {
            case 0: before.pairs.numbered { numbered[Int($0)] }
            case 1: before.columns.numbered { numbered[Int($0)] }
            default: before.repeats(of: ranges[place - 2], numbered)
            }
        }
        (pairs, columns, repeats) = (lists[0], lists[1], NumberLists())
        repeats.reserveCapacity(
            lists: before.repeats.count, numbers: lists.dropFirst(2).reduce(0) { $0 + $1.numbers.count })
        for piece in lists.dropFirst(2) { repeats.append(contentsOf: piece) }
    }

    private static let textsAtOnce = 1 << 14

    /// What comes more than once in some texts, where columns have other numbers.
    private func repeats(of texts: Range<Int>, _ numbers: [UInt32]) -> NumberLists {
        var found = NumberLists()
        var codes: [UInt32] = []
        repeats.withView { repeats in
            found.reserveCapacity(
                lists: texts.count, numbers: texts.reduce(0) { $0 + repeats.length(of: $1) })
            for text in texts {
                codes.removeAll(keepingCapacity: true)
                WordRows.forEachRepeat(in: repeats[text]) { column, times in
                    let number = numbers[column]
                    if number < .max { WordRows.append(ColumnMarks.Repeat(column: number, times: times), to: &codes) }
                }
                found.append(codes)
            }
        }
        return found
    }

    /// The rows by these weights.
    func rows(_ weights: FeatureWeights, columnCount: Int, threads: Int) -> WordRows {
        WordRows(
            words: words, pairs: pairs, repeats: repeats, columns: columns, weights: weights, columnCount: columnCount,
            threads: threads)
    }
}
