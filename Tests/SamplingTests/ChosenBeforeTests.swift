import Learning
import Testing

@testable import Sampling

@Test("BADGE draws nothing that has the gradient of a message chosen before it")
func badgeKnowsTheChosen() throws {
    // Gradients (p − e) ⊗ h: rows 0 and 1 have the same and longest one, so that its distance from the chosen is 0.
    let context = try FixedRound.context(
        features: FixedRound.wordless(3), probabilities: [[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]],
        hidden: [[3, 4], [3, 4], [0, 2]])
    #expect(try BADGE().select(1, from: context).map(\.row) == [0])
    #expect(try BADGE().select(1, from: context.excluding([0])).map(\.row) == [2])
    // Within a recipe: entropy takes the first of the two, and BADGE what is left.
    let recipe = try Recipe(parsing: "entropy=1,badge=1")
    #expect(try recipe.select(size: 2, shuffled: false, from: context).map(\.row) == [0, 2])
}

/// Scores of a strategy for messages that say what thirty say which were chosen before, with and without knowing of these.
private func scores(_ id: String) throws -> (knowing: [Double], unknowing: [Double]) {
    // Row r + 70 says what row r says.
    let context = ToyRound(order: Array(60..<130) + Array(60..<130)).context
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    let first = Set(try strategy.select(30, from: context.with(candidates: Array(60..<130))).map(\.row))
    let copies = first.map { $0 + 70 }.sorted()
    func scores(_ context: RoundContext) throws -> [Double] {
        try strategy.select(copies.count, from: context.with(candidates: copies)).compactMap(\.score)
    }
    return (try scores(context.excluding(first)), try scores(context))
}

@Test(
    "what was chosen before counts as the training side, or as no error, from the first step on",
    .tooSlowForThreadSanitizer,
    arguments: [
        "transfer-representative:step-1000", "transfer-representative:step-1000:last-layer", "atlas:step-1000",
    ])
func headsKnowTheChosen(id: String) throws {
    let (knowing, unknowing) = try scores(id)
    #expect(knowing.count == 30 && unknowing.count == 30)
    // One step, so that the scores are of the head before it chooses anything: with the same texts on the other side they
    // fall.
    #expect(knowing.reduce(0, +) < unknowing.reduce(0, +))
}
