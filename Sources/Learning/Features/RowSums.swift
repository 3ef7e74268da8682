import Arithmetic
import Threads

/// What rows come to under a table with a row of weights for each column: Σ value · weights.
///
/// Of texts, what each word brings is summed once, and a row is the sum of its words and pairs, divided by its length; n times
/// one feature has been counted n times then, where it has to count 1 + ln n times, and the difference is added. Rows with a
/// feature that comes more than eight times are summed entry by entry: so many equal terms, and the difference, would leave fewer
/// digits. Which way a row goes depends on the row alone, and so do the bits: neither on the rows beside it nor on threads.
struct RowSums: Sendable {
    /// Rows of weights.
    struct Table: Sendable {
        private let weights: [Float]
        /// The same from a cache line on, where so many rows are asked for that it is worth a copy.
        private var aligned: AlignedFloats?
        /// By column its row of weights; nil where every column has its own.
        let columns: [Column]?
        /// Numbers of a row.
        let width: Int
        /// Bit by bit whether a column has a row: few enough to stay in the processor's caches, where ``columns`` do not.
        private let known: [UInt64]

        /// Where the weights of a column stand. Both in one place, because each look there may wait for the memory.
        struct Column: Sendable {
            /// −1 for none.
            let row: Int32
            /// What the row counts for it.
            let share: Float
        }

        /// - Parameters:
        ///   - rows: by column its row of weights, −1 for none; nil where every column has its own.
        ///   - shares: by column what its row counts for it; empty where each counts once.
        init(weights: [Float], rows: [Int32]?, shares: [Float] = [], width: Int) {
            self.weights = weights
            columns = rows.map { rows in
                rows.indices.map { Column(row: rows[$0], share: shares.isEmpty ? 1 : shares[$0]) }
            }
            self.width = width
            var known = [UInt64](repeating: 0, count: ((rows?.count ?? 0) + 63) / 64)
            for (column, row) in (rows ?? []).enumerated() where row >= 0 {
                known[column / 64] |= 1 << UInt64(column % 64)
            }
            self.known = known
        }

        /// The same table for so many rows.
        fileprivate func ready(forRows count: Int) -> Table {
            guard count * 4 >= weights.count / max(1, width) else { return self }
            var table = self
            table.aligned = AlignedFloats(weights)
            return table
        }

        private func withWeights<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
            if let aligned { return try aligned.withUnsafeBufferPointer(body) }
            return try weights.withUnsafeBufferPointer { try body($0) }
        }

        fileprivate func withView<Result>(_ body: (TableView) throws -> Result) rethrows -> Result {
            let zeros = [Float](repeating: 0, count: width)
            return try withWeights { weights in
                try zeros.withUnsafeBufferPointer { zeros in
                    guard let columns else { return try body(TableView(weights: weights, width: width, zeros: zeros)) }
                    return try columns.withUnsafeBufferPointer { columns in
                        try known.withUnsafeBufferPointer { known in
                            try body(
                                TableView(
                                    weights: weights, columns: columns, known: known, width: width, zeros: zeros))
                        }
                    }
                }
            }
        }
    }

    private let rows: SparseRows
    private let table: Table
    /// By word its row of ``words``, or ``alone`` or ``nothing``.
    private let places: [Int32]
    /// Sums of words that stand in several rows.
    private let words: AlignedFloats

    /// A word whose sum is not kept, and one that has no weights.
    private static let alone: Int32 = -1
    private static let nothing: Int32 = -2
    /// Numbers that are kept at most, in 64 MB.
    static let mostKept = 1 << 24
    /// A feature may come so often where differences are added.
    static let mostTimes = 8

    /// - Parameters:
    ///   - subset: the rows that will be asked for; nil for all.
    ///   - mostKept: numbers of words' sums that are kept at most.
    /// - Complexity: O(different words of all rows + words of the rows + entries of their different words × width), the last of
    ///   it shared among the threads.
    init(
        _ rows: SparseRows, _ subset: [Int]? = nil, table: Table, mostKept: Int = mostKept, threads: Int
    ) {
        self.rows = rows
        let table = table.ready(forRows: subset?.count ?? rows.count)
        self.table = table
        guard case .texts(let texts) = rows.storage, table.width > 0 else {
            (places, words) = ([], AlignedFloats([]))
            return
        }
        var places = texts.withView { view in
            let uses = Self.uses(subset, texts.count, of: view)
            let least = Self.leastUses(uses, words: mostKept / table.width)
            return table.withView { table in
                uses.indices.map { word in
                    guard uses[word] > 0, view.columns[word].contains(where: table.isKnown) else {
                        return Self.nothing
                    }
                    // Marked, to be numbered.
                    return uses[word] >= least ? 0 : Self.alone
                }
            }
        }
        let kept = places.indices.filter { places[$0] == 0 }
        for (place, word) in kept.enumerated() { places[word] = Int32(truncatingIfNeeded: place) }
        self.places = places
        words = AlignedFloats(count: kept.count * table.width) { numbers in
            let sums = Matrix.FilledRows(elements: numbers, rowCount: kept.count, columnCount: table.width)
            Parallel.forEachRange(of: kept.count, chunk: 1_024, threads: threads) { range in
                let target = sums(range)
                texts.withView { view in
                    table.withView { table in
                        var entries = Entries()
                        for (position, place) in range.enumerated() {
                            entries.fill(ofWord: kept[place], view, table)
                            entries.sum(table, start: table.zeros, to: target, at: position * table.width)
                        }
                    }
                }
            }
        }
    }

    /// By word how often it stands in rows.
    private static func uses(_ subset: [Int]?, _ rowCount: Int, of view: WordRows.View) -> [UInt32] {
        var uses = [UInt32](repeating: 0, count: view.columns.count)
        func count(_ row: Int) {
            for word in view.words[row] { uses[Int(word)] += 1 }
        }
        if let subset { subset.forEach(count) } else { (0..<rowCount).forEach(count) }
        return uses
    }

    /// From how many uses on a word's sum is kept: from the second on, or where that were too many words, from more.
    private static func leastUses(_ uses: [UInt32], words limit: Int) -> UInt32 {
        var least: UInt32 = 2
        while least <= .max / 2, uses.count(where: { $0 >= least }) > limit { least *= 2 }
        return least
    }

    // MARK: Summing

    /// Calls `body` with what sums rows, one after the other; each thread has its own.
    func withWorker<Result>(_ body: (inout Worker) throws -> Result) rethrows -> Result {
        try places.withUnsafeBufferPointer { places in
            try words.withUnsafeBufferPointer { words in
                try table.withView { table in
                    guard case .texts(let texts) = rows.storage else {
                        var worker = Worker(rows: rows, view: nil, table: table, places: places, words: words)
                        return try body(&worker)
                    }
                    return try texts.withView { view in
                        var worker = Worker(rows: rows, view: view, table: table, places: places, words: words)
                        return try body(&worker)
                    }
                }
            }
        }
    }

    /// Sums rows.
    struct Worker {
        fileprivate let rows: SparseRows
        fileprivate let view: WordRows.View?
        fileprivate let table: TableView
        fileprivate let places: UnsafeBufferPointer<Int32>
        fileprivate let words: UnsafeBufferPointer<Float>
        private var entries = Entries()
        private var kept = Entries()
        private var other = Entries()
        private var scale = Entries()
        private var sum: [Float]
        private var word: [Float]

        fileprivate init(
            rows: SparseRows, view: WordRows.View?, table: TableView, places: UnsafeBufferPointer<Int32>,
            words: UnsafeBufferPointer<Float>
        ) {
            self.rows = rows
            self.view = view
            self.table = table
            self.places = places
            self.words = words
            sum = Array(repeating: 0, count: table.width)
            word = sum
        }

        /// target = start + the sum of a row.
        ///
        /// - Parameters:
        ///   - start: as many numbers as a row of weights has.
        ///   - target: likewise, from `targetStart` on.
        mutating func sum(
            _ row: Int, start: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>,
            at targetStart: Int
        ) {
            guard table.width > 0 else { return }
            guard let view, fillSingles(row, view) else {
                fillEntries(row)
                return entries.sum(table, start: start, to: target, at: targetStart)
            }
            // Taken out while it is written to.
            var sum: [Float] = []
            swap(&sum, &self.sum)
            defer { swap(&sum, &self.sum) }
            sum.withUnsafeMutableBufferPointer { sum in
                let begun = addWords(view.words[row], view, to: sum)
                entries.sum(table, start: begun ?? table.zeros, to: sum, at: 0)
                scale.removeAll()
                scale.append(0, Float(1 / view.divisor(row)))
                scale.sum(
                    TableView(weights: UnsafeBufferPointer(sum), width: table.width, zeros: table.zeros),
                    start: start, to: target, at: targetStart)
            }
        }

        /// Takes up the entries of a row.
        private mutating func fillEntries(_ row: Int) {
            entries.removeAll()
            let (table, rows) = (table, rows)
            func isKnown(_ column: Int) -> Bool { table.isKnown(UInt32(column)) }
            func add(_ column: Int, _ value: Float) { entries.append(column: UInt32(column), value, of: table) }
            if let view {
                view.forEachEntry(row, where: isKnown, add)
            } else {
                rows.forEachEntry(row, where: isKnown, add)
            }
        }

        /// Takes up what a row has besides its words: its pairs, and what features that come several times count less.
        ///
        /// - Returns: whether a row is summed in this way.
        private mutating func fillSingles(_ row: Int, _ view: WordRows.View) -> Bool {
            entries.removeAll()
            for column in view.pairs[row] {
                if table.isKnown(column) { entries.append(column: column, view.weights.unit(Int(column)), of: table) }
            }
            var isFit = true
            let isWeighted = view.weights.isWeighted
            view.forEachRepeat(row) { column, times in
                isFit = isFit && times <= RowSums.mostTimes
                guard isWeighted else { return }
                if table.isKnown(UInt32(column)) {
                    entries.append(
                        column: UInt32(column), Float(view.weights.excess(ofCount: times, column)), of: table)
                }
            }
            return isFit
        }

        /// Adds what words bring, in their order.
        ///
        /// - Returns: the sum; nil where they bring nothing.
        private mutating func addWords(
            _ words: UnsafeBufferPointer<UInt32>, _ view: WordRows.View, to sum: UnsafeMutableBufferPointer<Float>
        ) -> UnsafeBufferPointer<Float>? {
            var begun: UnsafeBufferPointer<Float>?
            let keptWords = TableView(weights: self.words, width: table.width, zeros: table.zeros)
            func add(_ entries: Entries, of table: TableView) {
                entries.sum(table, start: begun ?? table.zeros, to: sum, at: 0)
                begun = UnsafeBufferPointer(sum)
            }
            kept.removeAll()
            for word in words {
                let place = places[Int(word)]
                if place >= 0 {
                    kept.append(place, 1)
                } else if place == RowSums.alone {
                    if !kept.isEmpty { add(kept, of: keptWords) }
                    other.fill(ofWord: Int(word), view, table)
                    self.word.withUnsafeMutableBufferPointer { other.sum(table, start: table.zeros, to: $0, at: 0) }
                    kept.removeAll()
                    kept.append(0, 1)
                    self.word.withUnsafeBufferPointer {
                        add(kept, of: TableView(weights: $0, width: table.width, zeros: table.zeros))
                    }
                    kept.removeAll()
                }
            }
            if !kept.isEmpty { add(kept, of: keptWords) }
            return begun
        }
    }

    /// Rows of weights that are to be summed, each with how much it counts.
    private struct Entries {
        private var rows: [Int32] = []
        private var values: [Float] = []
        private var count = 0

        var isEmpty: Bool { count == 0 }

        mutating func removeAll() { count = 0 }

        @inline(__always)
        mutating func append(_ row: Int32, _ value: Float) {
            if count == rows.count {
                rows.append(contentsOf: repeatElement(0, count: count + 64))
                values.append(contentsOf: repeatElement(0, count: count + 64))
            }
            rows[count] = row
            values[count] = value
            count += 1
        }

        /// Adds a column that has a row of weights.
        @inline(__always)
        mutating func append(column: UInt32, _ value: Float, of table: TableView) {
            guard let columns = table.columns else { return append(Int32(bitPattern: column), value) }
            let place = columns[Int(column)]
            append(place.row, value * place.share)
        }

        /// Takes up what a word brings.
        mutating func fill(ofWord word: Int, _ view: WordRows.View, _ table: TableView) {
            removeAll()
            for column in view.columns[word] where table.isKnown(column) {
                append(column: column, view.weights.unit(Int(column)), of: table)
            }
        }

        func sum(
            _ table: TableView, start: UnsafeBufferPointer<Float>, to target: UnsafeMutableBufferPointer<Float>,
            at targetStart: Int
        ) {
            rows.withUnsafeBufferPointer { rows in
                values.withUnsafeBufferPointer { values in
                    LinearMath.weightedSum(
                        rows: UnsafeBufferPointer(rebasing: rows[..<count]),
                        values: UnsafeBufferPointer(rebasing: values[..<count]), weights: table.weights, start: start,
                        to: target, at: targetStart, width: table.width)
                }
            }
        }
    }

    /// A table while it is read.
    fileprivate struct TableView {
        let weights: UnsafeBufferPointer<Float>
        var columns: UnsafeBufferPointer<Table.Column>?
        var known = UnsafeBufferPointer<UInt64>(start: nil, count: 0)
        let width: Int
        /// As many as a row has numbers.
        let zeros: UnsafeBufferPointer<Float>

        /// Whether a column has a row of weights.
        @inline(__always)
        func isKnown(_ column: UInt32) -> Bool {
            guard let columns else { return true }
            return Int(column) < columns.count && known[Int(column / 64)] >> UInt64(column % 64) & 1 != 0
        }
    }
}
