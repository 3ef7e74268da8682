import Testing

@testable import Sampling

/// Activations, the labelled messages among the rows, and the greedy choice.
private struct KCentre: Sendable {
    let hidden: [[Float]]
    let labelled: [Int]
    let labels: Int
    /// Distances to the nearest labelled or chosen message at the moment of the choice.
    let chosen: [(row: Int, distance: Double)]
}

private let greedyChoices = [
    // From (0, 0): first 10 away. Then (9, 1) is √2 from the first and (0, 6) is 6 from the labelled one; then (3, 0)
    // is 3 from it and 7 from the first.
    KCentre(
        hidden: [[0, 0], [10, 0], [9, 1], [0, 6], [3, 0]], labelled: [0], labels: 2,
        chosen: [(1, 10), (3, 6), (4, 3), (2, 1.414_214)]),
    // Messages that say the same: of two the lower row first, the other at distance 0 when all is covered.
    // √(1² + 3²), then 1 and 1 in a tie, then nothing but copies.
    KCentre(
        hidden: [[1, 0], [2, 0], [2, 0], [0, 0], [0, 3], [0, 3], [1, 0]], labelled: [0], labels: 2,
        chosen: [(4, 3.162_278), (1, 1), (3, 1), (2, 0), (5, 0), (6, 0)]),
    // Three hidden units. numpy: near = min over labelled ‖h − h[l]‖; c = argmax(near);
    // near = minimum(near, ‖h − h[c]‖); and again.
    // By distance to the labelled ones alone the second choice would be 4, which lies beside the first.
    KCentre(
        hidden: [
            [0, 0, 0], [1, 1, 0], [4, 0, 0], [4, 1, 0], [0, 0, 5], [1, 0, 5], [0, 3, 1], [2, 2, 2], [0, 4, 0],
            [5, 0, 1],
        ],
        labelled: [0, 1], labels: 3,
        chosen: [
            (5, 5.099_020), (9, 4.242_641), (8, 3.162_278), (7, 2.449_490), (3, 1.732_051), (6, 1.414_214), (2, 1),
            (4, 1),
        ]),
    // Four hidden units, twelve messages, three of them in a tie at √3; by the same lines of numpy.
    KCentre(
        hidden: [
            [0, 0, 1, 0], [2, 0, 0, 1], [0, 3, 0, 0], [1, 1, 1, 1], [0, 0, 0, 4], [2, 2, 0, 0], [5, 0, 1, 0],
            [0, 0, 3, 3], [1, 0, 0, 0], [4, 1, 0, 0], [0, 3, 1, 0], [0, 1, 4, 2],
        ],
        labelled: [0, 1, 2], labels: 3,
        chosen: [
            (11, 3.741_657), (4, 3.605_551), (6, 3.316_625), (5, 2.236_068), (3, 1.732_051), (7, 1.732_051),
            (9, 1.732_051), (8, 1.414_214), (10, 1),
        ]),
]

@Test("core-set takes the farthest from all labelled and chosen, again and again", arguments: greedyChoices)
private func greedyKCentre(_ known: KCentre) throws {
    let count = known.hidden.count
    // Features and probabilities would choose otherwise: they are the same for all.
    let context = try FixedRound.context(
        features: FixedRound.wordless(count), training: known.labelled.map { (row: $0, label: $0 % 2) },
        probabilities: Array(repeating: Array(repeating: 1 / Float(known.labels), count: known.labels), count: count),
        hidden: known.hidden)
    let largest = try #require(known.chosen.first?.distance)
    for wanted in 1...known.chosen.count {
        let chosen = try CoreSet().select(wanted, from: context)
        #expect(chosen.map(\.row) == known.chosen.prefix(wanted).map(\.row))
        for (selection, expected) in zip(chosen, known.chosen) {
            #expect(abs((selection.score ?? -1) - expected.distance / largest) < 1e-5)
        }
    }
}

@Test("core-set gives the distance as a share of the first")
func coreSetReason() throws {
    let context = try FixedRound.context(
        features: FixedRound.wordless(4), training: [(row: 0, label: 0)],
        probabilities: Array(repeating: [0.5, 0.5], count: 4),
        hidden: [[0, 0], [8, 0], [0, 6], [0, 5]])
    // 8, then 6 (10 from the first), then 1 from the second: 1, 3/4 and 1/8.
    #expect(
        try CoreSet().select(3, from: context).map(\.reason.figures) == [
            "distance 1.0", "distance .75", "distance .13",
        ])
}

@Test("core-set without labels starts with one message, and covers the others from there")
func coreSetWithoutLabels() throws {
    let context = try FixedRound.context(
        features: FixedRound.wordless(5), probabilities: Array(repeating: [0.5, 0.5], count: 5),
        hidden: [[0, 0], [10, 0], [0, 4], [10, 3], [5, 1]])
    let chosen = try CoreSet().select(5, from: context)
    // The greedy choice from each possible first message. numpy, as above.
    let byFirst: [[(row: Int, distance: Double)]] = [
        [(0, .infinity), (3, 10.440_307), (4, 5.099_020), (2, 4), (1, 3)],
        [(1, .infinity), (2, 10.770_330), (4, 5.099_020), (0, 4), (3, 3)],
        [(2, .infinity), (1, 10.770_330), (4, 5.099_020), (0, 4), (3, 3)],
        [(3, .infinity), (0, 10.440_307), (4, 5.099_020), (2, 4), (1, 3)],
        [(4, .infinity), (2, 5.830_952), (3, 5.385_165), (0, 4), (1, 3)],
    ]
    let first = try #require(chosen.first)
    let expected = byFirst[first.row]
    #expect(chosen.map(\.row) == expected.map(\.row))
    #expect(first.score == 1)
    #expect(first.reason == .far(share: nil))
    for (selection, known) in zip(chosen, expected).dropFirst() {
        // The second has the first and largest of the distances.
        #expect(abs((selection.score ?? -1) - known.distance / expected[1].distance) < 1e-5)
        #expect(selection.reason == .far(share: selection.score))
    }
}

@Test("where every message is a copy of a labelled one, core-set goes by the row and claims no distance")
func coreSetOfCopies() throws {
    let context = try FixedRound.context(
        features: FixedRound.wordless(5), training: [(row: 0, label: 0)],
        probabilities: Array(repeating: [0.2, 0.3, 0.5], count: 5),
        hidden: Array(repeating: [0.1, 0.2], count: 5))
    let chosen = try CoreSet().select(4, from: context)
    #expect(chosen.map(\.row) == [1, 2, 3, 4])
    #expect(chosen.map(\.score) == [0, 0, 0, 0])
}

@Test("core-set behind the round keeps away from the round's messages too")
func coreSetReserve() throws {
    let context = try FixedRound.context(
        features: FixedRound.wordless(5), training: [(row: 0, label: 0)],
        probabilities: Array(repeating: [0.5, 0.5], count: 5),
        hidden: [[0, 0], [10, 0], [9, 1], [0, 6], [3, 0]])
    let chosen = try Recipe(parsing: "core-set").select(size: 1, reserve: 1, shuffled: false, from: context)
    // (10, 0), then (0, 6), which is 6 from the labelled one; (9, 1) is √82 from that, but √2 from the first.
    #expect(chosen.map(\.row) == [1, 3])
}
