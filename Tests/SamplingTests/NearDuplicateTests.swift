import Learning
import Testing

@testable import Sampling

private func model(_ features: [[Float]], threads: Int = 1) throws -> RoundModels {
    try FixedRound.model(features: features, probabilities: features.map { _ in [0.5, 0.5] }, threads: threads)
}

/// Cosines with row 0, which is (3, 4, 0) of length 5: row 1 is (4, 3, 0), 24 / 25; row 2 twice row 0, 1; row 3 is
/// (0, 5, 0), 20 / 25; row 4 is (0, 0, 7), 0; row 5 is row 1 again; row 6 is empty; row 7 is (5, 0, 12), 15 / 65.
private let features: [[Float]] = [
    [3, 4, 0], [4, 3, 0], [6, 8, 0], [0, 5, 0], [0, 0, 7], [4, 3, 0], [0, 0, 0], [5, 0, 12],
]

@Test("near duplicates come by cosine, most similar first, equal ones by row, never the row itself", arguments: [1, 3])
func byCosine(threads: Int) throws {
    let model = try model(features, threads: threads)
    let found = NearDuplicates.rows(
        like: 0, among: [7, 5, 6, 3, 0, 1, 4, 2], in: model.rows.sparse, lengths: model.rowLengths, limit: 10)
    // 20 / 25 is the bound of .8 itself.
    #expect(found.map(\.row) == [2, 1, 5, 3])
    for (found, expected) in zip(found, [1, 0.96, 0.96, 0.8]) { #expect(abs(found.similarity - expected) < 1e-9) }
    let first = NearDuplicates.rows(
        like: 0, among: [5, 2, 1], in: model.rows.sparse, lengths: model.rowLengths, limit: 2)
    #expect(first.map(\.row) == [2, 1])
}

@Test(
    "the least similarity and the limit hold",
    arguments: [
        (0.97, 10, [2]), (1, 10, [2]), (0.96, 10, [2, 1, 5]), (0.9, 2, [2, 1]), (0.2, 10, [2, 1, 5, 3, 7]),
        (0, 10, [2, 1, 5, 3, 7, 4]), (-1, 1, [2]), (1.1, 10, []), (0.5, 0, []), (0.5, -3, []), (.nan, 10, []),
    ])
func bounds(similarity: Double, limit: Int, rows: [Int]) throws {
    let model = try model(features)
    let found = NearDuplicates.rows(
        like: 0, among: Array(features.indices), in: model.rows.sparse, lengths: model.rowLengths,
        similarity: similarity,
        limit: limit)
    #expect(found.map(\.row) == rows)
}

@Test("a row without features is like no other, and among no candidates there is none")
func nothingAlike() throws {
    let model = try model(features + [[0, 0, 0]])
    #expect(
        NearDuplicates.rows(
            like: 6, among: Array(0..<9), in: model.rows.sparse, lengths: model.rowLengths, similarity: -1, limit: 9
        ).isEmpty)
    #expect(NearDuplicates.rows(like: 0, among: [], in: model.rows.sparse, lengths: model.rowLengths, limit: 9).isEmpty)
    #expect(
        NearDuplicates.rows(like: 0, among: [0], in: model.rows.sparse, lengths: model.rowLengths, limit: 9).isEmpty)
    #expect(
        NearDuplicates.rows(like: 4, among: Array(0..<9), in: model.rows.sparse, lengths: model.rowLengths, limit: 9)
            .map(
                \.row) == [7])
}

@Test("copies reach a similarity of exactly 1, whatever their values")
func copies() throws {
    // Thirds, sevenths and elevenths have no exact square roots; the copy stands in rows 1 and 3.
    let one: [Float] = [1.0 / 3, 2.0 / 7, 0, 5.0 / 11]
    let model = try model([one, one, one.map { $0 / 3 }, one, one.reversed()])
    let found = NearDuplicates.rows(
        like: 0, among: [4, 3, 2, 1], in: model.rows.sparse, lengths: model.rowLengths, similarity: 1, limit: 9)
    #expect(Set(found.map(\.row)) == [1, 2, 3])
    #expect(found.allSatisfy { $0.similarity <= 1 && $0.similarity > 1 - 1e-6 })
}

@Test("retweets are found by their words")
func retweets() throws {
    let texts = [
        "bridge out near the mill, 3 trapped", "RT @radio: bridge out near the mill, 3 trapped",
        "Bridge OUT near the mill!! 3 trapped https://t.co/x", "the mill reopens in spring", "new album out on friday",
    ]
    let rows = try FeatureExtractor().extract(fromTexts: texts.count, text: { texts[$0] }, threads: 1).rows
    let model = RoundModels(rows: FeatureRows(rows), training: [], labelCount: 2, seed: 1)
    let found = NearDuplicates.rows(
        like: 0, among: [0, 1, 2, 3, 4], in: model.rows.sparse, lengths: model.rowLengths, similarity: 0.5, limit: 5)
    #expect(Set(found.map(\.row)) == [1, 2])
    #expect(
        NearDuplicates.rows(
            like: 4, among: [0, 1, 2, 3], in: model.rows.sparse, lengths: model.rowLengths, similarity: 0.5, limit: 5
        ).isEmpty)
}
