import Learning
import Testing
import Threads

@testable import Sampling

/// Random rows; row 3 says what row 2 says, rows 4 and 5 hold no known word.
private func features(_ count: Int, isDense: Bool) -> FeatureRows {
    var sparse = SparseRows(columnCount: 30)
    var vectors = QuantizedVectors(width: 19)
    for row in 0..<count {
        var random = SeededRandom(seed: 3, stream: "row", row == 3 ? 2 : row)
        let columns = (4...5).contains(row) ? [] : random.sample(5, from: Array(0..<30)).sorted()
        sparse.append(columns.map { (column: UInt32($0), value: Float(0.2 + random.unit())) })
        vectors.append((0..<19).map { _ in Float(random.normal()) })
    }
    let dense = DenseRows(vectors, places: (0..<Int32(count)).map { $0 }, weight: 0.8)
    return FeatureRows(sparse, dense: isDense ? dense : nil)
}

/// 1 − kᵀ (K + noise·I)⁻¹ k by elimination with pivots, from rows written out.
private func variance(_ row: Int, given known: [Int], _ features: FeatureRows, noise: Double) -> Double {
    func numbers(_ row: Int) -> [Double] {
        let sparse = features.sparse.dense(row).map { Double($0) }
        let all = sparse + (features.dense?.row(row).map { Double($0) } ?? [])
        let length = all.reduce(0) { $0 + $1 * $1 }.squareRoot()
        // A number of its own for what has no other.
        return length > 0 ? all.map { $0 / length } + [0] : all + [1]
    }
    func kernel(_ a: Int, _ b: Int) -> Double { zip(numbers(a), numbers(b)).reduce(0) { $0 + $1.0 * $1.1 } }
    let k = known.map { kernel($0, row) }
    var table = known.indices.map { i in
        known.indices.map { j in kernel(known[i], known[j]) + (i == j ? noise : 0) } + [k[i]]
    }
    for column in known.indices {
        let pivot = (column..<known.count).max { abs(table[$0][column]) < abs(table[$1][column]) } ?? column
        table.swapAt(column, pivot)
        for other in known.indices where other != column {
            let factor = table[other][column] / table[column][column]
            for index in table[other].indices { table[other][index] -= factor * table[column][index] }
        }
    }
    return 1 - known.indices.reduce(0) { $0 + k[$1] * table[$1][known.count] / table[$1][$1] }
}

@Test(
    "the variance is that of the whole matrix, from the beginning and after each step, on any number of threads",
    .tooSlowForThreadSanitizer,
    arguments: [true, false], [0.3, 1e-3])
func varianceOfTheWhole(isDense: Bool, noise: Double) throws {
    let features = features(48, isDense: isDense)
    let (known, rows) = (Array(0..<40).filter { $0 != 3 && $0 != 5 }, [3, 5] + Array(40..<48))
    func process(_ threads: Int) throws -> PosteriorVariance {
        try PosteriorVariance(
            of: rows, given: known, features: features, lengths: features.lengths(), noise: noise, threads: threads,
            monitor: WorkMonitor())
    }
    var (one, three) = (try process(1), try process(3))
    var conditioned = known
    for position in [4, 0, 4] {
        let expected = rows.map { variance($0, given: conditioned, features, noise: noise) }
        #expect(close(one.variances, expected, within: 1e-7))
        #expect(one.variances == three.variances)
        one.condition(on: position)
        three.condition(on: position)
        conditioned.append(rows[position])
    }
    #expect(close(one.variances, rows.map { variance($0, given: conditioned, features, noise: noise) }, within: 1e-7))
}

@Test("where nothing is known the variance is 1, and answers to one and the same text leave noise / (noise + n) of it")
func varianceOfCopies() throws {
    var sparse = SparseRows(columnCount: 3)
    for column in [0, 0, 0, 0, 1, 2] as [UInt32] { sparse.append([(column: column, value: Float(0.7))]) }
    let rows = FeatureRows(sparse)
    var process = try PosteriorVariance(
        of: [0, 1, 2, 3, 4, 5], given: [], features: rows, lengths: rows.lengths(), noise: 0.3, threads: 1,
        monitor: WorkMonitor())
    #expect(process.variances == [1, 1, 1, 1, 1, 1])
    for count in 1...3 {
        process.condition(on: count - 1)
        let left = 0.3 / (0.3 + Double(count))
        #expect(close(process.variances, [left, left, left, left, 1, 1], within: 1e-12))
    }
}
