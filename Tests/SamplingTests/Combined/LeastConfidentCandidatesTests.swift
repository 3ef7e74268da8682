import Testing

@testable import Learning
@testable import Sampling

// What clustered uncertainty and uncertain outliers share: both look at the tenth of the pool that the model is least
// confident of, and at nothing else.

/// A pool whose messages are all sure and alike, but for some: what an uncertain message says, and of what it is sure.
private struct Uncertain: Sendable {
    let row: Int
    let features: [Float]
    let probabilities: [Float]
}

/// - Parameter others: features and probabilities of all messages that are not named.
private func round(
    of count: Int, uncertain: [Uncertain], others: (features: [Float], probabilities: [Float]), seed: UInt64 = 1,
    round: Int = 1
) throws -> RoundContext {
    var features = Array(repeating: others.features, count: count)
    var probabilities = Array(repeating: others.probabilities, count: count)
    for message in uncertain {
        features[message.row] = message.features
        probabilities[message.row] = message.probabilities
    }
    return try FixedRound.context(features: features, probabilities: probabilities, seed: seed, round: round)
}

// MARK: Clustered uncertainty

/// The directions (1, 0), (4, 3)/5 and (3, 4)/5 add up to (2.4, 1.4), of length √7.72 = 2.778489. Cosines with it:
/// 2.4 / 2.778489 = 0.863779, (0.8 · 2.4 + 0.6 · 1.4) / 2.778489 = 0.993346, (0.6 · 2.4 + 0.8 · 1.4) / 2.778489 =
/// 0.921364. Least confidence with K = 2 is 2 (1 − p₁): 0.9, 0.8 and 0.6.
private let threeUncertain = [
    Uncertain(row: 7, features: [1, 0], probabilities: [0.55, 0.45]),
    Uncertain(row: 15, features: [4, 3], probabilities: [0.6, 0.4]),
    Uncertain(row: 22, features: [6, 8], probabilities: [0.3, 0.7]),
]

@Test(
    "clustered uncertainty takes of the least confident tenth the centre, the outlier and a random one",
    arguments: [1, 2, 3])
func clusteredTenth(count: Int) throws {
    // A tenth of 30 messages is three; the others say something else, of which the model is sure.
    let context = try round(of: 30, uncertain: threeUncertain, others: ([0, 1], [0.95, 0.05]))
    let chosen = try ClusteredUncertainty().select(count, from: context)
    #expect(chosen.map(\.row) == Array([15, 7, 22].prefix(count)))
    for (selection, score) in zip(chosen, [0.8, 0.9, 0.6]) { #expect(abs((selection.score ?? -1) - score) < 1e-6) }
    let figures = [
        "uncertain .80, group 1 of 1, similarity .99", "uncertain .90, group 1 of 1, similarity .86",
        "uncertain .60, group 1 of 1",
    ]
    #expect(chosen.map(\.reason.figures) == Array(figures.prefix(count)))
}

@Test("a batch larger than a tenth is filled with the next least confident, and never with the sure")
func clusteredMoreThanTenth() throws {
    // K = 3, least confidence 1.5 (1 − p₁): 0.9, 0.75, 0.6, 0.45 and, of the others, 0.15. A tenth of 12 is two. By the
    // margin, 1 − (0.6 − 0.39) = 0.79 would come before 1 − (0.5 − 0.25) = 0.75.
    let uncertain = [
        Uncertain(row: 2, features: [1, 0], probabilities: [0.5, 0.25, 0.25]),
        Uncertain(row: 5, features: [0, 1], probabilities: [0.01, 0.39, 0.6]),
        Uncertain(row: 8, features: [1, 1], probabilities: [0.25, 0.4, 0.35]),
        Uncertain(row: 11, features: [2, 1], probabilities: [0.1, 0.7, 0.2]),
    ]
    let context = try round(of: 12, uncertain: uncertain, others: ([1, 2], [0.9, 0.05, 0.05]))
    let scores = [2: 0.75, 5: 0.6, 8: 0.9, 11: 0.45]
    for (count, rows) in [(1, Set([2, 8])), (2, [2, 8]), (3, [2, 5, 8]), (4, [2, 5, 8, 11])] {
        let chosen = try ClusteredUncertainty().select(count, from: context)
        #expect(chosen.count == count && Set(chosen.map(\.row)).isSubset(of: rows))
        for selection in chosen { #expect(abs((selection.score ?? -1) - (scores[selection.row] ?? 9)) < 1e-6) }
    }
}

@Test("each cluster of the uncertain gives its centre, then its outlier, then random members, the largest first")
func clusteredByTwo() throws {
    // numpy: spherical k-means with two clusters, from every pair of the ten directions as seeds, ends with the first
    // six apart from the last four. Cosines with the mean directions of these:
    // 0.950629 0.973116 0.993029 0.989052 0.977500 0.953935 and 0.983122 0.997313 0.998141 0.980752.
    let features: [[Float]] = [
        [5, 0], [12, 1], [5, 1], [4, 2], [12, 7], [7, 5], [0, 3], [1, 9], [1, 4], [2, 5],
    ]
    // A tenth of 100 messages is ten: rows 5, 14, … 86 with p₁ = 0.40, 0.42, … 0.58.
    let uncertain = features.enumerated().map { index, features -> Uncertain in
        let best = 0.4 + 0.02 * Float(index)
        return Uncertain(
            row: 5 + 9 * index, features: features, probabilities: [best, (1 - best) / 2, (1 - best) / 2])
    }
    let context = try round(of: 100, uncertain: uncertain, others: ([1, 1], [0.9, 0.05, 0.05]))
    let chosen = try ClusteredUncertainty().select(6, from: context)
    // Centres: the third and the ninth message, rows 5 + 9 · 2 and 5 + 9 · 8; outliers: the first and the tenth.
    #expect(chosen.prefix(4).map(\.row) == [23, 77, 5, 86])
    // 1.5 (1 − p₁) with p₁ = 0.44, 0.56, 0.40, 0.58.
    for (selection, score) in zip(chosen, [0.84, 0.66, 0.9, 0.63]) {
        #expect(abs((selection.score ?? -1) - score) < 1e-6)
    }
    #expect(
        chosen.prefix(4).map(\.reason.figures) == [
            "uncertain .84, group 1 of 2, similarity .99", "uncertain .66, group 2 of 2, similarity .99",
            "uncertain .90, group 1 of 2, similarity .95", "uncertain .63, group 2 of 2, similarity .98",
        ])
    #expect(chosen[0].reason.words() == "unsure of it; in the middle of a group of 6 messages")
    #expect(chosen[3].reason.words() == "unsure of it; at the edge of a group of 4 messages")
    try #require(chosen.count == 6)
    #expect([14, 32, 41, 50].contains(chosen[4].row) && [59, 68].contains(chosen[5].row))
    #expect(chosen[4].reason.words() == "unsure of it; a random one of a group of 6 messages")
    #expect(chosen[5].reason.words() == "unsure of it; a random one of a group of 4 messages")
}

@Test("the random members of a cluster of the uncertain are drawn evenly", arguments: [true, false])
func clusteredRandomMembers(roundsDiffer: Bool) throws {
    // Directions at 0°, 20°, 40°, 45° and 80°; the mean direction is at about 37°, so that 40° is nearest to it and 80°
    // farthest: the other three are drawn from, each with probability 1/3.
    // numpy: cosines with the mean direction 0.801, 0.958, 0.998, 0.990, 0.728.
    let features: [[Float]] = [[1, 0], [0.93969, 0.34202], [0.76604, 0.64279], [1, 1], [0.17365, 0.98481]]
    let uncertain = features.enumerated().map {
        Uncertain(row: 4 + 10 * $0.offset, features: $0.element, probabilities: [0.5, 0.5])
    }
    var counts: [Int: Int] = [:]
    for number in 0..<1_800 {
        let context = try round(
            of: 50, uncertain: uncertain, others: ([0, 1], [1, 0]), seed: roundsDiffer ? 3 : UInt64(number),
            round: roundsDiffer ? number : 3)
        let chosen = try ClusteredUncertainty().select(3, from: context)
        #expect(chosen.prefix(2).map(\.row) == [24, 44])
        if let last = chosen.last { counts[last.row, default: 0] += 1 }
    }
    #expect(Set(counts.keys) == [4, 14, 34])
    // 600 ± 5 standard deviations of √(1 800 · 1/3 · 2/3) = 20.
    for (row, count) in counts { #expect(abs(count - 600) < 100, "row \(row): \(count)") }
}

@Test("of messages that say the same, clustered uncertainty takes the lower row", arguments: 1...12)
func clusteredTies(value: Int) throws {
    // A tenth of 20 messages is two; both are equally near the centre, being the centre.
    let same: [Float] = [Float(value), 1]
    let context = try round(
        of: 20,
        uncertain: [
            Uncertain(row: 4, features: same, probabilities: [0.5, 0.5]),
            Uncertain(row: 9, features: same, probabilities: [0.5, 0.5]),
        ], others: ([0, 1], [0.9, 0.1]))
    #expect(try ClusteredUncertainty().select(1, from: context).map(\.row) == [4])
}

// MARK: Uncertain outliers

private struct Outliers: Sendable {
    let name: String
    /// Logits of the held-out messages: rows 0, 1, …
    let heldOut: [[Float]]
    /// Logits and probabilities of the uncertain messages, in the rows after, every third one.
    let uncertain: [(logits: [Float], probabilities: [Float])]
    let poolSize: Int
    let scores: [Double]
    /// What is chosen for each batch size, as positions in `uncertain`.
    let chosen: [Int: [Int]]

    func row(_ position: Int) -> Int { heldOut.count + 1 + 3 * position }

    func context() throws -> RoundContext {
        let labels = heldOut.first?.count ?? 2
        let count = heldOut.count + poolSize
        // The other messages are the farthest outliers of all, but the model is sure of them.
        let sure = (0..<labels).map { $0 == 0 ? Float(0.98) : 0.02 / Float(labels - 1) }
        var logits = heldOut + Array(repeating: Array(repeating: Float(-30), count: labels), count: poolSize)
        var probabilities = Array(repeating: sure, count: count)
        for (position, message) in uncertain.enumerated() {
            logits[row(position)] = message.logits
            probabilities[row(position)] = message.probabilities
        }
        return try FixedRound.context(
            training: heldOut.indices.map { (row: $0, label: $0 % labels) }, probabilities: probabilities,
            logits: logits, heldOut: Array(heldOut.indices))
    }
}

// Scores: 1 − the mean over the neurons of the interpolated rank, numpy: 1 - mean(interp(logit, sort(V), linspace(0, 1,
// len(V)))). Least confidence decides who is in the tenth: positions by falling least confidence in the comments.
private let outliers = [
    // V for neuron 0: 0 1 2 4, neuron 1: −2 −1 0 2. (3, 1): ranks (2 + 1/2) / 3 = 5/6 and (2 + 1/2) / 3 = 5/6, so 1/6.
    // (0.5, −1.5): (1/2) / 3 = 1/6 twice, so 5/6. (1.5, 0.5): (1 + 1/2) / 3 = 1/2 and (2 + 1/4) / 3 = 3/4, so 3/8.
    // (−1, 3): 0 and 1, so 1/2. (2.5, −3): (2 + 1/4) / 3 = 3/4 and 0, so 5/8.
    // Least confidence 0.8, 0.9, 0.96, 0.6, 0.68.
    Outliers(
        name: "K = 2, a tenth of 20 is two", heldOut: [[0, -2], [4, 0], [1, 2], [2, -1]],
        uncertain: [
            ([3, 1], [0.6, 0.4]), ([0.5, -1.5], [0.45, 0.55]), ([1.5, 0.5], [0.52, 0.48]), ([-1, 3], [0.3, 0.7]),
            ([2.5, -3], [0.66, 0.34]),
        ], poolSize: 20, scores: [1 / 6.0, 5 / 6.0, 3 / 8.0, 1 / 2.0, 5 / 8.0],
        chosen: [1: [1], 2: [1, 2], 3: [1, 2, 0], 4: [1, 4, 2, 0], 5: [1, 4, 3, 2, 0]]),
    // V for the neurons: 0 1 2, 0 1 3 and 0 2 4. (0.5, 0.5, 1): 1/4 thrice, so 3/4. (1.5, 2, 3): 3/4 thrice, so 1/4.
    // (−1, 2.5, 1.5): 0, (1 + 3/4) / 2 = 7/8 and (3/4) / 2 = 3/8, so 1 − 5/12 = 7/12. (0.2, 0.4, 0.6): 0.1, 0.2 and
    // 0.15, so 0.85. Least confidence 0.9, 0.75, 0.84, 0.93; by entropy the second would come before the third (numpy:
    // 0.946395 and 0.889208).
    Outliers(
        name: "K = 3, a tenth of 30 is three", heldOut: [[0, 1, 2], [2, 0, 4], [1, 3, 0]],
        uncertain: [
            ([0.5, 0.5, 1], [0.4, 0.35, 0.25]), ([1.5, 2, 3], [0.5, 0.25, 0.25]),
            ([-1, 2.5, 1.5], [0.12, 0.44, 0.44]),
            ([0.2, 0.4, 0.6], [0.38, 0.24, 0.38]),
        ], poolSize: 30, scores: [3 / 4.0, 1 / 4.0, 7 / 12.0, 0.85],
        chosen: [1: [3], 2: [3, 0], 3: [3, 0, 2], 4: [3, 0, 2, 1]]),
    // Two equal held-out logits: 1 1 3 for neuron 0, 0 2 2 for neuron 1. (2, 1): (1 + 1/2) / 2 = 3/4 and
    // (1/2) / 2 = 1/4, so 1/2. (0, −1): below all, so 1. (4, 3): above all, so 0. Least confidence 1, 0.9, 0.8.
    Outliers(
        name: "equal held-out logits, a tenth of 10 is one", heldOut: [[1, 0], [1, 2], [3, 2]],
        uncertain: [([2, 1], [0.5, 0.5]), ([0, -1], [0.55, 0.45]), ([4, 3], [0.4, 0.6])], poolSize: 10,
        scores: [0.5, 1, 0], chosen: [1: [0], 2: [1, 0], 3: [1, 0, 2]]),
]

@Test("uncertain outliers ranks the least confident tenth by its outlier scores", arguments: outliers)
private func uncertainOutliers(outliers: Outliers) throws {
    let context = try outliers.context()
    for (count, positions) in outliers.chosen {
        let chosen = try UncertainOutliers(ranksLogits: true).select(count, from: context)
        #expect(chosen.map(\.row) == positions.map(outliers.row), "\(outliers.name), \(count) asked for")
        for (selection, position) in zip(chosen, positions) {
            #expect(abs((selection.score ?? -1) - outliers.scores[position]) < 1e-6)
        }
    }
}

@Test("the figures of an uncertain outlier are its uncertainty, its score and the number of held-out messages")
func uncertainOutlierReasons() throws {
    // The scores are 5/6 and 3/8, of two that are the tenth of 20.
    let chosen = try UncertainOutliers(ranksLogits: true).select(2, from: outliers[0].context())
    for (selection, end) in zip(chosen, ["outlier .83, held out 4", "outlier .38, held out 4"]) {
        #expect(selection.reason.figures?.hasPrefix("uncertain ") ?? false)
        #expect(selection.reason.figures?.hasSuffix(", " + end) ?? false, "\(selection.reason)")
    }
}

@Test("equal confidence at the edge of the tenth goes to the lower row", arguments: ["outliers", "clusters"])
func edgeOfTheTenth(kind: String) throws {
    // Rows 0 and 1 are held out; rows 5, 10, 13 and 18 are equally uncertain, the later the farther out. A tenth of 20
    // is two: rows 5 and 10, of which 10 is the outlier.
    let even = [5: Float(0), 10: -0.5, 13: -2, 18: -3]
    let context = try FixedRound.context(
        training: [(row: 0, label: 0), (row: 1, label: 1)],
        probabilities: (0..<22).map { even[$0] == nil ? [0.1, 0.9] : [0.5, 0.5] },
        logits: (0..<22).map { $0 < 2 ? [2 * Float($0) - 1, 2 * Float($0) - 1] : [even[$0] ?? -9, even[$0] ?? -9] },
        heldOut: [0, 1])
    if kind == "outliers" {
        let chosen = try UncertainOutliers(ranksLogits: true).select(2, from: context)
        #expect(chosen.map(\.row) == [10, 5])
        // Between the held-out −1 and 1, 0 stands at 1/2 and −0.5 at 1/4.
        #expect(chosen.map(\.score) == [0.75, 0.5])
    } else {
        #expect(Set(try ClusteredUncertainty().select(2, from: context).map(\.row)) == [5, 10])
    }
}

// MARK: The whole pool

@Test("every tenth message of 12,000 is uncertain, and the tenth is found to the last")
func wholePoolOfUncertain() throws {
    // Were only 10,000 drawn from the 12,000, all 1,200 would be among them about once in e²³¹.
    let uncertain = Set(stride(from: 9, to: 12_000, by: 10))
    let context = try FixedRound.context(
        features: (0..<12_000).map { [Float(1 + $0 % 7), Float(1 + $0 % 3)] },
        probabilities: (0..<12_000).map { uncertain.contains($0) ? [0.4, 0.6] : [0.7, 0.3] })
    #expect(Set(try ClusteredUncertainty().select(1_200, from: context).map(\.row)) == uncertain)
}

@Test("of 12,000 messages a tenth is uncertain, and sixty outliers among these are found to the last")
func wholePoolOfUncertainOutliers() throws {
    // Rows 0 and 1 are held out. Were only 10,000 drawn from the 12,000, all sixty would be among them with
    // probability (5/6)⁶⁰ = 2 · 10⁻⁵.
    let outliers = Array(stride(from: 191, through: 11_991, by: 200))
    let found = Set(outliers)
    #expect(outliers.count == 60)
    let context = try FixedRound.context(
        training: [(row: 0, label: 0), (row: 1, label: 1)],
        probabilities: (0..<12_002).map { $0 % 10 == 1 && $0 > 1 ? [0.4, 0.6] : [0.7, 0.3] },
        logits: (0..<12_002).map { row in
            if row < 2 { return [Float(row), Float(row)] }
            // Of the sure messages every one is an outlier.
            return found.contains(row) || row % 10 != 1 ? [-1, -1] : [0.5, 0.5]
        }, heldOut: [0, 1])
    #expect(try UncertainOutliers(ranksLogits: true).select(60, from: context).map(\.row) == outliers)
}
