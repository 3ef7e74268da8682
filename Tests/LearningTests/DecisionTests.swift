import Testing

@testable import Learning

private struct Case: Sendable, CustomTestStringConvertible {
    let probabilities: [Float]
    let positive: Int
    let threshold: Double
    let label: Int

    init(_ probabilities: [Float], _ positive: Int, _ threshold: Double, _ label: Int) {
        (self.probabilities, self.positive, self.threshold, self.label) = (probabilities, positive, threshold, label)
    }

    var testDescription: String { "\(probabilities), \(positive) from \(threshold) on: \(label)" }
}

@Test(
    "the positive label is predicted from the threshold on, but never before a more probable one of several",
    arguments: [
        // Two labels: the threshold alone.
        Case([0.75, 0.25], 1, 0.25, 1), Case([0.75, 0.25], 1, 0.26, 0), Case([0.5, 0.5], 1, 0.5, 1),
        Case([0.5, 0.5], 0, 0.5, 0), Case([0.125, 0.875], 1, 0.9, 0), Case([0.125, 0.875], 0, 0.125, 0),
        // Three: it is reached, but another label is more probable.
        Case([0.25, 0.4, 0.35], 0, 0.25, 1), Case([0.25, 0.4, 0.35], 2, 0.1, 1), Case([0.25, 0.4, 0.35], 1, 0.4, 1),
        // The most probable, but below the threshold: the next best.
        Case([0.25, 0.4, 0.35], 1, 0.5, 2), Case([0.5, 0.25, 0.25], 0, 0.6, 1),
        // As probable as another: no other is more probable.
        Case([0.375, 0.375, 0.25], 1, 0.3, 1), Case([0.375, 0.375, 0.25], 1, 0.4, 0),
        Case([0.375, 0.375, 0.25], 0, 0.3, 0), Case([1], 0, 0.5, 0),
    ])
private func decides(_ given: Case) {
    let decision = Decision(positive: given.positive, threshold: given.threshold)
    #expect(decision.label(given.probabilities[...]) == given.label)
    // Whatever stands before a row in a matrix.
    let rows = Matrix(
        rowCount: 2, columnCount: given.probabilities.count,
        elements: given.probabilities.reversed() + given.probabilities)
    #expect(decision.labels(rows)[1] == given.label)
}

@Test("without a chosen threshold the most probable label is predicted, of equals the positive one", arguments: 2...9)
func mostProbableIsPredicted(labels: Int) {
    var random = SeededRandom(seed: 4, stream: "decision", labels)
    for _ in 0..<100 {
        let weights = (0..<labels).map { _ in Float(1 + random.below(6)) }
        let row = weights.map { $0 / weights.reduce(0, +) }
        let positive = random.below(labels)
        let label = Decision(mostProbableOf: labels, positive: positive).label(row[...])
        let top = row.max() ?? 0
        #expect(row[label] == top)
        #expect(row[positive] < top || label == positive)
    }
}

@Test("of several labels only items that no other label is more probable for choose the threshold")
func thresholdOfSeveralLabels() {
    // Positive is label 0. Rows 0 and 1 can be it (scores .6 and .4); row 2 cannot, though it is positive: label 1 is more
    // probable, and no threshold finds it. Of .5 and .2 the former has F1 2·1/(1 + 2 + 1) = .5, the latter 2/5.
    let probabilities = Matrix(
        rowCount: 3, columnCount: 3, elements: [0.6, 0.2, 0.2, 0.4, 0.3, 0.3, 0.3, 0.4, 0.3])
    let chosen = Decision.maximisingF1(probabilities: probabilities, labels: [0, 1, 0], positive: 0)
    #expect(abs((chosen?.threshold ?? 0) - 0.5) < 1e-6)
    #expect(Decision.maximisingF1(probabilities: probabilities, labels: [1, 1, 1], positive: 0) == nil)
    #expect(Decision.maximisingF1(probabilities: probabilities, labels: [2, 1, 1], positive: 2) == nil)
}
