import Annotation
import Journal
import Messages
import SessionFixture
import Testing

@testable import Analysis

@Test("a label that got another name has it in every shape, also of who has not gone on since")
func currentNamesInAllShapes() throws {
    let scheme = try LabelScheme(
        task: "needs",
        labels: [.init(name: "danger", key: "1", was: ["hazard"]), .init(name: "safe", key: "2")], positive: nil,
        guidelines: "")
    let corpus = Corpus(scheme: scheme, pool: Fixture.pool(4))
    func annotator(_ name: String, _ labels: [String], _ given: [String]) -> TeamExport.Annotator {
        let start = JournalEvent.session(
            SessionEvent(
                tool: "0.4.0", task: "needs", labels: labels, poolCount: 4, poolDigest: corpus.pool.digest, seed: 1,
                annotator: name))
        let answers = given.enumerated().map { row, label in
            JournalEvent.label(
                LabelEvent(id: "m\(row)", label: label, set: .training, round: 0, strategy: "random"))
        }
        let lines = ([start] + answers).enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        }
        return TeamExport.Annotator(name: name, lines: lines)
    }
    let export = try TeamExport(
        [
            annotator("ana", ["hazard", "safe", "gone"], ["hazard", "safe", "gone"]),
            annotator("ben", ["danger", "safe"], ["danger"]),
        ], corpus: corpus, settings: SessionSettings(seed: 1))
    #expect(export.rows(.final).map(\.labels) == [[0], [1]])
    #expect(export.rows(.wide).first?.byAnnotator == [[0], [0]])
    // What the task has no more, under no name, stays as it was written: behind the task's own.
    #expect(export.formerLabels == ["gone"])
    #expect(export.rows(.long).map(\.labels) == [[0], [1], [2], [0]])
}
