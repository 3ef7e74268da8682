import Analysis
import Journal
import Testing

private func label(
    _ id: String, _ name: String, strategy: String = "random", text: UInt64? = nil, isSpread: Bool = false
) -> JournalEvent {
    .label(
        LabelEvent(
            id: id, label: name, set: .training, round: 0, strategy: strategy, isSpread: isSpread, textHash: text))
}

private func session(_ annotator: String, _ labels: [String], digest: String = "00") -> JournalEvent {
    .session(
        SessionEvent(
            tool: "0.4.0", task: "t", labels: labels, poolCount: 9, poolDigest: digest, seed: 1, annotator: annotator))
}

private func journal(
    _ annotator: String, _ events: [JournalEvent], labels: [String] = ["no", "yes"], path: String? = nil,
    digest: String = "00"
) throws -> (path: String, contents: JournalContents) {
    let path = path ?? "\(annotator).journal.jsonl"
    let lines = ([session(annotator, labels, digest: digest)] + events).enumerated().flatMap { sequence, event in
        JournalLine(sequence: sequence, at: Timestamp(milliseconds: 0), event: event).encoded
    }
    return (path, try JournalContents(lines, path: path))
}

private func differing(_ agreement: AnnotatorAgreement) -> [String] { agreement.disagreements.map(\.id) }

@Test("the label that counts is the one that holds: corrected, taken back and skipped ones do not, nor do copies")
func labelsThatHold() throws {
    let amina = try journal(
        "amina",
        [
            label("a", "no"), label("b", "no"), label("a", "yes"), label("c", "no"), .undo(UndoEvent(line: 4)),
            label("d", "yes"), label("e", "yes", isSpread: true),
        ])
    let bela = try journal(
        "bela", [label("a", "yes"), label("b", "yes"), label("c", "yes"), label("d", "yes"), label("e", "no")])
    let agreement = try AnnotatorAgreement([amina, bela])
    #expect(agreement.groups[0].figures.messageCount == 3)
    #expect(differing(agreement) == ["b"])
    #expect(agreement.annotators.map(\.labelCount) == [3, 5])
    #expect(agreement.messageCount == 5)
}

@Test("messages are of the random ones where everybody got them at random, else of the chosen ones")
func kinds() throws {
    let amina = try journal(
        "amina", [label("a", "no"), label("b", "no"), label("c", "no", strategy: "atlas"), label("d", "no")])
    let bela = try journal(
        "bela",
        [
            label("a", "no"), label("b", "no", strategy: "margin"), label("c", "no", strategy: "atlas"),
            label("d", "no", strategy: "by hand"),
        ])
    let agreement = try AnnotatorAgreement([amina, bela])
    #expect(agreement.groups.map(\.kind) == [.all, .random, .chosen])
    #expect(agreement.groups.map(\.figures.messageCount) == [4, 1, 3])
}

@Test("one id with two texts is two messages; where no line says the text, it is that of the id")
func texts() throws {
    let amina = try journal("amina", [label("a", "no", text: 1), label("b", "no", text: 2), label("c", "no")])
    let bela = try journal(
        "bela", [label("a", "yes", text: 9), label("b", "yes", text: 2), label("c", "yes", text: 3)])
    let chidi = try journal("chidi", [label("a", "no", text: 1)])
    let agreement = try AnnotatorAgreement([amina, bela, chidi])
    #expect(agreement.otherTextCount == 1)
    #expect(differing(agreement) == ["b", "c"])
    #expect(agreement.groups[0].figures.messageCount == 3)
    #expect(agreement.remarks.contains { $0.contains("1 message has another text") })
}

@Test("labels have their names of now; those of a label that was split wait, and what a scheme lacks is said")
func schemes() throws {
    let amina = try journal(
        "amina",
        [
            label("a", "help"), label("b", "aid"),
            .scheme(SchemeEvent(changes: [.rename("help", to: "yes"), .split("aid", into: ["food", "water"])])),
        ], labels: ["no", "help", "aid"])
    let bela = try journal("bela", [label("a", "yes"), label("b", "yes")])
    let agreement = try AnnotatorAgreement([amina, bela])
    #expect(agreement.groups[0].figures.messageCount == 1)
    #expect(differing(agreement).isEmpty)
    #expect(agreement.annotators.map(\.doubtedCount) == [1, 0])
    #expect(Set(agreement.labels) == ["no", "yes", "food", "water"])
    #expect(agreement.remarks.contains { $0.hasPrefix("bela.journal.jsonl") && $0.contains("'food'") })
    #expect(agreement.remarks.contains { $0.hasPrefix("amina.journal.jsonl") && $0.contains("1 label waits") })
}

@Test("annotators of one name are told apart by their journals; several at one journal, and other messages, are said")
func names() throws {
    let one = try journal("amina", [label("a", "no")], path: "one")
    let two = try journal(
        "amina", [session("chidi", ["no", "yes"]), label("a", "yes")], path: "two", digest: "11")
    let agreement = try AnnotatorAgreement([one, two, try journal("bela", [], digest: "11")])
    #expect(agreement.annotators.map(\.name) == ["amina (one)", "amina (two)", "bela"])
    #expect(agreement.remarks.contains { $0.hasPrefix("two: amina, chidi") })
    #expect(agreement.remarks.contains { $0.hasPrefix("bela.journal.jsonl: it was used with other messages") })
    #expect(agreement.groups[0].pairs.map { [$0.left, $0.right] } == [[0, 1], [0, 2], [1, 2]])
}

@Test("messages of which most pairs differ come first, then those of most of their pairs, then by id")
func orderOfDisagreements() throws {
    let labels = ["x", "y", "z"]
    // a: one pair of one; b: two pairs of three; c: three of three; d: four of six; e: as a.
    let columns = [
        ["y", "x", "x", "x", "x"], ["x", "x", "y", "x", "y"], ["", "y", "z", "y", ""], ["", "", "", "y", ""],
    ]
    let journals = try columns.enumerated().map { place, column in
        let given = zip(["e", "b", "c", "d", "a"], column).filter { !$1.isEmpty }.map { label($0, $1) }
        return try journal("n\(place)", given, labels: labels)
    }
    let agreement = try AnnotatorAgreement(journals)
    #expect(differing(agreement) == ["d", "c", "b", "a", "e"])
    #expect(agreement.disagreements.map(\.differing) == [4, 3, 2, 1, 1])
}

@Test("a journal whose lines contradict each other is named")
func contradiction() throws {
    let bad = try journal("amina", [label("a", "no"), .undo(UndoEvent(line: 7))])
    #expect {
        _ = try AnnotatorAgreement([bad, try journal("bela", [])])
    } throws: { "\($0)".contains("amina.journal.jsonl, line 3") }
}
