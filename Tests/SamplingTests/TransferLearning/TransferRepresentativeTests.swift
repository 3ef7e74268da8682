import Learning
import Notation
import Testing

@testable import Sampling

/// A round of which only activations, logits and features matter. Its first messages are labelled and held out.
private func heldOutRound(
    _ heldOut: Int, hidden: [[Float]]? = nil, logits: [[Float]]? = nil, features: [[Float]]? = nil, labels: Int = 2
) throws -> RoundContext {
    let count = (hidden ?? features ?? []).count
    return try FixedRound.context(
        features: features ?? hidden.map { FixedRound.wordless($0.count) },
        training: (0..<heldOut).map { (row: $0, label: $0 % labels) },
        probabilities: Array(repeating: Array(repeating: 1 / Float(labels), count: labels), count: count),
        hidden: hidden, logits: logits, heldOut: Array(0..<heldOut))
}

// MARK: The head on the last layer, a logistic regression, against scikit-learn

/// A batch with what scikit-learn gives: inputs are the activations over the mean length of V's,
/// `LogisticRegression(C=1, class_weight='balanced')` on V as 0 and U as 1, `predict_proba`; after each step the chosen
/// rows change sides and it is fitted anew.
private struct Batch: Sendable {
    let name: String
    let rows: [Int]
    let scores: [Double]
    let steps: [Int]

    var reasons: [String] {
        zip(scores, steps).map { score, step in
            "apart \(ShareText.text(score)), step \(step) of \(steps.last ?? 0)"
        }
    }
}

/// V (rows 0 to 3) says the first unit; half of U (5, 7 and 9) the second.
private let twoKinds: [[Float]] = [
    [1, 0], [1, 0.25], [0.75, 0], [1.25, 0], [1, 0], [0.25, 1], [1, 0.25], [0, 1], [0.75, 0.25], [0.5, 1],
]

private let batchesOfTwoKinds = [
    Batch(
        name: "transfer-representative:step-6:last-layer", rows: [7, 5, 9, 8, 6, 4],
        scores: [0.737_711_763, 0.707_152_385, 0.674_603_009, 0.494_657_988, 0.456_638_147, 0.407_769_256],
        steps: [1, 1, 1, 1, 1, 1]),
    Batch(
        name: "transfer-representative:step-2:last-layer", rows: [7, 5, 6, 4, 9, 8],
        scores: [0.737_711_763, 0.707_152_385, 0.511_033_826, 0.508_195_955, 0.575_906_360, 0.470_592_941],
        steps: [1, 1, 2, 2, 3, 3]),
]

@Test(
    "what the training messages do not say is chosen, with the probabilities of scikit-learn",
    arguments: batchesOfTwoKinds, [2, 3])
private func lastLayerOfTwoKinds(batch: Batch, labels: Int) throws {
    // Logits that set row 4 apart: the last layer's head must not see them.
    let logits = twoKinds.indices.map { row in [Float](repeating: row == 4 ? 9 : -1, count: labels) }
    let chosen = try strategy(batch.name).select(
        6, from: heldOutRound(4, hidden: twoKinds, logits: logits, labels: labels))
    #expect(chosen.map(\.row) == batch.rows)
    #expect(close(chosen.map(\.score), batch.scores))
    #expect(chosen.map(\.reason.figures) == batch.reasons)
    #expect(chosen.allSatisfy { $0.strategy == batch.name })
}

/// V (rows 0 to 2) says the first unit; U has two new kinds (3 to 6, and 7 to 9) and one message like V's (10).
private let threeKinds: [[Float]] = [
    [1, 0, 0], [1.5, 0, 0], [0.5, 0, 0], [0, 1.5, 0], [0, 1.25, 0], [0, 1.375, 0], [0, 1.625, 0], [0, 0, 1],
    [0, 0, 0.75], [0, 0, 0.875], [1, 0, 0],
]

private let batchesOfThreeKinds = [
    Batch(
        name: "transfer-representative:step-8:last-layer", rows: [6, 3, 5, 4, 7, 9, 8, 10],
        scores: [
            0.819_466_586, 0.804_174_485, 0.787_922_293, 0.770_705_868, 0.689_440_856, 0.673_525_496, 0.657_200_054,
            0.304_466_101,
        ], steps: Array(repeating: 1, count: 8)),
    Batch(
        name: "transfer-representative:step-2:last-layer", rows: [6, 3, 7, 9, 5, 4],
        scores: [0.819_466_586, 0.804_174_485, 0.725_530_761, 0.707_779_052, 0.565_278_337, 0.560_030_197],
        steps: [1, 1, 2, 2, 3, 3]),
    // A tenth of four is nothing, and so a step is one message.
    Batch(
        name: "transfer-representative:last-layer", rows: [6, 7, 3, 9],
        scores: [0.819_466_586, 0.700_742_284, 0.624_179_936, 0.581_746_600], steps: [1, 2, 3, 4]),
]

@Test(
    "once some of a new kind are chosen the head takes that kind for known, and the second new kind gets its turn",
    arguments: batchesOfThreeKinds)
private func lastLayerAdapts(batch: Batch) throws {
    let chosen = try strategy(batch.name).select(
        batch.rows.count, from: heldOutRound(3, hidden: threeKinds))
    #expect(chosen.map(\.row) == batch.rows)
    #expect(close(chosen.map(\.score), batch.scores))
    #expect(chosen.map(\.reason.figures) == batch.reasons)
}

@Test("the head on the last layer weighs four units")
func lastLayerOfFourUnits() throws {
    let hidden: [[Float]] = [
        [2, 1, 0, 0], [1, 2, 0, 0], [1, 1, 1, 0], [2, 2, 0, 0], [2, 1, 0, 0], [0, 0, 1, 2], [1, 2, 0, 0],
        [0, 1, 2, 1], [1, 1, 1, 1],
    ]
    let chosen = try TransferRepresentative(head: .lastLayer, stepSize: 5).select(
        5, from: heldOutRound(4, hidden: hidden))
    // scikit-learn, as above.
    #expect(chosen.map(\.row) == [5, 7, 8, 6, 4])
    #expect(
        close(
            chosen.map(\.score), [0.701_881_782, 0.649_170_889, 0.569_853_191, 0.440_398_035, 0.426_544_112]))
}

@Test("activations that say nothing give one half, and ties go to the lower row", arguments: [0, 1])
func headsWithoutInformation(value: Float) throws {
    // The same inputs on both sides, four messages and eight, and both sides of equal weight.
    for name in ["transfer-representative:last-layer", "transfer-representative"] {
        let chosen = try strategy(name).select(
            1, from: heldOutRound(4, hidden: Array(repeating: [value, value], count: 12)))
        #expect(chosen.map(\.row) == [4])
        #expect(close(chosen.map(\.score), [0.5], within: 1e-4))
        #expect(chosen.map(\.reason.figures) == ["apart .50, step 1 of 1"])
    }
}

// MARK: The head with a layer of its own, against Bayes' rule

/// P(application) of a kind where both sides weigh the same: its share of U over the sum of its shares of U and of V.
private func bayes(application: (Double, of: Double), training: (Double, of: Double)) -> Double {
    let (pool, known) = (application.0 / application.of, training.0 / training.of)
    return pool / (pool + known)
}

@Test("the default head sees the logits where the activations are all alike; the last layer's head does not")
func allLayersSeeLogits() throws {
    // V is of kind A; U is A three times and B three times.
    let logits: [[Float]] = (0..<10).map { (7..<10).contains($0) ? [-2, 1] : [2, -1] }
    let context = try heldOutRound(4, hidden: Array(repeating: [1, 1], count: 10), logits: logits)
    let chosen = try TransferRepresentative(stepSize: 6).select(6, from: context)
    #expect(chosen.map(\.row) == [7, 8, 9, 4, 5, 6])
    // A head without limits would come to what Bayes' rule gives; a smooth one lies between that and one half.
    let known = bayes(application: (3, of: 6), training: (4, of: 4))
    #expect(abs(known - 1.0 / 3) < 1e-12)
    #expect(chosen.prefix(3).allSatisfy { ($0.score ?? 0) > 0.5 && ($0.score ?? 0) < 1 })
    #expect(chosen.suffix(3).allSatisfy { ($0.score ?? 0) > known - 0.05 && ($0.score ?? 0) < 0.5 })
    #expect(
        try TransferRepresentative(head: .lastLayer, stepSize: 6).select(6, from: context).map(\.row) == [
            4, 5, 6, 7, 8, 9,
        ])
}

/// What each row of three kinds says: A (0 to 5, of which V is 0 to 2), B (6 to 8) and C (9 to 11).
private let kindsOfTwelve: [[Float]] = (0..<12).map { row in
    row < 6 ? [1, 0, 0] : row < 9 ? [0, 1, 0] : [0, 0, 1]
}

/// The same with a trace that tells each row from its kind's others, so that none is a copy.
private let featuresOfTwelve: [[Float]] = (0..<12).map { row in
    kindsOfTwelve[row] + (0..<12).map { $0 == row ? 1e-4 : 0 }
}

private func kinds(_ chosen: [Selection]) -> [String] {
    chosen.map { $0.row < 6 ? "A" : $0.row < 9 ? "B" : "C" }
}

@Test("fine-tuned, steps of two: two of one new kind, two of the other, then what Bayes' rule gives most")
func adaptsByBayes() throws {
    let context = try heldOutRound(3, hidden: kindsOfTwelve, features: featuresOfTwelve)
    let chosen = try strategy("transfer-representative:step-2:fine-tuned").select(6, from: context)
    #expect([["B", "B", "C", "C", "A", "A"], ["C", "C", "B", "B", "A", "A"]].contains(kinds(chosen)))
    #expect(chosen.prefix(4).allSatisfy { ($0.score ?? 0) > 0.85 })
    // V has then A three times and B and C twice each; U has A three times and B and C once each: A is
    // (3/5) / (3/5 + 3/7) = 7/12, B and C are (1/5) / (1/5 + 2/7) = 7/17.
    let known = bayes(application: (3, of: 5), training: (3, of: 7))
    #expect(abs(known - 7.0 / 12) < 1e-12)
    #expect(close(chosen.suffix(2).map(\.score), [known, known], within: 0.05))
    #expect(chosen.last?.reason.figures?.hasSuffix("step 3 of 3") ?? false)
}

@Test("steps of two: two of one new kind, two of the other, and the kind that is known stays behind both")
func adaptsAndStaysWithTheNew() throws {
    let context = try heldOutRound(3, hidden: kindsOfTwelve, features: featuresOfTwelve)
    let chosen = try strategy("transfer-representative:step-2").select(6, from: context)
    let found = kinds(chosen)
    #expect([["B", "B", "C", "C"], ["C", "C", "B", "B"]].contains(Array(found.prefix(4))))
    // Training is A fifteen times (each of three counts five), B and C twice each; the pool is three of each. B and C are
    // (1/3) / (1/3 + 2/19) = 19/25 application, A is (1/3) / (1/3 + 15/19) = 19/64.
    #expect(Set(found.suffix(2)) == ["B", "C"])
    #expect(chosen.last?.reason.figures?.hasSuffix("step 3 of 3") ?? false)
}

@Test("in one step the first new kind is taken whole before the second", arguments: [6, 9])
func oneStepDoesNotAdapt(count: Int) throws {
    let context = try heldOutRound(3, hidden: kindsOfTwelve, features: featuresOfTwelve)
    let chosen = try TransferRepresentative(stepSize: 9).select(count, from: context)
    #expect(Set(chosen.prefix(6).map(\.row)) == Set(6..<12))
    #expect(Set(chosen.dropFirst(6).map(\.row)) == (count == 9 ? [3, 4, 5] : []))
}

// MARK: Learnt rounds

/// Training messages speak of two subjects, one for each label; every second candidate of words that no label has seen.
private func learntRound(trained: Int, labels: Int = 2, candidates: Int = 40) -> RoundContext {
    var random = SeededRandom(seed: 31, stream: "subjects")
    var rows = SparseRows(columnCount: 10 * (labels + 1))
    var examples: [Example] = []
    for row in 0..<trained + candidates {
        let isNew = row >= trained && (row - trained) % 2 == 1
        let subject = isNew ? labels : (row < trained ? row : row / 2) % labels
        let columns = Set((0..<4).map { _ in 10 * subject + random.below(10) }).sorted()
        let value = Float(1 / Double(columns.count).squareRoot())
        rows.append(columns.map { (column: UInt32($0), value: value) })
        if row < trained { examples.append(Example(row: row, label: row % labels)) }
    }
    return RoundContext(
        model: RoundModels(rows: FeatureRows(rows), training: examples, labelCount: labels, seed: 1),
        candidates: trained..<trained + candidates, seed: 1, round: 1)
}

private let readingHeads = ["", ":fine-tuned", ":rotation-3"]

@Test(
    "of a pool half of which is of a kind that the labels do not have, that half is chosen", arguments: readingHeads,
    [2, 3])
func choosesTheNewKind(options: String, labels: Int) throws {
    let context = learntRound(trained: 60, labels: labels)
    let newKind = context.candidates.filter { ($0 - 60) % 2 == 1 }
    let whole = try strategy("transfer-representative:step-20" + options).select(20, from: context)
    // A word that stands in no held-out message by chance looks new as well.
    #expect(Set(whole.map(\.row)).subtracting(newKind).count <= 1)
    // One message a step.
    let chosen = try strategy("transfer-representative" + options).select(4, from: context)
    #expect(Set(chosen.map(\.row)).isSubset(of: newKind) && chosen.count == 4)
    // The model learns from each before the next, which may stand as far apart.
    #expect(chosen.allSatisfy { ($0.score ?? 0) > 0.5 })
    for (index, selection) in chosen.enumerated() {
        let number = ShareText.text(selection.score ?? -1)
        #expect(selection.reason.figures == "apart \(number), step \(index + 1) of 4")
    }
}

/// P(application) of the candidates by the head of one split on the last layer, fitted here.
private func lastLayerScores(_ context: RoundContext, part: Int) throws -> [Double] {
    let split = try context.heldOutSplit(part: part)
    let rows = split.heldOut + context.candidates
    let lengths = split.heldOut.map { row in
        split.outputs.hidden.row(row).reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    let scale = Float(Double(lengths.count) / lengths.reduce(0, +))
    let inputs = FixedRound.matrix(rows.map { row in split.outputs.hidden.row(row).map { $0 * scale } })
    let isApplication = rows.indices.map { $0 >= split.heldOut.count }
    let sides = (
        Double(rows.count) / Double(2 * split.heldOut.count), Double(rows.count) / Double(2 * context.candidates.count)
    )
    let head = try #require(
        LogisticHead.fit(
            inputs: inputs, targets: isApplication, exampleWeights: isApplication.map { $0 ? sides.1 : sides.0 },
            penalty: 1))
    return isApplication.indices.filter { isApplication[$0] }.map { head.probability(inputs.row($0)) }
}

@Test("a rotation averages its heads, each on the activations of a model of its own", arguments: [1, 3])
func rotationAverages(rotation: Int) throws {
    // 60 labels are dealt into three splits of twenty held-out messages each.
    let context = learntRound(trained: 60)
    let splits = try (0..<3).map { try context.heldOutSplit(part: $0).heldOut }
    #expect(splits.map(\.count) == [20, 20, 20] && Set(splits.joined()) == Set(0..<60))
    let heads = try (0..<rotation).map { try lastLayerScores(context, part: $0) }
    let expected = context.candidates.indices.map { index in
        heads.reduce(0) { $0 + $1[index] } / Double(rotation)
    }
    let chosen = try TransferRepresentative(head: .lastLayer, stepSize: 40, rotation: rotation).select(
        40, from: context)
    for selection in chosen {
        let position = try #require(context.candidates.firstIndex(of: selection.row))
        #expect(abs((selection.score ?? -1) - expected[position]) < 1e-5)
    }
}

@Test("no split counts twice in the average where there are fewer splits than the rotation asks for")
func rotationCountsSplitsOnce() throws {
    // 40 labels make two splits; a third head that is the first one over again would weigh it double.
    let context = learntRound(trained: 40)
    let heads = try (0..<2).map { try lastLayerScores(context, part: $0) }
    let chosen = try TransferRepresentative(head: .lastLayer, stepSize: 40, rotation: 3).select(40, from: context)
    let isDoubled = try chosen.allSatisfy { selection in
        let position = try #require(context.candidates.firstIndex(of: selection.row))
        return abs((selection.score ?? -1) - (2 * heads[0][position] + heads[1][position]) / 3) < 1e-6
    }
    #expect(!isDoubled)
}

@Test(
    "where nothing is labelled the choice is representative sampling, and says so",
    arguments: ["transfer-representative", "transfer-representative:rotation-3:fine-tuned"])
func representativeWithoutLabels(name: String) throws {
    // The centre of U is (2, 1) / √5: cos is 2 / √5 = .894 for rows 0 and 2, 1 / √5 = .447 for row 1. Equal
    // scores go to the lower row.
    let context = try FixedRound.context(
        features: [[1, 0], [0, 1], [1, 0]], probabilities: Array(repeating: [0.5, 0.5], count: 3))
    let chosen = try strategy(name).select(3, from: context)
    #expect(chosen.map(\.row) == [0, 2, 1])
    #expect(close(chosen.map(\.score), [0.894_427_191, 0.894_427_191, 0.447_213_595]))
    #expect(
        chosen.map(\.reason.figures) == [".89", ".89", ".45"].map { "pool \($0), labelled .00" })
    #expect(chosen.allSatisfy { $0.reason.words().hasPrefix("nothing is labelled yet: typical of") })
    #expect(chosen.allSatisfy { $0.strategy == name })
}
