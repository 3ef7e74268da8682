import Annotation
import Journal
import Messages
import Testing

/// A label as the task's file has it; without a key it has that of its place.
private struct Entry {
    var name: String
    var key: Character?
    var also: [String] = []
    var was: [String]?

    init(_ name: String, key: Character? = nil, also: [String] = [], was: [String]? = nil) {
        (self.name, self.key, self.also, self.was) = (name, key, also, was)
    }
}

private func scheme(_ entries: [Entry]) throws -> LabelScheme {
    try LabelScheme(
        task: "floods",
        labels: entries.enumerated().map {
            LabelScheme.Label(
                name: $1.name, key: $1.key ?? Array("123456789")[$0], also: $1.also, was: $1.was)
        }, positive: nil, guidelines: "")
}

private func session(_ scheme: LabelScheme) -> SessionEvent {
    SessionEvent(
        tool: "0.4.0", task: scheme.task, labels: scheme.names, poolCount: 0, poolDigest: "", seed: 0, annotator: "",
        keys: scheme.labels.map { String($0.key) }, colors: scheme.labels.map { $0.color?.rawValue ?? "" },
        was: scheme.labels.map { $0.was ?? [] })
}

private struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let before: [Entry]
    let after: [Entry]
    let changes: [SchemeEvent.Change]
    var isGuessed = false

    var testDescription: String { name }

    init(
        _ name: String, _ before: [Entry], _ after: [Entry], _ changes: [SchemeEvent.Change], isGuessed: Bool = false
    ) {
        (self.name, self.before, self.after, self.changes) = (name, before, after, changes)
        self.isGuessed = isGuessed
    }
}

extension Entry: Sendable {}

private let cases: [Case] = [
    Case("nothing", [Entry("a"), Entry("b")], [Entry("a"), Entry("b")], []),
    Case(
        "another order alone", [Entry("a", key: "1"), Entry("b", key: "2")],
        [Entry("b", key: "2"), Entry("a", key: "1")], []),
    Case(
        "a new name", [Entry("a"), Entry("b")], [Entry("a"), Entry("c", key: "7", was: ["b"])],
        [.rename("b", to: "c")]),
    Case(
        "a new name in other capitals", [Entry("Help"), Entry("b")], [Entry("help", key: "7"), Entry("b")],
        [.rename("Help", to: "help")]),
    Case(
        "a swap", [Entry("a"), Entry("b")], [Entry("a", was: ["b"]), Entry("b", was: ["a"])],
        [.rename("b", to: "a"), .rename("a", to: "b")]),
    Case(
        "a chain", [Entry("a"), Entry("b")],
        [Entry("b", key: "1", was: ["a"]), Entry("c", key: "2", was: ["b"])],
        [.rename("a", to: "b"), .rename("b", to: "c")]),
    Case(
        "several that are one", [Entry("a"), Entry("b"), Entry("c")],
        [Entry("c", key: "3"), Entry("d", key: "1", was: ["a", "b"])], [.merge(["a", "b"], to: "d")]),
    Case(
        "one that another takes in", [Entry("a"), Entry("b"), Entry("c")],
        [Entry("b", key: "2", was: ["a"]), Entry("c", key: "3")], [.merge(["a", "b"], to: "b")]),
    Case(
        "a split", [Entry("a"), Entry("help")],
        [Entry("a"), Entry("water", key: "8", was: ["help"]), Entry("food", key: "9", was: ["help"])],
        [.split("help", into: ["water", "food"])]),
    Case(
        "a part that is split off", [Entry("a"), Entry("help")],
        [Entry("a"), Entry("help"), Entry("water", was: ["help"])], [.split("help", into: ["help", "water"])]),
    Case(
        "one that takes in another, and is split", [Entry("a"), Entry("help"), Entry("aid")],
        [Entry("a"), Entry("help", was: ["help", "aid"]), Entry("water", was: ["help"])],
        [.merge(["aid"], to: "help"), .split("help", into: ["help", "water"])]),
    Case(
        "a guess", [Entry("a"), Entry("damage")], [Entry("a"), Entry("loss")], [.rename("damage", to: "loss")],
        isGuessed: true),
    Case(
        "a guess, and another label", [Entry("a"), Entry("damage")],
        [Entry("a"), Entry("storm", key: "9"), Entry("loss", key: "2")],
        [.rename("damage", to: "loss"), .add("storm")],
        isGuessed: true),
    Case(
        "no guess where the file says that it was nothing", [Entry("a"), Entry("damage")],
        [Entry("a"), Entry("loss", was: [])], [.retire("damage"), .add("loss")]),
    Case(
        "no guess with another key", [Entry("a"), Entry("damage")], [Entry("a"), Entry("loss", key: "9")],
        [.retire("damage"), .add("loss")]),
    Case(
        "no guess among several", [Entry("a"), Entry("b"), Entry("c")], [Entry("a"), Entry("x"), Entry("y")],
        [.retire("b"), .retire("c"), .add("x"), .add("y")]),
    Case(
        "a spelling that was a label", [Entry("a"), Entry("damage")],
        [Entry("a"), Entry("loss", key: "9", also: ["Damage"])],
        [.rename("damage", to: "loss")]),
    Case("one that is gone", [Entry("a"), Entry("b"), Entry("c")], [Entry("a"), Entry("b")], [.retire("c")]),
    Case("one that is new", [Entry("a"), Entry("b")], [Entry("a"), Entry("b"), Entry("c")], [.add("c")]),
    Case(
        "a former name that the journal does not know", [Entry("a"), Entry("b")],
        [Entry("a"), Entry("b", was: ["z"])], []),
]

@Test("what became of the labels is found from their names, keys and former names", arguments: cases)
private func found(example: Case) throws {
    let recorded = RecordedScheme(session(try scheme(example.before)))
    let now = try scheme(example.after)
    let difference = SchemeDifference(from: recorded, to: now)
    // Keys and colours have a test of their own.
    let changes = difference.changes.filter { if case .key = $0 { false } else { true } }
    #expect(changes == example.changes)
    #expect(difference.isGuessed == example.isGuessed)

    // Behind the change the journal knows the labels of now, and nothing is left to change: neither before the next session line
    // nor behind it.
    var changed = recorded
    changed.apply(SchemeEvent(changes: difference.changes))
    #expect(Set(changed.names) == Set(now.names))
    for later in [changed, RecordedScheme(session(now))] {
        #expect(SchemeDifference(from: later, to: now).changes.isEmpty, "\(later)")
    }
}

@Test("a journal that was begun with former names does not mind them")
func namesOfBefore() throws {
    let swapped = try scheme([Entry("a", was: ["b"]), Entry("b", was: ["a"]), Entry("c", was: ["a"])])
    #expect(SchemeDifference(from: RecordedScheme(session(swapped)), to: swapped).changes.isEmpty)
}

@Test("keys and colours are told where the journal knows them, under the names of now")
func looks() throws {
    let before = try scheme([Entry("a", key: "x"), Entry("b", key: "y")])
    let after = try scheme([Entry("c", key: "y", was: ["a"]), Entry("b", key: "x")])
    #expect(
        SchemeDifference(from: RecordedScheme(session(before)), to: after).changes
            == [.rename("a", to: "c"), .key("c", key: "y"), .key("b", key: "x")])
    var silent = session(before)
    (silent.keys, silent.colors) = ([], [])
    #expect(SchemeDifference(from: RecordedScheme(silent), to: after).changes == [.rename("a", to: "c")])
}

@Test("where no label is left, that is said")
func nothingLeft() throws {
    let before = RecordedScheme(session(try scheme([Entry("a"), Entry("b")])))
    #expect(SchemeDifference(from: before, to: try scheme([Entry("x"), Entry("y")])).leavesNothing)
    #expect(!SchemeDifference(from: before, to: try scheme([Entry("x", was: ["a"]), Entry("y")])).leavesNothing)
}
