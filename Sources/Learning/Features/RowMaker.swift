import Threads

/// Puts rows of texts together from the words of each.
struct RowMaker: Sendable {
    private let columns: NumberLists
    /// By word the sum of the squares of what its columns are worth, each as often as it brings it.
    private let squares: [Double]
    private let weights: FeatureWeights
    private let columnCount: Int

    private static let piece = 1_024
    private static let piecesInBatch = 32

    /// - Parameter columns: by word those that it brings, ascending.
    init(_ columns: NumberLists, _ weights: FeatureWeights, columnCount: Int) {
        self.columns = columns
        self.weights = weights
        self.columnCount = columnCount
        squares = columns.withView { columns in
            weights.withView { weights in
                (0..<columns.count).map { word in
                    columns[word].reduce(0.0) { sum, column in
                        let value = Double(weights.unit(Int(column)))
                        return sum + value * value
                    }
                }
            }
        }
    }

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
    ) throws -> WordRows {
        let ranges = Parallel.ranges(of: count, chunk: Self.piece)
        let spare = Lock<[ColumnMarks]>([])
        var all = Piece()
        all.words.reserveCapacity(lists: count, numbers: words)
        all.pairs.reserveCapacity(lists: count, numbers: pairs)
        all.repeats.reserveCapacity(lists: count, numbers: 0)
        for start in stride(from: 0, to: ranges.count, by: Self.piecesInBatch) {
            try monitor.checkCancellation()
            let batch = Array(ranges[start..<min(ranges.count, start + Self.piecesInBatch)])
            for piece in Parallel.map(
                batch.count, threads: threads,
                { place in
                    var marks = spare.withLock { $0.popLast() } ?? ColumnMarks(columnCount: columnCount)
                    defer { spare.withLock { [marks] in $0.append(marks) } }
                    return make(&marks) { append(batch[place], &$0) }
                })
            {
                all.append(piece)
            }
        }
        return rows(of: all)
    }

    /// The rows of a few texts.
    ///
    /// - Parameter append: gives them to a builder, in order.
    func rows(append: (inout Builder) -> Void) -> WordRows {
        var marks = ColumnMarks(columnCount: columnCount)
        return rows(of: make(&marks, append: append))
    }

    private func rows(of piece: Piece) -> WordRows {
        WordRows(
            words: piece.words, pairs: piece.pairs, repeats: piece.repeats, columns: columns,
            lengths: NumberList(piece.lengths), weights: weights, columnCount: columnCount)
    }

    private func make(_ marks: inout ColumnMarks, append: (inout Builder) -> Void) -> Piece {
        columns.withView { columns in
            weights.withView { weights in
                squares.withUnsafeBufferPointer { squares in
                    var builder = Builder(columns: columns, squares: squares, weights: weights, marks: marks)
                    // Held by the builder alone while it counts.
                    marks = ColumnMarks(columnCount: 0)
                    append(&builder)
                    marks = builder.marks
                    return builder.piece
                }
            }
        }
    }

    /// The rows of some texts, one behind the other.
    fileprivate struct Piece: Sendable {
        var words = NumberLists()
        var pairs = NumberLists()
        var repeats = NumberLists()
        var lengths: [Double] = []

        mutating func append(_ other: Piece) {
            words.append(contentsOf: other.words)
            pairs.append(contentsOf: other.pairs)
            repeats.append(contentsOf: other.repeats)
            lengths += other.lengths
        }
    }

    /// Takes texts one after the other.
    struct Builder {
        fileprivate let columns: NumberLists.View
        fileprivate let squares: UnsafeBufferPointer<Double>
        fileprivate let weights: FeatureWeights.View
        fileprivate var marks: ColumnMarks
        fileprivate var piece = Piece()
        private var repeats: [ColumnMarks.Repeat] = []
        private var codes: [UInt32] = []

        fileprivate init(
            columns: NumberLists.View, squares: UnsafeBufferPointer<Double>, weights: FeatureWeights.View,
            marks: ColumnMarks
        ) {
            self.columns = columns
            self.squares = squares
            self.weights = weights
            self.marks = marks
        }

        /// Adds the row of a text.
        ///
        /// - Parameters:
        ///   - words: all of it, in order; those that bring nothing are left out.
        ///   - pairs: the columns of pairs, in order.
        mutating func append(words: [UInt32], pairs: [UInt32]) {
            marks.begin()
            var sum = 0.0
            for word in words {
                marks.count(columns[Int(word)])
                sum += squares[Int(word)]
            }
            pairs.withUnsafeBufferPointer { marks.count($0) }
            for column in pairs {
                let value = Double(weights.unit(Int(column)))
                sum += value * value
            }
            marks.find(&repeats)
            codes.removeAll(keepingCapacity: true)
            for entry in repeats {
                sum += weights.excessOfSquares(ofCount: entry.times, Int(entry.column))
                WordRows.append(entry, to: &codes)
            }
            piece.words.append(words.lazy.filter { [columns] in columns.length(of: Int($0)) > 0 })
            piece.pairs.append(pairs)
            piece.repeats.append(codes)
            if weights.isWeighted { piece.lengths.append(sum.squareRoot()) }
        }
    }
}
