import Journal
import Messages
import SessionFixture
import Testing

@testable import Annotation

private func set(_ texts: [String], _ labels: [String]) throws -> LabelledSet {
    let rows = zip(texts, labels).enumerated().map { "\($0.offset),\($0.element.0),\($0.element.1)\n" }
    let read = try MessageReader(scheme: .disaster)
        .read(bytes: Array(("id,text,label\n" + rows.joined()).utf8), path: "set.csv")
    return try LabelledSet(read, option: "--training")
}

@Test("a text of both sets only measures, whatever its label there; the others keep their rows")
func sharedTexts() throws {
    let training = try set(["flood", "concert", "quake", "tickets"], ["1", "0", "1", "0"])
    let evaluation = try set(["tickets", "flood"], ["0", "0"])
    let corpus = Corpus(scheme: .disaster, pool: Fixture.pool(3), training: training, evaluation: evaluation)
    // Rows 0 to 2 are the pool's, 3 to 6 the training set's, 7 and 8 the evaluation set's.
    #expect(corpus.trainingRows.map(\.row) == [4, 5])
    #expect(corpus.trainingRows.map { corpus.text(at: $0.row) } == ["concert", "quake"])
    #expect(corpus.trainingRows.map(\.answer) == [0, 1])
    #expect(corpus.evaluationRows.map(\.row) == [7, 8])
    #expect(corpus.measuringOnlyCount == 2)
    #expect(corpus.trainingExamples(LabelHistory()).map(\.row) == [4, 5])
    #expect(Corpus(scheme: .disaster, pool: Fixture.pool(3), training: training).measuringOnlyCount == 0)
}

@Test("texts that measure are those of the evaluation set, those with an evaluation label, and all copies of both")
func measuringRows() throws {
    var pool = MessagePool()
    for (id, text) in ["flood", "smoke", "smoke", "dam", "ash"].enumerated() { pool.append(id: "\(id)", text: text) }
    let training = try set(["flood", "concert", "smoke", "dam"], ["1", "0", "1", "0"])
    let corpus = Corpus(
        scheme: .disaster, pool: pool, training: training, evaluation: try set(["tickets", "flood"], ["0", "1"]))
    // Rows 0 to 4 are the pool's, 5 to 8 the training set's, 9 and 10 the evaluation set's.
    #expect(corpus.measuringRows(LabelHistory()) == [0, 5, 9, 10])
    var history = LabelHistory()
    for (sequence, (id, side)) in [("1", LabelSet.evaluation), ("4", .training)].enumerated() {
        let event = LabelEvent(id: id, label: "related", set: side, round: 0, strategy: "random")
        try history.apply(JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: .label(event)))
    }
    #expect(corpus.measuringRows(history) == [0, 1, 2, 5, 7, 9, 10])
}

@Test("what was given is told from others by texts, labels and their order, and not by the messages")
func givenSets() throws {
    func given(_ texts: [String], _ labels: [String], evaluation: LabelledSet? = nil, pool: Int = 3) throws -> GivenSets
    {
        Corpus(
            scheme: .disaster, pool: Fixture.pool(pool), training: try set(texts, labels), evaluation: evaluation
        ).given
    }
    let first = try given(["flood", "concert"], ["1", "0"])
    #expect(first.training?.count == 2 && first.evaluation == nil)
    #expect(try given(["flood", "concert"], ["related", "not_related"], pool: 9) == first)
    for other in [
        try given(["flood", "concert"], ["1", "1"]), try given(["flood", "concerts"], ["1", "0"]),
        try given(["concert", "flood"], ["0", "1"]), try given(["flood"], ["1"]),
    ] {
        #expect(other.training?.digest != first.training?.digest)
    }
    let both = try given(["flood", "concert"], ["1", "0"], evaluation: try set(["flood", "concert"], ["1", "0"]))
    #expect(both.training == first.training && both.evaluation == first.training)
}
