import Testing

@testable import Journal

private func journal(_ annotator: String, _ labels: [String], _ events: [JournalEvent]) -> [UInt8] {
    let session = SessionEvent(
        tool: "0.4.0", task: "t", labels: labels, poolCount: 3, poolDigest: "00", seed: 1, annotator: annotator)
    var random = SystemRandomNumberGenerator()
    var chain = LineChain(identity: JournalIdentity(using: &random))
    return ([.session(session)] + events).enumerated().flatMap {
        chain.encoded(JournalLine(sequence: $0, at: Timestamp(milliseconds: 0), event: $1))
    }
}

private func label(_ id: String, _ name: String) -> JournalEvent {
    .label(LabelEvent(id: id, label: name, set: .training, round: 0, strategy: "random"))
}

private func scheme(_ changes: SchemeEvent.Change...) -> JournalEvent { .scheme(SchemeEvent(changes: changes)) }

private func labels(_ bytes: [UInt8]) throws -> [String: String] {
    var history = LabelHistory()
    for line in try JournalContents(bytes, path: "m").lines { try history.apply(line) }
    return history.labels.mapValues(\.event.label)
}

@Test("journals whose labels have changed to the same ones are merged, each with its labels under the names of now")
func mergedNames() throws {
    let ana = journal("ana", ["a", "b"], [label("1", "a"), scheme(.rename("a", to: "x")), label("2", "x")])
    let ben = journal("ben", ["b", "a"], [label("2", "b"), label("3", "a"), scheme(.rename("a", to: "x"))])
    let late = journal("cem", ["x", "b"], [label("3", "b")])
    let merge = try JournalMerge([("a", ana), ("b", ben), ("c", late)])
    #expect(try labels(merge.bytes) == ["1": "x", "2": "b", "3": "b"])
    #expect(merge.conflicts.map(\.id).sorted() == ["2", "3"])
}

@Test("a journal whose labels have not changed as the others' did is refused with the way out")
func otherNames() throws {
    let ana = journal("ana", ["a", "b"], [label("1", "a"), scheme(.rename("a", to: "x"))])
    let ben = journal("ben", ["a", "b"], [label("2", "a")])
    let error = #expect(throws: JournalError.self) { try JournalMerge([("a", ana), ("b", ben)]) }
    #expect("\(try #require(error))".contains("open the other with its task file first"))
}

@Test(
    "journals in both of which labels took each other's names are refused: read one behind the other they would do so twice"
)
func swappedTwice() throws {
    let swap = scheme(.rename("a", to: "b"), .rename("b", to: "a"))
    let ana = journal("ana", ["a", "b"], [label("1", "a"), swap])
    let ben = journal("ben", ["a", "b"], [label("2", "a"), swap])
    let error = #expect(throws: JournalError.self) { try JournalMerge([("a", ana), ("b", ben)]) }
    let words = "\(try #require(error))"
    #expect(words.contains("message '1' is b there and would be a"), "\(words)")
    #expect(words.contains("merge such journals before their labels change"))
    // One of them alone is no hindrance where the other comes first.
    let late = journal("cem", ["a", "b"], [label("3", "a")])
    #expect(try labels(JournalMerge([("a", ana), ("c", late)]).bytes) == ["1": "b", "3": "a"])
}
