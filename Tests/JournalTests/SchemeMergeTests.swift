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

@Test(
    "labels whose names all journals have changed to in the same way are sure in the merged journal, in whatever order")
func mergedNamesAreSure() throws {
    let rename = scheme(.rename("a", to: "x"), .add("y"))
    let ana = journal("ana", ["a", "b"], [label("1", "a"), rename, label("2", "x"), label("4", "y")])
    let ben = journal("ben", ["a", "b"], [label("3", "a"), rename])
    for journals in [[("a", ana), ("b", ben)], [("b", ben), ("a", ana)]] {
        var history = LabelHistory()
        for line in try JournalContents(JournalMerge(journals).bytes, path: "m").lines { try history.apply(line) }
        #expect(history.labels.mapValues(\.event.label) == ["1": "x", "2": "x", "3": "x", "4": "y"])
        #expect(history.labels.values.allSatisfy { !$0.isDoubted })
    }
}

@Test("a name that a lost line may have taken away is not given back to its labels by another label that gets it")
func lostNames() throws {
    let session = SessionEvent(
        tool: "0.4.0", task: "t", labels: ["c", "b"], poolCount: 3, poolDigest: "00", seed: 1, annotator: "ana")
    let events: [JournalEvent] = [
        label("1", "a"), .lost(LostEvent(reason: "r")), .session(session), label("2", "b"),
        scheme(.rename("b", to: "a")),
    ]
    var history = LabelHistory()
    for line in try JournalContents(journal("ana", ["a", "b"], events), path: "j").lines { try history.apply(line) }
    #expect(history.labels.mapValues(\.event.label) == ["1": "a", "2": "a"])
    #expect(history.labels.mapValues(\.isDoubted) == ["1": true, "2": false])
}

@Test("a journal of the messages that another has come to is merged with it, in either order")
func mergedMessages() throws {
    let now = PoolOrigin(count: 2, digest: "11")
    let ana = journal("ana", ["a", "b"], [label("1", "a"), .messages(MessagesEvent(pool: now, gone: ["1"]))])
    let session = SessionEvent(
        tool: "0.4.0", task: "t", labels: ["a", "b"], poolCount: 2, poolDigest: "11", seed: 1, annotator: "ben")
    var random = SystemRandomNumberGenerator()
    var chain = LineChain(identity: JournalIdentity(using: &random))
    let ben = [.session(session), label("2", "b")].enumerated().flatMap {
        chain.encoded(JournalLine(sequence: $0, at: Timestamp(milliseconds: 0), event: $1))
    }
    for journals in [[("a", ana), ("b", ben)], [("b", ben), ("a", ana)]] {
        let merged = try JournalMerge(journals).bytes
        #expect(try labels(merged) == ["1": "a", "2": "b"])
        #expect(try JournalContents(merged, path: "m").lastPool?.digest == "11")
    }
    let other = journal("cem", ["a", "b"], [])
    #expect(throws: JournalError.self) { try JournalMerge([("b", ben), ("c", other)]) }
}
