import Journal
import Messages
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
    #expect(sitting.screen[2].contains(Sitting.text(2)) && sitting.screen[3].contains(Sitting.text(4)))
    try sitting.press("2", "down", "3")
    #expect(sitting.lines(after: 6) == ["label m1 water training random", "label m4 food training random"])
    #expect(sitting.sees("for a second look: 1") && sitting.screen[1].contains(Sitting.text(2)))
    // In front of the annotator it is labelled as anywhere else.
    try sitting.press("enter")
    #expect(sitting.front == "m2")
    try sitting.press("1")
    try sitting.press(";")
    #expect(sitting.sees("no label waits for a second look"))
    try sitting.press("u")
    try sitting.press(";")
    #expect(sitting.sees("for a second look: 1"))
    try sitting.press("esc")
    #expect(sitting.loop.isCurrent)
}
