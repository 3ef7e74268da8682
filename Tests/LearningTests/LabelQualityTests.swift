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

@Test("an item is suspected when it reaches the usual confidence of another label and not more of its own")
func confidentLearning() {
    // Held-out probabilities of label 1; labels 0, 0, 0, 1, 1, 1. Thresholds: label 0 (0.9 + 0.8 + 0.1) / 3 = 0.6,
    // label 1 (0.9 + 0.8 + 0.45) / 3 = 0.717.
    let one: [Float] = [0.1, 0.2, 0.9, 0.9, 0.8, 0.45]
    let labels = [0, 0, 0, 1, 1, 1]
    let found = ConfidentLearning(
        probabilities: Matrix(rowCount: 6, columnCount: 2, elements: one.flatMap { [1 - $0, $0] }), labels: labels)
    // The third is 0.9 sure of 1; the last reaches neither threshold, with 0.55 and 0.45, and counts as nothing.
    #expect(found.suspects.first?.position == 2)
    #expect(found.suspects.first?.suggested == 1)
    #expect(found.suspects.first.map { abs($0.margin + 0.8) < 1e-6 } == true)
    #expect(found.joint[0][0] == 2 && found.joint[0][1] == 1 && found.joint[1][1] == 2)
    #expect(!found.suspects.contains { [0, 1, 3, 4].contains($0.position) })
}

@Test("a label that nobody was given is never suggested")
func confidentLearningWithoutLabel() {
    let found = ConfidentLearning(
        probabilities: Matrix(rowCount: 2, columnCount: 3, elements: [0.1, 0.1, 0.8, 0.2, 0.1, 0.7]), labels: [0, 1])
    #expect(found.suspects.allSatisfy { $0.suggested != 2 })
}
