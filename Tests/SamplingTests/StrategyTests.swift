import Learning
import Testing

@testable import Sampling

private let catalogue = StrategyCatalogue.standard

@Test("identifiers and hotkeys are unique, and every strategy bears its own identifier")
func catalogueIsConsistent() {
    let descriptions = catalogue.descriptions
    #expect(Set(descriptions.map(\.id)).count == descriptions.count)
    #expect(Set(descriptions.map(\.hotkey)).count == descriptions.count)
    for description in descriptions {
        #expect(description.make().id == description.id)
        #expect(description.hotkey.isUppercase)
        #expect(!description.sentence.isEmpty && !description.source.isEmpty && !description.cost.isEmpty)
    }
    #expect(catalogue.strategy("none") == nil)
}

@Test(
    "every strategy chooses distinct candidates, best first, the same every time and on any number of threads",
    arguments: catalogue.ids, [2, 5])
func properties(id: String, labels: Int) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound(labels: labels)
    for count in [-1, 0, 1, 7, 20, 140, 1_000] {
        let chosen = try strategy.select(count, from: toy.context)
        #expect(chosen.count == min(max(0, count), 140))
        #expect(Set(chosen.map(\.row)).count == chosen.count)
        #expect(chosen.allSatisfy { (60..<200).contains($0.row) && $0.strategy == id && !$0.reason.isEmpty })
        #expect(chosen.allSatisfy { $0.score.map { $0 >= 0 && $0 <= 1 } ?? true })
    }
    let first = try strategy.select(20, from: toy.context)
    #expect(try strategy.select(20, from: ToyRound(labels: labels, threads: 3).context) == first)
    #expect(
        try strategy.select(5, from: toy.context.excluding(Set(first.map(\.row)))).allSatisfy { selection in
            !first.contains { $0.row == selection.row }
        })
    // Ranked strategies start with the same messages however many are asked for; ATLAS steps depend on the batch.
    if id != "atlas", id != "random" { #expect(Array(first.prefix(7)) == (try strategy.select(7, from: toy.context))) }
    let none = RoundContext(model: toy.context.model, candidates: [], seed: 1, round: 1)
    #expect(try strategy.select(5, from: none).isEmpty)
}

@Test("a strategy without labels to learn from still chooses", arguments: catalogue.ids)
func coldStart(id: String) throws {
    let strategy = try #require(catalogue.strategy(id))
    for trained in [0, 1, 2] {
        let chosen = try strategy.select(10, from: ToyRound(count: 40, trained: trained).context)
        #expect(chosen.count == 10)
        #expect(chosen.allSatisfy { $0.score?.isFinite ?? true })
    }
}

@Test("every strategy stops when it is cancelled", arguments: catalogue.ids.filter { $0 != "random" })
func cancels(id: String) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound()
    let monitor = TrainingMonitor()
    monitor.cancel()
    let context = RoundContext(
        model: toy.context.model, candidates: toy.context.candidates, seed: 1, round: 1, monitor: monitor)
    #expect(throws: CancellationError.self) { try strategy.select(5, from: context) }
}

@Test("least confidence takes the candidates whose best guess is weakest")
func leastConfidenceOrder() throws {
    let toy = ToyRound()
    let probabilities = try toy.context.outputs().probabilities
    let chosen = try LeastConfidence().select(140, from: toy.context)
    let best = chosen.map { probabilities.row($0.row).max() ?? 0 }
    #expect(best == best.sorted())
    for selection in chosen {
        let score = Double(2 * (1 - (probabilities.row(selection.row).max() ?? 0)))
        #expect(abs((selection.score ?? -1) - score) < 1e-6)
    }
}

@Test("random draws evenly, and differently in each round")
func randomIsUniform() throws {
    let model = ToyRound(count: 40, trained: 0).context.model
    var counts = [Int](repeating: 0, count: 40)
    for round in 0..<4_000 {
        let context = RoundContext(model: model, candidates: 0..<40, seed: 3, round: round)
        for selection in try RandomSampling().select(5, from: context) { counts[selection.row] += 1 }
    }
    // Each is drawn with probability 1/8: 500 ± 5 standard deviations of √(4 000 · 1/8 · 7/8) ≈ 21.
    for count in counts { #expect(abs(count - 500) < 105) }
}

@Test("equal scores go to the lower row")
func ties() throws {
    // Nothing was learnt: every row has the same probabilities.
    let toy = ToyRound(count: 30, trained: 0)
    for id in ["least-confidence", "margin", "ratio", "entropy"] {
        let chosen = try #require(catalogue.strategy(id)).select(6, from: toy.context)
        #expect(chosen.map(\.row) == Array(0..<6))
    }
}

@Test("a mixed recipe gives each strategy its share, no message twice, and a reserve behind the round")
func mixedRecipe() throws {
    let toy = ToyRound()
    let recipe = try Recipe(parsing: "atlas=5,least-confidence=5,random=2")
    let chosen = try recipe.select(size: 12, reserve: 12, shuffled: false, from: toy.context)
    #expect(Set(chosen.map(\.row)).count == 24)
    for half in [chosen.prefix(12), chosen.suffix(12)] {
        #expect(half.count { $0.strategy == "atlas" } == 5)
        #expect(half.count { $0.strategy == "least-confidence" } == 5)
        #expect(half.count { $0.strategy == "random" } == 2)
    }
    let shuffled = try recipe.select(size: 12, reserve: 12, shuffled: true, from: toy.context)
    #expect(Set(shuffled.prefix(12)) == Set(chosen.prefix(12)))
    #expect(shuffled.map(\.row) != chosen.map(\.row))
    #expect(try recipe.select(size: 12, reserve: 12, shuffled: true, from: ToyRound().context) == shuffled)
    // The pool runs out: everything once.
    #expect(Set(try recipe.select(size: 500, reserve: 500, shuffled: true, from: toy.context).map(\.row)).count == 140)
}
