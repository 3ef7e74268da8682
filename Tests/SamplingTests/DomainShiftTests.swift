import Learning
import Testing

@testable import Sampling

/// Labels of one domain, and a pool of which half is of another: what strategies find in it.
///
/// A message says something of its label, something that both domains say, and something of its own domain.
private struct DomainShift {
    enum Kind: String, CaseIterable, Sendable {
        case words, vectors
    }

    let context: RoundContext
    /// Candidates of the new domain.
    let isNew: Set<Int>

    /// - Parameters:
    ///   - copies: how often each message of the pool stands in it.
    ///   - modelSeed: of the models alone; messages stay as they are.
    init(_ kind: Kind, trained: Int = 100, pool: Int = 200, copies: Int = 1, modelSeed: UInt64 = 1) {
        var random = SeededRandom(seed: 5, stream: "domains")
        var sparse = SparseRows(columnCount: kind == .words ? 200 : 0)
        var vectors = QuantizedVectors(width: 24)
        var examples: [Example] = []
        var places: [Int32] = []
        var new: Set<Int> = []
        for message in 0..<trained + pool / copies {
            let domain = message >= trained && message % 2 == 1 ? 1 : 0
            let label = message / 2 % 2
            if message < trained { examples.append(Example(row: message, label: label)) }
            var drawn: Set<Int> = []
            for (start, words) in [(20 * label, 20), (40, 40), (80 + 60 * domain, 30)] {
                for _ in 0..<3 { drawn.insert(start + random.below(words)) }
            }
            let said = drawn.sorted()
            let value = Float(1 / Double(said.count).squareRoot())
            var vector = (0..<24).map { _ in Float(random.normal()) }
            vector[0] += label == 0 ? 3 : -3
            vector[1] += domain == 0 ? 4 : -4
            vectors.append(vector)
            for _ in 0..<(message < trained ? 1 : copies) {
                if domain == 1 { new.insert(sparse.count) }
                sparse.append(kind == .words ? said.map { (column: UInt32($0), value: value) } : [])
                places.append(Int32(message))
            }
        }
        let dense = kind == .vectors ? DenseRows(vectors, places: places, weight: 0.8) : nil
        let rows = FeatureRows(sparse, dense: dense)
        isNew = new
        context = RoundContext(
            model: RoundModels(rows: rows, training: examples, labelCount: 2, seed: modelSeed, threads: 2),
            candidates: trained..<sparse.count, seed: 1, round: 1)
    }

    func newCount(_ id: String, of count: Int) throws -> Int {
        try strategy(id).select(count, from: context).count { isNew.contains($0.row) }
    }
}

@Test(
    "where half of the pool is of a new domain, that domain is chosen", .tooSlowForThreadSanitizer,
    arguments: [("transfer-representative", 36), ("representative", 36), ("model-outliers", 30)],
    DomainShift.Kind.allCases)
private func findsTheNewDomain(known: (id: String, atLeast: Int), kind: DomainShift.Kind) throws {
    // By chance 20 of 40.
    let found = try DomainShift(kind).newCount(known.id, of: 40)
    #expect(found >= known.atLeast, "\(found) of 40")
}

@Test("two seeds agree on what is an outlier", .tooSlowForThreadSanitizer, arguments: DomainShift.Kind.allCases)
private func seedsAgreeOnOutliers(kind: DomainShift.Kind) throws {
    func ranks(seed: UInt64) throws -> [Double] {
        let shift = DomainShift(kind, modelSeed: seed)
        let order = try strategy("model-outliers").select(200, from: shift.context).map(\.row)
        let places = Dictionary(zip(order, order.indices), uniquingKeysWith: { first, _ in first })
        return shift.context.candidates.map { Double(places[$0] ?? 0) }
    }
    let (first, second) = (try ranks(seed: 1), try ranks(seed: 2))
    // Spearman: 1 − 6 Σ d² / (n (n² − 1)).
    var squares = 0.0
    for (one, other) in zip(first, second) { squares += (one - other) * (one - other) }
    let count = 200.0
    #expect(1 - 6 * squares / (count * (count * count - 1)) >= 0.8)
}

@Test(
    "a round from a pool of copies asks for no text twice", .tooSlowForThreadSanitizer,
    arguments: [
        "representative", "adaptive-representative", "transfer-representative", "transfer-representative:step-20",
    ])
private func copiesAreOneQuestion(id: String) throws {
    let shift = DomainShift(.words, pool: 400, copies: 10)
    let chosen = try Recipe(parsing: id).select(size: 20, shuffled: false, from: shift.context)
    #expect(Set(chosen.map { ($0.row - 100) / 10 }).count == 20)
}
