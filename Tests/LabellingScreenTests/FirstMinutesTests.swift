import Annotation
import Foundation
import Journal
import TerminalUI
import Testing

@testable import LabellingScreen

@Test("first come messages that measure, then some to learn from, then the first round")
func firstMinutes() throws {
    let sitting = try Sitting()
    #expect(sitting.sees("to check the model") && sitting.sees("0/2") && sitting.sees("0 labelled"))
    let measured = sitting.front
    try sitting.press("1")
    #expect(sitting.sees("1/2") && sitting.front != measured)
    try sitting.press("0")
    #expect(sitting.sees("first messages") && sitting.sees("0/4") && sitting.sees("2 labelled"))
    let taught = sitting.front
    try sitting.label(4)
    #expect(sitting.sees("6 labelled"))
    let lines = sitting.lines()
    #expect(lines[0] == "label \(measured) related evaluation random")
    #expect(lines[1].hasSuffix("not_related evaluation random"))
    #expect(lines[2].hasPrefix("label \(taught) ") && lines[2].hasSuffix(" training random"))
    #expect(lines.count == 6)
    // The round waits for the message at hand.
    #expect(sitting.sees("first messages, learning"))
    try sitting.press(sitting.rightKey)
    #expect(sitting.sees("batch 1: learnt from 4 labels"))
    #expect(sitting.lines(after: 7) == ["round 1 of 4"])
    try sitting.press("esc")
    // The label given meanwhile was none of those that it was learnt from.
    #expect(sitting.sees(" disaster · batch 1 · atlas") && sitting.sees("1/3"))
}

@Test("a label says how long its message was on the screen")
func timeOfALabel() throws {
    let sitting = try Sitting()
    try sitting.press("1", after: .milliseconds(2_500))
    try sitting.press("0", after: .milliseconds(700))
    let times = sitting.journal.lines.map { line -> Int? in
        if case .label(let event) = line.event { event.ms } else { nil }
    }
    #expect(times == [2_500, 700])
}

@Test("who goes on with a journal sees the message that was due, and the labels that there are")
func goingOn() throws {
    let before = try Sitting()
    try before.label(9)
    let after = try Sitting(goingOn: before.journal.lines)
    #expect(after.sees("learning, and ranking all messages"))
    try after.learn()
    #expect(after.front == before.front && after.sees("9 labelled"))
}

@Test("how far learning is, and how long it will take, stands below the message")
func progressOfARound() throws {
    let sitting = try Sitting()
    for _ in 0..<6 { try sitting.press(sitting.rightKey) }
    sitting.report(.progress(0))
    sitting.wait(.seconds(3))
    sitting.report(.progress(0.25))
    // A quarter took three seconds, so the rest takes nine.
    #expect(sitting.sees("learning 25 %, 9 s left"))
}

@Test("a round that fails is said, and a key learns again")
func failingRound() throws {
    let sitting = try Sitting()
    for _ in 0..<6 { try sitting.press(sitting.rightKey) }
    sitting.report(.failed("out of memory"))
    #expect(sitting.sees("nothing could be learnt: out of memory"))
    #expect(sitting.lines().count == 6)
    try sitting.press("r")
    try sitting.learn()
    try sitting.press(sitting.rightKey)
    #expect(sitting.lines().last == "round 1 of 4")
}

@Test("nothing is learnt from one label alone, and the key says so")
func oneLabelAlone() throws {
    let sitting = try Sitting()
    try sitting.press("0", "0", "0", "r")
    #expect(sitting.sees("at least two different labels are needed to learn from"))
    #expect(sitting.lines().count == 3)
}

@Test("the model's guess is hidden until it is asked for")
func guess() throws {
    let sitting = try Sitting()
    #expect(sitting.sees("guess  hidden (m)"))
    try sitting.press("m")
    #expect(sitting.sees("guess  no model yet"))
    try sitting.press("x")
    #expect(sitting.sees("there is no model yet"))
    try sitting.label(7)
    #expect(sitting.sees("guess  related (") || sitting.sees("guess  not related ("))
    try sitting.press("x")
    #expect(sitting.sees("strongest: "))
    try sitting.press("x", "m")
    #expect(sitting.sees("guess  hidden (m)"))
}

@Test("when every message is labelled the screen says how to get at the work")
func finished() throws {
    let sitting = try Sitting(messages: 8)
    try sitting.label(3)
    try sitting.press("space")
    try sitting.learn()
    for _ in 0..<4 where !sitting.front.isEmpty {
        try sitting.press(sitting.rightKey)
        try sitting.learn()
    }
    #expect(sitting.sees("Every message is labelled or skipped; 1 skipped") && sitting.sees("7 labelled"))
    #expect(sitting.sees("tocsin export writes the labels; q leaves."))
    try sitting.press("1")
    #expect(sitting.sees("there is no message to label"))
}

@Test("what was said at the start stays until the next key")
func noticeAtTheStart() throws {
    let sitting = try Sitting()
    sitting.loop.sayFirst("also read: task.yaml")
    sitting.wait(.seconds(20))
    #expect(sitting.sees("also read: task.yaml"))
    try sitting.press("m")
    #expect(!sitting.sees("also read: task.yaml"))
}

@Test("the time of the sitting and its pace go on while nobody types")
func pace() throws {
    let sitting = try Sitting()
    try sitting.press("1", "0")
    #expect(sitting.sees("0 min") && !sitting.sees("/min"))
    sitting.wait(.seconds(58))
    // Two labels in a minute.
    #expect(sitting.sees("1 min, 2/min"))
    sitting.wait(.seconds(3_540))
    #expect(sitting.sees("1 h 0 min, 0/min"))
}

@Test("before the first model the curves say how many messages measure, and how many labels it is to the model")
func curvesBeforeTheFirstModel() throws {
    let sitting = try Sitting()
    func curves() throws -> String {
        try sitting.press("c")
        defer { try? sitting.press("esc") }
        return sitting.screen.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }
    // Two that measure, four to learn from.
    var seen = try curves()
    #expect(seen.contains("no evaluation message is labelled, and without one nothing is measured"))
    #expect(seen.contains("the first model comes after at least 6 more labels"))
    #expect(seen.contains("settled: 4 are needed, there are 0"))
    try sitting.press("1")
    seen = try curves()
    #expect(seen.contains("1 evaluation message, 1 positive") && seen.contains("1 evaluation message is labelled"))
    #expect(seen.contains("after at least 5 more labels"))
    try sitting.press("0", "0", "1", "1")
    seen = try curves()
    #expect(seen.contains("2 evaluation messages, 1 positive") && seen.contains("2 evaluation messages are labelled"))
    // Both labels have been used, so that one more is enough.
    #expect(seen.contains("the first model comes after 1 more label"))
    try sitting.press("0")
    #expect(try curves().contains("the first model is being learnt"))
    try sitting.learn()
    try sitting.press(sitting.rightKey)
    seen = try curves()
    #expect(!seen.contains("nothing to draw yet") && seen.contains("settled: 4 are needed, there is 1"))
}

@Test("who asks for a round hears at once that it is learnt, and when it is there; who waits for none hears of none")
func roundsAskedFor() throws {
    let sitting = try Sitting()
    try sitting.label(8)
    #expect(sitting.lines().last?.hasPrefix("label") == true)
    try sitting.press("r")
    #expect(sitting.sees("learning batch 2"))
    try sitting.press("r")
    #expect(sitting.sees("learning batch 2"))
    try sitting.learn()
    #expect(sitting.sees("batch 2 is learnt; it comes with the next message"))
    try sitting.press("r")
    #expect(sitting.sees("batch 2 is learnt; it comes with the next message"))
    try sitting.press(sitting.rightKey)
    // Eight labels, two of which measure.
    #expect(sitting.sees("batch 2: learnt from 6 labels") && sitting.lines().last == "round 2 of 6")
    // The round that is due by itself stays in the background until it takes over.
    for _ in 0..<2 { try sitting.press(sitting.rightKey) }
    try sitting.press("m")
    try sitting.learn()
    #expect(!sitting.sees("is learnt; it comes"))
}

@Test("who takes another recipe hears when it chooses, and when it has chosen")
func recipesAskedFor() throws {
    let sitting = try Sitting(columns: 120)
    try sitting.press("M")
    #expect(sitting.sees("atlas -> margin; u takes it back; it chooses from batch 1 on"))
    try sitting.press("u")
    try sitting.label(8)
    try sitting.press("M")
    #expect(sitting.sees("atlas -> margin; u takes it back; it is choosing"))
    try sitting.learn()
    #expect(sitting.sees("margin has chosen; its messages come behind this one; u takes it back"))
    // The list says so before they come.
    let behind = sitting.session.upcoming(5).dropFirst()
    #expect(behind.count == 4 && behind.allSatisfy { $0.strategy == "margin" })
    let first = try #require(behind.first.map { sitting.session.state.corpus.text(at: $0.row) })
    #expect(sitting.sees(first))
    try sitting.press(sitting.rightKey)
    #expect(sitting.lines().last == "queue margin")
    #expect(sitting.session.upcoming(4).map(\.row) == behind.map(\.row))
    // What is taken back before it has chosen is not waited for.
    try sitting.press("E", "u")
    try sitting.learn()
    #expect(!sitting.sees("has chosen"))
}

@Test("the first screen speaks to who labels; figures come when they are asked for", arguments: [(80, 24), (200, 60)])
func newcomersWords(size: (columns: Int, rows: Int)) throws {
    let sitting = try Sitting(
        settings: SessionSettings(seed: 7, evaluationItems: 16, seedItems: 6, roundSize: 3), columns: size.columns,
        rows: size.rows)
    // What nobody has to know who only labels.
    let jargon = [/\bF1\b/, /\bAUC\b/, /kappa/, /average precision/, /\bround\b/, /±/]
    for number in 0..<32 {
        try sitting.label(1)
        for words in jargon { #expect(!sitting.screen.contains { $0.contains(words) }, "\(number): \(sitting.screen)") }
    }
    #expect(sitting.sees("next, shuffled"))
    #expect(sitting.screen[1].contains(/finds \d+(-\d+)? of 10 related, .* of its hits are right \(16 checked\)/))
    try sitting.press("m")
    #expect(
        sitting.screen[0].contains("round ") && sitting.screen[0].contains("F1 ") && sitting.screen[0].contains("n=16")
    )
    try sitting.press("m", "c", "end")
    #expect(sitting.sees("what the figures mean") && sitting.sees("- F1: "))
}

@Test("the guess says how probable it is and the next label, and why it is the less probable one where it is")
func guessInWords() throws {
    let sitting = try Sitting()
    try sitting.label(7)
    try sitting.press("m")
    let line = try #require(sitting.screen.first { $0.contains("guess  ") })
    let match = try #require(
        line.firstMatch(of: /guess  (related|not related) \((\d+) %; (related|not related) (\d+) %\)/))
    let shares = [try #require(Int(match.2)), try #require(Int(match.4))]
    #expect(match.1 != match.3 && abs(shares[0] + shares[1] - 100) <= 1)
    #expect(line.contains(", as it says related ") == (shares[0] < shares[1]))
}

@Test("labels that came in a file are said to be of a file")
func labelsOfAFile() throws {
    let sitting = try Sitting(trained: 6)
    var said: [String] = []
    for _ in 0..<10 {
        try sitting.label(1)
        said += sitting.screen.filter { $0.contains("learnt from") }
    }
    #expect(said.contains { $0.contains(" 6 labels of a file") || $0.contains(" (6 of a file)") }, "\(said)")
}

@Test("a terminal that has only plain signs gets no other, whatever is shown or said")
func plainTerminal() throws {
    let sitting = try Sitting(glyphs: .ascii)
    func isPlain() -> Bool { sitting.screen.joined().utf8.allSatisfy { $0 < 0x80 } }
    #expect(isPlain() && sitting.sees("why    to check the model: drawn at random"))
    try sitting.press("0", "1")
    #expect(isPlain() && sitting.sees("why    to teach a first model: drawn at random"))
    try sitting.label(6)
    try sitting.press("f", "r")
    #expect(isPlain() && sitting.sees("learning batch 2"))
    for key in ["l", "h", ";", "s", "c", "o", "="] {
        try sitting.press("esc", key)
        #expect(isPlain(), "\(key)")
    }
    try sitting.press("esc", "M")
    #expect(isPlain())
    // Where nothing is ranked yet.
    let resumed = try Sitting(goingOn: sitting.journal.lines, glyphs: .ascii)
    #expect(resumed.sees("learning, and ranking all messages"))
    #expect(resumed.screen.joined().utf8.allSatisfy { $0 < 0x80 })
}
