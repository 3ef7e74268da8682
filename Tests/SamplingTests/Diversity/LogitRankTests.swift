import Learning
import Testing

@testable import Sampling

/// A value, what it is ranked among, and its rank.
private struct Rank: Sendable {
    let value: Float
    let among: [Float]
    let rank: Double
}

/// Without equals: numpy.interp(value, among, numpy.arange(n) / (n − 1)), which is 0 below all and 1 above all.
private let ranks = [
    Rank(value: -1.5, among: [-1, 0, 2, 4], rank: 0),
    Rank(value: -1, among: [-1, 0, 2, 4], rank: 0),
    // Halfway between the first and the second: 0.5 / 3.
    Rank(value: -0.5, among: [-1, 0, 2, 4], rank: 1.0 / 6),
    Rank(value: 0, among: [-1, 0, 2, 4], rank: 1.0 / 3),
    // A quarter of the way from the second to the third: (1 + 0.25) / 3.
    Rank(value: 0.5, among: [-1, 0, 2, 4], rank: 1.25 / 3),
    Rank(value: 3.5, among: [-1, 0, 2, 4], rank: 2.75 / 3),
    Rank(value: 4, among: [-1, 0, 2, 4], rank: 1),
    Rank(value: 4.5, among: [-1, 0, 2, 4], rank: 1),
    Rank(value: 1.5, among: [1, 3], rank: 0.25),
    Rank(value: -50, among: [-100, 100], rank: 0.25),
]

/// Among equals there is nothing to interpolate: the middle of their places, 0 ..< n, over n − 1.
private let ranksAmongEquals = [
    // Places 1 and 2.
    Rank(value: 2, among: [1, 2, 2, 5], rank: 1.5 / 3),
    // Neighbours of equals: between the places 0 and 1, and between 2 and 3.
    Rank(value: 1.5, among: [1, 2, 2, 5], rank: 0.5 / 3),
    Rank(value: 3.5, among: [1, 2, 2, 5], rank: 2.5 / 3),
    // Equals at either end: places 0 and 1, then 1 and 2.
    Rank(value: 2, among: [2, 2, 5], rank: 0.25),
    Rank(value: 1.9, among: [2, 2, 5], rank: 0),
    Rank(value: 5, among: [1, 5, 5], rank: 0.75),
    Rank(value: 5.1, among: [1, 5, 5], rank: 1),
    // Nothing but equals: places 0, 1 and 2 of 2.
    Rank(value: 3, among: [3, 3, 3], rank: 0.5),
    Rank(value: 2.9, among: [3, 3, 3], rank: 0),
    Rank(value: 3.1, among: [3, 3, 3], rank: 1),
]

/// One held-out message is above or below, or neither; none says nothing.
private let ranksAmongFew = [
    Rank(value: 2, among: [3], rank: 0),
    Rank(value: 3, among: [3], rank: 0.5),
    Rank(value: 4, among: [3], rank: 1),
    Rank(value: 3, among: [], rank: 0.5),
]

@Test("a logit's rank is interpolated between its neighbours", arguments: ranks + ranksAmongEquals + ranksAmongFew)
private func rankOfLogit(_ known: Rank) {
    #expect(abs(LogitRanks.rank(known.value, among: known.among) - known.rank) < 1e-6)
}

@Test("ranks rise with the value, and stay in [0, 1], however close or equal the neighbours are")
func ranksAreMonotone() {
    let next = Float(1).nextUp
    let lists: [[Float]] = [
        [1, 1, next, next], [1, next], [-0.0, 0], [0, 0, 0, 1, 1, 1], [1, 1 + 1e-6, 1 + 2e-6], [-1e30, 0, 1e30],
    ]
    for sorted in lists {
        let middles = zip(sorted, sorted.dropFirst()).map { $0 / 2 + $1 / 2 }
        let values = ([-2e30, 2e30] + sorted + sorted.map(\.nextUp) + sorted.map(\.nextDown) + middles).sorted()
        let ranks = values.map { LogitRanks.rank($0, among: sorted) }
        #expect(ranks.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(ranks) among \(sorted)")
        #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 <= $1 }, "\(ranks) among \(sorted)")
        #expect(ranks.first == 0 && ranks.last == 1)
    }
}

/// A round's logits, the held-out messages among its rows, and the candidates in the order in which they are chosen.
private struct Outliers: Sendable {
    let logits: [[Float]]
    let heldOut: [Int]
    let chosen: [(row: Int, score: Double, reason: String)]
}

private let outliers = [
    // The held-out logits, sorted, are −1 0 2 4 and −2 0 1 3.
    Outliers(
        logits: [[-1, 3], [0, 1], [2, -2], [4, 0], [1, 2], [-3, -1], [3, 5], [0, 0.5]], heldOut: [0, 1, 2, 3],
        chosen: [
            // −3 is below all, −1 halfway from the first to the second: 1 − (0 + 1/6) / 2.
            (5, 11.0 / 12, "outlier .92, held out 4"),
            // 0 is the second, 0.5 halfway from the second to the third: 1 − (1/3 + 1/2) / 2.
            (7, 7.0 / 12, "outlier .58, held out 4"),
            // Halfway from the second to the third, and from the third to the fourth: 1 − (1/2 + 5/6) / 2.
            (4, 1.0 / 3, "outlier .33, held out 4"),
            // Halfway from the third to the fourth, and above all: 1 − (5/6 + 1) / 2.
            (6, 1.0 / 12, "outlier .08, held out 4"),
        ]),
    // Three labels. The held-out logits, sorted, are −2 0 1 2 5, −3 −1 0 1 2 and −0.5 0 0.5 1.5 3.
    // numpy: 1 − mean over k of interp(logit[k], sorted[k], arange(5) / 4).
    Outliers(
        logits: [
            [2, -1, 0.5], [0, -3, 1.5], [-2, 1, 3], [1, 0, -0.5], [5, 2, 0],
            [0.5, -4, 0.25], [-1, 0.5, 4], [6, -2, -1], [3, 1.5, 1], [-3, -4, -1],
        ],
        heldOut: [0, 1, 2, 3, 4],
        chosen: [
            (9, 1, "outlier 1.0, held out 5"),
            // 1 − (3/8 + 0 + 3/8) / 3.
            (5, 0.75, "outlier .75, held out 5"),
            // 1 − (1 + 1/8 + 0) / 3.
            (7, 0.625, "outlier .63, held out 5"),
            // 1 − (1/8 + 5/8 + 1) / 3.
            (6, 5.0 / 12, "outlier .42, held out 5"),
            // 1 − (5/6 + 7/8 + 5/8) / 3.
            (8, 2.0 / 9, "outlier .22, held out 5"),
        ]),
    // Held-out messages that the model says the same of: 1 2 2 5, and nothing but 0.
    Outliers(
        logits: [[1, 0], [2, 0], [2, 0], [5, 0], [2, 0], [1.5, 1], [3.5, -1], [5, 0]], heldOut: [0, 1, 2, 3],
        chosen: [
            // 1 − (2.5/3 + 0) / 2.
            (6, 7.0 / 12, "outlier .58, held out 4"),
            // 1 − (1.5/3 + 1/2) / 2.
            (4, 0.5, "outlier .50, held out 4"),
            // 1 − (0.5/3 + 1) / 2.
            (5, 5.0 / 12, "outlier .42, held out 4"),
            // 1 − (1 + 1/2) / 2.
            (7, 0.25, "outlier .25, held out 4"),
        ]),
    // A score that many share goes to the lower row: 1 − 1/4, three times, between −1 and 1.
    Outliers(
        logits: [[-1, 1], [1, -1], [0, 0], [-0.5, -0.5], [0, 0], [-0.5, -0.5], [-0.5, -0.5]], heldOut: [0, 1],
        chosen: [
            (3, 0.75, "outlier .75, held out 2"),
            (5, 0.75, "outlier .75, held out 2"),
            (6, 0.75, "outlier .75, held out 2"),
            (2, 0.5, "outlier .50, held out 2"),
            (4, 0.5, "outlier .50, held out 2"),
        ]),
]

@Test(
    "with logits, model outliers are scored by 1 − their logits' mean rank among the held-out messages'",
    arguments: outliers)
private func outlierScores(_ known: Outliers) throws {
    let context = try FixedRound.context(
        training: known.heldOut.map { (row: $0, label: $0 % 2) },
        probabilities: known.logits.map { row in row.map { _ in 1 / Float(row.count) } }, logits: known.logits,
        heldOut: known.heldOut)
    let chosen = try ModelBasedOutliers(ranksLogits: true).select(known.logits.count, from: context)
    #expect(chosen.map(\.row) == known.chosen.map(\.row))
    #expect(chosen.compactMap(\.reason.figures) == known.chosen.map(\.reason))
    for (selection, expected) in zip(chosen, known.chosen) {
        #expect(abs((selection.score ?? -1) - expected.score) < 1e-6)
    }
}

@Test("with one held-out message a logit is below or above it")
func oneHeldOutMessage() throws {
    let context = try FixedRound.context(
        training: [(row: 0, label: 0)], probabilities: Array(repeating: [0.5, 0.5], count: 5),
        logits: [[0, 0], [1, 1], [-1, 1], [-1, -1], [0, 1]], heldOut: [0])
    let chosen = try ModelBasedOutliers(ranksLogits: true).select(4, from: context)
    // Mean ranks 0, 1/2, (1/2 + 1) / 2 and 1.
    #expect(chosen.map(\.row) == [3, 2, 4, 1])
    #expect(chosen.map(\.score) == [1, 0.5, 0.25, 0])
}

@Test("one held-out message is counted as one")
func oneHeldOutMessageInWords() throws {
    let context = try FixedRound.context(
        training: [(row: 0, label: 0)], probabilities: Array(repeating: [0.5, 0.5], count: 2),
        logits: [[0, 0], [-1, -1]], heldOut: [0])
    let chosen = try ModelBasedOutliers(ranksLogits: true).select(1, from: context)
    #expect(chosen.map(\.reason.figures) == ["outlier 1.0, held out 1"])
}

@Test("with nothing held out no message is more of an outlier than another, and the reason says so")
func nothingHeldOut() throws {
    let context = try FixedRound.context(
        probabilities: Array(repeating: [0.2, 0.3, 0.5], count: 4),
        logits: [[0, 0, 9], [1, 1, 0], [-1, 1, 0], [-1, -1, -9]], heldOut: [])
    let chosen = try ModelBasedOutliers(ranksLogits: true).select(3, from: context)
    #expect(chosen.map(\.row) == [0, 1, 2])
    #expect(chosen.map(\.score) == [0.5, 0.5, 0.5])
    #expect(chosen.allSatisfy { $0.reason.words() == "too few labels to tell what is new to the model" })
}

@Test("ranks come from the model that did not learn from the held-out messages, not from the round's own")
func ranksOfTheSplit() throws {
    func outputs(_ logits: [[Float]]) -> ModelOutputs {
        ModelOutputs(
            probabilities: FixedRound.matrix(logits.map { _ in [0.5, 0.5] }),
            hidden: FixedRound.matrix(logits.map { _ in [1] }), logits: FixedRound.matrix(logits),
            output: OutputLayer(weights: FixedRound.matrix([[0], [0]]), bias: [0, 0]))
    }
    var rows = SparseRows(columnCount: 1)
    for _ in 0..<4 { rows.append([(column: UInt32(0), value: Float(1))]) }
    // The round's model would choose the third message, that of the split the fourth.
    let model = RoundModels(
        rows: FeatureRows(rows), training: [Example(row: 0, label: 0), Example(row: 1, label: 1)], labelCount: 2,
        seed: 1,
        outputs: outputs([[0, 0], [4, 4], [-1, -1], [5, 5]]),
        split: HeldOutSplit(
            heldOut: [0, 1], outputs: outputs([[0, 0], [4, 4], [3, 3], [1, 1]]),
            model: try Trainer.train(FeatureRows(rows), [], labelCount: 2, seed: 1)))
    let chosen = try ModelBasedOutliers(ranksLogits: true).select(
        2, from: RoundContext(model: model, candidates: 2..<4, seed: 1, round: 1))
    #expect(chosen.map(\.row) == [3, 2])
    // 1 lies a quarter of the way from 0 to 4, 3 three quarters.
    #expect(chosen.map(\.score) == [0.75, 0.25])
}

// MARK: Nearness

@Test("of two labels whose logits mirror each other, what is far from the messages of both is the outlier")
func farFromBothLabels() throws {
    // Rows 0 to 3 are kept, one pair a label; 4 and 5 held out. With activations alone distances are those of the plane: the mean to
    // label 0's (0, 0) and (0, 2), and to label 1's (4, 0) and (4, 2).
    let hidden: [[Float]] = [[0, 0], [0, 2], [4, 0], [4, 2], [0, 1], [4, 1], [0, 1], [2, 1], [2, 9], [4, 1]]
    let context = try FixedRound.context(
        features: FixedRound.wordless(10), training: (0..<6).map { (row: $0, label: [0, 0, 1, 1, 0, 1][$0]) },
        probabilities: hidden.map { _ in [0.5, 0.5] }, hidden: hidden,
        logits: hidden.map { [$0[0] - 2, 2 - $0[0]] }, heldOut: [4, 5])
    // V's distances are 1 and √17, for either label. Row 6 has 1 and √17: ranks 1 and 0. Row 7 has √5 twice:
    // (√17 − √5) / (√17 − 1) = .604218. Row 8 is beyond √17 from both: ranks 0.
    let chosen = try ModelBasedOutliers().select(4, from: context)
    #expect(chosen.map(\.row) == [8, 6, 9, 7])
    #expect(close(chosen.map(\.score), [1, 0.5, 0.5, 0.395_782]))
    // By the logits all that is between the labels is half an outlier, row 8 as well.
    let mirrored = try ModelBasedOutliers(ranksLogits: true).select(4, from: context)
    #expect(close(mirrored.map(\.score), [0.5, 0.5, 0.5, 0.5]))
}
