import Learning
import Testing

@testable import Analysis

/// Five observers of twenty patients; 0 is a gap, 1 to 4 here 0 to 3.
private let patients = RatingTable(
    labelCount: 4, annotatorCount: 5,
    rows: [
        [1, 1, 1, 1, 1], [3, 4, 3, 3, 4], [1, 2, 1, 2, 2], [2, 3, 1, 2, 1], [2, 3, 2, 2, 2], [2, 3, 3, 2, 2],
        [2, 2, 1, 1, 1], [3, 3, 4, 3, 3], [2, 2, 2, 2, 3], [2, 2, 2, 2, 3], [4, 4, 4, 4, 4], [2, 3, 3, 4, 3],
        [1, 1, 1, 1, 1], [2, 3, 2, 1, 2], [1, 1, 1, 1, 1], [0, 2, 1, 1, 1], [1, 0, 1, 1, 1], [1, 1, 1, 1, 1],
        [2, 2, 2, 2, 1], [2, 1, 3, 2, 2],
    ].map { row in row.map { $0 == 0 ? nil : $0 - 1 } })

@Test("the estimate of Dawid and Skene is that of the same steps in numpy")
func sameAsNumPy() throws {
    let model = try #require(DawidSkene(patients))
    func isNear(_ values: [Double], _ expected: [Double]) -> Bool {
        values.count == expected.count && zip(values, expected).allSatisfy { abs($0 - $1) < 2e-6 }
    }
    #expect(isNear(model.prevalences, [0.343645, 0.444018, 0.105136, 0.107201]))
    #expect(
        isNear((0..<5).map { model.accuracy(of: $0) }, [0.718342, 0.555898, 0.630187, 0.757904, 0.694651]))
    #expect(isNear(model.posteriors[2], [0.048785, 0.950787, 0.000234, 0.000193]))
    #expect(isNear(model.posteriors[11], [1.7e-05, 0.062589, 0.934352, 0.003043]))
    let labels = [0, 3, 1, 1, 1, 1, 0, 2, 1, 1, 3, 2, 0, 1, 0, 0, 0, 0, 1, 1]
    #expect(patients.messageCount == labels.count && labels.indices.allSatisfy { model.label(of: $0) == labels[$0] })
}

@Test("who is right how often is found again, and one good annotator outvotes two bad ones")
func recoversSkill() throws {
    var random = SeededRandom(seed: 11, stream: "skill")
    let skill = [0.95, 0.9, 0.6, 0.55, 0.6]
    var truth: [Int] = []
    let rows = (0..<2_000).map { _ -> [Int?] in
        let label = random.unit() < 0.3 ? 1 : 0
        truth.append(label)
        return skill.map { random.unit() < $0 ? label : 1 - label }
    }
    let table = RatingTable(labelCount: 2, annotatorCount: 5, rows: rows)
    let model = try #require(DawidSkene(table))
    for (annotator, skill) in skill.enumerated() { #expect(abs(model.accuracy(of: annotator) - skill) < 0.05) }
    #expect(abs(model.prevalences[1] - 0.3) < 0.03)
    func errors(_ label: (Int) -> Int) -> Int { truth.indices.count { label($0) != truth[$0] } }
    let majority = errors { message in table.labels(of: message).reduce(0, +) > 2 ? 1 : 0 }
    let estimated = errors { model.label(of: $0) }
    #expect(estimated * 2 < majority)
}

@Test("where nothing can be told there is no estimate")
func nothingToEstimate() {
    #expect(DawidSkene(RatingTable(labelCount: 2, annotatorCount: 2, rows: [[0, nil], [nil, 1]])) == nil)
    #expect(DawidSkene(RatingTable(labelCount: 2, annotatorCount: 2, rows: [[0, 0], [0, 0]])) == nil)
    #expect(DawidSkene(RatingTable(labelCount: 1, annotatorCount: 2, rows: [[0, 0]])) == nil)
}
