import Annotation
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

/// Floods at odd numbers.
private func sitting() throws -> Sitting {
    try Sitting(
        scheme: LabelScheme(
            task: "needs",
            labels: [
                .init(name: "flood", key: "1"), .init(name: "bridge", key: "2", implies: ["place"]),
                .init(name: "place", key: "3"),
            ], positive: "flood", guidelines: "", isSeveral: true),
        settings: SessionSettings(seed: 7, evaluationItems: 0, seedItems: 20, roundSize: 10))
}

@Test(
    "in a list a label key brings the message to the front with that label more, and the next key is for the same message"
)
func labelsFromAList() throws {
    let sitting = try sitting()
    let first = sitting.front
    try sitting.press("1", "enter")
    let second = sitting.front
    try sitting.press("3", "enter")
    let third = sitting.front
    try sitting.press("h", "down", "2")
    #expect(
        sitting.front == first && sitting.sees("[x] flood") && sitting.sees("[x] bridge") && sitting.sees("[x] place"))
    try sitting.press("1", "enter")
    #expect(
        sitting.lines().suffix(2) == [
            "label \(second) place training random", "label \(first) bridge;place training random",
        ])
    #expect(sitting.front == third)
    // The same answer once more is an answer as well.
    try sitting.press("f", "1", "enter", ";", "enter")
    #expect(sitting.front == third && sitting.sees("[x] flood"))
    try sitting.press("enter", ";")
    #expect(sitting.lines().last?.hasPrefix("label \(third) flood") == true)
    #expect(sitting.sees("nothing waits for a second look"))
}

@Test("what is chosen for a message is there when it comes back, whatever was done with others meanwhile")
func choicesStay() throws {
    let sitting = try sitting()
    let due = sitting.front
    try sitting.press("1", "l", "down", "down", "enter")
    let other = sitting.front
    #expect(other != due && sitting.sees("[ ] flood"))
    try sitting.press("2", "esc")
    #expect(sitting.front == due && sitting.sees("[x] flood") && sitting.sees("[ ] bridge"))
    try sitting.press("enter")
    #expect(sitting.lines() == ["label \(due) flood training random"])
    try sitting.press("l", "down", "enter")
    #expect(sitting.front == other && sitting.sees("[x] bridge"))
}

@Test("u right behind a label key in a list takes that label back, though the message has left the list or its place")
func undoInAList() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("f", "1")
    let second = sitting.front
    try sitting.press("f", "1", ";")
    #expect(sitting.sees("for a second look: 2"))
    try sitting.press("0")
    #expect(sitting.lines().last?.contains(" not_related ") == true && sitting.sees("for a second look: 1"))
    try sitting.press("u")
    let labelled = sitting.session.state.history.labels
    #expect(labelled[first]?.event.label == "related" && labelled[second]?.event.label == "related")
    #expect(sitting.sees("for a second look: 2"))
    try sitting.press("esc", "h", "down", "0", "u")
    #expect(sitting.session.state.history.labels.values.allSatisfy { $0.event.label == "related" })
    // Any other key between: then it is the chosen row's.
    try sitting.press("0", "up", "down", "u")
    #expect(sitting.session.state.history.labels.values.contains { $0.event.label == "not_related" })
}

@Test("who labels in a list keeps the message in front, though a round is ready")
func frontStays() throws {
    let sitting = try Sitting()
    try sitting.label(6)
    try sitting.press("E")
    let due = sitting.front
    try sitting.learn()
    #expect(sitting.front == due)
    try sitting.press("h", "down", "down", "1", "esc")
    #expect(sitting.front == due)
}
