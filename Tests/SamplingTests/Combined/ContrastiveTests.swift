import Testing

@testable import Learning
@testable import Sampling

/// Labelled and other messages, with what the k nearest labelled ones say of the others.
private struct Neighbourhood: Sendable {
    let name: String
    /// The first `labelled` of these are labelled.
    let labelled: Int
    let probabilities: [[Float]]
    let hidden: [[Float]]
    /// For each k: the chosen rows, with 1 − exp(−mean divergence).
    let chosen: [Int: [(row: Int, score: Double)]]

    func context() throws -> RoundContext {
        let labels = probabilities.first?.count ?? 2
        return try FixedRound.context(
            features: FixedRound.wordless(probabilities.count),
            training: (0..<labelled).map { (row: $0, label: $0 % labels) }, probabilities: probabilities,
            hidden: hidden)
    }
}

// numpy: n = argsort(((h[T] - h[u]) ** 2).sum(1))[:k]; D = mean([(p[t] * log(p[t] / p[u])).sum() for t in T[n]]);
// score 1 - exp(-D).
private let neighbourhoods = [
    // Row 4 alone with its nearest, row 0: 0.9 ln 1.8 + 0.1 ln 0.2 = 0.368064, so 0.307927. The divergence the other
    // way, 0.5 ln (0.5 / 0.9) + 0.5 ln 5 = 0.510826, would give 0.4.
    Neighbourhood(
        name: "K = 2, four labelled", labelled: 4,
        probabilities: [[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.3, 0.7], [0.5, 0.5], [0.8, 0.2], [0.1, 0.9]],
        hidden: [[0, 0], [1, 0], [5, 5], [5, 4], [0, 1], [4, 4], [1, 1]],
        chosen: [
            1: [(6, 0.527_956_2), (5, 0.441_603_1), (4, 0.307_927_3)],
            2: [(6, 0.714_705_0), (5, 0.506_992_5), (4, 0.176_424_3)],
            3: [(6, 0.588_265_1), (5, 0.397_321_0), (4, 0.145_148_5)],
            10: [(6, 0.491_674_1), (5, 0.322_232_1), (4, 0.152_790_1)],
        ]),
    Neighbourhood(
        name: "K = 3, three labelled", labelled: 3,
        probabilities: [
            [0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.5, 0.3, 0.2], [0.3, 0.4, 0.3], [0.1, 0.1, 0.8],
        ],
        hidden: [[0, 0, 1], [0, 2, 0], [3, 0, 0], [0, 1, 1], [2, 1, 0], [0, 0, 0]],
        chosen: [
            1: [(5, 0.725_505_0), (4, 0.178_124_1), (3, 0.081_600_5)],
            2: [(5, 0.746_962_0), (3, 0.273_679_5), (4, 0.233_162_7)],
            10: [(5, 0.613_656_0), (3, 0.291_624_7), (4, 0.253_126_7)],
        ]),
    // Ten labelled at 0, 1, … 9 and an eleventh at 40, the others at 4.5 and 19: the eleventh is no neighbour of either
    // unless eleven are asked for.
    Neighbourhood(
        name: "K = 2, eleven labelled", labelled: 11,
        probabilities: Array(repeating: [0.9, 0.1], count: 10) + [[0.01, 0.99], [0.5, 0.5], [0.8, 0.2]],
        hidden: (0...9).map { [Float($0)] } + [[40], [4.5], [19]],
        chosen: [
            10: [(11, 0.307_927_3), (12, 0.036_025_1)],
            11: [(11, 0.324_651_3), (12, 0.159_128_0)],
        ]),
]

@Test(
    "the score is the mean divergence from what the nearest labelled messages are predicted", arguments: neighbourhoods)
private func contrastiveScores(neighbourhood: Neighbourhood) throws {
    for (neighbours, expected) in neighbourhood.chosen {
        let chosen = try Contrastive(neighbours: neighbours).select(9, from: neighbourhood.context())
        #expect(chosen.map(\.row) == expected.map(\.row), "\(neighbourhood.name), k = \(neighbours)")
        for (selection, expected) in zip(chosen, expected) {
            #expect(abs((selection.score ?? -1) - expected.score) < 1e-5)
        }
    }
}

@Test("ten neighbours are the default, and the mean is over those that there are")
func contrastiveDefault() throws {
    #expect(Contrastive().neighbours == 10)
    // The scores above, with k = 10.
    #expect(
        try Contrastive().select(3, from: neighbourhoods[0].context()).map(\.reason.figures) == [
            "divergence .49, neighbours 4",
            "divergence .32, neighbours 4",
            "divergence .15, neighbours 4",
        ])
    #expect(
        try Contrastive().select(1, from: neighbourhoods[2].context()).map(\.reason.figures) == [
            "divergence .31, neighbours 10"
        ])
}

@Test("a label that a neighbour rules out adds nothing, and one that the message rules out is no infinity")
func contrastiveZeros() throws {
    // From (1, 0) to (0.5, 0.5): ln 2, so 1 − 1/2. To (0.25, 0.75): ln 4, so 3/4. To (1, 0) itself: 0. To (0, 1) the
    // divergence is without bound: close to 1, but a number.
    let context = try FixedRound.context(
        features: FixedRound.wordless(6), training: [(row: 0, label: 0), (row: 1, label: 0)],
        probabilities: [[1, 0], [1, 0], [0.5, 0.5], [0, 1], [0.25, 0.75], [1, 0]])
    let chosen = try Contrastive().select(4, from: context)
    #expect(chosen.map(\.row) == [3, 4, 2, 5])
    let scores = chosen.map { $0.score ?? -1 }
    try #require(scores.count == 4)
    #expect(scores[0] > 0.999 && scores[0] <= 1)
    for (score, expected) in zip(scores.dropFirst(), [0.75, 0.5, 0]) { #expect(abs(score - expected) < 1e-6) }
}

@Test("equal divergences go to the lower row")
func contrastiveTies() throws {
    // One labelled message; rows 1, 3 and 4 are predicted alike, row 2 as the labelled one.
    let context = try FixedRound.context(
        training: [(row: 0, label: 0)],
        probabilities: [[0.8, 0.2], [0.4, 0.6], [0.8, 0.2], [0.4, 0.6], [0.4, 0.6]])
    #expect(try Contrastive().select(4, from: context).map(\.row) == [1, 3, 4, 2])
}

@Test("a single labelled neighbour is not spoken of in the plural")
func contrastiveSingleNeighbour() throws {
    let context = try FixedRound.context(training: [(row: 0, label: 0)], probabilities: [[0.8, 0.2], [0.4, 0.6]])
    let reason = try #require(try Contrastive().select(1, from: context).first?.reason)
    #expect(reason.words() == "judged otherwise than the only labelled message")
}

@Test("without a label there is nothing to compare with, and the reason says so")
func contrastiveWithoutLabels() throws {
    let context = try FixedRound.context(probabilities: [[0.8, 0.2], [0.4, 0.6]])
    let chosen = try Contrastive().select(2, from: context)
    #expect(chosen.map(\.row) == [0, 1] && chosen.map(\.score) == [0, 0])
    #expect(chosen.allSatisfy { $0.reason.words() == "nothing is labelled yet to compare it with" })
}

@Test("sixty contradictions are found among 12,000 messages")
func contrastiveWholePool() throws {
    // Were only 10,000 drawn from the pool, all sixty would be among them with probability (5/6)⁶⁰ = 2 · 10⁻⁵.
    let contradictions = Array(stride(from: 191, through: 11_991, by: 200))
    let isContradiction = Set(contradictions)
    let context = try FixedRound.context(
        features: FixedRound.wordless(12_002), training: [(row: 0, label: 0), (row: 1, label: 0)],
        probabilities: (0..<12_002).map { isContradiction.contains($0) ? [0.1, 0.9] : [0.9, 0.1] }, threads: 2)
    let chosen = try Contrastive().select(60, from: context)
    #expect(chosen.map(\.row) == contradictions)
    // 0.9 ln 9 + 0.1 ln (1/9) = 1.757780, so 0.827573.
    for selection in chosen { #expect(abs((selection.score ?? -1) - 0.827_573) < 1e-5) }
}
