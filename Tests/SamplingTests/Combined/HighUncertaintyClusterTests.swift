import Foundation
import Testing

@testable import Learning
@testable import Sampling

/// A subject of the pool: the features that its messages share but for their length, and their probabilities.
private struct Subject: Sendable {
    let rows: [Int]
    let direction: [Float]
    let probabilities: [[Float]]
    /// Mean of −Σ p log₂ p / log₂ K over its messages.
    let entropy: Double
}

private struct Pool: Sendable {
    let name: String
    /// By falling mean entropy.
    let subjects: [Subject]

    var count: Int { subjects.reduce(0) { $0 + $1.rows.count } }

    func context(seed: UInt64 = 1, round: Int = 1) throws -> RoundContext {
        var features = [[Float]](repeating: [], count: count)
        var probabilities = features
        for subject in subjects {
            for (place, row) in subject.rows.enumerated() {
                // Messages of one direction but other lengths: to the cosine they are the same.
                features[row] = subject.direction.map { $0 * Float(1 << place) }
                probabilities[row] = subject.probabilities[place]
            }
        }
        return try FixedRound.context(features: features, probabilities: probabilities, seed: seed, round: round)
    }
}

// Entropies with numpy: -(p * log2(p)).sum() / log2(K).
private let pools = [
    // (0.7219281 + 0.8812909 + 0.8112781) / 3, (1 + 0.4689956 + 0.4689956) / 3 and
    // (0.9709506 + 0.286397 + 0.286397 + 0.286397) / 4. The most uncertain message, in row 1, is not in the most
    // uncertain cluster, and the largest cluster has the smallest mean.
    Pool(
        name: "K = 2",
        subjects: [
            Subject(
                rows: [3, 5, 9], direction: [0, 1, 0], probabilities: [[0.8, 0.2], [0.3, 0.7], [0.75, 0.25]],
                entropy: 0.804_832_4),
            Subject(
                rows: [1, 4, 7], direction: [1, 0, 0], probabilities: [[0.5, 0.5], [0.9, 0.1], [0.1, 0.9]],
                entropy: 0.645_997_1),
            Subject(
                rows: [0, 2, 6, 8], direction: [0, 0, 1],
                probabilities: [[0.95, 0.05], [0.4, 0.6], [0.05, 0.95], [0.95, 0.05]], entropy: 0.457_535_4),
        ]),
    // (0.9602297 + 0.8173454) / 2, (0.9999093 + 0.6309298 + 0.7298467) / 3 and (0.5816719 + 0) / 2, 0 · log 0 being 0.
    // The middle one has the largest sum.
    Pool(
        name: "K = 3",
        subjects: [
            Subject(
                rows: [2, 6], direction: [3, 4], probabilities: [[0.4, 0.4, 0.2], [0.6, 0.3, 0.1]],
                entropy: 0.888_787_6),
            Subject(
                rows: [0, 3, 4], direction: [0, 1],
                probabilities: [[0.34, 0.33, 0.33], [0, 0.5, 0.5], [0.2, 0.1, 0.7]], entropy: 0.786_895_3),
            Subject(
                rows: [1, 5], direction: [1, 0], probabilities: [[0.8, 0.1, 0.1], [0, 1, 0]], entropy: 0.290_836_0),
        ]),
    // One cluster alone: (1 + 0.4689956 + 0 + 0.7219281) / 4.
    Pool(
        name: "one subject",
        subjects: [
            Subject(
                rows: [0, 1, 2, 3], direction: [2, 1], probabilities: [[0.5, 0.5], [0.9, 0.1], [1, 0], [0.2, 0.8]],
                entropy: 0.547_730_9)
        ]),
]

@Test("the cluster of the highest mean entropy is emptied first, then the next", arguments: pools)
private func highUncertaintyOrder(pool: Pool) throws {
    for seed in 1...5 as ClosedRange<UInt64> {
        let context = try pool.context(seed: seed)
        for count in 1...pool.count {
            let chosen = try HighUncertaintyCluster().select(count, from: context)
            #expect(chosen.count == count)
            var rest = chosen[...]
            for subject in pool.subjects {
                let part = rest.prefix(subject.rows.count)
                rest = rest.dropFirst(subject.rows.count)
                #expect(Set(part.map(\.row)).count == part.count)
                #expect(Set(part.map(\.row)).isSubset(of: subject.rows), "\(pool.name), \(count) asked for")
                for selection in part { #expect(abs((selection.score ?? -1) - subject.entropy) < 1e-5) }
            }
        }
    }
}

@Test("wanting more clusters than there are subjects divides nothing by the size of an empty one")
func highUncertaintyNoEmptyCluster() throws {
    // Twenty clusters are wanted where ten messages have three directions. An empty cluster would have the mean of no
    // entropies, which is no number.
    let chosen = try HighUncertaintyCluster().select(10, from: pools[0].context())
    #expect(chosen.allSatisfy { $0.score?.isFinite ?? false })
    #expect(
        chosen.map(\.reason.figures) == Array(repeating: "entropy .80, group 1 of 3", count: 3)
            + Array(repeating: "entropy .65, group 2 of 3", count: 3)
            + Array(repeating: "entropy .46, group 3 of 3", count: 4))
}

@Test(
    "whatever the clusters are, the score is the mean entropy of their members, and none is empty",
    arguments: [12, 24, 60], 1...8 as ClosedRange<UInt64>)
func highUncertaintyMeans(count: Int, seed: UInt64) throws {
    // Directions and entropies scattered by squares modulo a prime; twenty clusters of them leave some with one member.
    func best(_ row: Int) -> Double { 0.5 + Double((row * row + 3 * row) % 97) / 200 }
    let features = (0..<count).map { row -> [Float] in
        let square = row * row
        return [square + 7 * row + 1, 2 * square + 7 * row + 2, 3 * square + 7 * row + 3].map { Float($0 % 101) }
    }
    let context = try FixedRound.context(
        features: features, probabilities: (0..<count).map { [Float(best($0)), Float(1 - best($0))] }, seed: seed)
    let chosen = try HighUncertaintyCluster().select(count, from: context)
    #expect(Set(chosen.map(\.row)) == Set(0..<count))
    let scores = chosen.compactMap(\.score)
    #expect(scores.count == count && scores == scores.sorted(by: >))
    let clusters = Dictionary(grouping: chosen, by: \.reason)
    #expect(chosen.allSatisfy { $0.reason.figures?.hasSuffix(" of \(clusters.count)") ?? false })
    for (reason, members) in clusters {
        let entropies = members.map { member -> Double in
            let first = best(member.row)
            return -first * log2(first) - (1 - first) * log2(1 - first)
        }
        let mean = entropies.reduce(0, +) / Double(members.count)
        let which = members.count == 1 ? "a message like no other" : " group of \(members.count) messages"
        #expect(reason.words().contains(which))
        #expect(members.allSatisfy { abs(($0.score ?? -1) - mean) < 1e-5 })
    }
}

@Test("the members of the most uncertain cluster are drawn evenly", arguments: [true, false])
func highUncertaintyMembers(roundsDiffer: Bool) throws {
    // Two of five, each with probability 2/5, in every order alike: each is the first with probability 1/5.
    let pool = Pool(
        name: "five of eight",
        subjects: [
            Subject(
                rows: [0, 3, 4, 6, 7], direction: [1, 0], probabilities: Array(repeating: [0.5, 0.5], count: 5),
                entropy: 1),
            Subject(
                rows: [1, 2, 5], direction: [0, 1], probabilities: Array(repeating: [1, 0], count: 3), entropy: 0),
        ])
    var first: [Int: Int] = [:]
    var either: [Int: Int] = [:]
    for number in 0..<2_500 {
        let context = try pool.context(
            seed: roundsDiffer ? 3 : UInt64(number), round: roundsDiffer ? number : 3)
        let chosen = try HighUncertaintyCluster().select(2, from: context).map(\.row)
        if let row = chosen.first { first[row, default: 0] += 1 }
        for row in chosen { either[row, default: 0] += 1 }
    }
    #expect(Set(either.keys) == [0, 3, 4, 6, 7] && Set(first.keys) == [0, 3, 4, 6, 7])
    // 500 ± 5 standard deviations of √(2 500 · 1/5 · 4/5) = 20, and 1 000 ± 5 of √(2 500 · 2/5 · 3/5) = 24.5.
    for (row, count) in first { #expect(abs(count - 500) < 100, "row \(row): \(count)") }
    for (row, count) in either { #expect(abs(count - 1_000) < 122, "row \(row): \(count)") }
}

@Test("a cluster of one message is not spoken of in the plural")
func highUncertaintySingle() throws {
    let context = try FixedRound.context(features: [[1, 0], [0, 1]], probabilities: [[0.6, 0.4], [0.9, 0.1]])
    let chosen = try HighUncertaintyCluster().select(2, from: context)
    #expect(chosen.map(\.row) == [0, 1])
    for selection in chosen {
        #expect(selection.reason.words() == "a message like no other, and a puzzle to the model")
    }
}

@Test("a message without a known word is not said to be in a cluster")
func highUncertaintyUnclustered() throws {
    // Rows 1 and 2 have no direction and so belong to no cluster.
    let context = try FixedRound.context(
        features: [[1, 0], [0, 0], [0, 0], [2, 0]], probabilities: [[0.9, 0.1], [0.5, 0.5], [0.6, 0.4], [0.8, 0.2]])
    for selection in try HighUncertaintyCluster().select(4, from: context) where [1, 2].contains(selection.row) {
        #expect(selection.reason.words() == "one of 2 of which the model knows no word")
    }
}

@Test("every member of the most uncertain cluster is found among 12,000 messages")
func highUncertaintyWholePool() throws {
    // Were only 10,000 drawn from the pool, all sixty would be among them with probability (5/6)⁶⁰ = 2 · 10⁻⁵.
    let uncertain = Set(stride(from: 190, through: 11_990, by: 200))
    let context = try FixedRound.context(
        features: (0..<12_000).map { uncertain.contains($0) ? [1, 0] : [0, 1] },
        probabilities: (0..<12_000).map { uncertain.contains($0) ? [0.5, 0.5] : [0.9, 0.1] })
    let chosen = try HighUncertaintyCluster().select(60, from: context)
    #expect(Set(chosen.map(\.row)) == uncertain)
    #expect(
        chosen.allSatisfy {
            $0.reason.words() == "from the group of 60 messages that puzzles the model most"
                && $0.reason.figures == "entropy 1.0, group 1 of 2"
        })
}
