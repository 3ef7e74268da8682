import Testing

@testable import Learning
@testable import Sampling

/// - Parameters:
///   - training: features of the labelled messages, rows 0, 1, …
///   - pool: features of the others, in the rows after.
private func round(training: [[Float]], pool: [[Float]], seed: UInt64 = 1) throws -> RoundContext {
    try FixedRound.context(
        features: training + pool, training: training.indices.map { (row: $0, label: $0 % 3) },
        probabilities: Array(repeating: [0.5, 0.3, 0.2], count: training.count + pool.count), seed: seed)
}

@Test("one message is that of the pool most like the pool's centre and least like the labels' centre")
func representativeOfOneCluster() throws {
    // Directions of U: (1, 0), (4, 3)/5, (3, 4)/5, (0, 1), (5, 12)/13, sum (2.784615, 3.323077); of T: (12, 5)/13 and
    // (1, 0), sum (1.923077, 0.384615).
    // numpy: own 0.642276 0.973705 0.998544 0.766473 0.954543, labelled 0.980581 0.902134 0.745241 0.196116 0.558177,
    // differences −0.338304 0.071571 0.253303 0.570357 0.396366: the fourth, in row 5.
    let context = try round(training: [[12, 5], [1, 0]], pool: [[1, 0], [4, 3], [3, 4], [0, 1], [5, 12]])
    let chosen = try RepresentativeClusters().select(1, from: context)
    #expect(chosen.map(\.row) == [5])
    #expect(abs((chosen.first?.score ?? 9) - 0.570_357_1) < 1e-5)
    #expect(chosen.first?.reason.figures == "own .77, labelled .20, group 1 of 1")
}

@Test("two messages are the best of two clusters, by the more similar of two clusters of the labels")
func representativeOfTwoClusters() throws {
    // numpy: spherical k-means, from every pair of seeds, parts U into its first and its last three and T into its
    // first and last two.
    // First cluster of U, own 0.980647 0.978460 0.998691, labelled (0.982136 0.309837) (0.972021 0.098817)
    // (0.989187 0.278573): differences −0.001490 0.006440 0.009504, the best in row 6. By the mean similarity to the
    // labelled clusters it would be the second, in row 5.
    // Second cluster, own 0.981312 0.978293 0.999668, labelled (0.116021 0.336565) (0.407382 0.116241)
    // (0.270545 0.268719): differences 0.644747 0.570911 0.729123, the best in row 9.
    let training: [[Float]] = [[6, 1, 0], [5, 0, 1], [1, 7, 0], [0, 5, 1]]
    let pool: [[Float]] = [[4, 1, 0], [3, 0, 1], [5, 1, 1], [0, 1, 4], [1, 0, 3], [1, 1, 6]]
    for seed in 1...20 as ClosedRange<UInt64> {
        let chosen = try RepresentativeClusters().select(2, from: round(training: training, pool: pool, seed: seed))
        #expect(chosen.map(\.row) == [9, 6])
        for (selection, score) in zip(chosen, [0.729_123_2, 0.009_503_9]) {
            #expect(abs((selection.score ?? 9) - score) < 1e-5)
        }
        try #require(chosen.count == 2)
        #expect(chosen[0].reason.figures?.hasPrefix("own .99, labelled .27, group ") ?? false)
        #expect(chosen[1].reason.figures?.hasPrefix("own .99, labelled .99, group ") ?? false)
    }
}

@Test("when every cluster has given one message, each gives its next best, equal ones by row")
func representativeSecondTurn() throws {
    // Two directions in the pool, (1, 0) in rows 2, 5, 7 and (0, 1) in rows 3, 4, 6, 8; T has the second.
    let context = try round(
        training: [[0, 2], [0, 1]], pool: [[1, 0], [0, 1], [0, 3], [2, 0], [0, 1], [1, 0], [0, 2]])
    for (count, rows) in [(2, [2, 3]), (3, [2, 3, 5]), (4, [2, 3, 5, 4]), (7, [2, 3, 5, 4, 7, 6, 8])] {
        let chosen = try RepresentativeClusters().select(count, from: context)
        #expect(chosen.map(\.row) == rows)
        // Own similarity 1 for all; to the labelled cluster 0 or 1.
        #expect(chosen.map(\.score) == rows.map { [2, 5, 7].contains($0) ? 1 : 0 })
    }
    let reasons = try RepresentativeClusters().select(2, from: context).map(\.reason.figures)
    #expect(
        reasons == [
            "own 1.0, labelled .00, group 2 of 2", "own 1.0, labelled 1.0, group 1 of 2",
        ])
}

@Test("the seed does not decide between clusters that lie apart", arguments: 1...10 as ClosedRange<UInt64>)
func representativeOfThreeClusters(seed: UInt64) throws {
    // Three directions in the pool, of which the labels have the first, and half of the second: (1, 1, 0) is at cosine
    // 1/√2 = 0.707107 to the first. The third is at right angles to it.
    let context = try round(
        training: [[3, 0, 0]], pool: [[1, 0, 0], [0, 0, 1], [1, 1, 0], [2, 0, 0], [0, 0, 5], [2, 2, 0]], seed: seed)
    let chosen = try RepresentativeClusters().select(3, from: context)
    #expect(chosen.map(\.row) == [2, 3, 1])
    for (selection, score) in zip(chosen, [1, 1 - 0.707_106_8, 0]) {
        #expect(abs((selection.score ?? 9) - score) < 1e-5)
    }
}

/// Squares of whole numbers modulo a prime: as good as random, and the same anywhere.
private func scattered(_ count: Int) -> [[Float]] {
    (0..<count).map { row in
        let square = row * row
        return [square + 131 * row + 17, 5 * square + 57 * row + 301, 11 * square + 211 * row + 703].map {
            Float($0 % 997)
        }
    }
}

@Test(
    "a member's similarity is to the centre of its cluster as the cluster is in the end", arguments: [12, 40, 1_200])
func representativeOwnSimilarity(count: Int) throws {
    // Without labels the score is the similarity to the message's own cluster. The reasons tell the members of each
    // cluster; their mean direction is its centre.
    let pool = scattered(count)
    let chosen = try RepresentativeClusters().select(count, from: round(training: [], pool: pool))
    #expect(chosen.count == count)
    let directions = pool.map { row -> [Double] in
        let length = row.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
        return row.map { Double($0) / length }
    }
    let clusters = Dictionary(grouping: chosen) { $0.reason.figures?.split(separator: ",").last }
    #expect(clusters.count == min(count, 32))
    var largestError = 0.0
    for members in clusters.values {
        var centre = [0.0, 0, 0]
        for member in members { for axis in 0..<3 { centre[axis] += directions[member.row][axis] } }
        let length = centre.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for member in members {
            let cosine = (0..<3).reduce(0) { $0 + directions[member.row][$1] * centre[$1] } / length
            largestError = max(largestError, abs((member.score ?? 9) - cosine))
        }
    }
    #expect(largestError < 1e-5)
}

@Test("every message of a subject that the labels lack is found among 12,000")
func representativeWholePool() throws {
    // Sixty messages of another direction than the labels and the rest of the pool. The two clusters give in turn, so
    // that 120 messages hold all sixty. Were only 10,000 drawn from the pool, all sixty would be among them with
    // probability (5/6)⁶⁰ = 2 · 10⁻⁵.
    let unknown = Array(stride(from: 190, through: 11_990, by: 200))
    let isUnknown = Set(unknown)
    let context = try round(
        training: [[0, 1]], pool: (1...12_000).map { isUnknown.contains($0) ? [1, 0] : [0, 1] })
    let chosen = try RepresentativeClusters().select(120, from: context)
    #expect(chosen.filter { $0.score == 1 }.map(\.row) == unknown)
    #expect(chosen.filter { $0.score == 0 }.map(\.row) == Array((1...60)))
}
