import Learning
import Testing

@testable import Sampling

/// A round of which the activations and the output layer are given: all that dropout looks at.
private func dropoutRound(
    hidden: [[Float]], weights: [[Float]], bias: [Float], seed: UInt64 = 1
) throws -> RoundContext {
    var rows = SparseRows(columnCount: 1)
    for _ in hidden { rows.append(EmptyCollection<(column: UInt32, value: Float)>()) }
    let nothing = Matrix(zeros: hidden.count, bias.count)
    let outputs = ModelOutputs(
        probabilities: nothing, hidden: FixedRound.matrix(hidden), logits: nothing,
        output: OutputLayer(weights: FixedRound.matrix(weights), bias: bias))
    let model = RoundModels(rows: FeatureRows(rows), training: [], labelCount: bias.count, seed: seed, outputs: outputs)
    return RoundContext(model: model, candidates: hidden.indices, seed: seed, round: 1)
}

/// Which units each pass keeps, as `1` and `0`: a unit stays when its draw is not below the rate.
private func masks(_ context: RoundContext, passes: Int, units: Int, rate: Double) -> [String] {
    (0..<passes).map { pass in
        var random = context.random("dropout", pass)
        return (0..<units).map { _ in random.unit() >= rate ? "1" : "0" }.joined()
    }
}

private func close(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }
}

@Test("when nothing is left out all passes agree, and the information is 0", arguments: [2, 3])
func dropoutOfNothing(labels: Int) throws {
    let context = try dropoutRound(
        hidden: [[1, 0], [0, 2], [3, 1], [0, 0]],
        weights: Array([[1, -1], [-2, 0.5], [0, 3]].prefix(labels)), bias: Array([0.5, -1, 0].prefix(labels)))
    let scores = try MonteCarloDropout(rate: 0).scores(in: context).scores
    #expect(scores.count == 4 && scores.allSatisfy { $0 >= 0 && $0 < 1e-9 })
}

/// Seeds with the number of passes that keep the one unit: xoshiro256** and SplitMix64 in Python's whole numbers.
private let keptByHalf: [(seed: UInt64, kept: Int)] = [(2, 0), (7, 1), (5, 2), (1, 3), (9, 4)]

@Test("with one hidden unit and two labels only the number of passes that keep it counts", arguments: keptByHalf)
func dropoutOfOneUnit(seed: UInt64, kept: Int) throws {
    // The weights are ±1 and count twice when kept: a pass says softmax(2h, −2h) or (.5, .5).
    // numpy, with P = kept rows of softmax([2h, -2h]) and 4 - kept rows of [.5, .5], for h = .5, 1, 2:
    // (entropy(P.mean(0)) - mean([entropy(p) for p in P])) / log(2)
    let information: [[Double]] = [
        [0, 0, 0],
        [0.091_923_327, 0.175_190_858, 0.203_407_178],
        [0.129_180_207, 0.260_233_513, 0.309_366_599],
        [0.104_514_526, 0.232_785_197, 0.291_004_347],
        [0, 0, 0],
    ]
    let context = try dropoutRound(
        hidden: [[0], [0.5], [1], [2]], weights: [[1], [-1]], bias: [0, 0], seed: seed)
    #expect(masks(context, passes: 4, units: 1, rate: 0.5).count { $0 == "1" } == kept)
    let dropout = MonteCarloDropout(passes: 4)
    #expect(close(try dropout.scores(in: context).scores, [0] + information[kept]))
    if (1...3).contains(kept) { #expect(try dropout.select(4, from: context).map(\.row) == [3, 2, 1, 0]) }
}

private let keptByThreeQuarters: [(seed: UInt64, kept: Int)] = [(5, 2), (4, 3), (1, 4), (2, 5)]

@Test("three labels with a bias, and a quarter of the units left out", arguments: keptByThreeQuarters)
func dropoutOfThreeLabels(seed: UInt64, kept: Int) throws {
    // A pass says softmax(b + h W / .75) or softmax(b). numpy, with kept rows of the first and 5 - kept of the
    // second, for h = .6, 1.2, 3: (entropy(P.mean(0)) - mean([entropy(p) for p in P])) / log(3)
    let information: [Int: [Double]] = [
        2: [0.043_305_025, 0.122_000_956, 0.221_493_030],
        3: [0.044_093_692, 0.128_993_574, 0.247_578_617],
        4: [0.030_185_473, 0.093_884_071, 0.199_906_898],
        5: [0, 0, 0],
    ]
    let context = try dropoutRound(
        hidden: [[0.6], [1.2], [3]], weights: [[1.5], [-0.5], [0.25]], bias: [0.2, -0.1, 0], seed: seed)
    #expect(masks(context, passes: 5, units: 1, rate: 0.25).count { $0 == "1" } == kept)
    let dropout = MonteCarloDropout(passes: 5, rate: 0.25)
    #expect(close(try dropout.scores(in: context).scores, try #require(information[kept])))
    if kept < 5 { #expect(try dropout.select(2, from: context).map(\.row) == [2, 1]) }
}

/// What two units and six passes give. Masks: xoshiro256** in Python's whole numbers; scores: numpy, with
/// P = [softmax(b + W @ (mask * h) / (1 - rate)) for mask in masks], as above over log(3).
private struct TwoUnits: Sendable {
    let seed: UInt64
    let rate: Double
    let masks: [String]
    let scores: [Double]
    let order: [Int]
}

private let twoUnits = [
    TwoUnits(
        seed: 1, rate: 0.5, masks: ["10", "10", "11", "01", "01", "00"],
        scores: [0.148_388_776, 0.192_191_525, 0.405_990_530, 0.433_017_056, 0], order: [3, 2, 1, 0, 4]),
    TwoUnits(
        seed: 4, rate: 0.5, masks: ["11", "00", "11", "11", "00", "11"],
        scores: [0.137_390_662, 0.189_114_600, 0.116_706_979, 0.153_055_711, 0], order: [1, 3, 0, 2, 4]),
    TwoUnits(
        seed: 5, rate: 0.2, masks: ["11", "10", "11", "01", "01", "11"],
        scores: [0.064_206_031, 0.091_992_210, 0.177_736_893, 0.245_528_596, 0], order: [3, 2, 1, 0, 4]),
]

@Test("two units and three labels: every pass is one smaller model for all messages", arguments: twoUnits)
private func dropoutOfTwoUnits(case known: TwoUnits) throws {
    let context = try dropoutRound(
        hidden: [[1, 0], [0, 1], [1, 1], [2, 0.5], [0, 0]], weights: [[1, -1], [-0.5, 2], [0, 0.5]],
        bias: [0, 0.3, -0.2], seed: known.seed)
    #expect(masks(context, passes: 6, units: 2, rate: known.rate) == known.masks)
    let dropout = MonteCarloDropout(passes: 6, rate: known.rate)
    #expect(close(try dropout.scores(in: context).scores, known.scores))
    #expect(try dropout.select(5, from: context).map(\.row) == known.order)
}

@Test(
    "passes that are certain of opposite labels: entropy of their shares, 1 when they are halves, and no NaN at p = 0",
    arguments: [(seed: UInt64(7), information: 0.811_278_124), (5, 1), (1, 0.811_278_124)])
func dropoutOfOpposites(seed: UInt64, information: Double) throws {
    // Kept, the logits are ±3 000, so that p is exactly (1, 0); left out they are ∓1 000. Of four passes the seeds keep
    // 1, 2 and 3: H(¼) = ¼ log₂ 4 + ¾ log₂ (4/3) = .811278 bits, H(½) = 1.
    let context = try dropoutRound(
        hidden: [[1], [1], [1]], weights: [[2_000], [-2_000]], bias: [-1_000, 1_000], seed: seed)
    let chosen = try MonteCarloDropout(passes: 4).select(2, from: context)
    #expect(close(chosen.compactMap(\.score), [information, information]))
    #expect(chosen.map(\.row) == [0, 1])
}

@Test("a single pass, and units that move all labels alike, tell nothing")
func dropoutWithoutInformation() throws {
    let context = try dropoutRound(
        hidden: [[1], [5]], weights: [[1], [-1], [2]], bias: [0.1, 0.2, 0.3])
    #expect(try MonteCarloDropout(passes: 1).scores(in: context).scores.allSatisfy { $0 >= 0 && $0 < 1e-9 })
    let alike = try dropoutRound(hidden: [[1], [5]], weights: [[3], [3], [3]], bias: [0.1, 0.2, 0.3])
    #expect(try MonteCarloDropout().scores(in: alike).scores.allSatisfy { $0 >= 0 && $0 < 1e-9 })
}

@Test("unless told otherwise there are twenty passes, each without half of the units")
func dropoutDefaults() throws {
    // Of twenty draws the seeds 1, 2 and 3 keep 15, 9 and 10. numpy: as for four passes, h = 1.
    for (seed, information) in [(UInt64(1), 0.232_785_197), (2, 0.251_141_477), (3, 0.260_233_513)] {
        let context = try dropoutRound(hidden: [[1]], weights: [[1], [-1]], bias: [0, 0], seed: seed)
        #expect(close(try MonteCarloDropout().scores(in: context).scores, [information]))
    }
}

@Test("the figures of the reason are the information")
func dropoutReason() throws {
    // Seed 7 keeps the unit in one of four passes: .2034, .1752, .0919 (above).
    let context = try dropoutRound(
        hidden: [[0.5], [1], [2]], weights: [[1], [-1]], bias: [0, 0], seed: 7)
    let chosen = try MonteCarloDropout(passes: 4).select(3, from: context)
    #expect(
        chosen.map(\.reason.figures) == [".20", ".18", ".09"].map { "information \($0)" })
}

@Test("the reason says half only where half of the units are left out")
func dropoutReasonOfAnotherRate() throws {
    let context = try dropoutRound(hidden: [[1], [2]], weights: [[1], [-1]], bias: [0, 0])
    let chosen = try MonteCarloDropout(passes: 5, rate: 0.25).select(2, from: context)
    for selection in chosen { #expect(!selection.reason.words().contains("half")) }
}
