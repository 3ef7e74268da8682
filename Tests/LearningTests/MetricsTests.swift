import Testing

@testable import Learning

private let scores = [0.9, 0.8, 0.8, 0.7, 0.55, 0.55, 0.5, 0.3, 0.2, 0.2, 0.1, 0.05]
private let actual = [1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0].map { $0 == 1 }

private func isClose(_ left: Double?, _ right: Double, within tolerance: Double = 1e-12) -> Bool {
    left.map { abs($0 - right) <= tolerance } ?? false
}

@Test("AUC, average precision and F1 agree with scikit-learn 1.9 on scores with ties")
func measuresAgree() {
    #expect(isClose(Metrics.auc(scores: scores, actual: actual), 0.785_714_285_714_285_7))
    #expect(isClose(Metrics.averagePrecision(scores: scores, actual: actual), 0.716_666_666_666_666_6))
    #expect(isClose(Metrics.f1(predicted: scores.map { $0 >= 0.55 }, actual: actual), 0.727_272_727_272_727_3))
    #expect(isClose(Metrics.accuracy(predicted: [0, 2, 1], actual: [0, 1, 1]), 2.0 / 3))
}

@Test("AUC is the share of pairs in order, ties one half, for random scores")
func aucIsTheShareOfPairs() {
    var random = SeededRandom(seed: 1, stream: "auc")
    for _ in 0..<50 {
        let count = 2 + random.below(20)
        let scores = (0..<count).map { _ in Double(random.below(6)) }
        let actual = (0..<count).map { _ in random.below(2) == 0 }
        var (won, pairs) = (0.0, 0.0)
        for i in 0..<count where actual[i] {
            for j in 0..<count where !actual[j] {
                pairs += 1
                won += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
            }
        }
        let auc = Metrics.auc(scores: scores, actual: actual)
        if pairs == 0 { #expect(auc == nil) } else { #expect(isClose(auc, won / pairs)) }
    }
}

@Test("what is undefined is nil, never 0 or NaN")
func undefinedMeasures() {
    #expect(Metrics.auc(scores: [0.1, 0.2], actual: [true, true]) == nil)
    #expect(Metrics.auc(scores: [], actual: []) == nil)
    #expect(Metrics.averagePrecision(scores: [0.1], actual: [false]) == nil)
    #expect(Metrics.f1(predicted: [false], actual: [false]) == nil)
    #expect(Metrics.f1(predicted: [true], actual: [false]) == 0)
    #expect(Metrics.accuracy(predicted: [], actual: []) == nil)
}

@Test("the threshold has the largest smoothed F1, and of equals the one nearest one half")
func thresholdIsBest() {
    // Smoothed F1 = 2 TP / (TP + FP + P + 1): 2/3 both at 0.5 (three of four) and at 0.15 (all four of seven).
    let scores = [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1]
    let actual = [1, 1, 0, 1, 0, 0, 1, 0].map { $0 == 1 }
    #expect(isClose(threshold(scores, actual), 0.5, within: 1e-6))
    #expect(threshold([0.4, 0.6], [false, false]) == nil)
}

/// The threshold of two labels of which the second has these scores.
private func threshold(_ scores: [Double], _ actual: [Bool]) -> Double? {
    Decision.maximisingF1(
        probabilities: Matrix(
            rowCount: scores.count, columnCount: 2, elements: scores.flatMap { [Float(1 - $0), Float($0)] }),
        labels: actual.map { $0 ? 1 : 0 }, positive: 1)?.threshold
}

@Test("an item's own label has no say in its decision")
func thresholdIsCrossFitted() {
    // The threshold of all five would be 0.2 and find the positive; without its own label nothing is positive, and
    // the threshold stays at one half.
    let probabilities = Matrix(
        rowCount: 5, columnCount: 2, elements: [0.9, 0.1, 0.9, 0.1, 0.7, 0.3, 0.9, 0.1, 0.9, 0.1])
    let labels = [0, 0, 1, 0, 0]
    let predicted = Decision.crossFitted(probabilities: probabilities, labels: labels, positive: 1, seed: 3)
    #expect(predicted == [0, 0, 0, 0, 0])
    #expect(
        isClose(threshold([0.1, 0.1, 0.3, 0.1, 0.1], labels.map { $0 == 1 }), 0.2, within: 1e-6))
}

@Test("no items and one class only give an evaluation without figures that are undefined")
func degenerateEvaluations() {
    let none = Evaluation(probabilities: Matrix(zeros: 0, 2), labels: [], positive: 1, seed: 1)
    #expect(none.count == 0 && none.f1 == nil && none.auc == nil)
    #expect(none.decision == Decision(positive: 1, threshold: 0.5))
    let one = Evaluation(
        probabilities: Matrix(rowCount: 2, columnCount: 2, elements: [0.9, 0.1, 0.8, 0.2]), labels: [0, 0],
        positive: 1, seed: 1)
    #expect(one.positives == 0 && one.auc == nil && one.f1 == nil && one.observed.f1 == nil)
}
