import Notation
import Testing

@testable import Sampling

/// A row of probabilities with the scores that the formulas of Monarch 2021, ch. 3, give it, computed with numpy.
private struct Known: Sendable {
    let row: [Float]
    let leastConfidence, margin, ratio, entropy: Double
}

private let known = [
    Known(row: [0.7, 0.3], leastConfidence: 0.6, margin: 0.6, ratio: 3.0 / 7, entropy: 0.881_290_899_230_692_7),
    Known(row: [0.5, 0.5], leastConfidence: 1, margin: 1, ratio: 1, entropy: 1),
    Known(row: [1, 0], leastConfidence: 0, margin: 0, ratio: 0, entropy: 0),
    Known(row: [0.3, 0.5, 0.2], leastConfidence: 0.75, margin: 0.8, ratio: 0.6, entropy: 0.937_230_563_216_129_6),
    Known(row: [0.25, 0.25, 0.25, 0.25], leastConfidence: 1, margin: 1, ratio: 1, entropy: 1),
    Known(row: [0.6, 0.4, 0], leastConfidence: 0.6, margin: 0.8, ratio: 2.0 / 3, entropy: 0.612_601_619_289_344_2),
]

@Test("uncertainty scores are those of the formulas", arguments: known)
private func formulas(known: Known) {
    // A slice that does not start at 0, as rows of a matrix are.
    let row = ([0.9] + known.row)[1...]
    #expect(abs(LeastConfidence().score(row) - known.leastConfidence) < 1e-6)
    #expect(abs(MarginOfConfidence().score(row) - known.margin) < 1e-6)
    #expect(abs(RatioOfConfidence().score(row) - known.ratio) < 1e-6)
    #expect(abs(Entropy().score(row) - known.entropy) < 1e-6)
}

@Test("scores stay in [0, 1] and are finite for any row")
func scoresAreBounded() {
    let rows: [[Float]] = [[0, 0], [1, 1], [0.500_000_1, 0.500_000_1], [.leastNonzeroMagnitude, 1], [1]]
    for row in rows {
        for strategy in [LeastConfidence(), MarginOfConfidence(), RatioOfConfidence(), Entropy()]
            as [any UncertaintyStrategy]
        {
            let score = strategy.score(row[...])
            #expect(score >= 0 && score <= 1, "\(strategy.id) of \(row): \(score)")
        }
    }
}

@Test("the highest scores come first, ties by position, and what is no number last")
func highestScores() {
    let scores = [0.2, 0.9, 0.5, 0.9, .nan, 0.5, -1]
    #expect(HighestScores.positions(4, of: scores) == [1, 3, 2, 5])
    #expect(HighestScores.positions(100, of: scores) == [1, 3, 2, 5, 0, 6, 4])
    #expect(HighestScores.positions(0, of: scores) == [])
    #expect(HighestScores.positions(-1, of: scores) == [])
    #expect(HighestScores.positions(3, of: []) == [])
    #expect(HighestScores.positions(2, of: [.infinity, -.infinity, .nan]) == [0, 1])
}

@Test("numbers in reasons have two digits and never claim a certainty that is not there")
func reasonNumbers() {
    let expected: [(Double, String)] = [
        (0.07, ".07"), (0.934, ".93"), (0.999, ".99"), (1, "1.0"), (0, ".00"), (0.004, ".00"), (.nan, "?"),
    ]
    for (value, text) in expected { #expect(ShareText.text(value) == text) }
}

@Test("a strategy's name and its score tell what it said of its choice, where they tell enough", arguments: known)
private func recordedReasons(known: Known) {
    let strategies: [any UncertaintyStrategy] = [
        LeastConfidence(), MarginOfConfidence(), RatioOfConfidence(), Entropy(),
    ]
    let titles = ["a", "b", "c", "d"].prefix(known.row.count)
    for strategy in strategies {
        let score = strategy.score(known.row[...])
        let said = strategy.reason(score: score, probabilities: known.row[...])
        let recorded = Reason(strategy: strategy.id, score: score, labels: known.row.count, positive: 1)
        // Of which two of three labels a margin was, its score does not say.
        guard strategy.id != "margin" || known.row.count == 2 else {
            #expect(recorded == nil)
            continue
        }
        #expect(
            recorded?.words(labels: Array(titles), showsGuess: true)
                == said.words(labels: Array(titles), showsGuess: true))
        #expect(recorded?.figures == said.figures && recorded?.brief == said.brief, "\(strategy.id)")
    }
    for strategy in ["committee", "least-confidence:max", "random", "no such"] {
        #expect(Reason(strategy: strategy, score: 0.5, labels: 2, positive: 1) == nil)
    }
    #expect(Reason(strategy: "entropy", score: nil, labels: 2, positive: 1) == nil)
}
