import Arithmetic

/// The sparse rows of a training's examples, and the weights that stand for their columns while it lasts: those of groups of
/// columns (``ColumnGroups``).
///
/// Where nothing is known of columns before, one row of weights W is drawn for a group, and each of its columns has α of it: the
/// examples have all columns of a group in one proportion, so that what the hidden units begin with, for them, has the mean and the
/// variance that it has if each column draws its own. The columns' weights are α W then, at the end as well as at the beginning, and
/// nothing is held of each but its α: a model of 1,200 messages has a fifth of the weights. Columns that begin with weights of their
/// own, which another task has learnt or which are all drawn, keep the differences among them.
struct TrainingInputs: Sendable {
    /// Example *i* has the entries `offsets[i] ..< offsets[i + 1]`.
    private(set) var offsets = [0]
    /// By entry its row of the weights in training.
    let rows: [Int32]
    /// By entry what it counts.
    private(set) var values: [Float] = []
    /// Weights in training as they begin; none once they were taken and ``own`` does not need them.
    private var begun: [Float]
    private let groups: ColumnGroups
    private let units: Int
    /// Weights that columns began with, row by row of ``columnRows``; nil where those of groups say all.
    private var own: [Float]?
    /// By column its row of the model's weights, −1 for none.
    let columnRows: [Int32]
    /// By column what its row counts for it; empty where each counts once.
    let shares: [Float]

    /// - Parameters:
    ///   - layer: what another task has learnt.
    ///   - isFrozen: whether the layer stays as it is, and nothing is beside it.
    ///   - units: of the model's hidden layer; `kept` of them, at the front, are the layer's and stay as they are.
    ///   - width: weights are drawn from ± this.
    ///   - isEveryColumnDrawn: whether columns of no example have weights, too, each its own.
    /// - Complexity: O(entries of the examples + columns + rows of weights × units).
    init(
        _ features: SparseRows, _ examples: [Example], layer: HiddenLayer?, isFrozen: Bool, units: Int, kept: Int,
        width: Float, isEveryColumnDrawn: Bool, random: inout SeededRandom
    ) {
        self.units = units
        var columns: [UInt32] = []
        var (offsets, values): ([Int], [Float]) = ([0], [])
        for example in examples {
            features.forEachEntry(example.row) { column, value in
                columns.append(UInt32(column))
                values.append(value)
            }
            offsets.append(values.count)
        }
        defer { (self.offsets, self.values) = (offsets, values) }
        let rowOfColumn: [Int32]
        if let layer, isFrozen {
            let count = features.columnCount
            rowOfColumn = Self.fitted(layer.weightRows, to: count, filler: -1)
            shares = layer.shares.isEmpty ? [] : Self.fitted(layer.shares, to: count, filler: 1)
            own = layer.weights
        } else {
            let drawn = Self.drawnRows(columns, of: features.columnCount, all: isEveryColumnDrawn)
            let known = layer.flatMap { $0.weights.isEmpty ? nil : $0 }
            guard isEveryColumnDrawn || known != nil else {
                var rows = columns.map { drawn.rows[Int($0)] }
                groups = ColumnGroups(offsets: &offsets, rows: &rows, values: &values, rowCount: drawn.count)
                self.rows = rows
                var weights = random.symmetric(groups.count * units, width: width)
                Self.silence(kept, of: units, in: &weights)
                (columnRows, shares) = groups.rowsAndShares(of: drawn.rows)
                (own, begun) = (nil, weights)
                return
            }
            var weights = random.symmetric(drawn.count * units, width: width)
            Self.silence(kept, of: units, in: &weights)
            rowOfColumn = known.map { Self.joined(drawn.rows, $0, weights: &weights, units: units) } ?? drawn.rows
            (own, shares) = (weights, [])
        }
        columnRows = rowOfColumn
        var rows = columns.map { rowOfColumn[Int($0)] }
        if !shares.isEmpty {
            for (entry, column) in columns.enumerated() { values[entry] *= shares[Int(column)] }
            Self.mergeEntries(&offsets, &rows, &values)
        }
        groups = ColumnGroups(
            offsets: &offsets, rows: &rows, values: &values, rowCount: Int(rowOfColumn.max() ?? -1) + 1)
        self.rows = rows
        begun = groups.gathered(own ?? [], width: units)
    }

    /// The weights that the training begins with, rows of as many numbers as there are units.
    mutating func takeWeights() -> [Float] {
        guard own == nil else { return begun }
        defer { begun = [] }
        return begun
    }

    /// The weights of ``columnRows`` that follow from those in training; it can be asked once.
    mutating func takeColumnWeights(_ learnt: [Float]) -> [Float] {
        var begun: [Float]?
        swap(&begun, &own)
        guard var weights = begun else { return learnt }
        groups.spread(learnt, from: self.begun, over: &weights, width: units)
        return weights
    }

    /// Makes one entry of those of an example that have one row of weights.
    private static func mergeEntries(_ offsets: inout [Int], _ rows: inout [Int32], _ values: inout [Float]) {
        var places: [Int32: Int] = [:]
        var (end, entry) = (0, 0)
        for example in offsets.indices.dropLast() {
            places.removeAll(keepingCapacity: true)
            while entry < offsets[example + 1] {
                let (row, value) = (rows[entry], values[entry])
                entry += 1
                if let place = places[row] {
                    values[place] += value
                } else if row >= 0 {
                    places[row] = end
                    (rows[end], values[end]) = (row, value)
                    end += 1
                }
            }
            offsets[example + 1] = end
        }
        rows.removeLast(rows.count - end)
        values.removeLast(values.count - end)
    }

    // MARK: Rows of weights

    private static func fitted<Number>(_ numbers: [Number], to count: Int, filler: Number) -> [Number] {
        numbers.count >= count
            ? Array(numbers.prefix(count)) : numbers + repeatElement(filler, count: count - numbers.count)
    }

    /// Sets the weights of the first units to nothing, in rows of `units`.
    static func silence(_ kept: Int, of units: Int, in weights: inout [Float]) {
        guard kept > 0 else { return }
        for start in stride(from: 0, to: weights.count, by: max(1, units)) {
            for unit in start..<start + kept { weights[unit] = 0 }
        }
    }

    /// Where each column's weights stand, −1 for columns of no example unless all are wanted, and how many there are.
    ///
    /// The columns that most examples have stand together at the front, those of one frequency in their order: they are what
    /// every message needs, and stay in the processor's cache.
    private static func drawnRows(
        _ entries: [UInt32], of columnCount: Int, all: Bool
    ) -> (rows: [Int32], count: Int) {
        var frequencies = [Int](repeating: 0, count: columnCount)
        for column in entries { frequencies[Int(column)] += 1 }
        let least = all ? 0 : 1
        // By frequency how many columns have more, and so where those of it begin.
        var next = [Int](repeating: 0, count: (frequencies.max() ?? 0) + 1)
        for frequency in frequencies where frequency >= least { next[frequency] += 1 }
        var count = 0
        for frequency in next.indices.reversed() { (next[frequency], count) = (count, count + next[frequency]) }
        let rows = frequencies.map { frequency -> Int32 in
            guard frequency >= least else { return -1 }
            defer { next[frequency] += 1 }
            return Int32(next[frequency])
        }
        return (rows, count)
    }

    /// Puts the weights of a hidden layer beside new ones.
    ///
    /// - Parameters:
    ///   - weights: the new weights, overwritten where the layer knows the column, at the units that it has; what only the
    ///     layer knows is added behind them.
    ///   - units: those of the new model: as many as the layer has, or more.
    /// - Returns: where each column's weights stand.
    private static func joined(
        _ own: [Int32], _ layer: HiddenLayer, weights: inout [Float], units: Int
    ) -> [Int32] {
        let known = layer.unitCount
        var rows = own
        for (column, row) in layer.weightRows.enumerated() where row >= 0 && column < rows.count {
            let share = layer.shares.isEmpty ? 1 : layer.shares[column]
            let from = layer.weights[Int(row) * known..<(Int(row) + 1) * known].lazy.map { $0 * share }
            if rows[column] >= 0 {
                let start = Int(rows[column]) * units
                weights.replaceSubrange(start..<start + known, with: from)
            } else {
                rows[column] = Int32(weights.count / max(1, units))
                weights += from
                weights += repeatElement(0, count: units - known)
            }
        }
        return rows
    }
}
