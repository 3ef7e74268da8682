import Testing

@testable import TerminalUI

private func row(_ index: Int, mark: String = " ") -> ScreenContent.Row {
    ScreenContent.Row(
        row: index, mark: mark, score: ".4\(index)", strategy: "atlas", reason: "the error model gives .4\(index)",
        text: "message \(index) of the list", note: index == 2 ? "sarcasm?" : "", isFlagged: index == 3)
}

/// A state with an open list of five messages.
private func listing(_ key: Character, columns: Int = 80, rows: Int = 24) -> ScreenState {
    var state = ScreenState.sample(columns: columns, rows: rows)
    _ = state.press(key)
    if key == "/" { _ = state.update(.key(.enter)) }
    state.content.rows = (0..<5).map { row($0, mark: $0 == 1 ? "1" : " ") }
    state.content.rowTotal = 5
    return state
}

@Test("each list opens by one key and is left by esc", arguments: ["l", "h", "/", "="] as [Character])
func listsOpen(key: Character) {
    var state = ScreenState.sample()
    #expect(state.press(key) == [])
    guard case .list = state.open else {
        Issue.record("\(key) opens no list")
        return
    }
    #expect(state.update(.key(.escape)) == [] && state.open == .message)
}

@Test("a label key labels the chosen message where it stands, enter shows it, f flags it")
func labelInList() {
    var state = listing("l")
    #expect(state.press("1") == [.labelRow(0, label: 1)])
    _ = state.update(.key(.down))
    _ = state.update(.key(.down))
    #expect(state.press("0") == [.labelRow(2, label: 0)])
    #expect(state.press("f") == [.toggleFlag(row: 2)])
    #expect(state.press("u") == [.takeBack(2)])
    #expect(state.update(.key(.end)) == [] && state.press("1") == [.labelRow(4, label: 1)])
    #expect(state.update(.key(.enter)) == [.show(4)])
    #expect(state.open == .message)
}

@Test("what is labelled again in the history becomes the newest, and the next older one is chosen")
func relabelInHistory() {
    var state = listing("h")
    _ = state.update(.key(.down))
    #expect(state.press("1") == [.labelRow(1, label: 1)])
    guard case .list(let list) = state.open else { return }
    #expect(list.chosen == 2)
    #expect(state.press("0") == [.labelRow(2, label: 0)])
}

private func list(_ state: ScreenState) -> ListState? { state.open.list }

@Test("tab opens the menu of the history, where a letter or enter takes a filter or an order, and esc leaves it")
func filters() {
    var state = listing("h")
    _ = state.update(.key(.tab))
    state.content.filterCounts = [.everything: 9, .label(1): 4, .flagged: 2]
    let lines = Screen.draw(state).lines
    #expect(lines[1] == " * a  all  9" && lines[3] == "   1  related  4" && lines.contains("   f  flagged  2"))
    #expect(lines.contains(" * N  newest first"))
    // Nothing is labelled, flagged or noted on from there.
    #expect(state.messages.chosen == nil && state.press("f") == [])
    #expect(list(state)?.filter == .flagged && list(state)?.choosing == nil)
    #expect(Screen.draw(state).lines[0].hasPrefix(" flagged, newest first"))
    _ = state.update(.key(.tab))
    #expect(state.press("L") == [] && list(state)?.filter == .flagged && list(state)?.order == .longest)
    _ = state.update(.key(.tab))
    #expect(state.press("1") == [] && list(state)?.filter == .label(1))
    _ = state.update(.key(.tab))
    for key in [Key.up, .up, .enter] { _ = state.update(.key(key)) }
    #expect(list(state)?.filter == .everything)
    _ = state.update(.key(.tab))
    _ = state.update(.click(column: 4, row: 2))
    #expect(list(state)?.filter == .label(0) && list(state)?.choosing == nil)
    _ = state.update(.key(.tab))
    _ = state.press("z")
    #expect(state.content.notice != nil && list(state)?.choosing != nil)
    _ = state.update(.key(.escape))
    #expect(list(state)?.choosing == nil && state.open.list != nil)
}

@Test("the key of a filter that is a label's is that label's", arguments: [(80, 24), (40, 12), (20, 5)])
func filterKeys(columns: Int, rows: Int) {
    var state = listing("h", columns: columns, rows: rows)
    state.content.labels.append(.init(key: "r", title: "rain", color: nil))
    _ = state.update(.key(.tab))
    let lines = Screen.draw(state).lines
    #expect(lines.allSatisfy { DisplayText($0).width <= columns })
    // What is in use is in sight and chosen over its whole row.
    #expect(lines[1].hasPrefix(" * a  all"))
    #expect((0..<columns).allSatisfy { Screen.draw(state)[1, $0].style.isReversed })
    _ = state.press("r")
    #expect(list(state)?.filter == .label(2))
}

@Test("the history has name, time, id and who it was, each where there is room for it")
func historyFields() {
    func line(_ columns: Int) -> String {
        var state = listing("h", columns: columns, rows: 24)
        for place in state.content.rows.indices {
            state.content.rows[place].label = place == 0 ? "not related" : "related"
            state.content.rows[place].time = "11-24 10:05"
            state.content.rows[place].id = "m\(place)"
            state.content.rows[place].annotator = "ana"
            state.content.rows[place].reason = ""
        }
        return Screen.draw(state).lines[2]
    }
    #expect(line(40) == " 1  message 1 of the list")
    #expect(line(60) == " 1  related      message 1 of the list")
    #expect(line(80) == " 1  related      10:05  message 1 of the list")
    #expect(line(100) == " 1  related      11-24 10:05  message 1 of the list")
    #expect(line(120) == " 1  related      11-24 10:05  m1  message 1 of the list")
    #expect(line(160).hasPrefix(" 1  related      11-24 10:05  m1  ana  message 1 of the list"))
}

@Test("keys go into the query while it is typed, and label only after enter")
func searchTyping() {
    var state = ScreenState.sample()
    _ = state.press("/")
    for character in "u1 q" { #expect(state.press(character) == []) }
    guard case .list(let list) = state.open else { return }
    #expect(list.query == "u1 q" && list.isTyping)
    #expect(Screen.draw(state).lines[0].contains("search: u1 q_"))
    _ = state.update(.key(.backspace))
    #expect(state.update(.key(.enter)) == [])
    state.content.rows = [row(7)]
    #expect(state.press("1") == [.labelRow(7, label: 1)])
    _ = state.press("/")
    _ = state.update(.key(.control("u")))
    if case .list(let list) = state.open { #expect(list.query.isEmpty && list.isTyping) }
    #expect(state.update(.key(.escape)) == [] && state.open == .message)
}

@Test("a note is typed, kept by enter and given up by esc; label keys are letters of it")
func notes() {
    var state = ScreenState.sample()
    state.content.card?.row = 5
    _ = state.press("n")
    for character in "is 1 real?" { #expect(state.press(character) == []) }
    #expect(Screen.draw(state).lines[23].contains("note: is 1 real?_"))
    #expect(state.update(.key(.enter)) == [.note("is 1 real?", row: 5)])
    #expect(state.open == .message)
    state.content.card?.note = "before"
    _ = state.press("n")
    _ = state.update(.key(.control("w")))
    _ = state.press("x")
    #expect(state.update(.key(.escape)) == [] && state.open == .message)
    _ = state.press("n")
    #expect(Screen.draw(state).lines[23].contains("note: before_"))
}

@Test("a note on a row of a list is written over the list, which is there again behind it")
func notesInLists() {
    var state = listing("l")
    for _ in 0..<2 { _ = state.update(.key(.down)) }
    let list = state.open
    _ = state.press("n")
    let lines = Screen.draw(state).lines
    #expect(lines[3].hasPrefix("> n") && lines[3].contains("message 2") && lines[23].contains("note: sarcasm?_"))
    // A letter is written; it labels nothing, and no row is in front of the annotator for it to label.
    #expect(state.messages.chosen == nil && state.press("1") == [])
    #expect(state.update(.key(.enter)) == [.note("sarcasm?1", row: 2)] && state.open == list)
    _ = state.press("n")
    #expect(state.update(.key(.escape)) == [] && state.open == list)
    #expect(state.press("0") == [.labelRow(2, label: 0)])
}

@Test(
    "what comes next says why beside the text: as a sentence where it fits, else in short",
    arguments: [99, 100, 140, 200])
func reasonsInTheQueue(columns: Int) {
    var state = listing("l", columns: columns)
    state.content.rows[0].reason = "likely to be misjudged: 7 in 10 like it were; unlike what is labelled"
    state.content.rows[1].reason = "drawn at random"
    for index in 0..<2 { state.content.rows[index].brief = ["7 in 10 misjudged, new", "at random"][index] }
    let lines = Screen.draw(state).lines
    #expect(lines[1].contains("7 in 10 misjudged, new") == (columns >= 100))
    #expect(lines[2].contains("at random") == (columns >= 100))
    #expect(lines[2].contains("drawn at random") == (columns >= 140))
    #expect(!lines[1].contains("likely to be"))
}

@Test("near copies get the label of the message just labelled, each its own, with one more key")
func duplicates() {
    var state = listing("=")
    state.content.duplicatesAnswer = 1
    #expect(Screen.draw(state).lines[0].contains("just labelled as related: 5"))
    #expect(state.press("=") == [.labelRows(Array(0..<5), 1)])
    #expect(state.open == .message)
    var empty = ScreenState.sample()
    _ = empty.press("=")
    // Whatever was skipped: it has no label that others could get.
    #expect(Screen.draw(empty).lines[0] == " near copies of the message just labelled")
    #expect(Screen.draw(empty).lines[2].contains("nothing is labelled yet"))
    #expect(empty.press("=") == [])
    empty.content.duplicatesAnswer = 1
    #expect(Screen.draw(empty).lines[2].contains("no message left is like it"))
    // Before there is a model nothing was compared but whole texts.
    empty.content.hasModel = false
    #expect(Screen.draw(empty).lines[0] == " equal texts of the message just labelled as related: 0")
    // Nothing is there to be labelled.
    empty.content.notice = nil
    #expect(Screen.draw(empty).lines[23].trimmingPrefix(" ") == "esc: back")
    #expect(
        Screen.draw(empty).lines[2]
            == " no message left has the same text; near copies need a model, and none is there")
}

@Test("a list at 80 by 24: title, marks, scores, the chosen message in full, keys")
func listPicture() {
    var state = listing("l")
    _ = state.update(.key(.down))
    let lines = Screen.draw(state).lines
    #expect(lines[0] == " what comes next: 5")
    state.content.rowsGoOn = true
    #expect(Screen.draw(state).lines[0] == " what comes next: the first 5")
    #expect(lines[1] == "    .40  message 0 of the list")
    #expect(lines[2] == ">1  .41  message 1 of the list")
    #expect(lines[3] == "  n .42  message 2 of the list")
    #expect(lines[4] == "  ! .43  message 3 of the list")
    #expect(lines.contains("  message 1 of the list"))
    #expect(lines.contains("  atlas · the error model gives .41"))
    #expect(lines[23].contains("esc: back"))
    let wide = Screen.draw(listing("l", columns: 160, rows: 48)).lines
    #expect(wide[1].hasSuffix("the error model gives .40"))
    for size in [(20, 5), (40, 12), (60, 16)] {
        let lines = Screen.draw(listing("l", columns: size.0, rows: size.1), glyphs: .ascii).lines
        #expect(lines[1].hasPrefix(">") && lines[1].contains("message 0"))
        #expect(lines.allSatisfy { DisplayText($0).width <= size.0 })
    }
}

@Test("a label's key that is two columns wide stands beside the flag, not under it")
func wideMarks() {
    var state = listing("h")
    for place in state.content.rows.indices { state.content.rows[place].reason = "" }
    state.content.rows[3].mark = "洪"
    state.content.rows[1].mark = "é"
    let lines = Screen.draw(state).lines
    #expect(lines[4] == " 洪!message 3 of the list")
    #expect(lines[2] == " é  message 1 of the list")
}

@Test("the wheel moves, and a click does what stands there")
func mouse() {
    var state = ScreenState.sample()
    let lines = Screen.draw(state).lines
    let labels = lines.firstIndex { $0.contains("0 not related   1 related") } ?? 0
    let column = lines[labels].distance(
        from: lines[labels].startIndex,
        to: lines[labels].firstRange(of: "1 related")?.lowerBound ?? lines[labels].startIndex)
    #expect(state.update(.click(column: column, row: labels)) == [.label(1)])
    #expect(state.update(.click(column: 4, row: labels)) == [.label(0)])
    #expect(state.update(.click(column: 0, row: 3)) == [])
    #expect(state.update(.click(column: 2, row: 23)) == [.undo])
    #expect(state.update(.click(column: 500, row: 500)) == [])
    var list = listing("l")
    _ = list.update(.wheel(3))
    #expect(list.press("1") == [.labelRow(3, label: 1)])
    _ = list.update(.click(column: 10, row: 2))
    #expect(list.press("0") == [.labelRow(1, label: 0)])
    #expect(list.update(.click(column: 10, row: 2)) == [.show(1)])
}

@Test("help says why a key does nothing now, and the key says the same")
func disabledKeys() {
    var state = ScreenState.sample(columns: 100, rows: 50)
    state.content.canUndo = false
    state.content.canLearn = false
    #expect(state.press("u") == [] && state.content.notice == "there is nothing to undo")
    #expect(state.press("r") == [])
    _ = state.press("?")
    let help = Screen.draw(state).lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    #expect(help.contains("(not now: there is nothing to undo)"))
}

@Test("keys have names, and names are keys again")
func keyNames() {
    let keys: [Key] = KeyMap.standard.bindings.map(\.key) + [.control("a"), .character("洪"), .backspace]
    for key in keys { #expect(Key(name: key.name) == key, "\(key.name)") }
    for name in ["", "ab", "ctrl-", "ctrl-1", "page"] { #expect(Key(name: name) == nil) }
}

@Test("own keys take the place of the standard ones, and two meanings of a key are found")
func ownKeys() {
    let map = KeyMap.standard.rebound(["undo": .character("z"), "no such": .tab])
    #expect(map.conflicts.isEmpty)
    var state = ScreenState(content: .sample, columns: 80, rows: 24, keyMap: map)
    #expect(state.press("z") == [.undo])
    #expect(state.press("u") == [])
    #expect(Screen.draw(state, glyphs: .unicode).lines[23].contains("does nothing here"))
    let doubled = KeyMap.standard.rebound(["undo": .character("q")])
    #expect(doubled.conflicts.map(\.ids) == [["undo", "quit"]])
    #expect(KeyMap.standard.conflicts.isEmpty)
}

@Test("a key of one's own stands wherever the table's key stood", arguments: ["l", "h", "/", "s", "?", "c"])
func ownKeysAreSaid(opener: String) throws {
    let map = KeyMap.standard.rebound([
        "back": .control("b"), "enter": .control("e"), "filter": .control("f"), "skip": .control("s"),
        "guess": .control("g"), "undo": .control("u"), "note": .control("n"), "flag": .control("k"),
    ])
    var content = ScreenContent.sample
    content.rows = [ScreenContent.Row(row: 3, mark: "1", score: "", strategy: "", reason: "", text: "a message")]
    var state = ScreenState(content: content, columns: 160, rows: 60, keyMap: map)
    let main = Screen.draw(state).lines
    #expect(main.contains { $0.contains("ctrl-s skip") } && main.contains { $0.contains("hidden (ctrl-g)") })
    _ = state.press(try #require(opener.first))
    if opener == "/" { _ = state.update(.key(.enter)) }
    let lines = Screen.draw(state).lines
    #expect(lines[59].contains("ctrl-b: back") && !lines[59].contains("esc"))
    if opener == "h" {
        #expect(
            lines[59].trimmingPrefix(" ")
                == "label key: label  ctrl-e: show  ctrl-k: flag  ctrl-n: note   ctrl-u: undo   ctrl-f: filter   ctrl-b: back"
        )
    }
    if opener == "?" { #expect(lines.contains { $0.contains("a label key labels again, ctrl-f filters") }) }
    #expect(state.update(.key(.control("b"))) == [] && state.open == .message)
}

@Test(
    "where the keys of a list do not fit, those that stand in the footer as well go first, the way back never",
    arguments: 12..<100)
func hintsFit(columns: Int) {
    let text = HintLine(.history, keyMap: .standard).text(columns: columns)
    #expect(text.hasSuffix("esc: back") && DisplayText(text).width <= columns)
    // Label keys, their gap and the way back take 16 + 2 + 9 columns.
    if columns >= 27 { #expect(text.hasPrefix("label key: label  ")) }
    // All of it takes 16 + 11 + 7 + 7 + 7 + 11 + 9 columns, six gaps of two at least, and one more for each of three.
    if columns >= 80 { #expect(text.contains("f: flag  n: note")) }
    if columns >= 83 { #expect(text.contains("n: note   u: undo   tab: filter   esc: back")) }
    // Without the seven columns of the note and its gap, and without those of the flag.
    if columns >= 71 { #expect(text.contains("f: flag")) }
    if columns >= 62 { #expect(text.contains("  enter: show  ") && text.contains("  tab: filter  ")) }
}

@Test("a label may have a strategy's letter; the strategy then has no key, which the menu and the help say")
func labelsComeBeforeStrategies() {
    var content = ScreenContent.sample
    content.labels.append(.init(key: "A", title: "aid", color: nil))
    var state = ScreenState(content: content, columns: 120, rows: 60)
    #expect(state.press("A") == [.label(2)])
    #expect(state.press("R") == [.chooseRecipe("random")])
    _ = state.press("?")
    #expect(
        Screen.draw(state).lines.contains {
            $0.contains("ATLAS: its own errors (no key: A is label: aid; s offers it)")
        })
    _ = state.update(.key(.escape))
    _ = state.press("s")
    let lines = Screen.draw(state).lines
    #expect(lines[1].hasPrefix(" *    ATLAS") && lines[2].hasPrefix("   R  random"))
    _ = state.press("A")
    #expect(state.content.notice != nil && state.open != .message)
}

@Test("a strategy has the key that it was given, and its letter means nothing more")
func keysOfStrategies() {
    let map = KeyMap.standard.rebound(["strategy-atlas": .character("Z"), "strategy-random": .character("A")])
    var content = ScreenContent.sample
    content.recipe = "margin"
    let state = ScreenState(content: content, columns: 80, rows: 24, keyMap: map)
    func press(_ key: Character) -> [Effect] {
        var state = state
        return state.press(key)
    }
    #expect(press("Z") == [.chooseRecipe("atlas")])
    #expect(press("A") == [.chooseRecipe("random")])
    #expect(press("R") == [])
    #expect(map.conflicts.isEmpty)
    #expect(
        KeyMap.standard.rebound(["strategy-atlas": .character("q")]).conflicts.map(\.ids) == [
            ["quit", "strategy-atlas"]
        ])
}

@Test("no sentence of the help speaks of a key that there is not")
func sentencesNameKeys() {
    for row in KeyMap.standard.rows(for: .sample) {
        #expect(!row.sentence.contains("{") && !row.sentence.contains("}"), "\(row.sentence)")
    }
}

@Test("what was searched for is underlined, in the list and below it, also where the text begins in its middle")
func hitsAreUnderlined() {
    var state = ScreenState.sample()
    _ = state.press("/")
    var row = ScreenContent.Row(row: 3, mark: " ", score: "", strategy: "", reason: "", text: "é water, no water")
    // "é" takes two bytes.
    row.hits = [3..<8, 13..<18]
    state.content.rows = [row, row]
    state.content.rows[1].start = 10
    let canvas = Screen.draw(state)
    func underlined(_ row: Int) -> String {
        (0..<80).map { canvas[row, $0].style.isUnderlined ? canvas[row, $0].text : "." }.joined()
    }
    #expect(canvas.lines[1].hasSuffix("é water, no water"))
    #expect(underlined(1).replacing(".", with: "") == "waterwater")
    #expect(canvas.lines[2].hasSuffix("…no water") && underlined(2).replacing(".", with: "") == "water")
    let preview = (3..<23).filter { canvas.lines[$0].contains("é water") }
    #expect(preview.count == 1 && underlined(preview[0]).replacing(".", with: "") == "waterwater")
    row.start = 999
    state.content.rows = [row]
    #expect(Screen.draw(state).lines[1].hasSuffix("é water, no water"))
}

@Test("a search that has to wait says so, and not that nothing was found")
func searchThatWaits() {
    var state = ScreenState.sample()
    for character in "/boat" { _ = state.press(character) }
    state.content.rows = []
    state.content.isReadingForSearch = true
    let waiting = Screen.draw(state).lines
    #expect(waiting[2].contains("reading all messages") && !waiting[0].contains("hits"))
    state.content.isReadingForSearch = false
    let found = Screen.draw(state).lines
    #expect(found[2].contains("no message holds that") && found[0].hasSuffix("0 hits"))
}

@Test("a line that is written has a cursor: arrows, home and end move it, and text goes where it stands")
func cursorInEntries() {
    var state = ScreenState.sample()
    _ = state.press("n")
    for character in "water 洪" { _ = state.press(character) }
    for key in [Key.left, .left, .left] { _ = state.update(.key(key)) }
    for character in "ed" { _ = state.press(character) }
    #expect(Screen.draw(state).lines[23].contains("note: wateedr 洪"))
    _ = state.update(.key(.backspace))
    _ = state.update(.key(.home))
    #expect(state.update(.text("the ", isPaste: true)) == [])
    _ = state.update(.key(.end))
    for _ in 0..<3 { _ = state.update(.key(.right)) }
    _ = state.press("!")
    #expect(state.update(.key(.enter)) == [.note("the wateer 洪!", row: 0)])
    // A long line is seen around its cursor.
    _ = state.press("n")
    for number in 0..<40 { _ = state.update(.text("word\(number) ", isPaste: true)) }
    #expect(Screen.draw(state).lines[23].contains("word39 _"))
    _ = state.update(.key(.home))
    #expect(Screen.draw(state).lines[23].hasPrefix(" note: word0 word1"))
}

@Test("what was written before comes back with up, and the line in the making with down")
func historyOfEntries() {
    var state = ScreenState.sample()
    for note in ["sarcasm", "a joke"] {
        _ = state.press("n")
        _ = state.update(.text(note, isPaste: true))
        _ = state.update(.key(.enter))
    }
    _ = state.press("n")
    _ = state.press("x")
    for _ in 0..<3 { _ = state.update(.key(.up)) }
    #expect(Screen.draw(state).lines[23].contains("note: sarcasm_"))
    _ = state.update(.key(.down))
    #expect(Screen.draw(state).lines[23].contains("note: a joke_"))
    _ = state.update(.key(.down))
    #expect(Screen.draw(state).lines[23].contains("note: x_"))
    _ = state.update(.key(.up))
    #expect(state.update(.key(.enter)) == [.note("a joke", row: 0)])
    // A search has its own, and down goes to the hits where there is no later one.
    for query in ["boat", "tent"] {
        _ = state.press("/")
        _ = state.update(.text(query, isPaste: true))
        _ = state.update(.key(.enter))
        _ = state.update(.key(.escape))
    }
    _ = state.press("/")
    for _ in 0..<2 { _ = state.update(.key(.up)) }
    #expect(Screen.draw(state).lines[0].contains("search: boat_"))
    for _ in 0..<2 { _ = state.update(.key(.down)) }
    #expect(Screen.draw(state).lines[0].hasPrefix(" search: _"))
    _ = state.update(.key(.down))
    #expect(Screen.draw(state).lines[23].contains("esc: back") && state.open.list?.isTyping == false)
}

@Test("= lists near copies from the hits of a search as well")
func copiesFromHits() {
    var state = listing("/")
    #expect(state.press("=") == [] && state.open.list?.kind == .duplicates)
    state = listing("/")
    state.content.past = []
    #expect(state.press("=") == [] && state.open.list?.kind == .search)
    #expect(state.content.notice == "nothing is labelled yet")
}

@Test("the keys of a line that is written are said in full where they fit, and in short where not")
func entryKeys() {
    for columns in [40, 80] {
        var state = ScreenState.sample(columns: columns, rows: 24)
        _ = state.press("n")
        let line = Screen.draw(state).lines[22].trimmingPrefix(while: { $0 == " " })
        let full = "enter keeps it, esc leaves it as it was, ctrl-u clears"
        #expect(line == (columns == 80 ? full : "enter: keep  esc: back  ctrl-u: clear"), "\(line)")
    }
}

@Test("a key that does nothing in a list is answered whole on 80 columns, and the way back is said once")
func idleKeyInList() {
    var state = listing("/")
    #expect(state.update(.key(.tab)) == [])
    let line = Screen.draw(state).lines[23].trimmingPrefix(while: { $0 == " " })
    #expect(line == "a label key labels the chosen message, enter shows it   esc: back", "\(line)")
}

@Test("what was put aside by mistake comes back with undo, as long as nothing else was done")
func putAsideAndBack() {
    var state = listing(";")
    #expect(state.press(" ") == [.putAside(0)])
    _ = state.update(.key(.down))
    #expect(state.press("u") == [.bringBack(0)])
    #expect(state.press("u") == [.takeBack(1)])
    #expect(state.press(" ") == [.putAside(1)] && state.press("f") == [.toggleFlag(row: 1)])
    #expect(state.press("u") == [.takeBack(1)])
}
