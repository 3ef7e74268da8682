import Testing

@testable import TerminalUI

@Test("keys on the message screen ask the session for what they say")
func messageKeys() {
    var state = ScreenState.sample()
    #expect(state.press("1") == [.label(1)])
    #expect(state.press("0") == [.label(0)])
    #expect(state.press(" ") == [.skip])
    #expect(state.press("u") == [.undo])
    #expect(state.press("r") == [.learnNow])
    #expect(state.press("q") == [.quit])
    #expect(state.press("R") == [.chooseRecipe("random")])
    #expect(state.press("A") == [])
    #expect(state.content.notice?.contains("in use") ?? false)
    #expect(state.press("y") == [])
    #expect(state.content.notice?.contains("does nothing") ?? false)
    #expect(state.update(.key(.control("l"))) == [.redraw])
    #expect(state.content.notice == nil)
}

@Test("no key labels while something covers the message, nor where there is none")
func nothingIsLabelledUnseen() {
    for opener in ["s", "g", "?", "!"] as [Character] {
        var state = ScreenState.sample()
        #expect(state.press(opener) == [])
        #expect(state.open != .message)
        for key in ["0", "1", " ", "u", "r"] as [Character] { #expect(state.press(key) == []) }
        #expect(state.update(.text("1", isPaste: true)) == [])
        #expect(state.update(.text("10 ", isPaste: false)) == [])
        #expect(state.update(.key(.escape)) == [])
        #expect(state.open == .message)
    }
    var state = ScreenState.sample()
    state.content.card = nil
    #expect(state.press("1") == [] && state.press(" ") == [])
    #expect(state.press("u") == [.undo])
}

@Test("a strategy is chosen in the menu by arrows and enter, or by its letter")
func menu() {
    var state = ScreenState.sample()
    _ = state.press("s")
    #expect(state.recipeInTheMaking == "atlas")
    _ = state.update(.key(.down))
    _ = state.update(.key(.down))
    #expect(state.recipeInTheMaking == "random")
    #expect(state.update(.key(.enter)) == [.chooseRecipe("random")])
    #expect(state.open == .message)
    _ = state.press("s")
    #expect(state.press("R") == [.chooseRecipe("random")])
    #expect(state.open == .message)
    state.content.strategies = []
    _ = state.press("s")
    for key in [Key.up, .down, .end, .home] { #expect(state.update(.key(key)) == []) }
    #expect(state.update(.key(.enter)) == [])
}

@Test("leaving with labels that are not saved asks once more")
func unsavedLabels() {
    var state = ScreenState.sample()
    state.content.saving = .notSaved(pending: 3, reason: "no space left")
    #expect(state.press("q") == [])
    #expect(state.open == .confirmQuit)
    // A key that means nothing stays as well.
    for key in ["1", "@"] as [Character] {
        #expect(state.press(key) == [])
        #expect(state.open == .message)
        #expect(state.press("q") == [])
    }
    #expect(Screen.draw(state).lines.contains { $0.hasPrefix(" NOT SAVED: q leaves") })
    state.content.saving = .saved
    #expect(Screen.draw(state).lines[23] == " saved now: q leaves, other keys stay")
    #expect(state.press("q") == [.quit])
}

@Test("the guess is hidden until it is asked for")
func guessIsHidden() {
    var state = ScreenState.sample()
    #expect(!Screen.draw(state).lines.joined().contains("related .71"))
    _ = state.press("m")
    #expect(Screen.draw(state).lines.joined().contains("related .71"))
    _ = state.press("m")
    #expect(!Screen.draw(state).lines.joined().contains("related .71"))
}

@Test("long texts scroll to their end and no further")
func scrolling() {
    var state = ScreenState.sample()
    _ = state.press("g")
    #expect(Screen.draw(state).lines[1].contains("guideline 1"))
    _ = state.update(.key(.end))
    #expect(Screen.draw(state).lines[22].contains("guideline 60"))
    let end = state.scroll
    _ = state.update(.key(.pageDown))
    #expect(state.scroll == end)
    _ = state.update(.key(.up))
    #expect(state.scroll == end - 1)
    _ = state.update(.key(.home))
    #expect(state.scroll == 0)
}

@Test("a key is bound once, and every action can be reached")
func keysAreUnique() {
    let content = ScreenContent.sample
    let keys = KeyMap.standard.bindings.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(Set(KeyMap.standard.rows(for: content).map(\.name)).count == KeyMap.standard.rows(for: content).count)
    for binding in KeyMap.standard.bindings {
        #expect(KeyMap.standard.action(for: binding.key, in: content) == binding.action)
    }
}

@Test(
    "on a screen below 20 by 5 nothing but leaving is left, and the screen says how",
    arguments: [(18, 4), (19, 24), (80, 4), (13, 1), (20, 2)])
func tooSmall(columns: Int, rows: Int) {
    for opener in [nil, "l", "n", "s", "/"] as [Character?] {
        var state = ScreenState.sample()
        state.content.rows = [.init(row: 3, mark: " ", score: "", strategy: "", reason: "", text: "flood")]
        if let opener { _ = state.press(opener) }
        _ = state.update(.resized(columns: columns, rows: rows))
        let before = state
        for key in ["1", "0", " ", "u", "r", "f", "L", "="] as [Character] { #expect(state.press(key) == []) }
        for row in 0..<rows { #expect(state.update(.click(column: 2, row: row)) == []) }
        #expect(state.update(.key(.enter)) == [] && state.update(.wheel(3)) == [])
        #expect(state == before && state.messages == MessagesOnScreen())
        let said = Screen.draw(state).lines.joined(separator: " ")
        #expect(said.contains("20x5") && said.contains("q quits"), "\(said)")
        #expect(state.update(.key(.control("l"))) == [.redraw])
        #expect(state.press("q") == [.quit])
    }
}

@Test("on a screen that is too small, leaving with labels that are not saved asks once more")
func tooSmallAndUnsaved() {
    var state = ScreenState.sample(columns: 18, rows: 4)
    state.content.saving = .notSaved(pending: 3, reason: "no space left")
    #expect(state.press("q") == [])
    #expect(Screen.draw(state).lines.contains("NOT SAVED: q quits"))
    #expect(state.press("1") == [] && state.open == .message)
    #expect(state.press("q") == [] && state.press("q") == [.quit])
}

@Test("a message is on the screen while it is drawn, and a label key is for it while nothing covers it")
func messagesOnScreen() {
    var state = ScreenState.sample()
    state.content.card?.row = 7
    #expect(state.messages == MessagesOnScreen(rows: [7], chosen: 7))
    _ = state.press("n")
    #expect(state.messages == MessagesOnScreen(rows: [7]))
    _ = state.update(.key(.escape))
    _ = state.press("g")
    #expect(state.messages == MessagesOnScreen())
    _ = state.update(.key(.escape))
    _ = state.press("l")
    state.content.rows = (0..<100).map {
        .init(row: $0 + 1_000, mark: " ", score: "", strategy: "", reason: "", text: "message \($0)")
    }
    let shown = state.messages
    for row in state.content.rows {
        #expect(shown.rows.contains(row.row) == Screen.draw(state).lines.contains { $0.hasSuffix(" \(row.text)") })
    }
    #expect(shown.chosen == 1_000)
    _ = state.update(.key(.end))
    #expect(state.messages.chosen == 1_099 && state.messages.rows.contains(1_099))
    #expect(state.messages.rows.isDisjoint(with: shown.rows))
}

@Test("any keys in any order at any size draw a canvas of that size")
func updateFuzz() {
    var random = Generator(state: 8)
    let keys: [Key] =
        KeyMap.standard.bindings.map(\.key) + ["0", "1", "A", "R", "x", "洪", "\u{7F}"].map { Key.character($0) }
        + [.tab, .backspace, .control("c")]
    var state = ScreenState.sample()
    for step in 0..<2_000 {
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            let size = (Int.random(in: 0..<120, using: &random), Int.random(in: 0..<50, using: &random))
            _ = state.update(.resized(columns: size.0, rows: size.1))
        case 1: _ = state.update(.text("1u\n洪", isPaste: step % 2 == 0))
        case 2 where step % 5 == 0:
            state.content.card?.text = String(repeating: "洪水 flood ", count: Int.random(in: 0..<80, using: &random))
        default:
            guard let key = keys.randomElement(using: &random) else { continue }
            _ = state.update(.key(key))
        }
        let canvas = Screen.draw(state, glyphs: step % 2 == 0 ? .unicode : .ascii)
        #expect(canvas.columns == state.columns && canvas.rows == state.rows)
        #expect(canvas.lines.allSatisfy { DisplayText($0).width <= state.columns })
    }
}

@Test("text that comes at once is written where something is being written, in one line")
func textIntoEntries() {
    var state = ScreenState.sample()
    _ = state.press("n")
    #expect(state.update(.text("two\r\nlines\tand a \u{1B}", isPaste: true)) == [])
    #expect(state.update(.text("洪水", isPaste: false)) == [])
    #expect(state.update(.key(.enter)) == [.note("two lines and a  洪水", row: 0)])
    _ = state.press("/")
    #expect(state.update(.text("bridge\n1", isPaste: true)) == [])
    guard case .list(let list) = state.open else {
        Issue.record("no search")
        return
    }
    #expect(list.query == "bridge 1")
    _ = state.update(.key(.escape))
    _ = state.press("n")
    _ = state.update(.text(String(repeating: "1", count: 5_000), isPaste: true))
    #expect(state.content.notice?.contains("too long") ?? false)
}

@Test("text that comes at once is no keys elsewhere, unless all of it scrolls")
func textIsNoKeys() {
    var state = ScreenState.sample()
    #expect(state.update(.text("1", isPaste: true)) == [])
    #expect(state.content.notice == "pasted text labels nothing")
    #expect(state.update(.text("101", isPaste: false)) == [])
    #expect(state.content.notice == "3 characters at once: none of them was taken as a key")
    #expect(state.update(.text("1", isPaste: false)) == [])
    #expect(state.open == .message)
    _ = state.press("g")
    #expect(state.update(.text("jjj", isPaste: false)) == [])
    #expect(state.scroll == 3 && state.content.notice == nil)
    #expect(state.update(.text("kj", isPaste: false)) == [] && state.scroll == 3)
    #expect(state.update(.text("kq", isPaste: false)) == [] && state.scroll == 3)
    #expect(state.update(.text("jj", isPaste: true)) == [] && state.scroll == 3)
}
