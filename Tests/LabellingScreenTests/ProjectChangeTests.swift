import Journal
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

@Test(
    "a question longer than the screen is scrolled by the keys of lists, and its own keys are always there",
    arguments: [(80, 24), (40, 12), (24, 4)])
func longQuestion(columns: Int, rows: Int) throws {
    let terminal = ScriptedTerminal(columns: columns, rows: rows)
    let lines = (1...60).map { "line \($0)" }
    var shown: [[String]] = []
    terminal.whenDropped = { [unowned terminal] in
        terminal.script = [
            [.input(.key(.down))], [.input(.key(.pageDown))], [.input(.key(.end))], [.input(.key(.up))],
            [.input(.key(.home))], [.woken], [.input(.key(.enter))],
        ]
    }
    let question = QuestionScreen(
        text: [lines.joined(separator: "\n")], terminal: terminal, keyMap: .standard)
    #expect(question.isAnsweredWithEnter())
    shown = terminal.canvases.map(\.lines)
    let room = rows - 2
    let firsts = [1, 2, 2 + room, 61 - room, 60 - room, 1, 1]
    #expect(shown.count == firsts.count)
    for (screen, first) in zip(shown, firsts) {
        #expect(screen[0] == " line \(first)" && screen[room - 1] == " line \(first + room - 1)")
        #expect(screen[rows - 1].hasPrefix(" enter: go on   q: lea"))
        if columns >= 40 { #expect(screen[rows - 1].contains("\(first)-\(first + room - 1)/60")) }
    }
}

private func line(_ sequence: Int, _ event: JournalEvent) -> JournalLine {
    JournalLine(sequence: sequence, at: Timestamp(milliseconds: 1_000), event: event)
}

private func label(_ id: String, hash: UInt64?) -> JournalEvent {
    .label(LabelEvent(id: id, label: "related", set: .training, round: 0, strategy: "random", textHash: hash))
}

@Test("labels of messages that are gone are counted apart, stand in no list, and their undo says so")
func goneOnTheScreen() throws {
    let lines = [line(0, label("m1", hash: nil)), line(1, label("m2", hash: nil)), line(2, label("zz", hash: 7))]
    let sitting = try Sitting(goingOn: lines)
    #expect(sitting.sees("2 labelled + 1 gone"))
    #expect(sitting.sees("zz is not among"))
    try sitting.press("h")
    #expect(sitting.sees("newest first: 2"))
    try sitting.press("tab", "tab")
    #expect(sitting.sees("newest first: 2"))
    try sitting.press("esc", "u")
    #expect(sitting.sees("of zz, which is not among the messages any more"))
    #expect(sitting.sees("2 labelled") && !sitting.sees("gone"))
}

@Test("a label of another text is said in words with the message, in lists and in front, until it is given again")
func changedOnTheScreen() throws {
    let words = "its text has changed since it was labelled"
    let sitting = try Sitting(goingOn: [line(0, label("m1", hash: 7))])
    #expect(!sitting.sees(words))
    try sitting.press("h")
    #expect(sitting.sees(words))
    try sitting.press("enter")
    #expect(sitting.sees(words))
    try sitting.press("o")
    #expect(sitting.sees(words))
    try sitting.press("esc", "1")
    #expect(!sitting.sees(words))
    try sitting.press("h")
    #expect(!sitting.sees(words))
}
