import Annotation
import Journal
import Messages
import Notation
import TerminalUI
import Testing

@testable import LabellingScreen

private func sitting() throws -> Sitting {
    let scheme = try LabelScheme(yaml: "labels: [flood, water, food]", path: "t.yaml")
    let session = SessionEvent(
        tool: "0.4.0", task: "labels", labels: ["flood", "help", "rumour"], poolCount: 12, poolDigest: "", seed: 7,
        annotator: "ana")
    func label(_ id: String, _ name: String) -> JournalEvent {
        .label(LabelEvent(id: id, label: name, set: .training, round: 0, strategy: "random"))
    }
    let events: [JournalEvent] = [
        .session(session), label("m1", "help"), label("m2", "rumour"), label("m3", "flood"), label("m4", "help"),
        .scheme(SchemeEvent(changes: [.split("help", into: ["water", "food"]), .retire("rumour")])),
    ]
    return try Sitting(
        messages: 12, scheme: scheme,
        goingOn: events.enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        })
}

@Test(
    "labels that were split or retired since are listed in their order, and leave the list with a new label, or with the same"
)
func secondLookList() throws {
    let sitting = try sitting()
    try sitting.press(";")
    #expect(sitting.sees("for a second look: 3"))
    // Nobody's key: the scheme has these labels no more.
    #expect(sitting.screen[1].hasPrefix(">?") && sitting.screen[1].contains(Sitting.text(1)))
    #expect(sitting.screen[1].contains("help: split or retired"))
    #expect(sitting.screen[2].contains(Sitting.text(2)) && sitting.screen[3].contains(Sitting.text(4)))
    try sitting.press("2", "down", "3")
    #expect(sitting.lines(after: 6) == ["label m1 water training random", "label m4 food training random"])
    #expect(sitting.sees("for a second look: 1") && sitting.screen[1].contains(Sitting.text(2)))
    // Only a label settles what was retired.
    try sitting.press("space")
    #expect(sitting.sees("a label key settles that") && sitting.sees("for a second look: 1"))
    // In front of the annotator it is labelled as anywhere else.
    try sitting.press("enter")
    #expect(sitting.front == "m2")
    try sitting.press("1")
    try sitting.press(";")
    #expect(sitting.sees("nothing waits for a second look"))
    try sitting.press("esc", "u")
    try sitting.press(";")
    #expect(sitting.sees("for a second look: 1"))
    try sitting.press("esc")
    #expect(sitting.loop.isCurrent)
}

@Test("flags and notes wait for a second look with their reasons in words, and leave with a label, which u takes back")
func flagsAndNotes() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("f", "1")
    let second = sitting.front
    try sitting.press("n")
    sitting.write("irony?")
    try sitting.press("enter", "f", "0")
    let third = sitting.front
    try sitting.press("f", ";")
    #expect(sitting.sees("for a second look: 3"))
    func row(_ id: String) -> String {
        sitting.screen.prefix(4).first { $0.hasSuffix(Sitting.text(Int(id.dropFirst()) ?? 0)) } ?? ""
    }
    #expect(row(first).contains("! flagged ") && row(second).contains("! flagged, note: irony?"))
    #expect(row(third).contains("flagged"))
    try sitting.press("tab")
    // There is one order.
    #expect(sitting.screen[0].hasSuffix("which messages"))
    try sitting.press("n")
    #expect(sitting.sees("for a second look, with a note: 1") && sitting.screen[1].contains("irony?"))
    // Below the list the note stands first, and once.
    #expect(sitting.screen[22].hasPrefix("  note: irony?   ") && sitting.screen[22].ranges(of: "irony?").count == 1)
    #expect(sitting.screen[22].contains(" flagged "))
    // Labelled where it stands, it is settled; its flag and note stay in the journal.
    let count = sitting.lines().count
    try sitting.press("1")
    #expect(sitting.lines(after: count).count == 1 && sitting.sees("none; tab shows others"))
    try sitting.press("tab", "a")
    #expect(sitting.sees("for a second look: 2") && row(second).isEmpty)
    try sitting.press("esc", "u", ";")
    #expect(sitting.sees("for a second look: 3") && !row(second).isEmpty)
    // Kept as it is, without a line of the journal.
    let lines = sitting.lines()
    try sitting.press("home", "space")
    #expect(sitting.sees("for a second look: 2") && sitting.sees("put aside for this sitting"))
    #expect(sitting.lines() == lines)
    // Put aside by mistake: u brings that one back, and takes no label from another.
    try sitting.press("u")
    #expect(sitting.sees("for a second look: 3") && sitting.lines() == lines)
    try sitting.press("home", "space")
    #expect(sitting.sees("for a second look: 2") && sitting.lines() == lines)
    let next = try #require(
        [first, second, third].first { sitting.screen[1].contains(Sitting.text(Int($0.dropFirst()) ?? 0)) })
    try sitting.press("home", "enter")
    #expect(sitting.front == next)
    try sitting.press("1", ";")
    #expect(sitting.sees("for a second look: 1"))
    // A new sitting has all of them again.
    let later = try Sitting(goingOn: sitting.journal.lines)
    try later.press(";")
    #expect(later.sees("for a second look: 3"))
}

@Test(
    "a label that the model, taught by the others, would not give is listed with what it would, until it is given again"
)
func suspectedLabels() throws {
    let sitting = try Sitting(
        settings: SessionSettings(seed: 7, evaluationItems: 0, seedItems: 20, roundSize: 5))
    try sitting.label(9)
    let wrong = sitting.front
    let (mistake, right) = sitting.rightKey == "1" ? ("0", "not related") : ("1", "related")
    let model = right == "related" ? "not related" : "related"
    try sitting.press(mistake)
    try sitting.label(12)
    try sitting.press(";")
    let text = Sitting.text(Int(wrong.dropFirst()) ?? 0)
    func row() -> String { sitting.screen.prefix(12).first { $0.hasSuffix(text) } ?? "" }
    #expect(row().contains("model: \(model)"))
    try sitting.press("esc", "h", "tab", "m")
    #expect(row().contains("model: \(model)"))
    // The order by doubt is that of the same models, which have not learnt from the label: the suspected one stands first.
    try sitting.press("tab", "a", "tab", "D")
    #expect(sitting.screen[1].hasSuffix(text))
    let doubt = try #require(sitting.session.ranking?.doubts.first { $0.row == Int(wrong.dropFirst()) })
    #expect(doubt.suggested != nil && doubt.probability < 0.5)
    #expect(sitting.screen[1].contains(" \(ShareText.percent(doubt.probability)) "))
    try sitting.press("esc", ";", "tab", "m")
    while !sitting.screen.contains(where: { $0.hasPrefix(">") && $0.hasSuffix(text) }) { try sitting.press("down") }
    try sitting.press(mistake == "1" ? "0" : "1")
    #expect(row().isEmpty)
}

@Test("a changed text waits for a second look until it is labelled again", arguments: [(80, 24), (40, 12), (160, 50)])
func changedTexts(columns: Int, rows: Int) throws {
    let label = LabelEvent(id: "m3", label: "related", set: .training, round: 0, strategy: "random", textHash: 7)
    let sitting = try Sitting(
        columns: columns, rows: rows,
        goingOn: [JournalLine(sequence: 0, at: Timestamp(milliseconds: 0), event: .label(label))])
    try sitting.press(";")
    #expect(sitting.screen[1].hasPrefix(">1  text changed") && sitting.screen[1].contains("rescue"))
    try sitting.press("1")
    #expect(sitting.sees("nothing waits for a second look"))
}
