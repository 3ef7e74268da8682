import Journal
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

@Test("u brings the message back, says what it took back, and the journal keeps both lines")
func undoOfALabel() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("1", "u")
    #expect(sitting.sees("taken back: related") && sitting.front == first && sitting.sees("0 labelled"))
    #expect(sitting.lines() == ["label \(first) related evaluation random", "undo 0"])
    try sitting.press("0")
    #expect(sitting.lines().last == "label \(first) not_related evaluation random")
}

@Test("u without anything to take back says so and writes nothing")
func nothingToUndo() throws {
    let sitting = try Sitting()
    try sitting.press("u")
    #expect(sitting.sees("there is nothing to undo") && sitting.lines().isEmpty)
}

@Test("a skip leaves no label; u brings its message back")
func undoOfASkip() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("space")
    #expect(sitting.front != first && sitting.sees("0 labelled"))
    try sitting.press("u")
    #expect(sitting.sees("the skip is taken back") && sitting.front == first)
    #expect(sitting.lines() == ["skip \(first)", "undo 0"])
}

@Test("undo after a relabel in the history restores the earlier label")
func undoOfARelabel() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("1", "h")
    #expect(sitting.screen[1].contains(">1") && sitting.sees("labelled and skipped, newest first: 1"))
    try sitting.press("0")
    #expect(sitting.screen[1].contains(">0"))
    try sitting.press("esc", "u", "h")
    #expect(sitting.screen[1].contains(">1"))
    #expect(
        sitting.lines() == [
            "label \(first) related evaluation random", "label \(first) not_related evaluation random", "undo 1",
        ])
}

@Test("in the history u takes back a label however old, and on the message u gives it back")
func takingBackAnOldLabel() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("1", "0", "0", "h", "end", "u")
    #expect(sitting.sees("taken back: related"))
    #expect(sitting.lines().last == "unlabel \(first) 0")
    try sitting.press("esc")
    #expect(sitting.sees("2 labelled"))
    try sitting.press("u")
    #expect(sitting.sees("labelled again as before: related") && sitting.sees("3 labelled"))
    #expect(sitting.lines().last == "undo 3")
}

@Test("in a list u on a message without a label says that there is none")
func takingBackNothing() throws {
    let sitting = try Sitting()
    try sitting.press("l", "u")
    #expect(sitting.sees("no label here; esc, then u takes back what was done last"))
    #expect(sitting.lines().isEmpty)
}

@Test("a note is kept by enter and stays as it was after esc")
func notes() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("n")
    sitting.write("1 of 3?")
    #expect(sitting.screen[23].contains("note: 1 of 3?_") && sitting.lines().isEmpty)
    try sitting.press("enter")
    #expect(sitting.sees("note: 1 of 3?") && sitting.lines() == ["note \(first) 1 of 3?"])
    try sitting.press("n", "ctrl-u", "esc")
    #expect(sitting.sees("the note stays as it was") && sitting.sees("note: 1 of 3?"))
    try sitting.press("u")
    #expect(sitting.sees("the note is as it was") && !sitting.sees("note: 1 of 3?"))
    #expect(sitting.lines().last == "undo 0")
}

@Test("a long note is what the editor leaves behind; where the editor fails, the note stays")
func longNotes() throws {
    struct Broken: Error, CustomStringConvertible {
        let description = "vi: it ended with 1; the note stays as it was"
    }
    let sitting = try Sitting()
    let first = sitting.front
    sitting.editor = { "\($0)from an editor" }
    try sitting.press("e")
    #expect(sitting.terminal.suspensions == 1 && sitting.lines() == ["note \(first) from an editor"])
    sitting.editor = { $0 }
    try sitting.press("e")
    #expect(sitting.sees("the note stays as it was") && sitting.lines().count == 1)
    sitting.editor = { _ in throw Broken() }
    try sitting.press("e")
    #expect(sitting.sees("vi: it ended with 1") && sitting.lines().count == 1)
}

@Test("a flag is set and taken away by one key, and the history finds what is flagged")
func flags() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("f")
    #expect(sitting.sees("FLAGGED"))
    try sitting.press("h", "tab", "f")
    #expect(sitting.sees("flagged, newest first: 1") && sitting.sees("not labelled yet"))
    try sitting.press("esc", "f")
    #expect(!sitting.sees("FLAGGED") && sitting.lines() == ["flag \(first)", "unflag \(first)"])
    try sitting.press("u")
    #expect(sitting.sees("flagged again"))
}

@Test("another strategy takes over when its queue is there; u goes back")
func strategies() throws {
    let sitting = try Sitting()
    try sitting.label(7)
    let count = sitting.lines().count
    let shown = sitting.front
    try sitting.press("M")
    #expect(sitting.sees("atlas -> margin; u takes it back") && sitting.front == shown)
    try sitting.learn()
    // It waits for the message at hand.
    #expect(sitting.front == shown && sitting.lines(after: count) == ["strategy margin"])
    try sitting.press(sitting.rightKey)
    #expect(sitting.lines(after: count + 2) == ["queue margin"])
    try sitting.press("M")
    #expect(sitting.sees("margin is in use already"))
    try sitting.press("u", "u")
    #expect(sitting.sees("margin -> atlas again"))
    #expect(sitting.lines(after: count + 3).allSatisfy { $0.hasPrefix("undo") })
}

@Test("the menu says what each strategy has yielded, and enter takes the chosen one")
func menu() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.label(7)
    try sitting.press("s")
    #expect(sitting.sees("* A  ATLAS") && sitting.sees("So far: no labels."))
    // The last of the list is random, whose labels were the first items and the one behind them.
    try sitting.press("end")
    #expect(sitting.sees("So far: 5 labels, "))
    let letters = sitting.screen.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(letters.contains("R"))
    try sitting.press("enter")
    #expect(sitting.sees("atlas -> random; u takes it back"))
}

@Test("a task may label with a strategy's letter; the menu still offers that strategy")
func labelWithAStrategysLetter() throws {
    let scheme = try LabelScheme(
        task: "needs", labels: [.init(name: "none", key: "0"), .init(name: "aid", key: "M")], positive: "aid",
        guidelines: "", reserved: KeyMap.standard.reserved)
    let sitting = try Sitting(scheme: scheme, rows: 40)
    let first = sitting.front
    try sitting.press("M")
    #expect(sitting.lines() == ["label \(first) aid evaluation random"])
    try sitting.press("s")
    #expect(sitting.sees("    margin of confidence") && !sitting.sees("M  margin of confidence"))
    try sitting.press("esc", "E")
    #expect(sitting.sees("atlas -> entropy"))
}

@Test("keys of one's own are pressed, and spoken of")
func ownKeys() throws {
    let map = KeyMap.standard.rebound(["undo": .character("z"), "back": .tab, "filter": .escape])
    let sitting = try Sitting(keyMap: map)
    try sitting.press("1", "z")
    #expect(sitting.sees("taken back: related"))
    try sitting.press("l", "z")
    #expect(sitting.sees("no label here; tab, then z takes back what was done last"))
    try sitting.press("tab", "A", "M")
    #expect(sitting.sees("atlas -> margin; z takes it back"))
}
