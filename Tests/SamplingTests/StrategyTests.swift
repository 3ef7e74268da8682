import Learning
import Testing
import Threads

@testable import Sampling

private let catalogue = StrategyCatalogue.standard

@Test("identifiers and hotkeys are unique, and every strategy bears its own identifier")
func catalogueIsConsistent() {
    let declarations = catalogue.declarations
    #expect(Set(declarations.map(\.id)).count == declarations.count)
    let hotkeys = declarations.compactMap(\.hotkey)
    #expect(Set(hotkeys).count == hotkeys.count && hotkeys.allSatisfy(\.isUppercase))
    for declaration in declarations {
        #expect(catalogue.strategy(declaration.id)?.id == declaration.id)
        #expect(!declaration.sentence.isEmpty && !declaration.source.isEmpty && !declaration.cost.isEmpty)
    }
    #expect(catalogue.strategy("none") == nil)
}

/// Scores are in [0, 1] but for the representative strategies, whose difference of two cosines is in [−1, 1].
private func range(of id: String) -> ClosedRange<Double> {
    ["representative", "adaptive-representative", "representative-clusters", "transfer-representative"].contains(id)
        ? -1...1 : 0...1
}

/// Strategies that rank all candidates at once: asked for fewer, they give the first of them.
private let ranking: Set<String> = [
    "transfer-uncertainty", "least-confidence", "margin", "ratio", "entropy", "mc-dropout", "committee", "contrastive",
    "model-outliers", "representative", "core-set",
]

@Test(
    "every strategy chooses distinct candidates, and the same every time",
    .tooSlowForThreadSanitizer,
    arguments: catalogue.ids, [2, 5])
func properties(id: String, labels: Int) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound(labels: labels)
    for count in [-1, 0, 1, 7, 20, 140, 1_000] {
        let chosen = try strategy.select(count, from: toy.context)
        #expect(chosen.count == min(max(0, count), 140))
        #expect(Set(chosen.map(\.row)).count == chosen.count)
        #expect(chosen.allSatisfy { (60..<200).contains($0.row) && $0.strategy == id && !$0.reason.words().isEmpty })
        #expect(chosen.allSatisfy { $0.score.map(range(of: id).contains) ?? true })
    }
    let first = try strategy.select(20, from: toy.context)
    #expect(try strategy.select(20, from: ToyRound(labels: labels).context) == first)
    #expect(
        try strategy.select(5, from: toy.context.excluding(Set(first.map(\.row)))).allSatisfy { selection in
            !first.contains { $0.row == selection.row }
        })
    if ranking.contains(id) {
        let scores = first.compactMap(\.score)
        #expect(scores.count == 20 && scores == scores.sorted(by: >))
        #expect(Array(first.prefix(7)) == (try strategy.select(7, from: toy.context)))
    }
    let none = RoundContext(model: toy.model, candidates: [], seed: 1, round: 1)
    #expect(try strategy.select(5, from: none).isEmpty)
}

@Test("every strategy chooses the same on one thread and on two", arguments: catalogue.ids, [2, 5])
func threadsDoNotMatter(id: String, labels: Int) throws {
    let strategy = try #require(catalogue.strategy(id))
    let one = try strategy.select(20, from: ToyRound(labels: labels, threads: 1).context)
    #expect(try strategy.select(20, from: ToyRound(labels: labels, threads: 2).context) == one)
}

@Test(
    "a permuted pool gives the same messages", .tooSlowForThreadSanitizer,
    arguments: catalogue.ids, [2, 3])
func permutation(id: String, labels: Int) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound(labels: labels)
    var order = Array(60..<200)
    var random = SeededRandom(seed: 5, stream: "permutation")
    random.shuffle(&order)
    let permuted = ToyRound(labels: labels, order: order)
    // What a message says, and not its place, has to decide; messages that say the same may stand for each other, and
    // so may those whose score is that of the last.
    func texts(_ toy: ToyRound, _ chosen: [Selection]) -> [[Float]] {
        let last = chosen.compactMap(\.score).min()
        return chosen.filter { $0.score == nil || $0.score != last }.map { toy.model.rows.sparse.dense($0.row) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }
    for count in [1, 10, 33] {
        let chosen = try strategy.select(count, from: toy.context)
        let other = try strategy.select(count, from: permuted.context)
        if id == "representative-clusters" {
            // Two members of a cluster are equally near its centre: ties within each cluster, which only scores tell.
            let scores = (chosen.compactMap(\.score).sorted(), other.compactMap(\.score).sorted())
            #expect(zip(scores.0, scores.1).allSatisfy { abs($0 - $1) < 1e-9 } && scores.0.count == scores.1.count)
        } else {
            #expect(texts(toy, chosen) == texts(permuted, other))
        }
    }
}

@Test("identical messages are a tie: all are chosen once, and no score is without a number", arguments: catalogue.ids)
func identicalMessages(id: String) throws {
    let strategy = try #require(catalogue.strategy(id))
    var rows = SparseRows(columnCount: 4)
    for row in 0..<60 {
        rows.append([(column: UInt32(row < 20 ? row % 2 : 2), value: Float(1)), (column: UInt32(3), value: Float(0.5))])
    }
    let examples = (0..<20).map { Example(row: $0, label: $0 % 2) }
    let context = RoundContext(
        model: RoundModels(rows: FeatureRows(rows), training: examples, labelCount: 2, seed: 1), candidates: 20..<60,
        seed: 1,
        round: 1)
    for count in [1, 12, 100] {
        let chosen = try strategy.select(count, from: context)
        #expect(Set(chosen.map(\.row)).count == min(count, 40))
        #expect(chosen.allSatisfy { $0.score?.isFinite ?? true })
    }
}

@Test("messages in which nothing is known are neither lost nor a trap", arguments: catalogue.ids)
func messagesWithoutFeatures(id: String) throws {
    let strategy = try #require(catalogue.strategy(id))
    var rows = SparseRows(columnCount: 2)
    for row in 0..<30 {
        let isEmpty = row >= 10 && row % 3 == 0
        rows.append(isEmpty ? [] : [(column: UInt32(row % 2), value: Float(1))])
    }
    let examples = (0..<10).map { Example(row: $0, label: $0 % 2) }
    let context = RoundContext(
        model: RoundModels(rows: FeatureRows(rows), training: examples, labelCount: 2, seed: 1), candidates: 10..<30,
        seed: 1,
        round: 1)
    #expect(Set(try strategy.select(20, from: context).map(\.row)) == Set(10..<30))
    let blank = context.with(candidates: context.candidates.filter { $0 % 3 == 0 })
    #expect(try strategy.select(3, from: blank).count == 3)
}

@Test("labels of one class only are enough to choose by", arguments: catalogue.ids)
func oneClassOnly(id: String) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound(count: 80, trained: 40)
    let context = RoundContext(
        model: RoundModels(
            rows: toy.model.rows, training: (0..<40).map { Example(row: $0, label: 1) }, labelCount: 3, seed: 1),
        candidates: 40..<80, seed: 1, round: 1)
    let chosen = try strategy.select(15, from: context)
    #expect(chosen.count == 15 && chosen.allSatisfy { $0.score.map(range(of: id).contains) ?? true })
}

@Test("pools of no, one and two messages", arguments: catalogue.ids, [0, 1, 2])
func tinyPools(id: String, size: Int) throws {
    let strategy = try #require(catalogue.strategy(id))
    let toy = ToyRound(count: 30 + size, trained: 30)
    #expect(Set(try strategy.select(5, from: toy.context).map(\.row)) == Set(30..<30 + size))
}

@Test("the whole pool is looked at: the best message is found past the ten-thousandth", arguments: ranking.sorted())
func wholePool(id: String) throws {
    guard id != "committee", id != "transfer-uncertainty", id != "core-set" else { return }
    let strategy = try #require(catalogue.strategy(id))
    let count = 12_000
    let best = 11_900
    // The message at `best` is uncertain, unlike all others in every layer, and says what the pool says most.
    let context = try FixedRound.context(
        features: (0..<count).map { $0 < 10 ? [0, 1] : $0 == best ? [1, 0] : [1, 0.5] },
        training: (0..<10).map { (row: $0, label: $0 % 2) },
        probabilities: (0..<count).map { $0 == best ? [0.5, 0.5] : [0.95, 0.05] },
        hidden: (0..<count).map { $0 == best ? [1, 1] : [1, 0] },
        logits: (0..<count).map { $0 == best ? [-1, -1] : [2, -0.9] },
        outputWeights: [[0, 1], [0, -1]], heldOut: Array(0..<5))
    #expect(try strategy.select(1, from: context).map(\.row) == [best])
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
    let monitor = WorkMonitor()
    monitor.cancel()
    let context = RoundContext(
        model: toy.model, candidates: toy.context.candidates, seed: 1, round: 1, monitor: monitor)
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
    let model = ToyRound(count: 40, trained: 0).model
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
