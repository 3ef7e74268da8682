import Foundation
import Learning
import Notation
import Testing

@testable import Sampling

/// What members say of one message, with votes and divergence as scipy has them: `bincount(argmax)`,
/// `entropy(votes / M) / log(K)` and `mean([entropy(p, P.mean(0)) for p in P])`.
private struct Electorate: Sendable {
    let name: String
    let members: [[Float]]
    let votes: [UInt16]
    let voteEntropy: Double
    let divergence: Double
    let dissenters: Int
}

private func repeated(_ parts: (row: [Float], times: Int)...) -> [[Float]] {
    parts.flatMap { Array(repeating: $0.row, count: $0.times) }
}

private let electorates = [
    Electorate(
        name: "two labels, 6 to 4", members: repeated(([0.9, 0.1], 6), ([0.3, 0.7], 4)), votes: [6, 4],
        voteEntropy: 0.970_950_594, divergence: 0.201_639_973, dissenters: 4),
    Electorate(
        name: "two labels, 5 to 5", members: repeated(([0.8, 0.2], 5), ([0.4, 0.6], 5)), votes: [5, 5],
        voteEntropy: 1, divergence: 0.086_304_622, dissenters: 5),
    Electorate(
        name: "all vote alike and differ", members: repeated(([0.7, 0.3], 4), ([0.95, 0.05], 6)), votes: [10, 0],
        voteEntropy: 0, divergence: 0.059_254_221, dissenters: 0),
    Electorate(
        name: "a tie within a member goes to the lower label", members: repeated(([0.5, 0.5], 3), ([0.25, 0.75], 7)),
        votes: [3, 7], voteEntropy: 0.881_290_899, divergence: 0.029_002_273, dissenters: 3),
    Electorate(
        name: "certain of opposites", members: repeated(([1, 0], 5), ([0, 1], 5)), votes: [5, 5], voteEntropy: 1,
        divergence: 0.693_147_181, dissenters: 5),
    Electorate(
        name: "two members", members: [[0.9, 0.1], [0.1, 0.9]], votes: [1, 1], voteEntropy: 1,
        divergence: 0.368_064_207, dissenters: 1),
    Electorate(
        name: "three labels, 5 to 3 to 2",
        members: repeated(([0.6, 0.3, 0.1], 5), ([0.2, 0.7, 0.1], 3), ([0.1, 0.1, 0.8], 2)), votes: [5, 3, 2],
        voteEntropy: 0.937_230_563, divergence: 0.260_546_985, dissenters: 5),
    Electorate(
        name: "three labels, 4 to 3 to 3, some certain",
        members: repeated(([0.5, 0.25, 0.25], 4), ([0, 1, 0], 3), ([0.1, 0.3, 0.6], 3)), votes: [4, 3, 3],
        voteEntropy: 0.991_159_471, divergence: 0.358_725_282, dissenters: 6),
    Electorate(
        name: "three labels, all say the same, two of them tied", members: repeated(([0.4, 0.4, 0.2], 10)),
        votes: [10, 0, 0], voteEntropy: 0, divergence: 0, dissenters: 0),
    Electorate(
        name: "three labels, certain of one each", members: repeated(([1, 0, 0], 3), ([0, 1, 0], 3), ([0, 0, 1], 3)),
        votes: [3, 3, 3], voteEntropy: 1, divergence: 1.098_612_289, dissenters: 6),
    Electorate(
        name: "three labels, the first and the last tied",
        members: repeated(([0.45, 0.1, 0.45], 2), ([0.1, 0.45, 0.45], 2), ([0.2, 0.2, 0.6], 1)), votes: [2, 2, 1],
        voteEntropy: 0.960_229_718, divergence: 0.103_597_044, dissenters: 3),
]

@Test("votes, their entropy and the divergence are those of the formulas", arguments: electorates)
private func committeeFormulas(known: Electorate) {
    // A message before and one behind it, of which all members say the same.
    let labels = known.votes.count
    let even = [Float](repeating: 1 / Float(labels), count: labels)
    let committee = Committee(memberProbabilities: known.members.map { FixedRound.matrix([even, $0, even]) })
    #expect(committee.memberCount == known.members.count && committee.labelCount == labels)
    #expect(Array(committee.votes(on: 1)) == known.votes)
    #expect(abs(committee.voteEntropy(on: 1) - known.voteEntropy) < 1e-6)
    #expect(abs(committee.divergences[1] - known.divergence) < 1e-6)
    #expect(committee.dissenters(on: 1) == known.dissenters)
    for row in [0, 2] {
        #expect(committee.votes(on: row).first == UInt16(known.members.count))
        #expect(committee.voteEntropy(on: row) == 0 && committee.divergences[row] < 1e-9)
    }
}

@Test("the same votes for other labels are a tie to the last bit, so that the divergence decides", arguments: 4...9)
func committeeTies(most: Int) {
    for middle in 0...min(most, 10 - most) where 10 - most - middle <= middle {
        let votes = [most, middle, 10 - most - middle]
        let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
        // One message for each order of the labels; a member votes for one label with certainty.
        let members = (0..<10).map { member in
            let rank = member < votes[0] ? 0 : member < votes[0] + votes[1] ? 1 : 2
            return FixedRound.matrix(orders.map { order in (0..<3).map { order[$0] == rank ? 1 : 0 } })
        }
        let committee = Committee(memberProbabilities: members)
        #expect(Set(orders.indices.map(committee.voteEntropy(on:))).count == 1, "votes \(votes)")
    }
}

/// Vote entropy, divergence (both over ln K) and dissenters of rows, written from the definitions: the divergence as
/// the mean of Σ p ln(p / p̄).
private func opinions(_ members: [Matrix], _ row: Int) -> (entropy: Double, divergence: Double, dissenters: Int) {
    let rows = members.map { $0.row(row).map(Double.init) }
    let labels = rows.first?.count ?? 0
    var votes = [Double](repeating: 0, count: labels)
    var divergence = 0.0
    for member in rows {
        votes[member.firstIndex(of: member.max() ?? 0) ?? 0] += 1
        for label in 0..<labels where member[label] > 0 {
            let mean = rows.reduce(0) { $0 + $1[label] } / Double(rows.count)
            divergence += member[label] * log(member[label] / mean) / Double(rows.count)
        }
    }
    let entropy = votes.sorted().reduce(0) { sum, count in
        count > 0 ? sum - count / Double(rows.count) * log(count / Double(rows.count)) : sum
    }
    return (
        entropy / log(Double(labels)), divergence / log(Double(labels)), rows.count - Int(votes.max() ?? 0)
    )
}

/// The models of a round's rotation, trained here.
private func rotationMembers(_ model: RoundModels, _ folds: Int) throws -> [Matrix] {
    let rotation = Rotation(
        model.training, labelCount: model.labelCount, foldCount: folds, settings: model.settings, seed: model.seed)
    return try (0..<rotation.foldCount).map {
        try rotation.model(of: $0, rows: model.rows).probabilities(for: model.rows)
    }
}

@Test(
    "on a learnt round the models of the rotation vote; equal votes are ordered by divergence, and the reason counts",
    arguments: [("committee", 10), ("committee:members-4", 4)], [2, 3])
func committeeOfTheRotation(name: (id: String, members: Int), labels: Int) throws {
    let toy = ToyRound(count: 160, trained: 40, labels: labels)
    let context = toy.context
    let members = try rotationMembers(toy.model, name.members)
    let expected = context.candidates.map { (row: $0, opinion: opinions(members, $0)) }
    let disagreeing = expected.count { $0.opinion.dissenters > 0 }
    #expect(disagreeing > 2 && disagreeing < expected.count)
    let strategy = try #require(StrategyCatalogue.standard.strategy(name.id))
    let chosen = try strategy.select(context.candidates.count, from: context)
    let order = expected.sorted { left, right in
        if abs(left.opinion.entropy - right.opinion.entropy) > 1e-9 {
            return left.opinion.entropy > right.opinion.entropy
        }
        return left.opinion.divergence > right.opinion.divergence
    }
    #expect(chosen.map(\.row) == order.map(\.row))
    for (selection, known) in zip(chosen, order) {
        #expect(abs((selection.score ?? -1) - known.opinion.entropy) < 1e-6)
        #expect(selection.strategy == name.id)
        let dissenters = known.opinion.dissenters
        #expect(
            selection.reason.words()
                == (dissenters == 0
                    ? "\(name.members) models agree on it, if not all as firmly"
                    : "\(dissenters) of \(name.members) models would label it otherwise than the rest"))
    }
}

@Test("with the option the divergence is the score, and the reason quotes it", arguments: [2, 3])
func committeeByDivergence(labels: Int) throws {
    let toy = ToyRound(count: 160, trained: 40, labels: labels)
    let context = toy.context
    let members = try rotationMembers(toy.model, 10)
    let expected = context.candidates.map { (row: $0, divergence: opinions(members, $0).divergence) }
        .sorted { $0.divergence > $1.divergence }
    let strategy = try #require(StrategyCatalogue.standard.strategy("committee:divergence"))
    let chosen = try strategy.select(context.candidates.count, from: context)
    #expect(chosen.map(\.row) == expected.map(\.row))
    for (selection, known) in zip(chosen, expected) {
        #expect(abs((selection.score ?? -1) - known.divergence) < 1e-6)
        let number = ShareText.text(selection.score ?? -1)
        #expect(selection.reason.figures == "divergence \(number)")
        #expect(selection.strategy == "committee:divergence")
    }
}

@Test("members that know nothing agree: score 0, and the order of the pool")
func committeeWithoutLabels() throws {
    let context = try FixedRound.context(probabilities: Array(repeating: [0.5, 0.5], count: 4))
    let chosen = try QueryByCommittee(members: 2).select(3, from: context)
    #expect(chosen.map(\.row) == [0, 1, 2] && chosen.map(\.score) == [0, 0, 0])
    #expect(chosen.map { $0.reason.words() } == Array(repeating: "2 models agree on it", count: 3))
}
