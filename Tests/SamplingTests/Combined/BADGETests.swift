import Testing

@testable import Learning
@testable import Sampling

/// Messages with the lengths and distances of their gradients, and whom k-means++ draws second.
private struct Gradients: Sendable {
    let name: String
    let probabilities: [[Float]]
    let hidden: [[Float]]
    let squares: [Double]
    /// Squared distances, row by row.
    let distances: [[Double]]
    let first: Int
    /// Probability of being the second.
    let second: [Double]
    /// Figures of each as the second; nil for the first and where the distance is longer than the longest gradient.
    let reasons: [String?]

    func context(seed: UInt64 = 1, round: Int = 1) throws -> RoundContext {
        try FixedRound.context(
            features: FixedRound.wordless(hidden.count), probabilities: probabilities, hidden: hidden, seed: seed,
            round: round)
    }
}

// numpy: g = outer(p − eye(K)[argmax(p)], h).ravel() for each message; squares (g * g).sum(), distances
// ((g_i − g_j) ** 2).sum(), second d[first] / d[first].sum(); in the reasons √squares and √distances by the longest √.
private let known = [
    // (−0.3, 0.3) ⊗ (3, 4) has length² 0.18 · 25 = 4.5.
    Gradients(
        name: "K = 2, two units",
        probabilities: [[0.7, 0.3], [0.45, 0.55], [0.9, 0.1], [0.5, 0.5], [0.2, 0.8]],
        hidden: [[3, 4], [1, 0], [0, 2], [1, 1], [2, 1]], squares: [4.5, 0.405, 0.08, 1, 0.4],
        distances: [
            [0, 6.525, 3.62, 1.3, 7.3], [6.525, 0, 0.485, 2.305, 0.085], [3.62, 0.485, 0, 0.68, 0.64],
            [1.3, 2.305, 0.68, 0, 2.6], [7.3, 0.085, 0.64, 2.6, 0],
        ], first: 0, second: [0, 0.348_092_8, 0.193_118_2, 0.069_351_8, 0.389_437_2],
        reasons: [
            nil, nil, "gradient .13, apart .90",
            "gradient .47, apart .54", nil,
        ]),
    Gradients(
        name: "K = 3, two units",
        probabilities: [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8], [0.4, 0.35, 0.25]],
        hidden: [[1, 2], [2, 1], [3, 0], [2, 2]], squares: [1.3, 1.9, 0.54, 4.36],
        distances: [[0, 4.8, 2.02, 1.22], [4.8, 0, 3.52, 8.9], [2.02, 3.52, 0, 5.8], [1.22, 8.9, 5.8, 0]], first: 3,
        second: [0.076_633_2, 0.559_045_2, 0.364_321_6, 0],
        reasons: ["gradient .55, apart .53", nil, nil, nil]),
    Gradients(
        name: "K = 3, four units",
        probabilities: [[0.6, 0.3, 0.1], [0.25, 0.25, 0.5], [0.1, 0.1, 0.8], [0.4, 0.35, 0.25]],
        hidden: [[1, 0, 2, 1], [0, 3, 0, 0], [2, 2, 0, 1], [1, 1, 1, 1]], squares: [1.56, 3.375, 0.54, 2.18],
        distances: [
            [0, 4.935, 2.28, 0.78], [4.935, 0, 2.115, 6.68], [2.28, 2.115, 0, 3.47], [0.78, 6.68, 3.47, 0],
        ], first: 1, second: [0.359_431_9, 0, 0.154_042_2, 0.486_525_9],
        reasons: [nil, nil, "gradient .40, apart .79", nil]),
]

@Test("lengths and distances of gradients are those of the outer products", arguments: known)
private func gradientNumbers(known: Gradients) throws {
    let rows = Array(known.hidden.indices)
    let context = try known.context()
    let gradients = GradientEmbedding(rows, try context.outputs(), try context.layers())
    for row in rows {
        #expect(abs(gradients.squares[row] - known.squares[row]) < 1e-5)
        for (distance, expected) in zip(gradients.squaredDistances(to: row), known.distances[row]) {
            #expect(abs(distance - expected) < 1e-5, "\(known.name), row \(row)")
        }
    }
    // Some of the rows, in another order: positions are those of the list.
    let some = [2, 0]
    let fewer = GradientEmbedding(some, try context.outputs(), try context.layers())
    #expect(abs(fewer.squares[0] - known.squares[2]) < 1e-5 && abs(fewer.squares[1] - known.squares[0]) < 1e-5)
    #expect(abs((fewer.squaredDistances(to: 1).first ?? -1) - known.distances[2][0]) < 1e-5)
}

@Test("of labels that are equally probable the first counts as predicted")
func gradientOfEvenGuess() throws {
    // (−0.5, 0.5) ⊗ (1, 0) and (−0.4, 0.4) ⊗ (0.5, 0): apart by (0.3, 0.3), squared 0.18. With the second label as the
    // predicted one the first gradient would be (0.5, −0.5), apart by (0.7, 0.7).
    let context = try FixedRound.context(
        features: FixedRound.wordless(2), probabilities: [[0.5, 0.5], [0.6, 0.4]], hidden: [[1, 0], [0.5, 0]])
    let gradients = GradientEmbedding([0, 1], try context.outputs(), try context.layers())
    #expect(abs(gradients.squares[0] - 0.5) < 1e-6 && abs(gradients.squares[1] - 0.08) < 1e-6)
    #expect(abs(gradients.squaredDistances(to: 0)[1] - 0.18) < 1e-6)
}

@Test("the first message is that of the longest gradient, whatever the seed", arguments: known)
private func longestFirst(known: Gradients) throws {
    for seed in 1...50 as ClosedRange<UInt64> {
        let first = try BADGE().select(1, from: known.context(seed: seed))
        #expect(first.map(\.row) == [known.first] && first.map(\.score) == [nil])
        #expect(first.map(\.reason.figures) == ["gradient 1.0"])
    }
}

@Test(
    "the second message is drawn in proportion to its squared distance from the first", .tooSlowForThreadSanitizer,
    arguments: known,
    [true, false])
private func secondInProportion(known: Gradients, roundsDiffer: Bool) throws {
    let draws = 4_000
    var counts = [Int](repeating: 0, count: known.hidden.count)
    for number in 0..<draws {
        let context = try known.context(seed: roundsDiffer ? 5 : UInt64(number), round: roundsDiffer ? number : 5)
        let chosen = try BADGE().select(2, from: context)
        guard let second = chosen.last, chosen.count == 2 else { continue }
        counts[second.row] += 1
        if let reason = known.reasons[second.row] { #expect(second.reason.figures == reason) }
    }
    #expect(counts.reduce(0, +) == draws)
    for (count, probability) in zip(counts, known.second) {
        // Five standard deviations of a binomial draw.
        let deviation = (Double(draws) * probability * (1 - probability)).squareRoot()
        #expect(abs(Double(count) - Double(draws) * probability) <= 5 * deviation, "\(known.name): \(counts)")
    }
}

@Test("the third is drawn by the squared distance from the nearest of the two before it")
func thirdInProportion() throws {
    // All are even guesses, so that squared distances are 1/2 of those between the activations (0, 1), (2, 0), (1, 0),
    // (1, 1). The longest is row 1; from it the others are at 5, 1 and 2, together 8.
    // After row 0: row 2 at min(1, 2) = 1, row 3 at min(2, 1) = 1. After row 2: row 0 at min(5, 2) = 2, row 3 at
    // min(2, 1) = 1. After row 3: row 0 at min(5, 1) = 1, row 2 at min(1, 1) = 1.
    let expected: [[Int]: Double] = [
        [1, 0, 2]: 5 / 16, [1, 0, 3]: 5 / 16, [1, 2, 0]: 1 / 12, [1, 2, 3]: 1 / 24, [1, 3, 0]: 1 / 8,
        [1, 3, 2]: 1 / 8,
    ]
    var counts: [[Int]: Int] = [:]
    let draws = 9_600
    for number in 0..<draws {
        let context = try FixedRound.context(
            features: FixedRound.wordless(4), probabilities: Array(repeating: [0.5, 0.5], count: 4),
            hidden: [[0, 1], [2, 0], [1, 0], [1, 1]],
            seed: UInt64(number % 40), round: number / 40)
        counts[try BADGE().select(3, from: context).map(\.row), default: 0] += 1
    }
    #expect(Set(counts.keys) == Set(expected.keys))
    for (rows, probability) in expected {
        let deviation = (Double(draws) * probability * (1 - probability)).squareRoot()
        let count = Double(counts[rows] ?? 0)
        #expect(abs(count - Double(draws) * probability) <= 5 * deviation, "\(rows): \(count)")
    }
}

@Test("a gradient that is chosen already is not drawn again while there is another")
func noEqualGradients() throws {
    // Three different gradients, each twice or more often: (0.5, −0.5) ⊗ (2, 0), ⊗ (0, 1) and ⊗ (1, 1), up to the sign.
    let hidden: [[Float]] = [[0, 1], [2, 0], [1, 1], [0, 1], [2, 0], [1, 1], [0, 1], [2, 0]]
    for seed in 1...200 as ClosedRange<UInt64> {
        let context = try FixedRound.context(
            features: FixedRound.wordless(8), probabilities: Array(repeating: [0.5, 0.5], count: 8), hidden: hidden,
            seed: seed)
        let chosen = try BADGE().select(8, from: context).map(\.row)
        #expect(Set(chosen.prefix(3).map { hidden[$0] }) == Set(hidden))
        #expect(Set(chosen) == Set(0..<8))
    }
}

@Test("of equally long gradients the lower row is the first", arguments: 0...9)
func longestTie(shift: Int) throws {
    // Rows 1 and 3 have length² 0.5 · 4 = 2, the others 0.5. What the messages say does not matter.
    let context = try FixedRound.context(
        features: (0..<5).map { row in (0..<9).map { $0 == (row + shift) % 9 ? 1 : 0 } },
        probabilities: Array(repeating: [0.5, 0.5], count: 5),
        hidden: [[1, 0], [0, 2], [0, 1], [2, 0], [1, 0]])
    #expect(try BADGE().select(1, from: context).map(\.row) == [1])
}

@Test("of equal messages the lower row is the first", arguments: 1...10)
func longestTieOfEqualMessages(value: Int) throws {
    let context = try FixedRound.context(
        features: [[1, 7], [Float(value), 1], [1, 9], [Float(value), 1]],
        probabilities: [[0.9, 0.1], [0.5, 0.5], [0.9, 0.1], [0.5, 0.5]], hidden: [[1, 0], [1, 1], [0, 1], [1, 1]])
    #expect(try BADGE().select(1, from: context).map(\.row) == [1])
}

@Test("a distance longer than the longest gradient is not quoted as equal to it")
func distancePastTheLongest() throws {
    // (−0.5, 0.5) ⊗ (2, 0) and ⊗ (0, 2): each of length² 2, apart by √4 = 2, which is √2 = 1.41 of the longest.
    let context = try FixedRound.context(
        features: FixedRound.wordless(2), probabilities: [[0.5, 0.5], [0.5, 0.5]], hidden: [[2, 0], [0, 2]])
    let chosen = try BADGE().select(2, from: context)
    try #require(chosen.count == 2)
    #expect(chosen[1].reason.figures == "gradient 1.0, apart 1.4")
}

@Test("messages that the model is sure of have no gradient: all are chosen, by no number")
func noGradients() throws {
    let context = try FixedRound.context(
        features: FixedRound.wordless(4), probabilities: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]],
        hidden: [[1, 2], [3, 4], [0, 1], [2, 2]])
    let chosen = try BADGE().select(4, from: context)
    #expect(Set(chosen.map(\.row)) == [0, 1, 2, 3] && chosen.count == 4)
    #expect(chosen.allSatisfy { $0.score == nil && $0.reason == .noLesson })
}

@Test("every message with a gradient of its own is found among 12,000")
func badgeWholePool() throws {
    // Sixty even guesses, each with a unit of its own: their gradients have length² 0.5 and stand at right angles, 1
    // apart. All others have the gradient 0, at 0.5 from each; once one of these is drawn, the rest has weight 0. So 61
    // messages hold all sixty. Were only 10,000 drawn from the pool, all sixty would be among them with probability
    // (5/6)⁶⁰ = 2 · 10⁻⁵.
    let own = Array(stride(from: 190, through: 11_990, by: 200))
    let isOwn = Set(own)
    let context = try FixedRound.context(
        features: FixedRound.wordless(12_000), probabilities: Array(repeating: [0.5, 0.5], count: 12_000),
        hidden: (0..<12_000).map { row in
            var units = [Float](repeating: 0, count: 60)
            if isOwn.contains(row) { units[row / 200] = 1 }
            return units
        }, threads: 2)
    let chosen = try BADGE().select(61, from: context)
    #expect(chosen.map(\.row).filter(isOwn.contains).sorted() == own)
}
