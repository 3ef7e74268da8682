import Learning
import Testing

@testable import Sampling

@Test("strategies that score a message by itself give the scores that they give in a round")
func messageScores() throws {
    #expect(MessageScore.ids == ["least-confidence", "margin", "ratio", "entropy", "relevance"])
    let decision = Decision(positive: 1, threshold: 0.5)
    // By hand, of (0.5, 0.3, 0.2): (1 − 0.5) · 3/2; 1 − (0.5 − 0.3); 0.3/0.5; −Σ p ln p / ln 3; 0.3.
    let expected = [0.75, 0.8, 0.6, 0.9372, 0.3]
    for (id, expected) in zip(MessageScore.ids, expected) {
        let score = try #require(MessageScore(strategy: id, decision: decision))
        #expect(abs(score([0.5, 0.3, 0.2]) - expected) < 1e-4, "\(id)")
        // Of a slice that does not begin at 0.
        #expect(score(([9, 0.5, 0.3, 0.2] as [Float])[1...]) == score([0.5, 0.3, 0.2]))
    }
    for id in ["atlas", "mc-dropout", "random", "nothing"] {
        #expect(MessageScore(strategy: id, decision: decision) == nil)
    }
}

@Test("the greatest of parts' greatest are those of the whole, in whatever order they come")
func greatestOfParts() {
    var random = SeededRandom(seed: 4, stream: "numbers")
    let numbers = (0..<500).map { _ in random.below(200) }
    for limit in [1, 7, 100, 500, 600] {
        var whole = HighestEntries<Int>(limit)
        for number in numbers { whole.insert(number) }
        let expected = Array(numbers.sorted(by: >).prefix(limit))
        #expect(whole.descending() == expected)
        var merged = HighestEntries<Int>(limit)
        for start in stride(from: 0, to: 500, by: 90) {
            var part = HighestEntries<Int>(limit)
            for number in numbers[start..<min(500, start + 90)] { part.insert(number) }
            for number in part.descending() { merged.insert(number) }
        }
        #expect(merged.descending() == expected)
    }
}
