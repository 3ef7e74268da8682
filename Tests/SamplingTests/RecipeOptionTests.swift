import Learning
import Testing

@testable import Sampling

private let catalogue = StrategyCatalogue.standard

private func permutations(_ items: [String]) -> [[String]] {
    guard let last = items.last else { return [[]] }
    return permutations(Array(items.dropLast())).flatMap { shorter in
        (0...shorter.count).map { place in Array(shorter[..<place]) + [last] + Array(shorter[place...]) }
    }
}

@Test(
    "options are written in one order, whatever the order they were given in",
    arguments: [
        "atlas:head:rotation-5:step-3:all-layers", "transfer-uncertainty:rotation-1:fine-tuned",
        "transfer-representative:rotation-3:step-2:fine-tuned", "committee:divergence:members-5",
    ])
func canonicalOrder(name: String) throws {
    let parts = name.split(separator: ":").map(String.init)
    for options in permutations(Array(parts.dropFirst())) {
        let given = ([parts[0]] + options).joined(separator: ":")
        #expect(try Recipe(parsing: given).description == name)
        #expect(try Recipe(parsing: "\(given)=7").description == "\(name)=7")
        #expect(catalogue.strategy(given)?.id == name)
        #expect(catalogue.declaration(of: given)?.id == parts[0])
    }
}

@Test("options and counts go together, blanks around names and counts do not matter")
func optionsWithCounts() throws {
    let recipe = try Recipe(parsing: " atlas:fine-tuned:rotation-5 = 10 , random=2 ")
    #expect(recipe.description == "atlas:rotation-5:fine-tuned=10,random=2")
    #expect(recipe.strategies == ["atlas:rotation-5:fine-tuned", "random"])
    #expect(recipe.size == 12)
    #expect(recipe == (try Recipe(parsing: "atlas:rotation-5:fine-tuned=10,random=2")))
    // 24 of 12: each count twice.
    #expect(recipe.parts(filling: 24).map(\.count) == [20, 4])
    let single = try Recipe(parsing: "committee:divergence")
    #expect(single.size == nil && single.strategies == ["committee:divergence"])
}

@Test("a strategy may stand beside itself with other options")
func variantsSideBySide() throws {
    let text = "atlas=5,atlas:rotation-1=5,atlas:fine-tuned=2"
    #expect(try Recipe(parsing: text).description == text)
}

@Test("the strategy is made with the options of its name, and with the defaults of the others")
func optionsReachTheStrategy() throws {
    func made<Strategy>(_ name: String, as type: Strategy.Type) throws -> Strategy {
        let strategy = try #require(catalogue.strategy(name))
        return try #require(strategy as? Strategy)
    }
    let plain = try made("atlas", as: ATLAS.self)
    #expect(plain.head == nil)
    let published = try made("atlas:head", as: ATLAS.self)
    #expect(published.head == ErrorHead(prediction: ErrorPrediction(rotation: 10, layers: .last, isFineTuned: false)))
    #expect(try Recipe(parsing: Recipe.published.description) == .published)
    let asInTheArticle = try made(Recipe.published.description, as: ATLAS.self)
    #expect(asInTheArticle.head == ErrorHead(prediction: ErrorPrediction(rotation: 1)))
    let full = try made("atlas:step-3:all-layers:rotation-5", as: ATLAS.self)
    #expect(
        full.head
            == ErrorHead(stepSize: 3, prediction: ErrorPrediction(rotation: 5, layers: .all, isFineTuned: false)))
    let tuned = try made("transfer-uncertainty:fine-tuned:rotation-1", as: TransferUncertainty.self)
    #expect(tuned.prediction == ErrorPrediction(rotation: 1, layers: .last, isFineTuned: true))
    let representative = try made("transfer-representative", as: TransferRepresentative.self)
    #expect(representative.head == .allLayers)
    #expect(representative.rotation == 1 && representative.stepSize == nil)
    let lastLayer = try made("transfer-representative:last-layer:step-4:rotation-3", as: TransferRepresentative.self)
    #expect(lastLayer.head == .lastLayer)
    #expect(lastLayer.rotation == 3 && lastLayer.stepSize == 4)
    #expect(try made("transfer-representative:fine-tuned", as: TransferRepresentative.self).head == .fineTuned)
    let committee = try made("committee:members-5:divergence", as: QueryByCommittee.self)
    #expect(committee.measure == .divergence && committee.members == 5)
    #expect(try made("committee", as: QueryByCommittee.self).measure == .voteEntropy)
    #expect(try made("committee", as: QueryByCommittee.self).members == 10)
}

@Test("what was chosen bears the name with the options")
func selectionsBearOptions() throws {
    let context = ToyRound(count: 60, trained: 40).context
    let recipe = try Recipe(parsing: "atlas:step-2:rotation-2=3,transfer-representative:last-layer=2,random=1")
    let chosen = try recipe.select(size: 6, shuffled: false, from: context)
    let (atlas, representative) = ("atlas:rotation-2:step-2", "transfer-representative:last-layer")
    #expect(chosen.map(\.strategy) == [atlas, atlas, atlas, representative, representative, "random"])
    #expect(Set(chosen.map(\.row)).count == 6)
}

@Test("numbers are taken from the first to the last of their range, and not beyond")
func optionNumbers() {
    let ranges: [(option: String, numbers: ClosedRange<Int>)] = [
        ("atlas:rotation", 1...20), ("atlas:step", 1...100_000), ("transfer-uncertainty:rotation", 1...20),
        ("transfer-representative:rotation", 1...10), ("transfer-representative:step", 1...100_000),
        ("committee:members", 2...20),
    ]
    for (option, numbers) in ranges {
        for number in [numbers.lowerBound, numbers.upperBound] {
            #expect(catalogue.strategy("\(option)-\(number)")?.id == "\(option)-\(number)")
        }
        let pattern = "\(option.split(separator: ":")[1])-N"
        for number in [numbers.lowerBound - 1, numbers.upperBound + 1, -1] {
            #expect(
                throws: RecipeError.badOptionNumber("\(number)", option: pattern, numbers: numbers)
            ) { try Recipe(parsing: "\(option)-\(number)") }
            #expect(catalogue.strategy("\(option)-\(number)") == nil)
        }
    }
}

private let atlasOptions = ["head", "rotation-N", "step-N", "all-layers", "fine-tuned", "weakest"]

private let recipeErrors: [(text: String, error: RecipeError, message: String)] = [
    ("", .empty(known: catalogue.ids), "the recipe is empty; name a strategy (atlas, "),
    (" , ,", .empty(known: catalogue.ids), "the recipe is empty; name a strategy (atlas, "),
    (
        "atlass:fine-tuned", .unknownStrategy("atlass", known: catalogue.ids),
        "there is no strategy 'atlass' (did you mean 'atlas'?); the strategies are atlas, "
    ),
    (
        ":fine-tuned", .unknownStrategy("", known: catalogue.ids),
        "there is no strategy ''; the strategies are atlas, "
    ),
    (
        "atlas:fine-tuned,random=5", .missingCount("atlas:fine-tuned", recipe: "atlas:fine-tuned,random=5"),
        "'atlas:fine-tuned' in the recipe 'atlas:fine-tuned,random=5' has no count; "
            + "name one strategy alone, or give each a count as in atlas=15,random=5"
    ),
    (
        "atlas:fine-tuned=0", .badCount("0", strategy: "atlas:fine-tuned"),
        "the count '0' of atlas:fine-tuned is not a whole number from 1 to 1000000000"
    ),
    (
        "atlas=1000000001", .badCount("1000000001", strategy: "atlas"),
        "the count '1000000001' of atlas is not a whole number from 1 to 1000000000"
    ),
    (
        "atlas=1=2", .badCount("1=2", strategy: "atlas"),
        "the count '1=2' of atlas is not a whole number from 1 to 1000000000"
    ),
    (
        "atlas:rotation-5:fine-tuned=1,atlas:fine-tuned:rotation-5=2", .repeatedStrategy("atlas:rotation-5:fine-tuned"),
        "the recipe names atlas:rotation-5:fine-tuned twice; add its counts up"
    ),
    (
        "random:step-2", .unknownOption("step-2", strategy: "random", known: []),
        "random has no options, and so no 'step-2'"
    ),
    (
        "atlas:last-layer=5", .unknownOption("last-layer", strategy: "atlas", known: atlasOptions),
        "atlas has no option 'last-layer'; its options are head, rotation-N, step-N, all-layers, fine-tuned, weakest"
    ),
    (
        "atlas:rotation", .unknownOption("rotation", strategy: "atlas", known: atlasOptions),
        "atlas has no option 'rotation' (did you mean 'rotation-N'?); its options are head, rotation-N, step-N, all-layers, fine-tuned, weakest"
    ),
    (
        "atlas:", .unknownOption("", strategy: "atlas", known: atlasOptions),
        "atlas has no option ''; its options are head, rotation-N, step-N, all-layers, fine-tuned, weakest"
    ),
    (
        "atlas:fine-tuned-2", .unknownOption("fine-tuned-2", strategy: "atlas", known: atlasOptions),
        "atlas has no option 'fine-tuned-2' (did you mean 'fine-tuned'?); its options are head, rotation-N, step-N, all-layers, fine-tuned, weakest"
    ),
    (
        "atlas:Fine-Tuned", .unknownOption("Fine-Tuned", strategy: "atlas", known: atlasOptions),
        "atlas has no option 'Fine-Tuned' (did you mean 'fine-tuned'?); its options are head, rotation-N, step-N, all-layers, fine-tuned, weakest"
    ),
    (
        "committee:members-1", .badOptionNumber("1", option: "members-N", numbers: 2...20),
        "the number '1' of members-N is not a whole number from 2 to 20"
    ),
    (
        "atlas:rotation-", .badOptionNumber("", option: "rotation-N", numbers: 1...20),
        "the number '' of rotation-N is not a whole number from 1 to 20"
    ),
    (
        "atlas:rotation-ten=5", .badOptionNumber("ten", option: "rotation-N", numbers: 1...20),
        "the number 'ten' of rotation-N is not a whole number from 1 to 20"
    ),
    (
        "atlas:step-99999999999999999999",
        .badOptionNumber(
            "99999999999999999999", option: "step-N", numbers: 1...100_000),
        "the number '99999999999999999999' of step-N is not a whole number from 1 to 100000"
    ),
    (
        "atlas:all-layers:fine-tuned", .contradictingOptions("fine-tuned", "all-layers", strategy: "atlas"),
        "atlas is given fine-tuned and all-layers, which do not go together; leave one of them out"
    ),
    (
        "transfer-representative:fine-tuned:last-layer=5",
        .contradictingOptions("fine-tuned", "last-layer", strategy: "transfer-representative"),
        "transfer-representative is given fine-tuned and last-layer, which do not go together"
    ),
    (
        "atlas:rotation-5:rotation-7", .repeatedOption("rotation", strategy: "atlas"),
        "atlas is given the option rotation twice"
    ),
    (
        "transfer-representative:fine-tuned:fine-tuned=5",
        .repeatedOption("fine-tuned", strategy: "transfer-representative"),
        "transfer-representative is given the option fine-tuned twice"
    ),
]

@Test("each mistake in a recipe has an error of its own, which says what was found", arguments: recipeErrors)
func recipeErrorOfEachKind(text: String, error: RecipeError, message: String) {
    #expect(throws: error) { try Recipe(parsing: text) }
    #expect(error.description.hasPrefix(message))
}

@Test(
    "no option is taken and then ignored: beside another it changes the scores, or is refused",
    arguments: [
        ("atlas:fine-tuned", "atlas:all-layers:fine-tuned"),
        ("transfer-uncertainty:fine-tuned", "transfer-uncertainty:all-layers:fine-tuned"),
        ("transfer-representative:fine-tuned", "transfer-representative:last-layer:fine-tuned"),
    ])
func optionsCount(one: String, both: String) throws {
    guard let strategy = catalogue.strategy(both) else { return }
    let context = ToyRound(count: 60, trained: 40).context
    let alone = try #require(catalogue.strategy(one)).select(20, from: context)
    #expect(try strategy.select(20, from: context).map(\.score) != alone.map(\.score))
}
