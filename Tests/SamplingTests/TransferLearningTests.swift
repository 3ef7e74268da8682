import Learning
import Testing

@testable import Sampling

/// Two kinds of messages. The labels of kind A (columns 0..<10) follow the words; those of kind B (10..<20) are
/// tossed, so that only there the model errs. Every row has the same length.
private func hardKindModel(seed: UInt64 = 1) -> RoundModels {
    var random = SeededRandom(seed: 21, stream: "kinds")
    var rows = SparseRows(columnCount: 20)
    var examples: [Example] = []
    for row in 0..<300 {
        let isHard = row % 2 == 0
        let label = random.below(2)
        let base = isHard ? 10 : label * 5
        let width = isHard ? 10 : 5
        let columns = Set((0..<3).map { _ in base + random.below(width) }).sorted()
        let value = Float(1 / Double(columns.count).squareRoot())
        rows.append(columns.map { (column: UInt32($0), value: value) })
        if row < 120 { examples.append(Example(row: row, label: label)) }
    }
    return RoundModels(rows: FeatureRows(rows), training: examples, labelCount: 2, seed: seed)
}

private func roundWithHardKind(seed: UInt64 = 1, decision: Decision? = nil) -> RoundContext {
    RoundContext(
        model: hardKindModel(seed: seed), candidates: 120..<300, decision: decision, seed: seed, round: 1)
}

@Test(
    "held-out marks compare the label that is shown as predicted with the annotator's, whatever the threshold",
    arguments: [(0.5, [false, true, false]), (0.3, [true, true, false]), (0.7, [false, false, true])])
func marks(threshold: Double, isIncorrect: [Bool]) {
    let marks = HeldOutMarks(
        rows: [4, 7, 9], labels: [0, 0, 1],
        probabilities: Matrix(rowCount: 3, columnCount: 2, elements: [0.6, 0.4, 0.4, 0.6, 0.5, 0.5]),
        decision: Decision(positive: 1, threshold: threshold))
    #expect(marks.isIncorrect == isIncorrect)
    #expect(marks.incorrectCount == isIncorrect.count { $0 })
}

@Test("a round's marks follow the decision that it is given")
func marksFollowTheDecision() throws {
    let context = roundWithHardKind()
    let held = try context.heldOutMarks(rotation: 10)
    for threshold in [0.05, 0.5, 0.95] {
        let decision = Decision(positive: 1, threshold: threshold)
        let marks = try roundWithHardKind(decision: decision).heldOutMarks(rotation: 10)
        #expect(marks.probabilities == held.probabilities && marks.decision == decision)
        // Of two labels, by hand: wrong where "reaches the threshold" is not "has label 1".
        let labels = Dictionary(uniqueKeysWithValues: context.training.map { ($0.row, $0.label) })
        #expect(
            marks.isIncorrect
                == marks.rows.enumerated().map { (Double(held.probabilities[$0, 1]) >= threshold) != (labels[$1] == 1) }
        )
    }
}

@Test(
    "where nothing is measured, a rotation's held-out guesses choose the threshold; one split or none leaves the most probable"
)
func decisionOutOfFold() throws {
    let context = roundWithHardKind()
    let held = try context.heldOutMarks(rotation: 10)
    let labels = Dictionary(uniqueKeysWithValues: context.training.map { ($0.row, $0.label) })
    let model = hardKindModel()
    let chosen = try model.decision(positive: 1, rotation: 10)
    func smoothedF1(_ threshold: Double) -> Double {
        let guesses = held.rows.indices.map { Double(held.probabilities[$0, 1]) >= threshold }
        let truth = held.rows.map { labels[$0] == 1 }
        let both = zip(guesses, truth).count { $0 && $1 }
        return 2 * Double(both) / Double(guesses.count { $0 } + truth.count { $0 } + 1)
    }
    let best = stride(from: 0.001, to: 1, by: 0.001).map(smoothedF1).max() ?? 0
    #expect(chosen.threshold != 0.5 && smoothedF1(chosen.threshold) >= best)
    for rotation in [1, nil] {
        #expect(try model.decision(positive: 1, rotation: rotation) == Decision(positive: 1, threshold: 0.5))
    }
}

@Test(
    "a recipe says by how many splits it has the labels marked",
    arguments: [
        ("atlas", 10), ("atlas:head:rotation-5", 5), ("atlas:rotation-1", 1), ("random", nil),
        ("least-confidence", nil),
        ("atlas:rotation-3=5,random=5,transfer-uncertainty:rotation-4=5", 4), ("transfer-representative", nil),
    ] as [(String, Int?)])
func rotationOfRecipe(text: String, rotation: Int?) throws {
    #expect(try Recipe(parsing: text).rotation(labels: 499) == rotation)
}

@Test(
    "of many labels the process has fewer splits mark them, and the published form ten all the same",
    arguments: [(499, 10), (999, 10), (1_000, 3), (20_000, 3)])
func rotationOfManyLabels(labels: Int, rotation: Int) throws {
    #expect(try Recipe(parsing: "atlas=2,random=1").rotation(labels: labels) == rotation)
    #expect(try Recipe(parsing: "atlas:head").rotation(labels: labels) == 10)
}

@Test(
    "with a single split the head sees the model that marked it: the one that learnt from nine tenths",
    arguments: [false, true])
func singleSplitActivations(isFineTuned: Bool) throws {
    let model = hardKindModel()
    let context = roundWithHardKind()
    // Nine tenths by hand: the first of ten folds is held out, its model begins from the next seed.
    let rotation = Rotation(model.training, labelCount: 2, foldCount: 10, seed: 1)
    let held = rotation.heldOut(in: 0)
    let others = model.training.indices.filter { !held.contains($0) }.map { model.training[$0] }
    let expected = try Trainer.train(model.rows, others, labelCount: 2, seed: 2)
    #expect(try context.markedOutputs(rotation: 1) == expected.outputs(for: model.rows))
    #expect(try context.markedClassifier(rotation: 1) == expected)
    #expect(try context.markedOutputs(rotation: 1) != context.outputs())
    #expect(try context.markedOutputs(rotation: 10) == context.outputs())
    // What the strategy gives is what it gives in a round whose only model is that one.
    let marks = try context.heldOutMarks(rotation: 1)
    #expect(marks.rows == held.map { model.training[$0].row } && !marks.isIncorrect.allSatisfy { !$0 })
    let split = HeldOutSplit(heldOut: marks.rows, outputs: expected.outputs(for: model.rows), model: expected)
    let given = RoundModels(
        rows: model.rows, training: model.training, labelCount: 2, seed: 1, outputs: expected.outputs(for: model.rows),
        markingSplit: split)
    let prediction = ErrorPrediction(rotation: 1, isFineTuned: isFineTuned)
    let other = RoundContext(model: given, candidates: 120..<300, seed: 1, round: 1)
    let scores = try prediction.predictor(in: context).errorProbabilities(of: context.candidates)
    #expect(try scores == prediction.predictor(in: other).errorProbabilities(of: context.candidates))
}

@Test(
    "messages are chosen where the model errs, not where it is right",
    arguments: ["atlas", "atlas:head", "transfer-uncertainty"])
func choosesWhereTheModelErrs(id: String) throws {
    let context = roundWithHardKind()
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    let chosen = try strategy.select(20, from: context)
    // Even rows are of the kind whose labels are tossed.
    #expect(chosen.count { $0.row % 2 == 0 } >= 18)
    // The sign: what is chosen first has a larger P(incorrect) than what would be chosen last.
    let all = try TransferUncertainty().select(180, from: context)
    #expect((all.first?.score ?? 0) > (all.last?.score ?? 1))
    #expect(all.suffix(20).count { $0.row % 2 == 0 } <= 2)
}

@Test("assuming a message correct lowers its own probability of error, and that of messages like it most")
func assumingCorrect() throws {
    let context = roundWithHardKind()
    var predictor = try ErrorPredictor(context: context, rotation: 10)
    #expect(predictor.isTrained)
    let hard = context.candidates.filter { $0 % 2 == 0 }
    let easy = context.candidates.filter { $0 % 2 == 1 }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let before = (mean(predictor.errorProbabilities(of: hard)), mean(predictor.errorProbabilities(of: easy)))
    let chosen = Array(hard.prefix(20))
    let own = mean(predictor.errorProbabilities(of: chosen))
    predictor.assumeCorrect(chosen)
    #expect(mean(predictor.errorProbabilities(of: chosen)) < own)
    let after = (mean(predictor.errorProbabilities(of: hard)), mean(predictor.errorProbabilities(of: easy)))
    #expect(before.0 - after.0 > before.1 - after.1)
}

@Test("steps take a tenth each, the last what is left, and each is scored after the one before")
func adaptiveSteps() throws {
    var told: [[Int]] = []
    var scored: [[Int]] = []
    let choices = AdaptiveSteps.choose(
        5, stepSize: 2, from: [10, 11, 12, 13, 14, 15],
        score: { left in
            scored.append(left)
            // Higher numbers first, except that what is left after 15 was chosen prefers the lowest.
            return left.map { told.isEmpty ? Double($0) : -Double($0) }
        },
        chosen: { told.append($0) })
    #expect(choices.map(\.candidate) == [15, 14, 10, 11, 12])
    #expect(choices.map(\.step) == [1, 1, 2, 2, 3])
    #expect(told == [[15, 14], [10, 11]])
    #expect(scored == [[10, 11, 12, 13, 14, 15], [10, 11, 12, 13], [12, 13]])
    #expect(choices.map(\.score) == [15, 14, -10, -11, -12])
}

@Test("ATLAS by a head differs from one-step transfer learning, and one step of it is the same")
func atlasAdapts() throws {
    let context = roundWithHardKind()
    let oneStep = try TransferUncertainty().select(40, from: context)
    let whole = try strategy("atlas:step-40").select(40, from: context)
    #expect(whole.map(\.row) == oneStep.map(\.row))
    let adaptive = try strategy("atlas:head").select(40, from: context)
    #expect(adaptive.map(\.row) != oneStep.map(\.row))
    #expect(adaptive.prefix(4).map(\.row) == oneStep.prefix(4).map(\.row))
    #expect(adaptive.last?.reason.figures?.hasSuffix("step 10 of 10") ?? false)
}

@Test("without held-out mistakes the choice is least confidence, and says so")
func fallback() throws {
    // The words tell the labels apart without exception.
    var rows = SparseRows(columnCount: 4)
    for row in 0..<60 {
        rows.append([(column: UInt32(row % 2), value: Float(1)), (column: UInt32(2), value: Float(0.1))])
    }
    let examples = (0..<30).map { Example(row: $0, label: $0 % 2) }
    let context = RoundContext(
        model: RoundModels(rows: FeatureRows(rows), training: examples, labelCount: 2, seed: 1), candidates: 30..<60,
        seed: 1,
        round: 1)
    let expected = try LeastConfidence().select(8, from: context)
    for strategy in [try strategy("atlas:head"), TransferUncertainty()] as [any SamplingStrategy] {
        let chosen = try strategy.select(8, from: context)
        #expect(chosen.map(\.row) == expected.map(\.row))
        #expect(
            chosen.allSatisfy { $0.strategy == strategy.id && $0.reason.words().hasPrefix("no mistake seen yet: ") })
    }
}

@Test("a single split marks a tenth, the rotation everything, each computed once")
func rotationOfMarks() throws {
    let context = roundWithHardKind()
    #expect(try context.heldOutMarks(rotation: 1).rows.count == 12)
    let all = try context.heldOutMarks(rotation: 10)
    #expect(all.rows == Array(0..<120))
    // Tossed labels are missed about half the time, the others hardly ever.
    let hard = all.rows.indices.filter { all.rows[$0] % 2 == 0 }
    #expect(hard.count { all.isIncorrect[$0] } > 15)
    #expect(all.incorrectCount - hard.count { all.isIncorrect[$0] } < 6)
}
