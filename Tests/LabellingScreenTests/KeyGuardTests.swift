import Foundation
import TerminalUI
import Testing

@testable import LabellingScreen

/// A guard with the default pause, and a clock that the test moves.
private final class Typing {
    var keyGuard: KeyGuard
    var now = ContinuousClock.now

    init(pause: Int = 150) { keyGuard = KeyGuard(pause: .milliseconds(pause)) }

    func wait(_ milliseconds: Int) { now += .milliseconds(milliseconds) }

    func draw(_ rows: Set<Int>, chosen: Int) {
        keyGuard.draw(MessagesOnScreen(rows: rows, chosen: chosen), at: now)
    }

    func takes(_ key: Character, for rows: Int...) -> Bool {
        takes(.character(key), for: rows)
    }

    func takes(_ key: Key, for rows: [Int] = []) -> Bool {
        keyGuard.takes(.key(key), labelling: rows, at: now)
    }
}

@Test(
    "a key labels a message that has been on the screen for the pause, and not before", arguments: [0, 149, 150, 400])
func keysThatComeTooEarly(after milliseconds: Int) {
    let typing = Typing()
    typing.draw([1], chosen: 1)
    typing.wait(milliseconds)
    #expect(typing.takes("1", for: 1) == (milliseconds >= 150))
}

@Test("a key held down labels once, and once more after the terminal's delay, then no more")
func keyHeldDown() {
    let typing = Typing()
    typing.draw([0], chosen: 0)
    typing.wait(1_000)
    // Half a second before the first repeat, then thirty a second: as consoles and desktops repeat.
    var labels = 0
    for press in 0..<60 {
        if typing.takes("1", for: labels) {
            labels += 1
            typing.draw([labels], chosen: labels)
        }
        typing.wait(press == 0 ? 500 : 33)
    }
    #expect(labels == 2)
    // Whoever lets go and strikes anew is heard.
    typing.wait(150)
    #expect(typing.takes("1", for: labels))
}

@Test("a key that was held before there was a message does not label the one that comes")
func keyHeldBeforeTheMessage() {
    let typing = Typing()
    for _ in 0..<10 {
        #expect(typing.takes("1"))
        typing.wait(100)
    }
    typing.draw([1], chosen: 1)
    for _ in 0..<10 {
        #expect(!typing.takes("1", for: 1))
        typing.wait(100)
    }
}

@Test("in a list a label key is taken right after an arrow, where the row was on the screen already")
func labelAfterAnArrow() {
    let typing = Typing()
    typing.draw([1, 2, 3], chosen: 1)
    typing.wait(200)
    #expect(typing.takes(.down))
    #expect(!typing.keyGuard.hasDrawn(MessagesOnScreen(rows: [1, 2, 3], chosen: 2)))
    typing.draw([1, 2, 3], chosen: 2)
    typing.wait(1)
    #expect(typing.takes("1", for: 2))
}

@Test("in a list no burst of label keys goes down the rows, nor onto a page that has just come")
func burstInAList() {
    let typing = Typing()
    typing.draw([1, 2, 3], chosen: 1)
    typing.wait(200)
    #expect(typing.takes("1", for: 1))
    // The row is gone, and the next one stands in its place.
    typing.draw([2, 3, 4], chosen: 2)
    typing.wait(40)
    #expect(!typing.takes("0", for: 2))
    typing.wait(120)
    #expect(typing.takes("1", for: 2))
    typing.wait(500)
    typing.draw([7, 8, 9], chosen: 7)
    typing.wait(40)
    #expect(!typing.takes("1", for: 7))
    // All near copies at once: not before the last of them has been there for the pause.
    typing.wait(200)
    typing.draw([7, 8, 9, 10], chosen: 7)
    #expect(!typing.takes("=", for: 7, 8, 9, 10))
}

@Test("without a pause every key counts, but for no message that was not drawn")
func withoutAPause() {
    let typing = Typing(pause: 0)
    #expect(!typing.takes("1", for: 1))
    typing.draw([1], chosen: 1)
    #expect(!typing.takes("1", for: 2))
    #expect(typing.takes("1", for: 1))
    #expect(!typing.takes("1", for: 1))
    typing.draw([2], chosen: 2)
    #expect(typing.takes("1", for: 2))
    typing.draw([3], chosen: 3)
    typing.keyGuard.cover()
    #expect(!typing.takes("1", for: 3))
}
