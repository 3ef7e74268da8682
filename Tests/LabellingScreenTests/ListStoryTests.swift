import Foundation
import Journal
import Messages
import TerminalUI
import Testing

@testable import LabellingScreen

@Test("a search finds words as they are typed, and a hit is labelled where it stands")
func searching() async throws {
    let sitting = try Sitting(messages: 12)
    try sitting.press("/")
    #expect(sitting.sees("type what to look for"))
    try await sitting.waitForCall()
    // Odd numbers alone speak of floods, and a levee breaks where 2 is left when one is divided by 6: in none.
    sitting.write("LEVEE")
    #expect(sitting.sees("no message holds that"))
    try sitting.press("ctrl-u")
    // A river rises where 1 is left: in 1 and 7.
    sitting.write("river rising")
    #expect(sitting.sees("2 hits"))
    try sitting.press("enter", "down", "1")
    #expect(sitting.lines() == ["label m7 related training by-hand"])
    #expect(sitting.screen[2].contains(">1"))
    try sitting.press("esc")
    #expect(sitting.sees("1 labelled"))
}

@Test("a note is written on a hit while the hits are there, and stands in its row behind it")
func noteOnAHit() async throws {
    let sitting = try Sitting(messages: 12)
    try sitting.press("/")
    try await sitting.waitForCall()
    // A river rises where 1 is left when a number is divided by 6: in 1 and 7.
    sitting.write("river rising")
    try sitting.press("enter", "down", "n")
    sitting.write("which?")
    #expect(sitting.sees("2 hits") && sitting.screen[23].contains("note: which?_"))
    try sitting.press("enter")
    #expect(sitting.lines() == ["note m7 which?"] && sitting.screen[2].hasPrefix("> n") && sitting.sees("note: which?"))
}

@Test("a message of the queue can be shown now, and esc goes back to what the queue gives")
func showingFromTheQueue() throws {
    let sitting = try Sitting()
    let due = sitting.front
    try sitting.press("l", "down", "down", "enter")
    let asked = sitting.front
    #expect(asked != due)
    try sitting.press("esc")
    #expect(sitting.front == due)
    try sitting.press("l", "down", "down", "enter", "1")
    #expect(sitting.lines().first?.hasPrefix("label \(asked) related") == true && sitting.front == due)
}

@Test("enter on a skip in the history brings the message back")
func bringingBackASkip() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press("space", "0", "h", "down", "enter")
    #expect(sitting.front == first && sitting.lines().last == "unskip \(first)")
    // It is neither labelled nor skipped now, but for its flag.
    try sitting.press("f", "h")
    #expect(sitting.sees("labelled and skipped, newest first: 1"))
    try sitting.press("tab", "f")
    #expect(sitting.sees("flagged, newest first: 1") && sitting.screen[1].contains("!"))
    try sitting.press("esc", "1", "h")
    #expect(sitting.sees("labelled and skipped, newest first: 2"))
}

@Test(
    "a skip stands in the history with its time, also in a sitting that goes on, and a label given later with its own")
func timesOfSkips() throws {
    let sitting = try Sitting()
    let skipped = Int(sitting.front.dropFirst()) ?? 0
    try sitting.press("space", "0", "h", "tab", "s")
    let time = /skipped +\d\d:\d\d +/
    #expect(sitting.screen[1].contains(time) && sitting.screen[1].hasSuffix(Sitting.text(skipped)))
    let later = try Sitting(goingOn: sitting.journal.lines)
    #expect(later.session.state.skipTimes == [0: Timestamp(milliseconds: 1_000)])
    try later.press("h", "tab", "s")
    #expect(later.screen[1].contains(time))
    try later.press("1", "tab", "a")
    #expect(later.screen[1].contains(/related +\d\d:\d\d +/) && !later.sees("skipped "))
}

@Test("what was labelled twice stands in the history once, where it was labelled last, and counts once")
func labelledTwice() throws {
    let sitting = try Sitting()
    try sitting.press("0", "0", "1", "h", "down", "down", "1")
    #expect(sitting.sees("labelled and skipped, newest first: 3"))
    #expect(sitting.screen[1...3].map { Array($0)[1] } == ["1", "1", "0"])
    try sitting.press("tab", "1")
    #expect(sitting.sees("related, newest first: 2"))
}

@Test("the history shows one label only, the skips, the flags or the notes, as the menu says; each has its count")
func filters() throws {
    let sitting = try Sitting()
    try sitting.press("1", "0", "0", "space", "h")
    #expect(sitting.sees("labelled and skipped, newest first: 4"))
    for (key, title) in [
        ("0", "not related, newest first: 2"), ("1", "related, newest first: 1"), ("s", "skipped, newest first: 1"),
    ] {
        try sitting.press("tab")
        let counts = sitting.screen.compactMap { $0.split(separator: " ").last }
        #expect(counts.contains(title.suffix(1)))
        try sitting.press(key)
        #expect(sitting.sees(title))
    }
    try sitting.press("tab", "f")
    #expect(sitting.sees("none; tab shows others"))
    try sitting.press("tab", "m")
    #expect(sitting.sees("the model says so once it is learnt"))
    try sitting.press("tab", "a", "down", "n")
    sitting.write("odd")
    try sitting.press("enter", "tab", "n")
    #expect(sitting.sees("with a note, newest first: 1") && sitting.screen[1].contains("odd"))
}

@Test("a label stands in the history with its name, the time where the annotator sits, its id and who it was")
func historyRows() throws {
    func session(_ annotator: String) -> JournalEvent {
        .session(
            SessionEvent(
                tool: "0.4.0", task: "disaster", labels: ["not_related", "related"], poolCount: 60, poolDigest: "",
                seed: 7, annotator: annotator))
    }
    func label(_ id: String, _ strategy: String) -> JournalEvent {
        .label(LabelEvent(id: id, label: "related", set: .training, round: 0, strategy: strategy, ms: 4_260))
    }
    let events = [session("ben"), label("m6", "random"), session("ana"), label("m4", "by-hand")]
    let lines = events.enumerated().map {
        JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 1_764_000_000_000), event: $0.element)
    }
    let sitting = try Sitting(columns: 170, goingOn: lines)
    let hours = DateFormatter()
    hours.locale = Locale(identifier: "en_US_POSIX")
    hours.dateFormat = "MM-dd HH:mm"
    let time = hours.string(from: Date(timeIntervalSince1970: 1_764_000_000))
    try sitting.press("h")
    #expect(sitting.screen[1].hasPrefix(">1  related  \(time)  m4  ana  \(Sitting.text(4))"))
    #expect(sitting.sees("by-hand · m4 · \(time) · 4.2 s · ana"))
    #expect(sitting.screen[2].contains("m6  ben  \(Sitting.text(6))"))
    try sitting.press("tab", "h")
    #expect(sitting.sees("picked by hand, newest first: 1"))
}

@Test("the history is sorted by when, how long, and how much the model doubts the label")
func orders() throws {
    let sitting = try Sitting()
    let first = sitting.front
    try sitting.press(sitting.rightKey, after: .seconds(2))
    let second = sitting.front
    try sitting.press(sitting.rightKey, after: .seconds(9))
    let third = sitting.front
    try sitting.press(sitting.rightKey, after: .seconds(1))
    func order() -> [String] {
        sitting.screen[1...3].compactMap { line in
            [first, second, third].first { line.hasSuffix(Sitting.text(Int($0.dropFirst()) ?? 0)) }
        }
    }
    try sitting.press("h", after: .milliseconds(200))
    #expect(order() == [third, second, first])
    try sitting.press("tab", "O")
    #expect(order() == [first, second, third] && sitting.sees("labelled and skipped, oldest first: 3"))
    try sitting.press("tab", "L")
    #expect(order() == [second, first, third] && sitting.screen[1].contains("9.0 s"))
    try sitting.press("esc")
    // Enough for every word to stand in several: a model that has not learnt from a label knows its words still.
    try sitting.label(24)
    // One label is wrong: no other is doubted as much.
    let wrong = sitting.front
    try sitting.press(sitting.rightKey == "1" ? "0" : "1", "h", "tab", "D")
    #expect(sitting.sees("what the model doubts most first: "))
    #expect(sitting.screen[1].hasSuffix(Sitting.text(Int(wrong.dropFirst()) ?? 0)))
}

@Test("what was answered otherwise when it came again has a filter, with the other answer in its row")
func answeredOtherwise() throws {
    func label(_ id: String, _ name: String, isRepeat: Bool = false) -> JournalEvent {
        .label(
            LabelEvent(id: id, label: name, set: .training, round: 0, strategy: "random", isRepeat: isRepeat))
    }
    let events = [
        label("m1", "related"), label("m2", "not_related"), label("m1", "not_related", isRepeat: true),
        label("m2", "not_related", isRepeat: true),
    ]
    let sitting = try Sitting(
        goingOn: events.enumerated().map {
            JournalLine(sequence: $0.offset, at: Timestamp(milliseconds: 0), event: $0.element)
        })
    try sitting.press("h", "tab", "r")
    #expect(sitting.sees("answered otherwise when asked again, newest first: 1"))
    #expect(sitting.screen[1].contains("then not related") && sitting.screen[1].hasSuffix(Sitting.text(1)))
}

@Test("= lists the near copies of the message just labelled, = again labels them all, and one u takes all back")
func nearCopies() throws {
    let sitting = try Sitting(
        messages: 24,
        text: { index in
            index < 12 ? Sitting.text(index) : "please send boats to the old mill by the river now, number \(index)"
        })
    try sitting.label(7)
    while !sitting.front.isEmpty, (Int(sitting.front.dropFirst()) ?? 0) < 12 {
        try sitting.label(1)
    }
    let count = sitting.lines().count
    try sitting.press("1", "=")
    #expect(sitting.sees("near copies of the message just labelled as related: "))
    let listed = sitting.screen.count { $0.contains("please send boats") && $0.contains("number") }
    try sitting.press("=")
    #expect(sitting.sees("near copies got the same label; u takes it back"))
    let labels = sitting.lines(after: count).filter { $0.hasPrefix("label ") }
    #expect(labels.count >= listed && labels.count > 2 && labels.allSatisfy { $0.contains(" related ") })
    // All but the message itself, and the first of its copies, point to that copy.
    #expect(labels.count { $0.contains(" with ") } == labels.count - 2)
    try sitting.press("u")
    #expect(sitting.sees("taken back: related, on \(labels.count - 1) messages"))
    #expect(sitting.lines().count { $0.hasPrefix("undo") } == labels.count - 1)
}

@Test("before there is a model = gives the label to messages with the same text, which count once")
func equalTexts() throws {
    let sitting = try Sitting(messages: 40, text: { Sitting.text($0 % 10) })
    try sitting.press("1", "=")
    #expect(sitting.sees("equal texts of the message just labelled as related: 3"))
    try sitting.press("=")
    #expect(sitting.sees("3 near copies got the same label; u takes it back") && sitting.sees("1 labelled"))
    #expect(sitting.lines().count { $0.hasPrefix("label ") && $0.contains(" evaluation ") } == 4)
    try sitting.press("h")
    #expect(sitting.sees("labelled and skipped, newest first: 1"))
    try sitting.press("esc", "u")
    #expect(sitting.sees("taken back: related, on 3 messages") && sitting.sees("1 labelled"))
}

@Test("= says why it does nothing before there is anything to compare")
func nearCopiesTooEarly() throws {
    let sitting = try Sitting()
    try sitting.press("=")
    #expect(sitting.sees("nothing is labelled yet"))
    try sitting.press("1", "=")
    #expect(sitting.sees("near copies need a model") && sitting.lines().count == 1)
}

@Test("the metrics view shows curves after a round, with the number of messages they rest on")
func metrics() throws {
    let sitting = try Sitting()
    try sitting.label(11)
    try sitting.press("c")
    #expect(sitting.sees("learning curve   2 evaluation messages"))
    try sitting.press("end")
    #expect(sitting.sees("esc: back"))
    try sitting.press("esc")
    #expect(!sitting.front.isEmpty)
}

@Test("guidelines, columns and rows that could not be read are one key away")
func texts() throws {
    let sitting = try Sitting(unread: UnreadRows(texts: ["messages.csv, line 3: no text"], count: 1))
    try sitting.press("g")
    #expect(sitting.sees("guidelines: disaster") && sitting.sees("THE QUESTION"))
    try sitting.press("esc", "o")
    #expect(sitting.sees("this message"))
    try sitting.press("esc", "!")
    #expect(sitting.sees("messages.csv, line 3: no text"))
    try sitting.press("1")
    #expect(sitting.sees("esc goes back to the message") && sitting.lines().isEmpty)
}

@Test("rows that are left out stand before remarks, though there are hundreds of these before them in the file")
func lossesFirst() throws {
    let rows = (0..<300).map { "\($0),message \($0),other" } + ["7,again,related", "300,,related"]
    let read = try MessageReader(scheme: .disaster).read(
        bytes: Array(("id,text,label\n" + rows.joined(separator: "\n")).utf8), path: "pool.csv")
    var account = ReadingAccount()
    account.add(read.tally)
    let sitting = try Sitting(columns: 120, unread: UnreadRows(account))
    try sitting.press("!")
    #expect(sitting.sees("2 rows left out, 300 remarks on rows that were taken"))
    #expect(sitting.sees("pool.csv: 1 with the id of an earlier row; line 302"))
    #expect(sitting.sees("pool.csv: 1 with no text; line 303"))
    #expect(sitting.sees("300 with a label outside the scheme, taken as unlabelled: 'other' (300); lines 2–301"))
}

@Test("the help says of each key why it does nothing now")
func help() throws {
    let sitting = try Sitting(columns: 120, rows: 60)
    try sitting.press("?")
    #expect(sitting.sees("u          take back") && sitting.sees("(not now: there is nothing to undo)"))
    #expect(sitting.sees("(not now: every row could be read)"))
    #expect(sitting.sees("everything is saved where it belongs)"))
}

@Test("tab shows what says the same as the message in front, with the labels that it has")
func context() throws {
    // Of ten messages each says the same.
    let sitting = try Sitting(text: { "\(Sitting.text($0 % 10)) and nothing else" })
    try sitting.press("tab")
    #expect(sitting.sees("this message") && sitting.sees("much like it:"))
    let text = try #require(sitting.screen.first { $0.contains("and nothing else") }).trimmingCharacters(
        in: .whitespaces)
    #expect(sitting.screen.count { $0.contains(text) } > 1)
    #expect(!sitting.sees("just labelled"))
    try sitting.press("tab")
    #expect(!sitting.sees("much like it:") && !sitting.sees("next, shuffled"))
    try sitting.press("tab")
    #expect(sitting.sees("just labelled"))
    let alone = try Sitting()
    try alone.press("tab")
    #expect(alone.sees("this message; no other has its text"))
    try alone.label(7)
    #expect(!alone.sees("no other has its text"))
}
