import Foundation
import Learning
import Testing

@testable import Sampling

/// Rows of random activations with what the model was given: sparse rows, and dense ones or none.
private struct Space {
    let hidden: [[Float]]
    let features: FeatureRows
    /// What the input layer holds of each row, its zeros included.
    let given: [[Float]]

    init(_ count: Int, isDense: Bool, seed: UInt64 = 7) {
        var random = SeededRandom(seed: seed, stream: "layers")
        var hidden: [[Float]] = (0..<count).map { _ in (0..<9).map { _ in Float(max(0, random.normal())) } }
        var sparse = SparseRows(columnCount: 40)
        var vectors = QuantizedVectors(width: 21)
        for row in 0..<count {
            // The last row says what the first says.
            let source = row == count - 1 ? 0 : row
            if row == count - 1 { hidden[row] = hidden[0] }
            var own = SeededRandom(seed: seed, stream: "row", source)
            let columns = own.sample(6, from: Array(0..<40)).sorted()
            sparse.append(columns.map { (column: UInt32($0), value: Float(0.2 + own.unit())) })
            vectors.append((0..<21).map { _ in Float(own.normal()) })
        }
        let dense = DenseRows(vectors, places: (0..<Int32(count)).map { $0 }, weight: 0.8)
        self.hidden = hidden
        features = FeatureRows(sparse, dense: isDense ? dense : nil)
        given = (0..<count).map { isDense ? dense.row($0) : sparse.dense($0) }
    }

    func layers(scaledOn rows: [Int], threads: Int = 1) -> Layers {
        Layers(hidden: FixedRound.matrix(hidden), features: features, scaledOn: rows, threads: threads)
    }

    /// Rows of the space itself: activations, and what was given in the length that activations have in the mean.
    func rows(scaledOn rows: [Int]) -> [[Double]] {
        func length(_ row: [Float]) -> Double { row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
        let ratio = rows.reduce(0) { $0 + length(hidden[$1]) } / rows.reduce(0) { $0 + length(given[$1]) }
        return hidden.indices.map { row in hidden[row].map(Double.init) + given[row].map { ratio * Double($0) } }
    }
}

private func squaredDistance(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}

@Test("products, squares and distances are those of the layers side by side", arguments: [false, true], [1, 3])
func layersSideBySide(isDense: Bool, threads: Int) {
    let space = Space(90, isDense: isDense)
    let scaled = [1, 4, 5, 30]
    let layers = space.layers(scaledOn: scaled, threads: threads)
    let rows = space.rows(scaledOn: scaled)
    let some = [3, 89, 0, 17, 88]
    for target in [0, 17, 50] {
        let products = layers.products(of: some, with: target)
        let distances = layers.squaredDistances(of: some, to: target)
        for (position, row) in some.enumerated() {
            let product = zip(rows[row], rows[target]).reduce(0) { $0 + $1.0 * $1.1 }
            // Activations are multiplied in 32 bits.
            #expect(abs(products[position] - product) < 1e-5)
            #expect(abs(distances[position] - squaredDistance(rows[row], rows[target])) < 1e-5)
        }
    }
    for row in some { #expect(abs(layers.square(row) - rows[row].reduce(0) { $0 + $1 * $1 }) < 1e-9) }
}

@Test(
    "equal rows are at no distance, and the nearest are the nearest", .tooSlowForThreadSanitizer,
    arguments: [false, true])
func nearestInLayers(isDense: Bool) {
    let space = Space(90, isDense: isDense)
    let layers = space.layers(scaledOn: Array(0..<90), threads: 2)
    let rows = space.rows(scaledOn: Array(0..<90))
    #expect(layers.squaredDistances(of: [89, 0], to: 0) == [0, 0])
    // More targets than are looked at together.
    let targets = Array((0..<70).reversed())
    let wanted = Array(60..<90)
    let nearest = layers.nearest(3, of: targets, to: wanted)
    let distances = layers.squaredDistances(of: wanted, toNearestOf: targets)
    for (position, row) in wanted.enumerated() {
        let expected = targets.indices.sorted {
            let (left, right) = (
                squaredDistance(rows[row], rows[targets[$0]]), squaredDistance(rows[row], rows[targets[$1]])
            )
            return left != right ? left < right : $0 < $1
        }
        #expect(nearest[position] == Array(expected.prefix(3)))
        let least = squaredDistance(rows[row], rows[targets[expected[0]]])
        #expect(abs(distances[position] - least) < 1e-4)
    }
    #expect(distances[29] == 0 && nearest[29].first == 69)
    #expect(layers.squaredDistances(of: [1], toNearestOf: []) == [.infinity])
    #expect(layers.nearest(2, of: [], to: [1]) == [[]])
}

@Test("where the hidden layer is silent, what was given stands for itself")
func silentLayer() {
    let space = Space(10, isDense: true)
    let silent = Layers(
        hidden: Matrix(zeros: 10, 4), features: space.features, scaledOn: [0, 1], threads: 1)
    // Dense rows have the length .8, and count as 1.
    for row in 0..<10 { #expect(abs(silent.square(row) - 1) < 1e-5) }
}

@Test("eigenvalues are those of matrices whose eigenvalues are known")
func eigenvalues() {
    // 2 − 2 cos(k π / 6), k = 1 to 5: the second differences of five points.
    let differences = (0..<5).map { i in (0..<5).map { j in i == j ? 2.0 : abs(i - j) == 1 ? -1 : 0 } }
    let expected = (1...5).map { 2 - 2 * cos(Double($0) * .pi / 6) }
    for (found, value) in zip(EffectiveRank.eigenvalues(of: differences).sorted(), expected) {
        #expect(abs(found - value) < 1e-12)
    }
    #expect(EffectiveRank.eigenvalues(of: [[3]]) == [3])
    #expect(EffectiveRank.eigenvalues(of: []).isEmpty)
}

@Test("the effective rank counts directions by their shares of the variance")
func effectiveRank() {
    func gram(_ points: [[Double]]) -> [[Double]] {
        points.map { left in points.map { right in zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } } }
    }
    // Points at ± 1 on each of three axes, away from the origin: three directions that share alike.
    let axes = (0..<3).flatMap { axis in
        [1.0, -1.0].map { side in (0..<3).map { 5 + ($0 == axis ? side : 0) } }
    }
    #expect(abs(EffectiveRank.ofGramMatrix(gram(axes)) - 3) < 1e-9)
    // Shares of 4/5 and 1/5: e to the entropy is 1.6493849.
    let unequal = [[2.0, 0], [-2, 0], [0, 1], [0, -1]]
    let entropy = -(0.8 * log(0.8) + 0.2 * log(0.2))
    #expect(abs(EffectiveRank.ofGramMatrix(gram(unequal)) - exp(entropy)) < 1e-9)
    #expect(abs(exp(entropy) - 1.649_384_9) < 1e-7)
    #expect(abs(EffectiveRank.ofGramMatrix(gram([[1, 2], [2, 4], [3, 6]])) - 1) < 1e-9)
    #expect(EffectiveRank.ofGramMatrix(gram([[1, 2], [1, 2]])) == 0)
    #expect(EffectiveRank.ofGramMatrix([]) == 0)
}
