import Threads

/// Feature rows of texts as what they are put together from: the words of each, and what each word brings.
///
/// A few words make nearly all texts, and each brings a dozen features. So a text takes four bytes a word, and whatever is
/// summed over its features is summed once for each different word. A row has a feature as often as its words bring it and its
/// pairs of words; those that come more than once are told apart, because n times a feature is worth less than n features
/// (see ``FeatureWeights``).
struct WordRows: Sendable {
    /// By text the words that bring features, or did before rare ones were left out, in their order.
    let words: NumberLists
    /// By text the columns of its pairs of words, in their order.
    let pairs: NumberLists
    /// By text the columns that come more than once, ascending: ``code(of:)``.
    let repeats: NumberLists
    /// By word the columns that it brings, ascending; one that stands in it twice comes twice.
    let columns: NumberLists
    /// By text the length of its row before it was divided by it; none for plain counts.
    private(set) var lengths: NumberList<Double>
    let weights: FeatureWeights
    let columnCount: Int

    /// - Precondition: words, columns and numbers of texts that there are: ``areSound(threads:)``.
    init(
        words: NumberLists, pairs: NumberLists, repeats: NumberLists, columns: NumberLists, lengths: NumberList<Double>,
        weights: FeatureWeights, columnCount: Int
    ) {
        self.words = words
        self.pairs = pairs
        self.repeats = repeats
        self.columns = columns
        self.lengths = lengths
        self.weights = weights
        self.columnCount = columnCount
    }

    /// Rows whose lengths follow from what features are worth.
    ///
    /// - Complexity: O(words + pairs), shared among the threads.
    init(
        words: NumberLists, pairs: NumberLists, repeats: NumberLists, columns: NumberLists, weights: FeatureWeights,
        columnCount: Int, threads: Int
    ) {
        self.init(
            words: words, pairs: pairs, repeats: repeats, columns: columns, lengths: NumberList(), weights: weights,
            columnCount: columnCount)
        guard weights.isWeighted else { return }
        let squares = withView { view in
            (0..<columns.count).map { word in
                view.columns[word].reduce(0.0) { sum, column in
                    let value = Double(view.weights.unit(Int(column)))
                    return sum + value * value
                }
            }
        }
        let rows = self
        lengths = NumberList(
            Parallel.flatMap(rangesOf: count, threads: threads) { range in
                rows.withView { view in range.map { view.square($0, ofWords: squares).squareRoot() } }
            })
    }

    /// The rows of several, one behind the other; each keeps its own words.
    init(_ pieces: [WordRows], weights: FeatureWeights, columnCount: Int) {
        if pieces.count == 1 {
            self = pieces[0]
            return
        }
        var (words, pairs, repeats, columns) = (NumberLists(), NumberLists(), NumberLists(), NumberLists())
        var lengths = NumberList<Double>()
        for piece in pieces {
            let first = UInt32(columns.count)
            piece.words.withView { lists in
                for row in 0..<piece.count { words.append(lists[row].lazy.map { first + $0 }) }
            }
            pairs.append(contentsOf: piece.pairs)
            repeats.append(contentsOf: piece.repeats)
            columns.append(contentsOf: piece.columns)
            lengths.append(contentsOf: piece.lengths)
        }
        self.init(
            words: words, pairs: pairs, repeats: repeats, columns: columns, lengths: lengths, weights: weights,
            columnCount: columnCount)
    }

    /// Number of rows.
    var count: Int { words.count }

    /// Appends how often a column comes in the form of ``repeats``: twice the column for two times, else 1 more and then the times.
    static func append(_ entry: ColumnMarks.Repeat, to codes: inout [UInt32]) {
        let code = entry.column << 1
        guard entry.times != 2 else { return codes.append(code) }
        codes.append(code | 1)
        codes.append(UInt32(clamping: entry.times))
    }

    /// Calls `body` with each column of a list of ``repeats``, and how often it comes.
    @inline(__always)
    static func forEachRepeat(in codes: UnsafeBufferPointer<UInt32>, _ body: (Int, Int) -> Void) {
        var place = 0
        while place < codes.count {
            let code = codes[place]
            place += 1
            guard code & 1 != 0, place < codes.count else {
                body(Int(code >> 1), 2)
                continue
            }
            body(Int(code >> 1), Int(codes[place]))
            place += 1
        }
    }

    // MARK: Reading

    /// All of it while it is read.
    struct View {
        let words: NumberLists.View
        let pairs: NumberLists.View
        let columns: NumberLists.View
        let weights: FeatureWeights.View
        fileprivate let repeats: NumberLists.View
        fileprivate let lengths: UnsafeBufferPointer<Double>
        fileprivate let columnBits: Int

        /// What the values of a row are divided by.
        @inline(__always)
        func divisor(_ row: Int) -> Double {
            guard weights.isWeighted else { return 1 }
            return lengths[row] > 0 ? lengths[row] : 1
        }

        /// Calls `body` with each column that comes more than once, and how often, ascending.
        @inline(__always)
        func forEachRepeat(_ row: Int, _ body: (Int, Int) -> Void) { WordRows.forEachRepeat(in: repeats[row], body) }

        /// The squared length of a row before it is divided by it.
        ///
        /// - Parameter squares: by word those of its columns, summed.
        fileprivate func square(_ row: Int, ofWords squares: [Double]) -> Double {
            var sum = words[row].reduce(0.0) { $0 + squares[Int($1)] }
            for column in pairs[row] {
                let value = Double(weights.unit(Int(column)))
                sum += value * value
            }
            forEachRepeat(row) { sum += weights.excessOfSquares(ofCount: $1, $0) }
            return sum
        }

        /// How many features words and pairs bring, each as often as it comes.
        func occurrenceCount(_ row: Int) -> Int {
            words[row].reduce(pairs.length(of: row)) { $0 + columns.length(of: Int($1)) }
        }

        /// Calls `body` with each column of a row, ascending, and how often it comes.
        func forEachCount(_ row: Int, _ body: (Int, Int) -> Void) {
            let count = occurrenceCount(row)
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * count) { room in
                let found = UnsafeMutableBufferPointer(rebasing: room[..<count])
                var end = 0
                func add(_ columns: UnsafeBufferPointer<UInt32>) {
                    for column in columns {
                        found.initializeElement(at: end, to: column)
                        end += 1
                    }
                }
                for word in words[row] { add(columns[Int(word)]) }
                add(pairs[row])
                let sorted = BucketSort<UInt32>.sort(
                    found, room: UnsafeMutableBufferPointer(rebasing: room[count...]), bits: columnBits)
                var start = 0
                while start < count {
                    let column = sorted[start]
                    var end = start + 1
                    while end < count, sorted[end] == column { end += 1 }
                    body(Int(column), end - start)
                    start = end
                }
            }
        }

        /// Calls `body` with the column and the value of each entry of a row that is wanted, columns ascending.
        @inline(__always)
        func forEachEntry(_ row: Int, where isWanted: (Int) -> Bool, _ body: (Int, Float) -> Void) {
            let divisor = divisor(row)
            forEachCount(row) { column, times in
                guard isWanted(column) else { return }
                body(column, weights.value(ofCount: times, column, divisor: divisor))
            }
        }
    }

    /// Calls `body` with all of it, which it must not keep.
    @inline(__always)
    func withView<Result>(_ body: (View) throws -> Result) rethrows -> Result {
        try words.withView { words in
            try pairs.withView { pairs in
                try repeats.withView { repeats in
                    try columns.withView { columns in
                        try lengths.withUnsafeBufferPointer { lengths in
                            try weights.withView { weights in
                                try body(
                                    View(
                                        words: words, pairs: pairs, columns: columns, weights: weights,
                                        repeats: repeats,
                                        lengths: lengths,
                                        columnBits: Int.bitWidth - columnCount.leadingZeroBitCount))
                            }
                        }
                    }
                }
            }
        }
    }

    /// A text of a file has not more features: a short list of words with long lists of columns would take all memory.
    private static let mostOccurrences = 1 << 26

    // MARK: Sums

    /// Scalar products of some rows with a vector of at least ``columnCount`` numbers.
    ///
    /// - Complexity: O(words + pairs of the rows + features of their different words).
    func products(of rows: [Int], with vector: UnsafeBufferPointer<Double>, threads: Int) -> [Double] {
        let vector = UncheckedVector(elements: vector)
        // Where few words are asked for, those alone; a word's sum has the same bits either way.
        let wordCount = words.withView { words in rows.reduce(0) { $0 + words.length(of: $1) } }
        let ofWords: [Double]? =
            wordCount < columns.count
            ? nil
            : Parallel.flatMap(rangesOf: columns.count, threads: threads) { range in
                withView { view in range.map { view.product(ofWord: $0, vector.elements) } }
            }
        return Parallel.flatMap(rangesOf: rows.count, threads: threads) { range in
            withView { view in
                range.map { position in
                    let row = rows[position]
                    var sum = 0.0
                    for word in view.words[row] {
                        sum += ofWords?[Int(word)] ?? view.product(ofWord: Int(word), vector.elements)
                    }
                    for column in view.pairs[row] {
                        sum += Double(view.weights.unit(Int(column))) * vector.elements[Int(column)]
                    }
                    view.forEachRepeat(row) { column, times in
                        sum += view.weights.excess(ofCount: times, column) * vector.elements[column]
                    }
                    return sum / view.divisor(row)
                }
            }
        }
    }

    private struct UncheckedVector: @unchecked Sendable {
        let elements: UnsafeBufferPointer<Double>
    }

    /// Euclidean length of every row: 1 where values are weighted, but for rows without features.
    func euclideanLengths(threads: Int) -> [Double] {
        guard weights.isWeighted else {
            return Parallel.flatMap(rangesOf: count, threads: threads) { range in
                withView { view in
                    range.map { row in
                        var squares = Double(view.occurrenceCount(row))
                        view.forEachRepeat(row) { squares += Double($1) * Double($1) - Double($1) }
                        return squares.squareRoot()
                    }
                }
            }
        }
        return lengths.map { $0 > 0 ? 1 : 0 }
    }

    /// For each row a number that two rows share when they have the same features, each as often, whatever their places: each
    /// feature has a number of its own, and the sum of them stands for the row.
    ///
    /// - Complexity: O(features of different words + words + pairs of the rows), most of it shared among the threads.
    func contentHashes(threads: Int) -> [UInt64] {
        // By word the sum of its columns' hashes.
        let hashes = withView { view in
            (0..<columns.count).map { view.columns[$0].reduce(0 as UInt64) { $0 &+ Self.hash(of: $1) } }
        }
        return Parallel.flatMap(rangesOf: count, threads: threads) { range in
            withView { view in
                range.map { row in
                    let sum = view.words[row].reduce(0 as UInt64) { $0 &+ hashes[Int($1)] }
                    return view.pairs[row].reduce(sum) { $0 &+ Self.hash(of: $1) }
                }
            }
        }
    }

    private static func hash(of column: UInt32) -> UInt64 { FeatureHash.pair(UInt64(column) &+ 1, 0) }

    /// Whether each row can be read: words that there are, and columns that there are.
    ///
    /// - Complexity: O(words + pairs of all rows), in part shared among the threads.
    func areSound(threads: Int) -> Bool {
        guard words.areSound, pairs.areSound, repeats.areSound, columns.areSound, pairs.count == count,
            repeats.count == count, lengths.count == (weights.isWeighted ? count : 0),
            !weights.isWeighted || weights.idf.count == columnCount
        else { return false }
        func areBelow(_ limit: Int, _ numbers: NumberList<UInt32>) -> Bool {
            Parallel.flatMap(rangesOf: numbers.count, chunk: 1 << 16, threads: threads) { range in
                numbers.withUnsafeBufferPointer { numbers in [numbers[range].allSatisfy { Int($0) < limit }] }
            }.allSatisfy { $0 }
        }
        return areBelow(columns.count, words.numbers) && areBelow(columnCount, pairs.numbers)
            && areBelow(columnCount, columns.numbers)
            && withView { view in
                (0..<count).allSatisfy { row in
                    let occurrences = view.occurrenceCount(row)
                    var isSound = occurrences <= Self.mostOccurrences
                    view.forEachRepeat(row) { column, times in
                        isSound = isSound && column < columnCount && (2...max(2, occurrences)).contains(times)
                    }
                    return isSound
                }
            }
    }
}

extension WordRows.View {
    /// What a word's columns come to, each as often as it brings it.
    @inline(__always)
    func product(ofWord word: Int, _ vector: UnsafeBufferPointer<Double>) -> Double {
        columns[word].reduce(0.0) { $0 + Double(weights.unit(Int($1))) * vector[Int($1)] }
    }
}
