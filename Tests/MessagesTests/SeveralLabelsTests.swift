import Answers
import Testing

@testable import Messages

private func scheme(_ labels: String, several: Bool = true) throws -> LabelScheme {
    try LabelScheme(
        yaml: "task: t\n\(several ? "several: true\n" : "")labels:\n" + labels, path: "t.yaml")
}

@Test("a scheme of several labels says so, and what labels imply goes on from label to label")
func implied() throws {
    let scheme = try scheme(
        """
          - {name: well, implies: water, group: goods}
          - {name: water, implies: [aid], group: goods}
          - {name: aid}
          - {name: fire}
        """)
    #expect(scheme.isSeveral && scheme.labels.map(\.group) == ["goods", "goods", nil, nil])
    #expect(scheme.implications.completed([0]) == [0, 1, 2])
    #expect(scheme.implications.toggled(0, in: [3]) == [0, 1, 2, 3])
    // Without aid there is no water, and without water no well.
    #expect(scheme.implications.toggled(2, in: [0, 1, 2, 3]) == [3])
    #expect(scheme.implications.toggled(1, in: [0, 1, 2]) == [2])
    #expect(scheme.implications.toggled(0, in: [0, 1, 2]) == [1, 2])
    #expect(scheme.checked(.several([1])) == .several([1, 2]))
    #expect(scheme.checked(.one(1)) == nil && scheme.checked(.several([4])) == nil)
    #expect(scheme.title(of: .several([])) == "none" && scheme.title(of: .several([3, 1])) == "water, fire")
}

@Test("a scheme of one label a message stays one, and takes no answer of several")
func oneLabel() throws {
    let scheme = try scheme("  - {name: a, group: x}\n  - b\n", several: false)
    #expect(!scheme.isSeveral && scheme.checked(.several([0])) == nil && scheme.checked(.one(1)) == .one(1))
    #expect(scheme.checked(.one(2)) == nil)
}

@Test(
    "what labels cannot imply is said with the line",
    arguments: [
        ("  - {name: a, implies: c}\n  - b\n", true, "t.yaml, line 4: label 'a' implies 'c', which is not a label"),
        ("  - {name: a, implies: a}\n  - b\n", true, "t.yaml, line 4: labels imply each other: 'a' implies 'a'"),
        (
            "  - b\n  - {name: a, implies: c}\n  - {name: c, implies: d}\n  - {name: d, implies: a}\n", true,
            "labels imply each other: 'a' implies 'c' implies 'd' implies 'a'"
        ),
        (
            "  - {name: a, implies: b}\n  - b\n", false,
            "line 3: label 'a' has 'implies', but a message has one label here"
        ),
    ])
func wrongImplications(labels: String, several: Bool, expected: String) {
    let error = #expect(throws: LabelSchemeError.self) { try scheme(labels, several: several) }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
}

@Test("several is true or false, and an answer has room for 128 labels")
func severalField() throws {
    let error = #expect(throws: LabelSchemeError.self) {
        try LabelScheme(yaml: "several: many\nlabels: [a, b]", path: "t.yaml")
    }
    #expect(
        error?.description.contains("t.yaml, line 1: 'several' in the label scheme should be true or false") == true)
    func labels(_ count: Int) -> [LabelScheme.Label] {
        (0..<count).map { .init(name: "l\($0)", key: Character(Unicode.Scalar(0x4E00 + UInt32($0)) ?? "a")) }
    }
    #expect(
        try LabelScheme(task: "t", labels: labels(128), positive: nil, guidelines: "", isSeveral: true).labels.count
            == 128)
    #expect(throws: LabelSchemeError.tooManyLabels(found: 129)) {
        try LabelScheme(task: "t", labels: labels(129), positive: nil, guidelines: "", isSeveral: true)
    }
    #expect(try LabelScheme(task: "t", labels: labels(129), positive: nil, guidelines: "").labels.count == 129)
}

@Test("a set of labels is a set of numbers below 128")
func labelIndices() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
        let (one, other) = (
            Set((0..<20).map { _ in Int.random(in: 0..<128, using: &random) }),
            Set((0..<20).map { _ in Int.random(in: 0..<128, using: &random) })
        )
        let (left, right) = (LabelIndices(one), LabelIndices(other))
        #expect(Array(left) == one.sorted() && left.count == one.count)
        #expect(Array(left.union(right)) == one.union(other).sorted())
        #expect(Array(left.intersection(right)) == one.intersection(other).sorted())
        #expect(Array(left.subtracting(right)) == one.subtracting(other).sorted())
        #expect(Array(left.symmetricDifference(right)) == one.symmetricDifference(other).sorted())
        #expect((0..<128).allSatisfy { left.contains($0) == one.contains($0) })
        var fewer = left
        for label in other { fewer.remove(label) }
        #expect(fewer == left.subtracting(right))
    }
    var labels: LabelIndices = [0, 63, 64, 127, 128, -1]
    #expect(Array(labels) == [0, 63, 64, 127])
    labels.insert(999)
    labels.remove(-5)
    #expect(labels.count == 4 && !labels.contains(128) && !labels.contains(-1))
    #expect(LabelIndices([1]) < [0, 1] && LabelIndices([5]) < [64] && !(LabelIndices([64]) < [5]))
}

@Test("answers of many messages come back as they were, equal sets once in memory")
func optionalAnswers() {
    let given: [Answer?] = [nil, .one(3), .several([1, 2]), .several([]), nil, .several([2, 1]), .one(0)]
    let answers = OptionalAnswers(given)
    #expect(Array(answers) == given)
    #expect(answers == OptionalAnswers(given) && answers != OptionalAnswers(given.reversed()))
}
