import Learning
import Testing

@testable import Sampling

private let catalogue = StrategyCatalogue.standard

/// Every strategy, and each of its options alone.
private let names = catalogue.declarations.flatMap { declaration in
    [declaration.id]
        + declaration.options.map { option in
            let number = option.numbers.map { "-\($0.lowerBound)" } ?? ""
            return "\(declaration.id):\(option.name)\(number)"
        }
}

/// Rounds in which strategies go different ways: with held-out mistakes, without any, without labels, with labels of one
/// class.
private let rounds: [RoundContext] = {
    let toy = ToyRound(count: 120)
    var clear = SparseRows(columnCount: 2)
    for row in 0..<60 { clear.append([(column: UInt32(row % 2), value: Float(1))]) }
    func round(_ labels: [Int], _ rows: SparseRows, _ candidates: Range<Int>) -> RoundContext {
        let examples = labels.enumerated().map { Example(row: $0.offset, label: $0.element) }
        return RoundContext(
            model: RoundModels(rows: FeatureRows(rows), training: examples, labelCount: 2, seed: 1),
            candidates: candidates, seed: 1,
            round: 1)
    }
    return [
        toy.context, round((0..<30).map { $0 % 2 }, clear, 30..<60), round([], clear, 0..<60),
        round(Array(repeating: 1, count: 30), clear, 30..<60),
    ]
}()

/// Chooses by a strategy that is offered some of the round, and orders all messages where it can.
private func run(_ strategy: any SamplingStrategy, offered: Set<Reading>) throws {
    for round in rounds.map({ $0.offering(offered) }) {
        _ = try strategy.select(12, from: round)
        if let ordering = strategy as? any OrderingStrategy { _ = try ordering.remainder(of: round) }
    }
}

@Test("a strategy reads all that its declaration names, and nothing else", .tooSlowForThreadSanitizer, arguments: names)
func readingsAreDeclared(name: String) throws {
    let strategy = try #require(catalogue.strategy(name))
    let declared = catalogue.readings(of: name)
    try run(strategy, offered: declared)
    for reading in declared {
        #expect(throws: UndeclaredReading(reading: reading)) {
            try run(strategy, offered: declared.subtracting([reading]))
        }
    }
}

@Test(
    "behind a round stands the order of the strategy, or least confidence where it has none", arguments: catalogue.ids)
func orderIsDeclared(id: String) throws {
    let declaration = try #require(catalogue.declaration(of: id))
    let rest = try Recipe(parsing: id).remainder(behind: [], of: rounds[0])
    #expect(rest.count == 60)
    let isLeastConfidence = rest.strategy == "least-confidence"
    #expect(declaration.ordersAll == (!isLeastConfidence || id == "least-confidence"))
}

/// A strategy as somebody else may write it: no key, nothing measured, and more read than declared.
private struct Overreaching: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "overreaching", title: "overreaching", family: .uncertainty, sentence: "reads more than it says",
        source: "none", cost: "none", reads: [.features], make: { _ in Self() })

    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        _ = try context.features()
        return try LeastConfidence().select(count, from: context)
    }
}

@Test("a round gives a strategy no more than it declares, whatever the recipe")
func undeclaredReading() throws {
    let catalogue = StrategyCatalogue(of: [Overreaching.self, LeastConfidence.self])
    for text in ["overreaching", "least-confidence=3,overreaching=3"] {
        let recipe = try Recipe(parsing: text, catalogue: catalogue)
        #expect(throws: UndeclaredReading(reading: .probabilities)) {
            try recipe.select(size: 6, shuffled: false, from: rounds[0], catalogue: catalogue)
        }
    }
}

@Test("a strategy needs neither a key nor a measurement to be listed")
func barestDeclaration() throws {
    let declaration = Overreaching.declaration
    #expect(declaration.hotkey == nil && declaration.comparison == .notMeasured && declaration.caution == nil)
    #expect(declaration.tasks == [.oneLabel] && declaration.options.isEmpty && !declaration.ordersAll)
    #expect(StrategyCatalogue(of: [Overreaching.self]).strategy("overreaching")?.id == "overreaching")
}
