import Notation
import Testing

@testable import Learning
@testable import Sampling

/// A round whose held-out marks are known: no message has a feature and training takes no step, so that every held-out
/// guess is the same for all labels and goes to label 0. Messages of label 0 are marked correct, the others incorrect,
/// whatever the folds; the rest is arithmetic on the activations that are given.
///
/// The first messages are labelled.
private func guessingRound(
    labels: [Int], probabilities: [[Float]], hidden: [[Float]], logits: [[Float]]? = nil
) throws -> RoundContext {
    let labelCount = probabilities[0].count
    var settings = TrainingSettings.standard
    (settings.epochs, settings.leastSteps, settings.stepsPerRoot) = (0, 0, 0)
    var rows = SparseRows(columnCount: 1)
    for _ in probabilities { rows.append(EmptyCollection<(column: UInt32, value: Float)>()) }
    let outputs = ModelOutputs(
        probabilities: FixedRound.matrix(probabilities), hidden: FixedRound.matrix(hidden),
        logits: logits.map(FixedRound.matrix) ?? Matrix(zeros: probabilities.count, labelCount),
        output: OutputLayer(
            weights: Matrix(zeros: labelCount, hidden[0].count), bias: Array(repeating: 0, count: labelCount)))
    let training = labels.enumerated().map { Example(row: $0.offset, label: $0.element) }
    // The model of the single split has the same layers.
    let single = Rotation(training, labelCount: labelCount, foldCount: 10, settings: settings, seed: 1)
    let split =
        try single.heldOut(in: 0).isEmpty
        ? nil
        : HeldOutSplit(
            heldOut: single.heldOut(in: 0).map { training[$0].row }, outputs: outputs,
            model: single.model(of: 0, rows: FeatureRows(rows)))
    let model = RoundModels(
        rows: FeatureRows(rows), training: training, labelCount: labelCount, settings: settings, seed: 1,
        outputs: outputs, markingSplit: split)
    return RoundContext(
        model: model, candidates: labels.count..<probabilities.count, seed: 1, round: 1)
}

// MARK: The head, against scipy

/// A batch with what numpy gives. The head minimises Σ cᵢ log-loss(σ(oᵢ + w·xᵢ + b)) + ½ ‖w‖², the intercept free, with
/// c = n / (2 · number of its mark) (Newton's method to a gradient below 1e-12). Its offsets are ln((1 − p₁) / p₁), which
/// is ln(K − 1) for the held-out guesses, its inputs each layer over the mean length of the marked rows. After each step
/// the chosen rows are added as correct, and it is fitted anew.
private struct Batch: Sendable {
    let name: String
    let rows: [Int]
    let scores: [Double]
    var steps: [Int] = []

    var reasons: [String] {
        scores.indices.map { index in
            "error \(ShareText.text(scores[index]))"
                + (steps.isEmpty ? "" : ", step \(steps[index]) of \(steps.last ?? 0)")
        }
    }

    func check(_ context: RoundContext) throws {
        let chosen = try strategy(name).select(rows.count, from: context)
        #expect(chosen.map(\.row) == rows)
        #expect(close(chosen.map(\.score), scores))
        #expect(chosen.compactMap(\.reason.figures) == reasons)
        #expect(chosen.allSatisfy { $0.strategy == name })
    }
}

/// Rows 0 to 2 are marked correct, rows 3 to 5 incorrect.
private func twoLabels() throws -> RoundContext {
    try guessingRound(
        labels: [0, 0, 0, 1, 1, 1],
        probabilities: Array(repeating: [0.5, 0.5], count: 6) + [
            [0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [1, 0], [0.45, 0.55], [0.7, 0.3],
        ],
        hidden: [
            [2, 0], [1, 1], [3, 0], [0, 2], [1, 3], [0, 1], [0, 2], [2, 0], [1, 2], [0, 3], [2, 1], [1, 1],
        ],
        logits: [
            [1, -1], [2, -2], [1, -2], [-1, 1], [0, 1], [1, 1], [1, 0], [-1, 2], [2, -1], [0, 0], [-2, 2], [1, -1],
        ])
}

/// Rows 0 and 1 are marked correct, rows 2 to 5 incorrect.
private func threeLabels() throws -> RoundContext {
    try guessingRound(
        labels: [0, 0, 1, 1, 2, 2],
        probabilities: Array(repeating: [1.0 / 3, 1.0 / 3, 1.0 / 3], count: 6) + [
            [0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.2, 0.2, 0.6], [0.34, 0.33, 0.33], [0, 0, 1],
        ],
        hidden: [
            [1, 0, 0], [2, 0, 1], [0, 1, 0], [0, 2, 1], [0, 0, 2], [1, 0, 3], [1, 0, 0], [0, 1, 0], [0, 0, 1],
            [1, 1, 0], [0, 1, 1],
        ])
}

private let batchesOfTwoLabels = [
    Batch(
        name: "transfer-uncertainty", rows: [10, 11, 8, 7, 6, 9],
        scores: [0.361_191_568, 0.297_703_333, 0.261_201_066, 0.243_698_153, 0.183_606_634, 0.002_600_178]),
    Batch(
        name: "transfer-uncertainty:rotation-5", rows: [10, 11, 8, 7, 6, 9],
        scores: [0.361_191_568, 0.297_703_333, 0.261_201_066, 0.243_698_153, 0.183_606_634, 0.002_600_178]),
    Batch(
        name: "transfer-uncertainty:all-layers", rows: [10, 7, 11, 6, 8, 9],
        scores: [0.825_923_309, 0.705_254_966, 0.212_497_611, 0.163_835_713, 0.133_138_600, 0.002_559_989]),
    Batch(
        name: "atlas:step-6:all-layers", rows: [10, 7, 11, 6, 8, 9],
        scores: [0.825_923_309, 0.705_254_966, 0.212_497_611, 0.163_835_713, 0.133_138_600, 0.002_559_989],
        steps: [1, 1, 1, 1, 1, 1]),
    // A tenth of six is nothing, and so a step is one message.
    Batch(
        name: "atlas:head", rows: [10, 11, 8, 7, 6, 9],
        scores: [0.361_191_568, 0.298_220_195, 0.270_042_893, 0.238_656_350, 0.219_557_969, 0.003_446_193],
        steps: [1, 2, 3, 4, 5, 6]),
    Batch(
        name: "atlas:step-2", rows: [10, 11, 8, 7, 6, 9],
        scores: [0.361_191_568, 0.297_703_333, 0.270_042_893, 0.231_802_450, 0.219_557_969, 0.003_415_538],
        steps: [1, 1, 2, 2, 3, 3]),
    Batch(
        name: "atlas:rotation-2:step-4", rows: [10, 11, 8, 7, 6, 9],
        scores: [0.361_191_568, 0.297_703_333, 0.261_201_066, 0.243_698_153, 0.219_557_969, 0.003_415_538],
        steps: [1, 1, 1, 1, 2, 2]),
]

@Test("P(incorrect), its order and its reasons are those of the formula, K = 2", arguments: batchesOfTwoLabels)
private func errorsOfTwoLabels(batch: Batch) throws { try batch.check(twoLabels()) }

private let batchesOfThreeLabels = [
    Batch(
        name: "transfer-uncertainty", rows: [9, 8, 6, 7, 10],
        scores: [0.442_627_060, 0.299_843_218, 0.246_527_958, 0.130_102_261, 0.000_722_999]),
    Batch(
        name: "atlas:step-2", rows: [9, 8, 6, 7, 10],
        scores: [0.442_627_060, 0.299_843_218, 0.241_831_567, 0.119_671_984, 0.000_837_434], steps: [1, 1, 2, 2, 3]),
]

@Test("P(incorrect), its order and its reasons are those of the formula, K = 3", arguments: batchesOfThreeLabels)
private func errorsOfThreeLabels(batch: Batch) throws { try batch.check(threeLabels()) }

/// Of twenty labels, sorted, the single split holds out one of each class, the rotation all: c sums to 1 or to 10 a
/// mark, and the penalty holds the first head back ten times as much. numpy: as above.
private let batchesOfRotations = [
    Batch(
        name: "transfer-uncertainty:rotation-1", rows: [21, 22, 20], scores: [0.498_898_259, 0.3, 0.143_397_622]),
    Batch(
        name: "atlas:rotation-1:step-3", rows: [21, 22, 20], scores: [0.498_898_259, 0.3, 0.143_397_622],
        steps: [1, 1, 1]),
    Batch(name: "transfer-uncertainty", rows: [21, 22, 20], scores: [0.773_475_530, 0.3, 0.046_539_325]),
    Batch(
        name: "atlas:rotation-10:step-3", rows: [21, 22, 20], scores: [0.773_475_530, 0.3, 0.046_539_325],
        steps: [1, 1, 1]),
]

@Test("the single split learns from a tenth of the labels, the rotation from all", arguments: batchesOfRotations)
private func errorsByRotation(batch: Batch) throws {
    let (known, mistaken): ([Float], [Float]) = ([1, 0], [0, 1])
    try batch.check(
        guessingRound(
            labels: Array(repeating: 0, count: 10) + Array(repeating: 1, count: 10),
            probabilities: Array(repeating: [0.5, 0.5], count: 20) + [[0.8, 0.2], [0.6, 0.4], [0.3, 0.7]],
            hidden: Array(repeating: known, count: 10) + Array(repeating: mistaken, count: 10)
                + [known, mistaken, [1, 1]]))
}

// MARK: Falling back

@Test(
    "where no held-out guess was wrong the choice is least confidence, with the options' name",
    arguments: [
        "atlas:head", "atlas:rotation-1", "atlas:fine-tuned", "transfer-uncertainty:all-layers",
        "transfer-uncertainty:fine-tuned",
    ])
func fallsBackByName(name: String) throws {
    // 2 · (1 − p₁) is .9 for row 5, .6 for row 6, .2 for row 4.
    let context = try guessingRound(
        labels: [0, 0, 0, 0],
        probabilities: Array(repeating: [0.5, 0.5], count: 4) + [[0.9, 0.1], [0.45, 0.55], [0.7, 0.3]],
        hidden: Array(repeating: [1], count: 7))
    let chosen = try strategy(name).select(3, from: context)
    #expect(chosen.map(\.row) == [5, 6, 4])
    #expect(close(chosen.map(\.score), [0.9, 0.6, 0.2]))
    #expect(
        chosen.map(\.reason.figures) == [".55", ".70", ".90"].map { "best guess \($0)" })
    #expect(chosen.allSatisfy { $0.reason.words().hasPrefix("no mistake seen yet: the model is ") })
    #expect(chosen.allSatisfy { $0.strategy == name })
}

@Test(
    "where every held-out guess was wrong the choice falls back too, and does not say that there were no mistakes",
    arguments: ["atlas", "atlas:head", "transfer-uncertainty", "transfer-uncertainty:fine-tuned"])
func fallsBackWhereAllIsWrong(name: String) throws {
    let context = try guessingRound(
        labels: [1, 1, 1, 1],
        probabilities: Array(repeating: [0.5, 0.5], count: 4) + [[0.9, 0.1], [0.45, 0.55], [0.7, 0.3]],
        hidden: Array(repeating: [1], count: 7))
    #expect(try context.heldOutMarks(rotation: 10).incorrectCount == 4)
    let chosen = try strategy(name).select(3, from: context)
    #expect(chosen.map(\.row) == [5, 6, 4])
    for selection in chosen { #expect(selection.reason.words().hasPrefix("only mistakes so far: ")) }
}

// MARK: Fine-tuning

/// Two kinds of messages, each with one feature. Kind A (rows 0 to 7) has label 0; kind B has label 0 four times (8 to
/// 11) and label 1 eight times (12 to 19). Candidates are of kind A (20 to 22) and of kind B (23 to 31).
private func tunedRound() -> RoundContext {
    var rows = SparseRows(columnCount: 2)
    for row in 0..<32 { rows.append([(column: UInt32(row < 8 || (20..<23).contains(row) ? 0 : 1), value: Float(1))]) }
    var settings = TrainingSettings.standard
    settings.learningRate = 0.1
    settings.epochs = 200
    return RoundContext(
        model: RoundModels(
            rows: FeatureRows(rows), training: (0..<20).map { Example(row: $0, label: $0 < 12 ? 0 : 1) }, labelCount: 2,
            settings: settings, seed: 1),
        candidates: 20..<32, seed: 1, round: 1)
}

@Test("a fine-tuned head tends to the share of mistakes in each kind, and assuming answers lowers it")
func fineTunedShares() throws {
    let context = tunedRound()
    // With labels drawn equally often, label 1 has 1 / (1 + 4/12) = ¾ of kind B: each of B's label 0 is a mistake.
    let marks = try context.heldOutMarks(rotation: 10)
    #expect(marks.rows == Array(0..<20) && marks.isIncorrect == (0..<20).map { (8..<12).contains($0) })
    var predictor = try FineTunedErrorPredictor(context: context, rotation: 10)
    func check(_ share: Double) throws {
        let errors = try predictor.errorProbabilities(of: context.candidates)
        #expect(errors[..<3].allSatisfy { $0 < 0.1 })
        #expect(close(Array(errors[3...]), Array(repeating: share, count: 9), within: 0.05))
    }
    // Incorrect is B four times; correct is A eight times and B eight times: 1 / (1 + 8/16) = 2/3.
    try check(2.0 / 3)
    // Eight more of kind B: 1 / (1 + 16/24) = 3/5.
    try predictor.assumeCorrect(Array(23..<31))
    try check(3.0 / 5)
}

@Test(
    "fine-tuned strategies choose the kind with mistakes first, and adapt only where they go in steps",
    arguments: [("transfer-uncertainty:fine-tuned", ""), ("atlas:step-8:fine-tuned", ", step 2 of 2")])
func fineTunedStrategies(name: String, end: String) throws {
    let chosen = try strategy(name).select(9, from: tunedRound())
    #expect(chosen.map(\.row) == Array(23..<32))
    let (first, last) = (try #require(chosen.first?.score), try #require(chosen.last?.score))
    #expect(chosen.last?.reason.figures == "error \(ShareText.text(last))\(end)")
    // Within a step all of a kind are alike.
    #expect(chosen.prefix(8).allSatisfy { $0.score == first })
    #expect(end.isEmpty ? last == first : last < first)
}

@Test("without a feature the fine-tuned head gives one half, and ties go to the lower row", arguments: [2, 3])
func fineTunedWithoutFeatures(labels: Int) throws {
    let context = try labels == 2 ? twoLabels() : threeLabels()
    let chosen = try strategy("transfer-uncertainty:fine-tuned").select(3, from: context)
    #expect(chosen.map(\.row) == [6, 7, 8] && chosen.map(\.score) == [0.5, 0.5, 0.5])
}

/// Three kinds of messages, each with one feature, on a frozen layer that tells the first from the two others only.
/// Kind X (rows 0 to 7) has label 1, kind Y (8 to 15) label 0, kind Z (16 to 19) label 1. Candidates: X, Y, Z.
private func roundOfAFrozenLayer() -> RoundContext {
    var rows = SparseRows(columnCount: 3)
    for row in 0..<23 {
        let kind = row < 8 ? 0 : row < 16 ? 1 : row < 20 ? 2 : row - 20
        rows.append([(column: UInt32(kind), value: Float(1))])
    }
    var settings = TrainingSettings.standard
    settings.hiddenRate = 0
    settings.epochs = 200
    let layer = HiddenLayer(
        weightRows: [0, 1, 2], weights: [1, 0, 0.5, 0, 0, 1, 0, 0.5, 0, 1, 0, 0.5], bias: [0, 0, 0, 0])
    return RoundContext(
        model: RoundModels(
            rows: FeatureRows(rows), training: (0..<20).map { Example(row: $0, label: (8..<16).contains($0) ? 0 : 1) },
            labelCount: 2, settings: settings, start: ModelStart(layer), seed: 1),
        candidates: 20..<23, seed: 1, round: 1)
}

@Test("fine-tuning moves the hidden layer: it tells kinds apart that the frozen layer cannot")
func fineTuningTellsApart() throws {
    // Label 0 is all Y, label 1 has Z four times in twelve: P(0) is 1 / (1 + 4/12) = ¾ for both, and Z is a mistake.
    let context = roundOfAFrozenLayer()
    let hidden = try context.outputs().hidden
    #expect(Array(hidden.row(21)) == [0, 1, 0, 0.5] && hidden.row(21) == hidden.row(22))
    let marks = try context.heldOutMarks(rotation: 10)
    #expect(marks.isIncorrect == (0..<20).map { $0 >= 16 })
    let frozen = try ErrorPredictor(context: context, rotation: 10).errorProbabilities(of: [21, 22])
    #expect(frozen[0] == frozen[1])
    let tuned = try FineTunedErrorPredictor(context: context, rotation: 10)
    let errors = try tuned.errorProbabilities(of: context.candidates)
    #expect(errors[0] < 0.1 && errors[1] < 0.1 && errors[2] > 0.9)
    // The layer that moved is a copy's.
    #expect(try context.classifier().outputs(for: context.features()).hidden == hidden)
}

// MARK: What no strategy may change, and what every split must hold

@Test(
    "the round's model and what it says are the same bits whether a transfer-learning strategy ran or not",
    arguments: [
        "transfer-uncertainty", "transfer-uncertainty:all-layers", "transfer-uncertainty:fine-tuned", "atlas",
        "atlas:head", "atlas:rotation-1:step-2", "atlas:rotation-2:fine-tuned", "transfer-representative",
        "transfer-representative:last-layer", "transfer-representative:rotation-2:fine-tuned",
    ])
func layersStayFrozen(name: String) throws {
    let untouched = ToyRound(count: 80, trained: 40).model
    let context = ToyRound(count: 80, trained: 40).context
    // The strategy comes first, so that nothing is kept from before.
    #expect(try strategy(name).select(10, from: context).count == 10)
    let model = try context.classifier()
    #expect(try model == untouched.classifier())
    #expect(try context.outputs() == untouched.outputs())
    #expect(try context.outputs() == model.outputs(for: context.features()))
    let (split, other) = (try context.heldOutSplit(), try untouched.split())
    #expect(split.model == other.model && split.outputs == other.outputs)
    #expect(try split.outputs == split.model.outputs(for: context.features()))
}

@Test(
    "labels sorted by class: every split, and the single rotation, hold out all of them",
    arguments: [[20, 20], [60, 40], [270, 30], [30, 30, 30], [120, 80, 40], [10, 10]])
func splitsHoldEveryClass(counts: [Int]) throws {
    let labels = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    let context = try guessingRound(
        labels: labels,
        probabilities: Array(
            repeating: Array(repeating: 1 / Float(counts.count), count: counts.count), count: labels.count),
        hidden: Array(repeating: [1], count: labels.count))
    let all = Set(counts.indices)
    let single = try context.heldOutMarks(rotation: 1)
    #expect(single.rows.count == (labels.count + 9) / 10)
    #expect(Set(single.rows.map { labels[$0] }) == all)
    // The single split is what both the strategies' marks and the splits of V rest on.
    for part in 0..<HeldOutSplit.foldCount(labels: labels.count) {
        #expect(Set(try context.heldOutSplit(part: part).heldOut.map { labels[$0] }) == all)
    }
    #expect(try context.heldOutMarks(rotation: 10).rows == Array(labels.indices))
}
