import Answers
import Testing

@testable import Learning

/// Twelve messages and four labels, the last of which none has; two scores of the first label, and two of message 2, are equal.
private let probabilities = Matrix(
    rowCount: 12, columnCount: 4,
    elements: [
        0.66, 0.3, 0.67, 0.11, 0.52, 0.49, 0.6, 0.37, 0.26, 0.83, 0.83, 0.17, 0.8, 0.64, 0.79, 0.99, 0.8, 0.46, 0.54,
        0.63,
        0.25, 0.7, 0.72, 0.98, 0.33, 0.45, 0.71, 0.74, 0.17, 0.02, 0.78, 0.04, 0.6, 0.25, 0.56, 0.52, 0.4, 0.18, 0.65,
        0.72,
        0.3, 0.97, 0.83, 0.39, 0.7, 0.13, 0.61, 0.55,
    ])
private let answers: [Answer] = [
    [2], [1, 2], [1, 2], [0, 1, 2], [0, 2], [1, 2], [2], [0, 2], [], [1], [0], [0, 2],
].map { .several(LabelIndices($0)) }
private let predicted: [Answer] = [
    [0, 2], [2], [1, 2], [0, 1, 2, 3], [0, 3], [1, 2, 3], [2, 3], [2], [0, 2], [2, 3], [1, 2], [0, 2, 3],
].map { .several(LabelIndices($0)) }

private func isNear(_ value: Double?, _ expected: Double, _ tolerance: Double = 1e-9) -> Bool {
    value.map { abs($0 - expected) < tolerance } ?? false
}

/// The expected numbers are numpy's, from the definitions: precision at each distinct score, all pairs of a message that has the
/// label and one that has it not, and for label ranking the definition over the labels at least as probable.
@Test
func figuresOfSeveralLabels() throws {
    let figures = SeveralEvaluation(probabilities: probabilities, answers: answers, predicted: predicted, seed: 1)
    #expect(figures.count == 12)
    #expect(figures.labels.map(\.positives) == [5, 5, 9, 0])
    #expect(figures.labels.map(\.hits) == [3, 3, 8, 0])
    #expect(figures.labels.map(\.falseAlarms) == [2, 1, 3, 6])
    #expect(figures.labels.map(\.misses) == [2, 2, 1, 0])
    let expected: [(f1: Double, averagePrecision: Double, auc: Double)] = [
        (0.6, 0.7722222222222221, 0.6571428571428571), (0.6666666666666666, 0.6433333333333333, 0.7428571428571429),
        (0.8, 0.7483245149911816, 0.5370370370370371),
    ]
    for (label, numbers) in zip(figures.labels, expected) {
        #expect(isNear(label.observed.f1, numbers.f1))
        #expect(isNear(label.observed.averagePrecision, numbers.averagePrecision))
        #expect(isNear(label.observed.auc, numbers.auc))
        #expect(isNear(label.f1?.value, numbers.f1))
        // Fewer than ten have it: too few to say.
        #expect(label.averagePrecision == nil)
    }
    #expect(figures.labels[0].auc != nil)
    // Three messages have label 2 not.
    #expect(figures.labels[2].auc == nil)
    #expect(figures.labels[3].f1 == nil && figures.labels[3].observed.averagePrecision == nil)
    #expect(figures.labels[3].observed.f1 == 0)
    #expect(isNear(figures.macroF1?.value, 0.6888888888888888))
    #expect(isNear(figures.microF1?.value, 0.6222222222222222))
    #expect(isNear(figures.macroAveragePrecision?.value, 0.7212933568489124))
    #expect(isNear(figures.labelRanking?.value, 0.7407407407407408))
    // Wilson's interval of 1 in 12.
    #expect(isNear(figures.exactMatch?.value, 1.0 / 12))
    #expect(isNear(figures.exactMatch?.low, 0.0149, 1e-4) && isNear(figures.exactMatch?.high, 0.3539, 1e-4))
}

/// Within three standard errors of a quantile of 500 draws of what numpy's bootstrap of 4,000 has.
@Test
func intervalsOfSeveralLabels() throws {
    let figures = SeveralEvaluation(probabilities: probabilities, answers: answers, predicted: predicted, seed: 2)
    let expected: [(Estimate?, low: Double, high: Double, deviation: Double)] = [
        (figures.microF1, 0.421, 0.769, 0.0895), (figures.labelRanking, 0.581, 0.889, 0.0793),
        (figures.macroAveragePrecision, 0.498, 0.994, 0.138), (figures.macroF1, 0.389, 0.872, 0.124),
    ]
    for (estimate, low, high, deviation) in expected {
        // A 2.5 % quantile of 500 draws has the standard error √(.025 · .975 / 500) / φ(1.96) = 0.12 deviations.
        #expect(isNear(estimate?.low, low, 3 * 0.12 * deviation + 0.01))
        #expect(isNear(estimate?.high, high, 3 * 0.12 * deviation + 0.01))
    }
    let again = SeveralEvaluation(probabilities: probabilities, answers: answers, predicted: predicted, seed: 2)
    #expect(again == figures)
}

@Test("A message that has all labels or none is ranked right, and equals count against the label")
func labelRankingAtItsEnds() {
    #expect(SeveralEvaluation.ranking(of: .several([]), [0.2, 0.9]) == 1)
    #expect(SeveralEvaluation.ranking(of: .several([0, 1]), [0.2, 0.9]) == 1)
    #expect(SeveralEvaluation.ranking(of: .several([0]), [0.5, 0.5, 0.1]) == 0.5)
    #expect(SeveralEvaluation.ranking(of: .several([2]), [0.5, 0.5, 0.1]) == 1.0 / 3)
}

@Test
func decisionOnSeveralLabels() {
    let implications = Implications(closures: [[0, 2], [1], [2], [3]])
    let decision = Decision(positive: 1, thresholds: [0.6, 0.3, 0.5, 0.9], implications: implications)
    #expect(decision.threshold == 0.3)
    #expect(decision.answer([0.59, 0.3, 0.49, 0.89]) == .several([1]))
    #expect(decision.answer([0.75, 0.1, 0.1, 0.95]) == .several([0, 2, 3]))
    #expect(decision.answer([0, 0, 0, 0]) == .several([]))
    #expect(Decision(severalOf: 2, positive: 0).answer([0.5, 0.4]) == .several([0]))
    #expect(Decision(positive: 1, threshold: 0.3).answer([0.6, 0.4]) == .one(1))
}

/// Label 0 is held from a score of .3 on without exception, label 1 from .7 on; label 2 by four messages alone.
private let graded: (probabilities: Matrix, answers: [Answer]) = {
    var elements: [Float] = []
    var answers: [Answer] = []
    for message in 0..<100 {
        let score = Float(message) / 100 + 0.005
        elements += [score, score, score]
        var labels = LabelIndices()
        if message >= 30 { labels.insert(0) }
        if message >= 70 { labels.insert(1) }
        if message >= 96 { labels.insert(2) }
        answers.append(.several(labels))
    }
    return (Matrix(rowCount: 100, columnCount: 3, elements: elements), answers)
}()

@Test("Each label's threshold lies where its own F1 is largest, and at one half where fewer than five messages have it")
func thresholdsOfSeveralLabels() throws {
    let decision = Decision.maximisingF1OfEach(
        probabilities: graded.probabilities, answers: graded.answers, positive: 0)
    let thresholds = try #require(decision.thresholds)
    #expect(isNear(thresholds[0], 0.3, 1e-6))
    #expect(isNear(thresholds[1], 0.7, 1e-6))
    #expect(thresholds[2] == 0.5)
}

@Test("What a message is labelled as has no say in what it is predicted as")
func crossFittedAnswers() {
    let predicted = Decision.crossFitted(
        probabilities: graded.probabilities, answers: graded.answers, implications: Implications(), seed: 4)
    // All but the messages next to a threshold are on the side where their own label is: those may lie on either.
    for (message, (one, other)) in zip(predicted, graded.answers).enumerated() {
        if abs(message - 30) > 5 { #expect(one.has(0) == other.has(0)) }
        if abs(message - 70) > 5 { #expect(one.has(1) == other.has(1)) }
        #expect(one.has(2) == (message >= 50))
    }
    // Noise that a threshold fitted to itself would find F1 in: five of 40, at random places.
    var random = SeededRandom(seed: 9, stream: "test")
    let noise = Matrix(rowCount: 40, columnCount: 1, elements: (0..<40).map { _ in Float(random.unit()) })
    let few: [Answer] = (0..<40).map { .several($0 % 8 == 0 ? [0] : []) }
    let chosen = Decision.maximisingF1OfEach(probabilities: noise, answers: few, positive: 0)
    func f1(_ guesses: [Answer]) -> Double {
        Metrics.f1(predicted: guesses.map { $0.has(0) }, actual: few.map { $0.has(0) }) ?? 0
    }
    let fitted = Decision.crossFitted(probabilities: noise, answers: few, implications: Implications(), seed: 4)
    #expect(f1(fitted) <= f1(chosen.answers(noise)))
}

@Test("A label of five messages is predicted by a threshold of its own, as it is decided; one of four from one half on")
func crossFittedRareLabels() {
    // All that have the label lie above .2, all others below .1.
    for count in [4, 5] {
        let scores = (0..<40).map { $0 < count ? 0.2 + Float($0) / 100 : 0.1 - Float($0) / 1_000 }
        let answers: [Answer] = (0..<40).map { .several($0 < count ? [0] : []) }
        let probabilities = Matrix(rowCount: 40, columnCount: 1, elements: scores)
        let decided = Decision.maximisingF1OfEach(probabilities: probabilities, answers: answers, positive: 0)
        let fitted = Decision.crossFitted(
            probabilities: probabilities, answers: answers, implications: Implications(), seed: 4)
        #expect(decided.answers(probabilities).count { $0.has(0) } == (count == 5 ? 5 : 0))
        // Held out, the lowest of the five may lie below what the others say.
        #expect((count == 5 ? 4...5 : 0...0).contains(fitted.count { $0.has(0) }))
    }
}

@Test("Figures of several labels keep those of the positive one where those of one label stand")
func evaluationOfSeveralLabels() throws {
    let evaluation = Evaluation(
        probabilities: graded.probabilities, answers: graded.answers, positive: 1, seed: 3)
    let several = try #require(evaluation.several)
    #expect(evaluation.count == 100 && evaluation.positives == 30)
    #expect(evaluation.confusion.isEmpty)
    #expect(evaluation.f1 == several.labels[1].f1)
    #expect(isNear(evaluation.auc?.value, 1) && isNear(evaluation.averagePrecision?.value, 1))
    #expect(evaluation.decision.thresholds?.count == 3)
    let one = Evaluation(
        probabilities: Matrix(rowCount: 2, columnCount: 2, elements: [0.9, 0.1, 0.2, 0.8]), answers: [0, 1],
        positive: 1,
        seed: 3)
    #expect(one.several == nil && one.decision.thresholds == nil)
    let none = Evaluation(
        probabilities: Matrix(zeros: 0, 3), answers: [], positive: 1, isSeveral: true, seed: 3)
    #expect(none.several?.exactMatch == nil && none.several?.macroF1 == nil)
    #expect(none.decision.thresholds == [0.5, 0.5, 0.5])
}
