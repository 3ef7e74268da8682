import Testing

@testable import Learning

private let inputs = Matrix(
    rowCount: 8, columnCount: 2,
    elements: [0.5, -1.2, 1.5, 0.3, -0.7, 0.8, 2.1, -0.4, -1.3, -0.6, 0.2, 1.7, -0.9, 0.1, 1.1, 0.9])
private let targets = [0, 1, 0, 1, 0, 1, 1, 0].map { $0 == 1 }
private let exampleWeights = [1, 0.5, 2, 1, 1, 0.25, 3, 1.5]

@Test("the head agrees with scikit-learn's LogisticRegression(C = 1/λ)")
func agreesWithScikitLearn() throws {
    let head = try #require(
        LogisticHead.fit(inputs: inputs, targets: targets, exampleWeights: exampleWeights, penalty: 0.7))
    #expect(abs(head.weights[0] - 0.092_013_25) < 1e-5)
    #expect(abs(head.weights[1] + 0.140_865_73) < 1e-5)
    #expect(abs(head.intercept + 0.121_677_98) < 1e-5)
}

@Test("with offsets the head is the minimum that scipy finds, from any start")
func agreesWithMinimum() throws {
    let offsets = (0..<8).map { Double(inputs[$0, 0]) }
    func fit(_ start: LogisticHead?) throws -> LogisticHead {
        try #require(
            LogisticHead.fit(
                inputs: inputs, targets: targets, exampleWeights: exampleWeights, offsets: offsets, penalty: 0.7,
                start: start))
    }
    let head = try fit(nil)
    // scipy's minimum with the penalty around (1, 0) and no offsets lies at 0.275 684 31: one less with x₁ as offset.
    #expect(abs(head.weights[0] - (0.275_684_31 - 1)) < 1e-5)
    #expect(abs(head.weights[1] + 0.137_019_95) < 1e-5)
    #expect(abs(head.intercept + 0.117_016_99) < 1e-5)
    let other = try fit(LogisticHead(weights: [8, -9], intercept: 4))
    for (one, two) in zip(head.weights + [head.intercept], other.weights + [other.intercept]) {
        #expect(abs(one - two) < 1e-4)
    }
}

@Test("an offset counts as it is, even where it speaks against the targets")
func offsetIsNotLearnt() throws {
    // No input, all targets against the offset: only the intercept can answer, and the difference of two log-odds stays.
    let head = try #require(
        LogisticHead.fit(
            inputs: Matrix(zeros: 4, 0), targets: [false, false, true, true], exampleWeights: [1, 1, 1, 1],
            offsets: [2, 2, -2, -2], penalty: 1))
    // By symmetry the intercept is 0.
    #expect(abs(head.intercept) < 1e-6)
    #expect(abs(head.probability([], offset: 2) - 0.880_797) < 1e-6)
    #expect(abs(head.probability([], offset: -2) - 0.119_203) < 1e-6)
}

@Test("one target only cannot be learnt; targets split by a plane stay finite")
func headAtTheEdges() throws {
    let one = Matrix(rowCount: 2, columnCount: 1, elements: [1, 2])
    #expect(LogisticHead.fit(inputs: one, targets: [true, true], exampleWeights: [1, 1], penalty: 1) == nil)
    let none = Matrix(zeros: 0, 1)
    #expect(LogisticHead.fit(inputs: none, targets: [], exampleWeights: [], penalty: 1) == nil)
    let split = Matrix(rowCount: 4, columnCount: 1, elements: [-1_000, -900, 900, 1_000])
    let head = try #require(
        LogisticHead.fit(
            inputs: split, targets: [false, false, true, true], exampleWeights: [1, 1, 1, 1], penalty: 1e-3))
    #expect(head.weights[0] > 0 && head.weights[0].isFinite && head.intercept.isFinite)
    #expect(head.probability([1_000]) > 0.9 && head.probability([-1_000]) < 0.1)
}

@Test("Cholesky solves, and says when it cannot")
func cholesky() throws {
    // [4 2; 2 3] x = [2; 5] has the solution [-1/2; 2].
    let solution = try #require(Cholesky.solve([4, 0, 2, 3], [2, 5], size: 2))
    #expect(abs(solution[0] + 0.5) < 1e-12 && abs(solution[1] - 2) < 1e-12)
    #expect(Cholesky.solve([1, 0, 2, 1], [1, 1], size: 2) == nil)
}
