import Testing

@testable import Learning

@Test("kappa takes chance off the agreement")
func kappa() {
    // Cohen's formula by hand: agreement 7/10; shares 0.5/0.5 and 0.6/0.4, chance 0.5; (0.7 − 0.5) / 0.5.
    let left = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    let right = [1, 1, 1, 1, 0, 1, 1, 0, 0, 0]
    #expect(Agreement.kappa(left, right).map { abs($0 - 0.4) < 1e-12 } == true)
    #expect(Agreement.kappa(left, left) == 1)
    #expect(Agreement.kappa([0, 0], [0, 0]) == 1)
    #expect(Agreement.kappa([], []) == nil)
}

@Test(
    "a share's interval is Wilson's",
    arguments: [(6, 50, 0.056176, 0.238048), (0, 20, 0, 0.161125), (20, 20, 0.838875, 1)])
func wilson(count: Int, total: Int, low: Double, high: Double) throws {
    // scipy: binomtest(count, total).proportion_ci(method="wilson").
    let share = try #require(Estimate(share: count, of: total))
    #expect(abs(share.low - low) < 1e-5 && abs(share.high - high) < 1e-5)
    #expect(Estimate(share: 0, of: 0) == nil)
}

@Test("an item is off the diagonal when it reaches the usual confidence of another label and not more of its own")
func confidentLearning() {
    // Held-out probabilities of label 1; labels 0, 0, 0, 1, 1, 1. Thresholds: label 0 (0.9 + 0.8 + 0.1) / 3 = 0.6,
    // label 1 (0.9 + 0.8 + 0.45) / 3 = 0.717.
    let one: [Float] = [0.1, 0.2, 0.9, 0.9, 0.8, 0.45]
    let labels = [0, 0, 0, 1, 1, 1]
    let found = confidentLearning(one, labels)
    // The third is 0.9 sure of 1; the last reaches neither threshold, with 0.55 and 0.45, and counts as nothing.
    #expect(found.offDiagonal.map(\.position) == [2] && found.offDiagonal.first?.suggested == 1)
    #expect(found.offDiagonal.first.map { abs($0.margin + 0.8) < 1e-6 } == true)
    #expect(found.joint[0][0] == 2 && found.joint[0][1] == 1 && found.joint[1][1] == 2)
    // Of the three that are as surely 1 as is usual one is contradicted: the model is no witness.
    #expect(found.suspects.isEmpty)
}

private func confidentLearning(_ one: [Float], _ labels: [Int]) -> ConfidentLearning {
    ConfidentLearning(
        probabilities: Matrix(rowCount: one.count, columnCount: 2, elements: one.flatMap { [1 - $0, $0] }),
        labels: labels)
}

@Test("a label is suspected where as sure a model is contradicted once in five times at most", arguments: [3, 4, 9])
func borneOut(others: Int) {
    // One labelled 0 that is 0.9 sure to be 1, `others` as surely 1 and labelled so, two less surely, twenty that are surely 0.
    let one = [Float](repeating: 0.9, count: 1 + others) + [0.6, 0.6] + [Float](repeating: 0.05, count: 20)
    let labels = [0] + [Int](repeating: 1, count: others + 2) + [Int](repeating: 0, count: 20)
    let found = confidentLearning(one, labels)
    #expect(found.offDiagonal.map(\.position) == [0])
    // 1 of 1 + others; 1 of 5 is enough.
    #expect(found.suspects.map(\.position) == (others >= 4 ? [0] : []))
}

@Test("of all labels one in twenty is suspected at most, those with the smallest margins")
func fewSuspects() {
    // Ten of a hundred labelled 0 are surely 1, each a little more than the one before; forty are labelled 1 and as sure.
    let wrong = (0..<10).map { 0.90 + Float($0) * 0.005 }
    let one = wrong + [Float](repeating: 0.96, count: 40) + [Float](repeating: 0.05, count: 50)
    let labels = [Int](repeating: 0, count: 10) + [Int](repeating: 1, count: 40) + [Int](repeating: 0, count: 50)
    let found = confidentLearning(one, labels)
    // Label 1's own mean is 0.96: none of the ten reaches it.
    #expect(found.offDiagonal.isEmpty)
    // With half of the forty at 0.8 its mean is 0.88.
    let lower = wrong + [Float](repeating: 0.96, count: 20) + [Float](repeating: 0.80, count: 20)
    let all = confidentLearning(lower + [Float](repeating: 0.05, count: 50), labels)
    // Ten of thirty that are at least 0.9 sure are contradicted, and the last five of the ten, with 0.925 and more, five of 25.
    #expect(all.offDiagonal.count == 10)
    #expect(all.suspects.map(\.position) == [9, 8, 7, 6, 5])
    // Three sets of it have 300 items and 15 off the diagonal of which as many would be borne out: 15 are one in twenty.
    let thrice = confidentLearning(
        (0..<3).flatMap { _ in lower + [Float](repeating: 0.05, count: 50) }, (0..<3).flatMap { _ in labels })
    #expect(thrice.suspects.count == 15)
    let clear = [Float](repeating: 0.97, count: 10) + [Float](repeating: 0.99, count: 60)
    let capped = confidentLearning(
        clear + [Float](repeating: 0.02, count: 30) + [Float](repeating: 0.9, count: 60),
        [Int](repeating: 0, count: 10) + [Int](repeating: 1, count: 60) + [Int](repeating: 0, count: 30)
            + [Int](repeating: 1, count: 60))
    // Ten of seventy; 160 labels may have eight.
    #expect(capped.offDiagonal.count == 10 && capped.suspects.count == 8)
}

@Test("nothing is said against a label that the model hardly ever finds", arguments: [0, 2, 3])
func unknownLabel(found: Int) {
    // Label 1 was given to one item that is surely 0, and to `found` that are surely 1; forty are labelled 0 and as sure.
    let one =
        [Float(0.05)] + [Float](repeating: 0.9, count: found) + [Float](repeating: 0.05, count: 40)
        + [Float](repeating: 0.3, count: 10)
    let labels = [Int](repeating: 1, count: 1 + found) + [Int](repeating: 0, count: 50)
    let result = confidentLearning(one, labels)
    #expect(result.offDiagonal.map(\.position).contains(0))
    #expect(result.suspects.map(\.position) == (found >= ConfidentLearning.leastFound ? [0] : []))
}

@Test("what the model itself finds less probable than the label that was given is not suspected")
func rareLabel() {
    // Label 1 is rare and never probable: its usual confidence is 0.1, which many of label 0 reach.
    let one =
        [Float](repeating: 0.12, count: 10) + [Float](repeating: 0.01, count: 80) + [Float](repeating: 0.1, count: 4)
    let labels = [Int](repeating: 0, count: 90) + [Int](repeating: 1, count: 4)
    let found = confidentLearning(one, labels)
    #expect(found.offDiagonal.map(\.position) == Array(0..<10) && found.suspects.isEmpty)
}

@Test("a label that nobody was given is never suggested")
func confidentLearningWithoutLabel() {
    let found = ConfidentLearning(
        probabilities: Matrix(rowCount: 2, columnCount: 3, elements: [0.1, 0.1, 0.8, 0.2, 0.1, 0.7]), labels: [0, 1])
    #expect(found.suspects.allSatisfy { $0.suggested != 2 })
}
