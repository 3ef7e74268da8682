import Learning
import Testing

@testable import Sampling

private func rows(_ selections: [Selection]) -> [Int] { selections.map(\.row) }

private func chosen(_ recipe: String = "least-confidence", round: Int = 1, shuffled: Bool = true) throws -> [Int] {
    rows(
        try Recipe(parsing: recipe).select(
            size: 20, reserve: 20, shuffled: shuffled, from: ToyRound(round: round).context))
}

@Test("a round and its reserve are each shuffled, and neither mixes with the other")
func shuffledHalves() throws {
    let (ranked, shuffled) = (try chosen(shuffled: false), try chosen())
    for half in [0..<20, 20..<40] {
        #expect(Set(ranked[half]) == Set(shuffled[half]))
        // Twenty in the same order by chance: once in 20! ≈ 2.4 × 10^18 seeds.
        #expect(ranked[half] != shuffled[half])
    }
}

@Test("two rounds of one session have orders of their own")
func ordersOfRounds() throws {
    // The model and the candidates are the same, and so is what least confidence chooses.
    #expect(try chosen(round: 1, shuffled: false) == chosen(round: 2, shuffled: false))
    let (first, second) = (try chosen(round: 1), try chosen(round: 2))
    #expect(Set(first.prefix(20)) == Set(second.prefix(20)))
    #expect(first != second)
}

@Test("two rounds of one session draw other messages at random")
func drawsOfRounds() throws {
    // Twenty of 140, the same ones by chance: once in 140 over 20 ≈ 8 × 10^23 seeds.
    #expect(Set(try chosen("random", round: 1).prefix(20)) != Set(try chosen("random", round: 2).prefix(20)))
}

@Test("random numbers of a round depend on the seed, the round, what they are for and the number of the draw")
func streamsOfRounds() {
    func numbers(_ seed: UInt64, _ round: Int, _ stream: String, _ index: Int) -> [Int] {
        var random = ToyRound(count: 10, trained: 0, seed: seed, round: round).context.random(stream, index)
        return (0..<4).map { _ in random.below(1 << 30) }
    }
    let one = numbers(1, 1, "a", 0)
    #expect(numbers(1, 1, "a", 0) == one)
    for other in [numbers(2, 1, "a", 0), numbers(1, 2, "a", 0), numbers(1, 1, "b", 0), numbers(1, 1, "a", 1)] {
        #expect(other != one)
    }
}
