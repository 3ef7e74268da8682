import Glibc
import Journal
import Messages
import TerminalUI
import Testing
import Threads

@testable import LabellingScreen

@Test("a label key labels only what has been on the screen long enough to be read")
func tooFast() throws {
    let sitting = try Sitting()
    try sitting.press("1", after: .milliseconds(100))
    #expect(sitting.sees("too fast: 1 was not taken; --guard 0 takes every key") && sitting.lines().isEmpty)
    try sitting.press("1")
    try sitting.press("0", after: .milliseconds(149))
    #expect(sitting.lines().count == 1)
}

@Test("of keys that arrive in one read only the first labels: nobody has seen the message behind it")
func keysInOneRead() throws {
    let sitting = try Sitting()
    let first = sitting.front
    sitting.take(.key(.character("1")), .key(.character("0")), .key(.character("0")))
    #expect(sitting.lines() == ["label \(first) related evaluation random"])
}

@Test("without a guard every key counts")
func withoutGuard() throws {
    let sitting = try Sitting(pause: .zero)
    try sitting.press("1", "1", "0", after: .zero)
    #expect(sitting.lines().count == 3)
}

@Test("pasted text labels nothing")
func paste() throws {
    let sitting = try Sitting()
    sitting.take(.text("1", isPaste: true))
    #expect(sitting.sees("pasted text labels nothing") && sitting.lines().isEmpty)
}

@Test("a click on a label gives it")
func clicking() throws {
    let sitting = try Sitting()
    let row = try #require(sitting.screen.firstIndex { $0.contains("1 related") })
    let column = try #require(sitting.screen[row].range(of: "1 related")?.lowerBound)
    let line = sitting.screen[row]
    sitting.take(.click(column: line.distance(from: line.startIndex, to: column), row: row))
    #expect(sitting.lines().count == 1 && sitting.lines()[0].contains(" related "))
}

@Test("a screen that is too small takes no key but that to leave")
func tooSmall() throws {
    let sitting = try Sitting()
    sitting.resize(columns: 18, rows: 4)
    #expect(sitting.sees("20x5 needed") && sitting.sees("q quits"))
    try sitting.press("1", "space", "u")
    #expect(sitting.lines().isEmpty)
    sitting.resize(columns: 80, rows: 24)
    #expect(!sitting.front.isEmpty && sitting.sees("0 labelled"))
    sitting.resize(columns: 18, rows: 4)
    try sitting.press("q")
    #expect(sitting.loop.isOver)
}

@Test("q leaves at once when all is saved, and so does a signal")
func leaving() throws {
    let sitting = try Sitting()
    try sitting.press("q")
    #expect(sitting.loop.isOver && !sitting.loop.showEnd())
    let other = try Sitting()
    other.terminal.script = [[.terminate]]
    other.loop.turn()
    #expect(other.loop.isOver)
}

@Test("what was typed before the first message stood there labels nothing")
func typedAhead() throws {
    let sitting = try Sitting()
    let terminal = sitting.terminal
    terminal.script = [[.input(key: .character("1"))]]
    terminal.whenDropped = { [unowned terminal] in terminal.script = [[.terminate]] }
    sitting.loop.run()
    #expect(sitting.lines().isEmpty && sitting.terminal.droppedKeys == 1)
}

@Test("leaving with unsaved labels is asked about; other keys stay")
func leavingUnsaved() throws {
    let sitting = try Sitting()
    try sitting.press("1")
    sitting.journal.status = .failing(pending: 1, reason: "No space left on device")
    sitting.wait(.seconds(1))
    #expect(sitting.sees("NOT SAVED (1): No space left on device"))
    try sitting.press("q")
    #expect(!sitting.loop.isOver && sitting.sees("NOT SAVED: q leaves and tries to save them elsewhere"))
    try sitting.press("m")
    #expect(!sitting.loop.isOver)
    try sitting.press("q", "q")
    #expect(sitting.loop.isOver && sitting.loop.showEnd())
    #expect(sitting.sees("saving elsewhere, then the program ends"))
}

@Test("> goes on in another file, with a name to start from; where that fails too it is said")
func goingOnElsewhere() throws {
    let sitting = try Sitting()
    try sitting.press(">")
    #expect(sitting.sees("everything is saved where it belongs"))
    sitting.journal.status = .failing(pending: 1, reason: "Read-only file system")
    sitting.journal.refuse(.notMoved(to: "/elsewhere.jsonl", reason: "No such device"))
    sitting.wait(.seconds(1))
    try sitting.press(">")
    #expect(sitting.screen[23].contains("save as: /elsewhere.jsonl_"))
    try sitting.press("enter")
    sitting.wait(.zero)
    #expect(sitting.sees("not saved elsewhere: No such device: /elsewhere.jsonl"))
    sitting.journal.refuse(nil)
    try sitting.press(">", "enter")
    sitting.wait(.zero)
    #expect(sitting.sees("the journal goes on in /elsewhere.jsonl; next time: --journal"))
    #expect(sitting.journal.path == "/elsewhere.jsonl" && sitting.sees("saved"))
}

@Test("what the journal has put right is told")
func journalNotice() throws {
    let sitting = try Sitting()
    sitting.journal.tell("the journal was deleted; it is written again")
    sitting.wait(.seconds(1))
    #expect(sitting.sees("the journal was deleted; it is written again"))
}

@Test("ctrl-l draws everything anew")
func redraw() throws {
    let sitting = try Sitting()
    try sitting.press("ctrl-l")
    #expect(sitting.terminal.forgotten == 1)
}

@Test("a question is answered by enter or by q, and by nothing typed before it", arguments: ["enter", "q", "ctrl-c"])
func question(name: String) throws {
    let terminal = ScriptedTerminal()
    let key = try #require(Key(name: name))
    terminal.script = [[.input(.key(.enter))]]
    terminal.whenDropped = { [unowned terminal] in
        terminal.script = [[.input(.key(.character("1")))], [.input(key: key)]]
    }
    let screen = QuestionScreen(text: ["the sets have changed"], terminal: terminal, keyMap: .standard)
    #expect(screen.isAnsweredWithEnter() == (name == "enter"))
    #expect(terminal.lines[0].contains("the sets have changed"))
    #expect(terminal.lines[23].contains("enter: go on   q: leave"))
}

@Test("while messages are read the screen says how far that has come, and q leaves")
func readingOfMessages() throws {
    let terminal = ScriptedTerminal()
    terminal.whenDropped = { [unowned terminal] in terminal.script = [[], [], [.input(key: .character("q"))]] }
    let screen = OpeningScreen(path: "/far/away.csv", terminal: terminal, keyMap: .standard)
    let endless = LongWork { () throws(ReadingError) -> Int in
        while true { pause() }
    }
    var share = 0.0
    let read = try screen.read(endless) {
        share += 0.1
        return share
    }
    #expect(read == nil)
    #expect(terminal.lines[0].contains("reading away.csv") && terminal.lines[1].contains(" %; q leaves"))
    let done = LongWork { () throws(ReadingError) -> Int in throw .empty(path: "away.csv") }
    #expect(throws: ReadingError.empty(path: "away.csv")) { try done.result(within: nil)?.get() }
    terminal.whenDropped = {}
    let quick = LongWork { () throws(ReadingError) -> Int in 7 }
    _ = quick.result(within: nil)
    #expect(try screen.read(quick, share: { 1 }) == 7)
}

@Test("while a journal is opened the screen says what it waits for, and q leaves")
func opening() throws {
    let terminal = ScriptedTerminal()
    terminal.whenDropped = { [unowned terminal] in terminal.script = [[], [], [], [], [.input(key: .character("q"))]] }
    var time = ContinuousClock.now
    let screen = OpeningScreen(path: "/far/away.journal.jsonl", terminal: terminal, keyMap: .standard) {
        time += .seconds(1)
        return time
    }
    let opened = try screen.open { () throws(JournalError) -> Int in
        while true { pause() }
    }
    #expect(opened == nil)
    #expect(terminal.lines[0].contains("opening away.journal.jsonl"))
    #expect(terminal.lines[1].contains("the disk has not answered for 5 seconds; q leaves"))
    #expect(terminal.canvases.first?.lines[1] == "")
}
