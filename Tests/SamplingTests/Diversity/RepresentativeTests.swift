import Learning
import Notation
import Testing

@testable import Sampling

/// Feature rows at unit length, of which the first are labelled, with the cosines that each of the others has.
private struct Cosines: Sendable {
    let features: [[Float]]
    let labelled: Int
    let labels: Int
    let chosen: [(row: Int, pool: Double, training: Double)]
    let adaptive: [(row: Int, score: Double)]

    func context() throws -> RoundContext {
        try FixedRound.context(
            features: features.map(atUnitLength), training: (0..<labelled).map { (row: $0, label: $0 % labels) },
            probabilities: Array(repeating: Array(repeating: 1 / Float(labels), count: labels), count: features.count))
    }
}

private func atUnitLength(_ row: [Float]) -> [Float] {
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return length > 0 ? row.map { $0 / length } : row
}

// numpy, with V the rows at unit length:
//     cos = lambda a, b: a @ b / (norm(a) * norm(b)) if norm(a) * norm(b) else 0
//     representative: pool = cos(V[i], V[U].mean(0)), training = cos(V[i], V[T].mean(0)) for i in U
//     adaptive: while U: b = U[argmax([cos(V[i], V[U].mean(0)) - cos(V[i], V[T].mean(0)) for i in U])]
//               U.remove(b); T.append(b)
// Where the chosen message only leaves the pool, or neither leaves it nor joins the labelled ones, other messages
// follow: [1, 4, 2, 3] in the first case, [4, 5, 3, …] in the second, [6, 4, …] and [6, 5, …] in the third,
// [1, 6, 3, …] and [1, 4, …] in the fourth.
private let cosines = [
    // By hand: the labelled one is (1, 0), so that the second cosine is a row's first number: 0, 3/5, 24/25, 5/13. The
    // pool sums up to (1.944615, 3.003077), of length 3.577703.
    Cosines(
        features: [[1, 0], [0, 1], [3, 4], [24, 7], [5, 12]], labelled: 1, labels: 2,
        chosen: [
            (1, 0.839386, 0), (4, 0.983870, 0.384615), (2, 0.997630, 0.6), (3, 0.756823, 0.96),
        ],
        adaptive: [(1, 0.839386), (4, 0.005537), (3, 0.160521), (2, 0.014929)]),
    Cosines(
        features: [[1, 0, 0], [3, 4, 0], [0, 1, 0], [0, 4, 3], [0, 3, 4], [0, 0, 1], [4, 0, 3], [0, 12, 5]],
        labelled: 2, labels: 2,
        chosen: [
            (4, 0.977401, 0.268328), (5, 0.703626, 0), (3, 0.974842, 0.357771), (7, 0.908318, 0.412813),
            (2, 0.690833, 0.447214), (6, 0.555225, 0.715542),
        ],
        adaptive: [(4, 0.709073), (5, 0.321130), (2, 0.335154), (3, 0.059183), (6, 0.153100), (7, 0.178462)]),
    Cosines(
        features: [
            [1, 0, 0, 0], [4, 3, 0, 0], [0, 1, 0, 0], [0, 4, 3, 0], [0, 3, 4, 0], [0, 0, 1, 0], [0, 0, 4, 3],
            [0, 0, 0, 1], [3, 0, 0, 4], [12, 0, 0, 5],
        ],
        labelled: 2, labels: 3,
        chosen: [
            (6, 0.828546, 0), (5, 0.626682, 0), (4, 0.783353, 0.189737), (7, 0.545334, 0), (3, 0.752019, 0.252982),
            (2, 0.470012, 0.316228), (8, 0.615233, 0.569210), (9, 0.485076, 0.875708),
        ],
        adaptive: [
            (6, 0.828546), (3, 0.331221), (7, 0.389631), (4, 0.149049), (9, 0.183056), (2, 0.132288), (5, 0.268803),
            (8, 0.417567),
        ]),
    // Nothing is labelled: the second cosine is 0, until the adaptive form has chosen its first.
    Cosines(
        features: [
            [1, 0, 0, 0], [4, 3, 0, 0], [0, 1, 0, 0], [0, 4, 3, 0], [0, 3, 4, 0], [0, 0, 1, 0], [0, 0, 4, 3],
            [0, 0, 0, 1], [3, 0, 0, 4], [12, 0, 0, 5],
        ],
        labelled: 0, labels: 3,
        chosen: [
            (1, 0.722907, 0), (4, 0.706942, 0), (3, 0.700456, 0), (6, 0.685988, 0), (8, 0.684492, 0),
            (9, 0.671021, 0), (0, 0.538813, 0), (5, 0.518857, 0), (2, 0.486428, 0), (7, 0.451505, 0),
        ],
        adaptive: [
            (1, 0.722907), (6, 0.770889), (2, 0.079928), (8, 0.282619), (5, 0.357404), (0, 0.173720), (7, 0.154604),
            (3, 0.316564), (9, 0.053261), (4, 0.389766),
        ]),
]

@Test("representative scores are cos(x, centre of U) − cos(x, centre of T)", arguments: cosines)
private func representativeScores(_ known: Cosines) throws {
    let context = try known.context()
    let chosen = try Representative().select(known.chosen.count, from: context)
    #expect(chosen.map(\.row) == known.chosen.map(\.row))
    for (selection, expected) in zip(chosen, known.chosen) {
        #expect(abs((selection.score ?? -2) - (expected.pool - expected.training)) < 1e-5)
    }
    let standing = try Representativeness(context)
    for (row, pool, training) in known.chosen {
        let similarities = standing.similarities(at: row - known.labelled)
        #expect(abs(similarities.pool - pool) < 1e-5 && abs(similarities.training - training) < 1e-5)
    }
}

@Test("representative says both cosines")
func representativeReason() throws {
    let context = try #require(cosines.dropFirst().first).context()
    #expect(
        try Representative().select(6, from: context).map(\.reason.figures) == [
            "pool .98, labelled .27", "pool .70, labelled .00",
            "pool .97, labelled .36", "pool .91, labelled .41",
            "pool .69, labelled .45", "pool .56, labelled .72",
        ])
}

@Test(
    "adaptive representative moves each chosen message from U to T before it chooses the next", arguments: cosines)
private func adaptiveChoices(_ known: Cosines) throws {
    for wanted in 1...known.adaptive.count {
        let chosen = try AdaptiveRepresentative().select(wanted, from: try known.context())
        #expect(chosen.map(\.row) == known.adaptive.prefix(wanted).map(\.row))
        for (index, pair) in zip(chosen, known.adaptive).enumerated() {
            let (selection, expected) = pair
            #expect(abs((selection.score ?? -2) - expected.score) < 1e-5)
            #expect(
                selection.reason.figures == "nearer by \(ShareText.text(expected.score)), step \(index + 1)")
        }
    }
}

@Test("the centres after each move are those of the messages that are then in U and in T", arguments: cosines)
private func movedCentres(_ known: Cosines) throws {
    let context = try known.context()
    var standing = try Representativeness(context)
    var labelled = Array(0..<known.labelled)
    var pool = context.candidates
    for (row, _) in known.adaptive {
        standing.move(row - known.labelled)
        pool.removeAll { $0 == row }
        labelled.append(row)
        let afresh = try Representativeness(
            try FixedRound.context(
                features: known.features.map(atUnitLength), training: labelled.map { (row: $0, label: 0) },
                probabilities: Array(repeating: [0.5, 0.5], count: known.features.count), candidates: pool))
        for (position, other) in pool.enumerated() {
            let moved = standing.similarities(at: other - known.labelled)
            let expected = afresh.similarities(at: position)
            #expect(abs(moved.pool - expected.pool) < 1e-5 && abs(moved.training - expected.training) < 1e-5)
        }
    }
}

@Test(
    "a message that says the same at greater length counts no more",
    arguments: ["representative", "adaptive-representative"])
func lengthsDoNotCount(id: String) throws {
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    for known in cosines {
        let factors: [Float] = [3, 0.5, 7, 1, 0.25, 11, 2, 0.125, 5, 13]
        let stretched = try FixedRound.context(
            features: zip(known.features, factors).map { row, factor in row.map { $0 * factor } },
            training: (0..<known.labelled).map { (row: $0, label: 0) },
            probabilities: Array(repeating: [0.5, 0.5], count: known.features.count))
        let chosen = try strategy.select(10, from: stretched)
        let expected = try strategy.select(10, from: known.context())
        #expect(chosen.map(\.row) == expected.map(\.row))
        #expect(zip(chosen, expected).allSatisfy { abs(($0.score ?? -2) - ($1.score ?? 2)) < 1e-5 })
    }
}

@Test("a message without a known word has no direction: its cosines are 0 and it moves no centre")
func messageWithoutWords() throws {
    let context = try FixedRound.context(
        features: [[1, 0], [0, 0], [0, 1], [1, 0], [0, 0]], training: [(row: 0, label: 0), (row: 1, label: 1)],
        probabilities: Array(repeating: [0.5, 0.5], count: 5))
    // U is (0, 1) + (1, 0): a cosine of 1/√2 with either; T is (1, 0) alone.
    let representative = try Representative().select(3, from: context)
    #expect(representative.map(\.row) == [2, 4, 3])
    for (selection, score) in zip(representative, [0.707_107, 0, -0.292_893]) {
        #expect(abs((selection.score ?? -2) - score) < 1e-5)
    }
    var standing = try Representativeness(context)
    standing.move(2)
    for (position, expected) in [(0.707_107, 0.0), (0.707_107, 1.0), (0.0, 0.0)].enumerated() {
        let similarities = standing.similarities(at: position)
        #expect(abs(similarities.pool - expected.0) < 1e-5 && abs(similarities.training - expected.1) < 1e-5)
    }
    // Then U is (1, 0) alone and T (1, 1): 1 − 1/√2 against 0; then nothing with a direction is left.
    let adaptive = try AdaptiveRepresentative().select(3, from: context)
    #expect(adaptive.map(\.row) == [2, 3, 4])
    for (selection, score) in zip(adaptive, [0.707_107, 0.292_893, 0]) {
        #expect(abs((selection.score ?? -2) - score) < 1e-5)
    }
}

@Test("of equal scores the lower row comes first", arguments: ["representative", "adaptive-representative"])
func representativeTies(id: String) throws {
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    let context = try FixedRound.context(
        features: [[0, 1, 0], [2, 0, 1], [2, 0, 1], [2, 0, 1], [2, 0, 1], [2, 0, 1]], training: [(row: 0, label: 1)],
        probabilities: Array(repeating: [0.2, 0.3, 0.5], count: 6))
    #expect(try strategy.select(4, from: context).map(\.row) == [1, 2, 3, 4])
}

/// Rows whose lengths are no round numbers.
private let unevenRows: [[Float]] = [
    [0.1, 0.2, 0.7], [1, 1, 1], [0.3, 0.9, 0.1], [5, 3, 7], [0.77, 0.31, 0.05], [2, 0.6, 11], [1, 3, 0],
    [0.01, 8, 0.4],
]

/// Rounds of that many copies of each of the uneven rows, with one labelled row.
private func roundsOfCopies(labelled: ([Float]) -> [Float]) throws -> [RoundContext] {
    try unevenRows.flatMap { row in
        try (2...12).map { count in
            try FixedRound.context(
                features: [labelled(row)] + Array(repeating: row + [0], count: count), training: [(row: 0, label: 0)],
                probabilities: Array(repeating: [0.5, 0.5], count: count + 1))
        }
    }
}

@Test("rounding takes no score out of [−1, 1]", arguments: ["representative", "adaptive-representative"])
func scoresOfCopies(id: String) throws {
    let strategy = try #require(StrategyCatalogue.standard.strategy(id))
    // A pool of copies has the cosine 1 with its own centre, and 0 with a label that has other words.
    let rounds = try roundsOfCopies { row in row.map { _ in 0 } + [1] }
    let scores = try rounds.flatMap { try strategy.select(1, from: $0).compactMap(\.score) }
    #expect(scores.count == rounds.count && scores.allSatisfy { abs($0 - 1) < 1e-5 })
    #expect(scores.count { $0 > 1 } == 0)
}

@Test("what is as near to the pool as to what is labelled is .00 nearer to the pool, not -.00")
func noSignBeforeNought() throws {
    // Copies of the labelled message have the cosine 1 with both centres. What is chosen can never be below 0 but by
    // rounding: Σ (cos(x, u) − cos(x, t)) over x in U is ‖ΣU‖ (1 − cos(u, t)) ≥ 0 with the centres u and t, so that the
    // largest of the summands is not below 0 either.
    let chosen = try roundsOfCopies { $0 + [0] }.flatMap { round in
        try AdaptiveRepresentative().select(12, from: round)
    }
    #expect(chosen.allSatisfy { abs($0.score ?? -2) < 1e-5 })
    #expect(
        Set(chosen.compactMap { $0.reason.figures?.prefix { $0 != "," } }) == ["nearer by .00"])
}

@Test("each message is chosen after the one before it has moved, however many are wanted", arguments: [3, 1_001])
func everyStepIsOneMessage(wanted: Int) throws {
    // 600 × (1, 0) and 500 × (0, 1), nothing labelled. First (1, 0): 600 / √(600² + 500²) = .768 against .640. With it
    // in T (0, 1) has 500 / √(599² + 500²) − 0 = .641 and (1, 0) has .768 − 1. With both in T each cosine with T is
    // 1/√2: .061 against −.067.
    let context = try FixedRound.context(
        features: (0..<1_100).map { $0 < 600 ? [1, 0] : [0, 1] },
        probabilities: Array(repeating: [0.5, 0.5], count: 1_100))
    let chosen = try AdaptiveRepresentative().select(wanted, from: context).prefix(3)
    #expect(chosen.map(\.row) == [0, 600, 1])
    for (selection, score) in zip(chosen, [0.768_221, 0.640_814, 0.061_220]) {
        #expect(abs((selection.score ?? -2) - score) < 1e-5)
    }
}

@Test("what a recipe chooses behind the round counts the round's messages as labelled")
func adaptiveReserve() throws {
    let known = try #require(cosines.dropFirst(2).first)
    let recipe = try Recipe(parsing: "adaptive-representative")
    let chosen = try recipe.select(size: 1, reserve: 1, shuffled: false, from: known.context())
    // As in a batch of two. By a T without the first the second would be 4, which says much the same.
    #expect(chosen.map(\.row) == [6, 3])
}
