import Arithmetic

/// Columns that a training moves together, and what stands for them while it does: most features of a few hundred texts stand in
/// one text alone, and all runs of characters of a rare word stand where it stands.
///
/// Columns c of one group have values v_c(e) = α_c · s(e) in all examples e, with Σ α_c² = 1. A gradient step takes
/// r · v_c(e) · g from the weights w_c, so that w_c = w_c(0) + α_c · d with the same d for all of them; and they add Σ v_c(e) w_c =
/// s(e) · (Σ α_c w_c(0) + d) to what the hidden units get. So W = Σ α_c w_c with the value s(e) is trained in their place, by the
/// same steps, and the weights of each follow from it: nothing is approximated but by rounding. The steps must be plain ones:
/// with the momentum or the rates of single weights that other methods have, this would not hold.
struct ColumnGroups: Sendable {
    /// How many groups there are.
    let count: Int
    /// By row of weights its group; −1 for one that stands in no example.
    private let groups: [Int32]
    /// By row of weights α.
    private let shares: [Float]
    /// Whether a group is one row, by group.
    private let isSingle: [Bool]

    /// What two columns' proportions may differ by, which is what rounding to a `Float` leaves of equal ones.
    private static let tolerance = 1e-6

    /// Finds the groups, and puts them in the place of the rows of weights in the examples' entries.
    ///
    /// - Parameters:
    ///   - offsets: example *i* has the entries `offsets[i] ..< offsets[i + 1]`.
    ///   - rows: by entry its row of weights; entries with −1 are left out.
    ///   - values: by entry its value.
    ///   - rowCount: rows of weights.
    /// - Complexity: O(entries + rows).
    init(offsets: inout [Int], rows: inout [Int32], values: inout [Float], rowCount: Int) {
        let places = RowPlaces(offsets: offsets, rows: rows, values: values, rowCount: rowCount)
        var groups = [Int32](repeating: -1, count: rowCount)
        var leaders: [Int] = []
        var leaderOfHash: [UInt64: Int] = [:]
        var squares: [Double] = []
        for row in 0..<rowCount where !places.isEmpty(row) {
            let first = Double(places.value(row, 0))
            let hash = places.hash(row)
            let leader = hash.flatMap { leaderOfHash[$0] }
            if let leader, places.areProportional(row, leader, tolerance: Self.tolerance) {
                let group = Int(groups[leader])
                groups[row] = Int32(group)
                squares[group] += first * first
                continue
            }
            if let hash, leader == nil { leaderOfHash[hash] = row }
            groups[row] = Int32(leaders.count)
            leaders.append(row)
            squares.append(first * first)
        }
        var shares = [Float](repeating: 1, count: rowCount)
        var sizes = [Int](repeating: 0, count: leaders.count)
        for row in 0..<rowCount where groups[row] >= 0 {
            let group = Int(groups[row])
            sizes[group] += 1
            let length = squares[group].squareRoot()
            if length > 0 { shares[row] = Float(Double(places.value(row, 0)) / length) }
        }
        let isSingle = sizes.map { $0 == 1 }
        for group in leaders.indices where isSingle[group] { shares[leaders[group]] = 1 }
        (self.groups, self.shares, self.isSingle, count) = (groups, shares, isSingle, leaders.count)

        // Of each group the leader's entries stay.
        var (end, entry) = (0, 0)
        for example in offsets.indices.dropLast() {
            while entry < offsets[example + 1] {
                let row = Int(rows[entry])
                if row >= 0, leaders[Int(groups[row])] == row {
                    rows[end] = groups[row]
                    values[end] = values[entry] / shares[row]
                    end += 1
                }
                entry += 1
            }
            offsets[example + 1] = end
        }
        rows.removeLast(rows.count - end)
        values.removeLast(values.count - end)
    }

    /// By column its group, −1 for none, and α: where columns have their groups' weights, α W each.
    ///
    /// - Parameter rows: by column its row of weights, −1 for none.
    func rowsAndShares(of rows: [Int32]) -> (rows: [Int32], shares: [Float]) {
        (rows.map { $0 < 0 ? -1 : groups[Int($0)] }, rows.map { $0 < 0 ? 1 : shares[Int($0)] })
    }

    /// W = Σ α_c w_c of each group.
    ///
    /// - Parameters:
    ///   - weights: rows of `width` numbers.
    ///   - width: numbers of a row.
    func gathered(_ weights: [Float], width: Int) -> [Float] {
        var result = [Float](repeating: 0, count: count * width)
        weights.withUnsafeBufferPointer { weights in
            result.withUnsafeMutableBufferPointer { result in
                for (row, group) in groups.enumerated() where group >= 0 {
                    LinearMath.addScaled(
                        shares[row], weights, row * width, to: result, Int(group) * width, count: width)
                }
            }
        }
        return result
    }

    /// Gives each row of weights its share of what its group has learnt.
    ///
    /// - Parameters:
    ///   - learnt: weights of the groups.
    ///   - begun: those that they began with, as they were gathered.
    ///   - weights: rows as they were when these were gathered.
    func spread(_ learnt: [Float], from begun: [Float], over weights: inout [Float], width: Int) {
        var steps = learnt
        steps.withUnsafeMutableBufferPointer { steps in
            begun.withUnsafeBufferPointer { LinearMath.addScaled(-1, $0, 0, to: steps, 0, count: begun.count) }
        }
        steps.withUnsafeBufferPointer { steps in
            weights.withUnsafeMutableBufferPointer { weights in
                for (row, group) in groups.enumerated() where group >= 0 {
                    if isSingle[Int(group)] {
                        for number in 0..<width { weights[row * width + number] = learnt[Int(group) * width + number] }
                    } else {
                        LinearMath.addScaled(
                            shares[row], steps, Int(group) * width, to: weights, row * width, count: width)
                    }
                }
            }
        }
    }
}

/// Where each row of weights stands: the examples and its values in them.
private struct RowPlaces {
    private var starts: [Int]
    private var examples: [Int32]
    private var values: [Float]

    init(offsets: [Int], rows: [Int32], values given: [Float], rowCount: Int) {
        var starts = [Int](repeating: 0, count: rowCount + 1)
        for row in rows where row >= 0 { starts[Int(row) + 1] += 1 }
        for row in 0..<rowCount { starts[row + 1] += starts[row] }
        var next = starts
        var examples = [Int32](repeating: 0, count: rows.count)
        var values = [Float](repeating: 0, count: rows.count)
        for example in offsets.indices.dropLast() {
            for entry in offsets[example]..<offsets[example + 1] where rows[entry] >= 0 {
                let place = next[Int(rows[entry])]
                next[Int(rows[entry])] += 1
                examples[place] = Int32(truncatingIfNeeded: example)
                values[place] = given[entry]
            }
        }
        (self.starts, self.examples, self.values) = (starts, examples, values)
    }

    func isEmpty(_ row: Int) -> Bool { starts[row] == starts[row + 1] }

    func value(_ row: Int, _ place: Int) -> Float { values[starts[row] + place] }

    /// Rows that begin with less are like no other: their proportion to others has too few digits, or none.
    private static let least: Float = 1e-20

    /// A number that proportional rows share, as good as always; nil for a row that begins with 0 or next to it.
    func hash(_ row: Int) -> UInt64? {
        let first = values[starts[row]]
        guard abs(first) > Self.least, first.isFinite else { return nil }
        var hash = FeatureHash(kind: 0)
        for place in starts[row]..<starts[row + 1] {
            hash.add(UInt32(bitPattern: examples[place]))
            // The first bits of the proportion, rounded.
            hash.add(((values[place] / first).bitPattern &+ 0x800) >> 12)
        }
        return hash.value
    }

    /// Whether the values of two rows that begin with others than 0 stand in the same examples in one proportion.
    func areProportional(_ one: Int, _ other: Int, tolerance: Double) -> Bool {
        let (start, otherStart) = (starts[one], starts[other])
        let count = starts[one + 1] - start
        guard count == starts[other + 1] - otherStart else { return false }
        let (first, otherFirst) = (Double(values[start]), Double(values[otherStart]))
        return (0..<count).allSatisfy { place in
            let (left, right) = (
                Double(values[start + place]) * otherFirst, Double(values[otherStart + place]) * first
            )
            return examples[start + place] == examples[otherStart + place]
                && abs(left - right) <= tolerance * max(abs(left), abs(right))
        }
    }
}
