import Answers
import Foundation
import Learning
import Testing

@testable import Sampling

/// Three labels, each of which holds by itself where words of its own stand in a message; and words of which a third of the messages
/// has some and of which label 0 is tossed, so that only there a model errs.
struct SeveralRound {
    let context: RoundContext
    let model: RoundModels
    /// What is right of each message.
    let answers: [Answer]
    /// Candidates with the words that tell nothing.
    let isTossed: Set<Int>
    static let shares = [0.4, 0.3, 0.15]

    /// - Parameter copies: how often each message of the pool stands in it.
    init(trained: Int = 240, pool: Int = 240, copies: Int = 1, round: Int = 1) {
        var random = SeededRandom(seed: 7, stream: "several")
        var rows = SparseRows(columnCount: 130)
        var examples: [Example] = []
        var answers: [Answer] = []
        var tossed: Set<Int> = []
        for message in 0..<trained + pool / copies {
            let isHard = message % 3 == 0
            var labels = LabelIndices(Self.shares.indices.filter { random.unit() < Self.shares[$0] })
            if isHard {
                labels.remove(0)
                if random.unit() < 0.5 { labels.insert(0) }
            }
            var columns = Set((0..<3).map { _ in 80 + random.below(50) })
            for label in labels where label > 0 || !isHard {
                for _ in 0..<3 { columns.insert(20 * label + random.below(20)) }
            }
            if isHard { for _ in 0..<3 { columns.insert(60 + random.below(20)) } }
            let value = Float(1 / Double(columns.count).squareRoot())
            for _ in 0..<(message < trained ? 1 : copies) {
                if message >= trained, isHard { tossed.insert(rows.count) }
                rows.append(columns.sorted().map { (column: UInt32($0), value: value) })
                answers.append(.several(labels))
            }
            if message < trained { examples.append(Example(row: message, answer: .several(labels))) }
        }
        self.answers = answers
        isTossed = tossed
        model = RoundModels(
            rows: FeatureRows(rows), training: examples, labelCount: 3, loss: .oneAgainstRest, seed: 1, threads: 2)
        context = RoundContext(model: model, candidates: trained..<rows.count, seed: 1, round: round)
    }
}

@Test("a model of several labels learns each: its average precision lies well above the label's share")
func severalAreLearnt() throws {
    let round = SeveralRound()
    let probabilities = try round.context.probabilities()
    let rows = round.context.candidates.filter { !round.isTossed.contains($0) }
    for (label, share) in SeveralRound.shares.enumerated() {
        let precision = Metrics.averagePrecision(
            scores: rows.map { Double(probabilities[$0, label]) }, actual: rows.map { round.answers[$0].has(label) })
        #expect((precision ?? 0) > share + 0.7 * (1 - share), "\(label): \(precision ?? 0)")
    }
}

@Test(
    "what asks for the least certain label goes where one cannot be told", .tooSlowForThreadSanitizer,
    arguments: [
        "least-confidence:max", "least-confidence:mmc", "margin:max", "ratio:max", "entropy:max", "committee",
        "committee:max", "committee:divergence:max", "transfer-uncertainty:weakest", "atlas", "atlas:weakest",
    ])
func severalUncertainty(name: String) throws {
    let round = SeveralRound()
    let selections = try strategy(name).select(30, from: round.context)
    #expect(selections.count == 30 && Set(selections.map(\.row)).count == 30)
    // By chance 10 of 30.
    let found = selections.count { round.isTossed.contains($0.row) }
    #expect(found >= 17, "\(name): \(found) of 30")
    for selection in selections {
        #expect(selection.score.map { $0 >= 0 && $0 <= 1 } ?? (name == "badge"))
        #expect(!selection.reason.words(labels: ["a", "b", "c"], showsGuess: true).isEmpty)
    }
}

@Test(
    "where the mean of all labels counts, more labels are guessed wrongly than elsewhere", .tooSlowForThreadSanitizer,
    arguments: [
        "least-confidence", "margin", "ratio", "entropy", "committee", "transfer-uncertainty", "atlas:head", "badge",
    ])
func severalMeans(name: String) throws {
    let round = SeveralRound()
    let probabilities = try round.context.probabilities()
    func wrong(_ row: Int) -> Double {
        let guess = LabelIndices(round.context.decision.answer(probabilities.row(row)).labels)
        return Double(guess.symmetricDifference(LabelIndices(round.answers[row].labels)).count)
    }
    let rows = round.context.candidates
    let usual = rows.reduce(0) { $0 + wrong($1) } / Double(rows.count)
    let chosen = try strategy(name).select(40, from: round.context)
    let found = chosen.reduce(0) { $0 + wrong($1.row) } / 40
    #expect(found > 1.3 * usual && usual > 0.05, "\(name): \(found), all \(usual)")
}

@Test("the errors that ATLAS expects are there more often than by chance", .tooSlowForThreadSanitizer)
func severalErrors() throws {
    let round = SeveralRound()
    let probabilities = try round.context.probabilities()
    func isWrong(_ row: Int) -> Bool {
        round.context.decision.answer(probabilities.row(row)) != round.answers[row]
    }
    let all = Double(round.context.candidates.count(where: isWrong)) / Double(round.context.candidates.count)
    for name in ["atlas", "transfer-uncertainty"] {
        let chosen = try strategy(name).select(40, from: round.context)
        let share = Double(chosen.count { isWrong($0.row) }) / 40
        #expect(share > 1.4 * all && all > 0.05, "\(name): \(share), all \(all)")
    }
}

@Test(
    "of a pool of copies a batch has one of each, whatever chooses", .tooSlowForThreadSanitizer,
    arguments: ["atlas", "least-confidence", "badge", "entropy:max"])
func severalCopies(name: String) throws {
    let round = SeveralRound(copies: 6)
    let chosen = try Recipe(parsing: name).select(size: 20, shuffled: false, from: round.context)
    let contents = round.model.rows.contentHashes()
    #expect(Set(chosen.map { contents[$0.row] }).count == 20)
}

@Test("every strategy chooses for several labels, the same on any number of threads", .tooSlowForThreadSanitizer)
func everyStrategyOnSeveral() throws {
    let round = SeveralRound(trained: 120, pool: 120)
    for declaration in StrategyCatalogue.standard.declarations {
        #expect(declaration.tasks == TaskKind.all)
        let chosen = try Recipe(parsing: declaration.id).select(size: 12, shuffled: false, from: round.context)
        #expect(Set(chosen.map(\.row)).count == 12, "\(declaration.id)")
        for selection in chosen {
            #expect(!selection.reason.words().isEmpty && selection.reason.brief.count <= 24)
        }
    }
}

// MARK: Against arithmetic

/// A round of given probabilities.
private func context(_ probabilities: [[Float]], training: [Example] = []) -> RoundContext {
    var rows = SparseRows(columnCount: 1)
    for place in probabilities.indices { rows.append([(column: UInt32(0), value: Float(place + 1))]) }
    let labels = probabilities[0].count
    let outputs = ModelOutputs(
        probabilities: FixedRound.matrix(probabilities), hidden: Matrix(zeros: probabilities.count, 1),
        logits: Matrix(zeros: probabilities.count, labels),
        output: OutputLayer(weights: Matrix(zeros: labels, 1), bias: Array(repeating: 0, count: labels)),
        loss: .oneAgainstRest)
    let model = RoundModels(
        rows: FeatureRows(rows), training: training, labelCount: labels, loss: .oneAgainstRest, seed: 1,
        outputs: outputs)
    let labelled = Set(training.map(\.row))
    return RoundContext(
        model: model, candidates: probabilities.indices.filter { !labelled.contains($0) }, seed: 1, round: 1)
}

@Test("each label is scored as a question of its own, and the mean or the largest counts")
func aggregation() throws {
    // By hand, with H(.9) = .468996 and H(.4) = .970951 bits: (.5, .9), (.4, .4), (.95, .05).
    let round = context([[0.5, 0.9], [0.4, 0.4], [0.95, 0.05]])
    let expected: [(String, [Double])] = [
        ("least-confidence", [0.6, 0.8, 0.1]), ("least-confidence:max", [1, 0.8, 0.1]),
        ("margin:mean", [0.6, 0.8, 0.1]),
        ("ratio", [0.555556, 0.666667, 0.052632]), ("ratio:max", [1, 0.666667, 0.052632]),
        ("entropy", [0.734498, 0.970951, 0.286397]), ("entropy:max", [1, 0.970951, 0.286397]),
    ]
    for (name, scores) in expected {
        let chosen = try strategy(name).select(3, from: round).sorted { $0.row < $1.row }
        for (selection, score) in zip(chosen, scores) {
            #expect(abs((selection.score ?? -1) - score) < 1e-5, "\(name), row \(selection.row)")
            #expect(selection.strategy == name)
        }
    }
    let decision = Decision(positive: 1, thresholds: [0.5, 0.5])
    let score = try #require(MessageScore(strategy: "least-confidence", decision: decision))
    #expect(abs(score([0.5, 0.9]) - 0.6) < 1e-6)
    #expect(abs((MessageScore(strategy: "relevance", decision: decision)?([0.5, 0.9]) ?? 0) - 0.9) < 1e-6)
    #expect(MessageScore(strategy: "least-confidence:mmc", decision: decision) == nil)
}

@Test("the number of labels is predicted from sorted probabilities, and what it leaves is the score")
func maximumLossReduction() throws {
    // Labelled: two labels where two are probable, one where one is.
    var rows: [[Float]] = []
    var training: [Example] = []
    for place in 0..<40 {
        let isPair = place % 2 == 0
        rows.append(isPair ? [0.9, 0.1, 0.8] : [0.1, 0.9, 0.1])
        training.append(Example(row: place, answer: .several(isPair ? [0, 2] : [1])))
    }
    rows += [[0.15, 0.75, 0.85], [0.9, 0.2, 0.1]]
    let prediction = LabelCountPrediction(FixedRound.matrix(rows), training)
    #expect(prediction.count([0.15, 0.75, 0.85]) == 2 && prediction.count([0.9, 0.2, 0.1]) == 1)
    let chosen = try strategy("least-confidence:mmc").select(2, from: context(rows, training: training))
    // (.15 + .25 + .15) / 3 and (.1 + .2 + .1) / 3.
    #expect(chosen.map(\.row) == [40, 41])
    for (selection, score) in zip(chosen, [0.183333, 0.133333]) { #expect(abs((selection.score ?? 0) - score) < 1e-5) }
}

@Test("members vote on each label, and dissent by their whole answers")
func opinionsOfSeveral() throws {
    let members: [[Float]] = [[0.9, 0.9], [0.9, 0.9], [0.1, 0.9], [0.1, 0.9]]
    let committee = Committee(memberProbabilities: members.map { FixedRound.matrix([$0]) }, loss: .oneAgainstRest)
    let opinions = try #require(committee.opinions(on: 0))
    // Votes two to two of label 0, none against label 1; H(.5) − H(.9) bits.
    #expect(abs(opinions.meanEntropy - 0.5) < 1e-9 && abs(opinions.largestEntropy - 1) < 1e-9)
    #expect(abs(opinions.largestDivergence - 0.531004) < 1e-5 && abs(opinions.meanDivergence - 0.265502) < 1e-5)
    #expect(opinions.dissenters == 2)
}

@Test("an error is a wrong answer, or a wrong guess on the least certain label")
func extents() {
    let decision = Decision(positive: 0, thresholds: [0.5, 0.5, 0.3])
    // The guess is {0, 2}; the least certain is label 2, .05 from its threshold.
    let row: [Float] = [0.9, 0.2, 0.35]
    let cases: [(Answer, whole: Bool, weakest: Bool)] = [
        (.several([0, 2]), false, false), (.several([0]), true, true), (.several([2]), true, false),
    ]
    for (answer, whole, weakest) in cases {
        #expect(ErrorExtent.wholeAnswer.isError(row[...], decision, answer) == whole)
        #expect(ErrorExtent.weakestLabel.isError(row[...], decision, answer) == weakest)
    }
    #expect(abs(ErrorExtent.wholeAnswer.confidence(row[...], decision) - 0.9 * 0.8 * 0.35) < 1e-6)
    #expect(abs(ErrorExtent.weakestLabel.confidence(row[...], decision) - 0.35) < 1e-6)
    let one = Decision(positive: 1, threshold: 0.5)
    for extent in [ErrorExtent.wholeAnswer, .weakestLabel] {
        #expect(abs(extent.confidence([0.3, 0.7], one) - 0.7) < 1e-6)
        #expect(extent.isError([0.3, 0.7], one, .one(0)) && !extent.isError([0.3, 0.7], one, .one(1)))
    }
}

@Test("divergences and gradients are those of each label by itself")
func labelByLabel() throws {
    // ½ ln (.5 / .25) + ½ ln (.5 / .75) = .143841 for the first label, none for the second.
    #expect(abs(Contrastive.divergence(from: [0.5, 0.9], to: [0.25, 0.9], .oneAgainstRest) - 0.0719205) < 1e-6)
    // p − 1 where p reaches one half: (−.5, −.1) and (.4, .4), in the same layers: as .26 to .32.
    let outputs = ModelOutputs(
        probabilities: FixedRound.matrix([[0.5, 0.9], [0.4, 0.4]]), hidden: FixedRound.matrix([[1], [1]]),
        logits: Matrix(zeros: 2, 2), output: OutputLayer(weights: Matrix(zeros: 2, 1), bias: [0, 0]),
        loss: .oneAgainstRest)
    var rows = SparseRows(columnCount: 1)
    for _ in 0..<2 { rows.append([(column: UInt32(0), value: Float(1))]) }
    let layers = Layers(hidden: outputs.hidden, features: FeatureRows(rows), scaledOn: [0, 1], threads: 1)
    let gradients = GradientEmbedding([0, 1], outputs, layers)
    #expect(abs(gradients.squares[0] / gradients.squares[1] - 0.8125) < 1e-5)
}

// MARK: Words

@Test("reasons of several labels name those in doubt to who asks for the guess, and count them to who does not")
func wordsOfSeveral() {
    let titles = ["water", "food", "road", "power"]
    let two = Reason.labelsInDoubt(Reason.LabelsInDoubt([0.48, 0.55, 0.99, 0.02], score: 0.5))
    #expect(two.words(labels: titles, showsGuess: true) == "the labels in doubt: water (48 %), food (55 %)")
    #expect(two.words(labels: titles) == "2 labels are in doubt")
    #expect(two.brief == "2 labels in doubt" && two.figures == "uncertainty .50")
    let one = Reason.labelsInDoubt(Reason.LabelsInDoubt([0.98, 0.3, 0.99, 0.02], score: 0.2))
    #expect(one.words(labels: titles, showsGuess: true) == "in doubt: food (30 %)")
    #expect(one.words(labels: titles) == "one label is in doubt")
    let none = Reason.labelsInDoubt(Reason.LabelsInDoubt([0.98, 0.1, 0.99, 0.02], score: 0.1))
    #expect(none.words(labels: titles, showsGuess: true) == "least certain of food (10 %)")
    #expect(none.words(labels: titles) == "no label is in doubt, if less certain than elsewhere")
    let all = Reason.labelsInDoubt(Reason.LabelsInDoubt([0.5, 0.4, 0.7, 0.35], score: 0.9))
    #expect(
        all.words(labels: titles, showsGuess: true)
            == "the labels in doubt: water (50 %), food (40 %) and 2 more")
}

@Test("what means nothing for a task is said in words")
func recipesForTasks() throws {
    for text in ["entropy:max", "least-confidence:mmc=3,random=1", "atlas:weakest"] {
        let recipe = try Recipe(parsing: text)
        #expect(try recipe.checked(for: .severalLabels) == recipe)
        #expect(throws: RecipeError.self) { try recipe.checked(for: .oneLabel) }
    }
    #expect(try Recipe.standard.checked(for: .oneLabel) == .standard)
    #expect(
        "\(RecipeError.notForTask("entropy:max", .oneLabel))"
            == "entropy:max is not for a task of one label a message; leave it out")
    #expect(throws: RecipeError.self) { try Recipe(parsing: "entropy:max:mean") }
}
