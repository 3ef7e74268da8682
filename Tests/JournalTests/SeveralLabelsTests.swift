import Testing

@testable import Journal

private func label(_ id: String, _ names: [String], isRepeat: Bool = false) -> JournalEvent {
    .label(
        LabelEvent(
            id: id, answer: NamedAnswer(several: names), set: .training, round: 0, strategy: "random",
            isRepeat: isRepeat))
}

private func history(_ events: [JournalEvent]) throws -> LabelHistory {
    let session = SessionEvent(
        tool: "0.4.0", task: "t", labels: ["a", "b", "c"], poolCount: 3, poolDigest: "00", seed: 1, annotator: "ana",
        isSeveral: true)
    var history = LabelHistory()
    for (sequence, event) in ([.session(session)] + events).enumerated() {
        // As the file has it, in both ways of reading.
        let line = JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event)
        let read = try JournalLine(decoding: line.encoded.dropLast())
        #expect(read == line)
        try history.apply(read)
    }
    return history
}

@Test("an answer of several labels is written as a list, in one order and each name once")
func list() throws {
    let line = JournalLine(
        sequence: 1, at: Timestamp(milliseconds: 0), event: label("m", ["water", "food", "water"]))
    let text = String(decoding: line.encoded, as: UTF8.self)
    #expect(text.contains(#""id":"m","labels":["food","water"],"set":"training""#) && !text.contains("\"label\":"))
    let none = JournalLine(sequence: 1, at: Timestamp(milliseconds: 0), event: label("m", []))
    #expect(String(decoding: none.encoded, as: UTF8.self).contains(#""labels":[],"set""#))
    #expect(try JournalLine(decoding: none.encoded.dropLast()).event == none.event)
    let both = JournalLine.closed(
        #"{"v":1,"seq":1,"at":"2026-11-24T10:00:00.123Z","type":"label","id":"m","label":"a","labels":["a"],"set":"training""#
    )
    #expect(throws: LineDamage.self) { try JournalLine(decoding: both.dropLast()) }
    let neither = JournalLine.closed(
        #"{"v":1,"seq":1,"at":"2026-11-24T10:00:00.123Z","type":"label","id":"m","set":"training""#)
    #expect(throws: LineDamage.self) { try JournalLine(decoding: neither.dropLast()) }
}

@Test("the last answer holds, undo brings the one before, a check keeps what holds")
func answers() throws {
    let first = try history([label("m", ["a"]), label("m", ["a", "b"]), label("m", [], isRepeat: true)])
    #expect(first.labels["m"]?.event.answer.names == ["a", "b"])
    #expect(first.repeatChecks.map(\.again) == [NamedAnswer(several: [])])
    let undone = try history([label("m", ["a"]), label("m", ["a", "b"]), .undo(of: 2)])
    #expect(undone.labels["m"]?.event.answer.names == ["a"])
}

@Test("labels of lists are renamed, become one, wait when one is split, and go on without one that is retired")
func changedLists() throws {
    let given = [label("1", ["a", "b"]), label("2", ["b", "c"]), label("3", []), label("1", ["a", "c"])]
    func after(_ change: SchemeEvent.Change, _ more: JournalEvent...) throws -> [String: [String]] {
        try history(given + [.scheme(SchemeEvent(changes: [change]))] + more).labels.mapValues(\.event.answer.names)
    }
    #expect(try after(.rename("a", to: "z")) == ["1": ["c", "z"], "2": ["b", "c"], "3": []])
    #expect(try after(.merge(["a", "c"], to: "a")) == ["1": ["a"], "2": ["a", "b"], "3": []])
    // What was put aside is read through the change as well.
    #expect(try after(.rename("b", to: "y"), .undo(of: 4)) == ["1": ["a", "y"], "2": ["c", "y"], "3": []])
    let split = try history(given + [.scheme(SchemeEvent(changes: [.split("b", into: ["b", "d"])]))])
    #expect(split.labels.filter(\.value.isDoubted).map(\.key) == ["2"])
    let retired = try history(given + [.scheme(SchemeEvent(changes: [.retire("c")]))])
    #expect(!retired.labels.values.contains { $0.isDoubted })
}

@Test("a journal of several labels and one of one label are not the same task")
func kindsOfTask() throws {
    let one = SessionEvent(
        tool: "0", task: "t", labels: ["a", "b"], poolCount: 1, poolDigest: "0", seed: 1, annotator: "")
    var several = one
    several.isSeveral = true
    #expect(one.differences(to: several).first?.contains("takes one label a message") == true)
    #expect(several.differences(to: one).first?.contains("takes several labels a message") == true)
    let line = JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: .session(several))
    #expect(try JournalLine(decoding: line.encoded.dropLast()).event == .session(several))
}
