import Foundation
import Testing

@testable import TerminalUI

private func picture(_ columns: Int, _ rows: Int, glyphs: Glyphs = .unicode) -> [String] {
    Screen.draw(.sample(columns: columns, rows: rows), glyphs: glyphs).lines
}

@Test("at 80 by 24 everything is there, in its place")
func standardScreen() {
    let lines = picture(80, 24)
    let rule = String(repeating: "─", count: 80)
    #expect(lines[0].hasPrefix(" disaster · round 3 · atlas"))
    #expect(lines[0].hasSuffix("  117 labelled"))
    #expect(lines[1] == rule)
    #expect(lines[3] == "   Water is over the bridge at the mill. We need boats, the old people")
    #expect(lines[4] == "   cannot walk.")
    #expect(lines.contains("   sms · m17"))
    #expect(lines.contains("   why    the error model gives .63 · step 2 of 10"))
    #expect(lines.contains("   guess  hidden (m)"))
    #expect(lines.contains("   0 not related   1 related   space skip"))
    #expect(lines.contains { $0.hasPrefix(" .50  message number 0") && $0.contains("1 the last message") })
    #expect(lines[22].contains("7/20") && lines[22].hasSuffix("saved"))
    #expect(lines[23].contains("u undo") && lines[23].contains("q quit"))
}

@Test(
    "the message and the label keys are on every screen that is large enough",
    arguments: [(20, 5), (30, 8), (40, 12), (60, 16), (80, 24), (132, 40), (200, 60)])
func smallAndLarge(columns: Int, rows: Int) {
    for glyphs in [Glyphs.unicode, .ascii] {
        let lines = picture(columns, rows, glyphs: glyphs)
        #expect(lines.count == rows)
        #expect(lines.contains { $0.contains("Water is") })
        #expect(lines.contains { $0.contains("1 related") })
        if !glyphs.isUnicode {
            let drawn = lines.joined().filter { $0 != "·" }
            #expect(drawn.utf8.allSatisfy { $0 < 0x80 })
        }
    }
}

@Test("a screen that is too small says what it needs")
func tooSmall() {
    #expect(picture(19, 5)[1] == "20x5 needed")
    #expect(picture(80, 4)[0] == "too small:")
    #expect(picture(0, 0) == [])
    #expect(picture(1, 1) == ["2"])
}

@Test("that there is no evaluation set is said of a model, not while its items are labelled")
func withoutEvaluation() {
    var state = ScreenState.sample()
    (state.content.f1, state.content.auc, state.content.evaluationCount) = (nil, nil, 0)
    #expect(Screen.draw(state).lines[0].hasSuffix("  117 labelled"))
    state.content.isUnchecked = true
    #expect(Screen.draw(state).lines[0].hasSuffix("117 labelled  nothing to check the model with"))
    _ = state.press("m")
    #expect(Screen.draw(state).lines[0].hasSuffix("117 labelled  no evaluation set"))
}

@Test("a figure that rests on too few items is not shown; the first line says so in words")
func tooFewItems() {
    var state = ScreenState.sample()
    state.columns = 120
    _ = state.press("m")
    let (f1, auc) = (state.content.f1, state.content.auc)
    state.content.evaluationCount = 50
    func right() -> String { Screen.draw(state).lines[0].components(separatedBy: "labelled  ").last ?? "" }
    state.content.f1 = nil
    #expect(right() == "F1 too few to say  AUC .88 (.80-.93)  n=50")
    state.content.auc = nil
    #expect(right() == "F1, AUC too few to say  n=50")
    state.content.f1 = f1
    #expect(right().hasPrefix("F1 .62 ") && right().hasSuffix("  AUC too few to say  n=50"))
    // Of several labels there is no AUC.
    (state.content.isSeveral, state.content.f1, state.content.auc) = (true, nil, nil)
    #expect(right() == "F1 too few to say  n=50")
    state.content.f1 = f1
    #expect(!right().contains("AUC"))
    (state.content.isSeveral, state.content.auc) = (false, auc)
    #expect(!right().contains("too few"))
}

@Test("a figure of a journal that is none is drawn as the nearest that there is")
func figuresBeyondMeasure() {
    var state = ScreenState.sample()
    _ = state.press("m")
    state.content.f1History = [0, 1e300, -1e300, .infinity, .nan, 1]
    let steps = Glyphs.unicode.steps
    let drawn = String([0, 7, 0, 0, 0, 7].map { steps[$0] })
    #expect(steps.count == 8 && Screen.draw(state).lines[22].contains("F1 \(drawn) "))
    // Nor does it stop the curves.
    _ = state.press("c")
    for value in [1e300, -1e300, .infinity, .nan] {
        let measure = ScreenContent.Measure(value: value, low: value, high: value)
        state.content.metrics.curve = [.init(labels: 20, f1: measure, auc: measure, averagePrecision: measure)]
        state.content.metrics.curve.append(
            .init(labels: 40, f1: ScreenContent.Measure(value: 0.5, low: 0.4, high: 0.6)))
        #expect(Screen.draw(state).lines.count == 24)
    }
}

@Test("a figure never stands without its interval and the number of its items", arguments: [40, 60, 80, 100, 200])
func figuresHaveIntervals(columns: Int) {
    var state = ScreenState.sample(columns: columns, rows: 24)
    #expect(!Screen.draw(state).lines.contains { $0.contains("F1") })
    _ = state.press("m")
    let line = Screen.draw(state).lines[0]
    if line.contains("F1") {
        #expect(line.contains("n=50"))
        #expect(line.contains("F1 .62 ±") || line.contains("F1 .62 ("))
    }
}

@Test("what is not saved is said, in words")
func unsavedIsSaid() {
    var state = ScreenState.sample()
    state.content.saving = .notSaved(pending: 3, reason: "no space left on device")
    let lines = Screen.draw(state).lines.joined(separator: "\n")
    #expect(lines.contains("NOT SAVED") || lines.lowercased().contains("not saved"))
    #expect(lines.contains("no space left"))
    state.content.saving = .saving(pending: 2)
    #expect(!Screen.draw(state).lines[22].hasSuffix(" saved"))
}

@Test(
    "what is not saved is said whatever is open, at every size",
    arguments: [(80, 24), (40, 12), (30, 6), (20, 5)])
func unsavedIsSaidEverywhere(columns: Int, rows: Int) {
    for keys in ["", "h", "l", "/", "s", "c", "g", "?", "n", "q", "@"] {
        var state = ScreenState.sample(columns: columns, rows: rows)
        state.content.saving = .notSaved(pending: 3, reason: "the disk is full")
        for key in keys { _ = state.press(key) }
        let screen = Screen.draw(state).lines
        #expect(screen.contains { $0.contains("NOT SAVED") }, "\(keys):\n\(screen.joined(separator: "\n"))")
        state.content.saving = .saving(pending: 3)
        if keys != "q" { #expect(!Screen.draw(state).lines.contains { $0.contains("NOT SAVED") }) }
    }
}

@Test("why nothing is saved can be read in full, beside a notice as well, and the label keys stay in sight")
func longReasons() {
    let reason = "another file is in the journal's place: move it away, and the journal is written anew"
    for (columns, rows) in [(80, 24), (200, 60), (60, 20)] {
        var state = ScreenState.sample(columns: columns, rows: rows)
        state.content.saving = .notSaved(pending: 3, reason: reason)
        for notice in [
            nil, "a notice that is long enough to need two rows of eighty columns, which it gets, each its own",
        ] {
            state.content.notice = notice
            let lines = Screen.draw(state).lines
            let bottom = lines.suffix(7).map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
            #expect(bottom.contains("NOT SAVED (3): \(reason)"))
            #expect(notice.map(bottom.contains) ?? bottom.contains("> save elsewhere"))
            #expect(lines.contains { $0.contains("0 not related") })
        }
    }
    var small = ScreenState.sample(columns: 60, rows: 16)
    small.content.saving = .notSaved(pending: 3, reason: reason)
    small.content.notice = reason
    #expect(Screen.draw(small).lines.contains { $0.contains("0 not related") })
    small = ScreenState.sample(columns: 40, rows: 12)
    small.content.saving = .notSaved(pending: 3, reason: reason)
    let lines = Screen.draw(small).lines
    #expect(lines.contains { $0.contains("0 not related") } && lines.contains { $0.hasPrefix(" NOT SAVED (3)") })
    #expect(lines[11].hasPrefix(" > save elsewhere"))
}

@Test("the way out is offered while labels are not saved, and only then")
func savingElsewhere() {
    var state = ScreenState.sample()
    #expect(!Screen.draw(state).lines[23].contains("save elsewhere"))
    #expect(state.press(">") == [] && state.open == .message)
    #expect(state.content.notice == "everything is saved where it belongs")
    state.content.saving = .notSaved(pending: 1, reason: "the disk is full")
    state.content.otherPlace = "/home/a/j"
    _ = state.press(">")
    #expect(Screen.draw(state).lines[23].contains("save as: /home/a/j_"))
    for character in "1q" { #expect(state.press(character) == []) }
    #expect(state.update(.key(.enter)) == [.saveElsewhere("/home/a/j1q")])
    #expect(state.open == .message)
    // From the question before leaving as well; esc goes back, and an empty name is none.
    _ = state.press("q")
    _ = state.press(">")
    _ = state.update(.key(.control("u")))
    #expect(state.update(.key(.enter)) == [] && state.open == .message)
    _ = state.press(">")
    #expect(state.update(.key(.escape)) == [] && state.open == .message)
    // A click on the footer does the same.
    #expect(state.update(.click(column: 2, row: 23)) == [])
    #expect(state.open == .entry(TextEntry(text: "/home/a/j"), .place))
}

@Test("a message longer than its room scrolls, and says so")
func longMessage() {
    var state = ScreenState.sample(columns: 40, rows: 12)
    state.content.card?.text = (1...80).map { "word\($0)" }.joined(separator: " ")
    let before = Screen.draw(state).lines.joined(separator: " ")
    #expect(before.contains("word1 ") && !before.contains("word80"))
    #expect(before.contains("↓"))
    _ = state.update(.key(.end))
    #expect(Screen.draw(state).lines.joined(separator: " ").contains("word80"))
}

@Test("a wide glyph is never cut in half")
func canvasEdges() {
    var canvas = Canvas(columns: 5, rows: 1)
    #expect(canvas.draw("洪水警", row: 0, column: 0) == 4)
    #expect(canvas.lines == ["洪水"])
    #expect(canvas.draw("x", row: 3, column: 0) == 0)
    #expect(canvas.draw("x", row: -1, column: 0) == 0)
    #expect(canvas.draw("x", row: 0, column: 9) == 9)
}

@Test("the menu says all of the chosen strategy: beside the list where there is room, else below it")
func strategyMenu() {
    func menu(_ columns: Int, _ rows: Int, down: Int = 0) -> [String] {
        var state = ScreenState.sample(columns: columns, rows: rows)
        state.content.strategies[1].details = ["Source: the baseline.", "A round costs: none."]
        _ = state.update(.key(.character("s")))
        for _ in 0..<down { _ = state.update(.key(.down)) }
        return Screen.draw(state).lines
    }
    let wide = menu(80, 24, down: 1)
    #expect(wide[1].hasPrefix(" * A  ATLAS") && wide[1].hasSuffix("no preference"))
    #expect(wide[2].hasPrefix("   R  random"))
    #expect(wide[3].hasSuffix("Source: the baseline.") && wide[5].hasSuffix("A round costs: none."))
    let narrow = menu(30, 12, down: 1)
    #expect(narrow[2] == "   R  random")
    #expect(narrow.contains(" no preference") && narrow.contains(" Source: the baseline."))
    #expect(menu(20, 5).contains { $0.hasPrefix(" * A  ATLAS") })
}

@Test("a strategy without a letter of its own is taken in the menu, and stands in no table of keys")
func strategyWithoutLetter() {
    var state = ScreenState.sample()
    state.content.strategies.append(.init(id: "new", title: "newcomer", sentence: "no letter left", hotkey: nil))
    _ = state.press("s")
    for _ in 0..<2 { _ = state.update(.key(.down)) }
    let lines = Screen.draw(state).lines
    #expect(lines[3].hasPrefix("      newcomer") && lines[1].hasSuffix("no letter left"))
    #expect(!KeyMap.standard.rows(for: state.content).contains { $0.action == .chooseStrategy("new") })
    #expect(state.update(.key(.enter)) == [.chooseRecipe("new")])
}

/// The sample with a guess that words and meaning are known to drive.
private func explained(meaning: Double?, words: [Double], columns: Int = 80, rows: Int = 24) -> ScreenState {
    var state = ScreenState.sample(columns: columns, rows: rows)
    let ranges = [0..<5, 6..<8, 9..<13]
    state.content.card?.words = zip(ranges, words).map { .init(range: $0, strength: $1) }
    state.content.card?.meaning = meaning
    _ = state.press("x")
    return state
}

@Test("beside the strongest words stands a bar of what the meaning of the whole message does")
func meaningBar() {
    func guess(_ meaning: Double?, _ words: [Double], _ glyphs: Glyphs = .unicode) -> String? {
        Screen.draw(explained(meaning: meaning, words: words, columns: 100), glyphs: glyphs).lines
            .first { $0.contains("guess  ") }.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    // Of 1 + 0.5 + 0.5 that speak for the guess; what speaks against it has no share.
    #expect(
        guess(1, [0.5, 0.5, -0.25]) == "guess  related .71   meaning ████░░░░ 50 %   strongest: Water 25 %, is 25 %")
    #expect(guess(1, [0, 0, -1])?.hasSuffix("meaning ████████ 100 %   strongest: no word that it knows") == true)
    #expect(guess(0.01, [1, 0, 0])?.hasSuffix("meaning ░░░░░░░░ 1 %   strongest: Water 99 %") == true)
    #expect(guess(-1, [0.5, 0, 0])?.hasSuffix("meaning against it   strongest: Water 100 %") == true)
    #expect(guess(-1, [0, 0, 0])?.hasSuffix("meaning against it   strongest: no word that it knows") == true)
    #expect(guess(0, [1, 0, 0])?.hasSuffix("meaning says nothing   strongest: Water 100 %") == true)
    #expect(guess(nil, [1, 0, 0]) == "guess  related .71   strongest: Water 100 %")
    #expect(guess(.nan, [.nan, .infinity, 0]) != nil)
    let ascii = guess(1, [1, 0, 0], .ascii) ?? ""
    #expect(ascii.contains(" 50 %   strongest: Water 50 %") && ascii.utf8.allSatisfy { $0 < 0x80 })
    #expect(ascii.contains("meaning \(String(repeating: Glyphs.ascii.full, count: 4))"))
}

@Test(
    "the bar of the meaning is seen on a narrow screen too, and pushes nothing away",
    arguments: [(40, 12), (80, 24), (50, 16)])
func meaningBarOnNarrowScreens(columns: Int, rows: Int) {
    let lines = Screen.draw(explained(meaning: 1, words: [1, 0, 0], columns: columns, rows: rows)).lines
    #expect(lines.count == rows)
    #expect(lines.contains { $0.contains("meaning ████░░░░") })
    #expect(lines.contains { $0.contains("Water is") } && lines.contains { $0.contains("1 related") })
}

@Test("how far the reading for meaning is stands below the message, where there is room")
func readingForMeaning() {
    var state = ScreenState.sample()
    state.content.encoding = "reading for meaning 34 %, 12 s left"
    #expect(Screen.draw(state).lines[22].contains("7/20   reading for meaning 34 %, 12 s left"))
    #expect(Screen.draw(state).lines[22].hasSuffix("saved"))
    var narrow = ScreenState.sample(columns: 40, rows: 12)
    narrow.content.encoding = state.content.encoding
    let lines = Screen.draw(narrow).lines
    #expect(lines.contains { $0.contains("7/20") && $0.hasSuffix("saved") })
}

@Test(
    "what is asked stands above the keys; a narrow screen gives it up before the keys and the message",
    arguments: [(80, 24), (200, 60), (40, 12), (20, 5)], [2, 5, 20])
func question(size: (columns: Int, rows: Int), labels: Int) {
    var state = ScreenState.sample(columns: size.columns, rows: size.rows)
    state.content.question = "Is this message about a real disaster?"
    let keys = Array("1234567890abdiptvwyz")
    state.content.labels = (0..<labels).map { .init(key: keys[$0], title: "label \($0)", color: nil) }
    let lines = Screen.draw(state).lines
    let asked = lines.firstIndex { $0.contains("Is this message about") }
    if let asked { #expect(lines[asked + 1].contains("1 label 0")) }
    #expect((asked != nil) == (size.columns >= 80 || size.columns == 40 && labels < 20))
    #expect(lines.contains { $0.contains("Water is") } && lines.contains { $0.contains("1 label 0") })
    // A click still finds the keys.
    let row = lines.firstIndex { $0.contains("1 label 0") } ?? 0
    #expect(state.update(.click(column: size.columns < 50 ? 1 : 3, row: row)) == [.label(0)])
}

@Test("guidelines that were broken for eighty columns are broken once, and the lines of an item stand behind its mark")
func reflowedGuidelines() {
    var state = ScreenState.sample(columns: 40, rows: 12)
    state.content.guidelines = """
        - Floods, earthquakes, tsunamis, cyclones, tornadoes, severe storms, wildfires
          and large fires.
        Short.
        """
    _ = state.press("g")
    #expect(
        Array(Screen.draw(state).lines[1...5]) == [
            " - Floods, earthquakes, tsunamis,", "   cyclones, tornadoes, severe storms,",
            "   wildfires and large fires.", " Short.", "",
        ])
}

@Test("what the model finds stands in tenths that hold its interval, at the end of the rule, with the number checked")
func findings() {
    func rule(_ low: Double, _ high: Double, columns: Int = 80) -> String {
        var state = ScreenState.sample(columns: columns, rows: 24)
        let measure = ScreenContent.Measure(value: (low + high) / 2, low: low, high: high)
        state.content.findings = .init(label: "related", found: measure, right: measure, count: 400)
        return Screen.draw(state).lines[1]
    }
    #expect(
        rule(0.41, 0.69).hasSuffix("─ finds 4-7 of 10 related, 4-7 of 10 of its hits are right (400 checked) ──"))
    #expect(rule(0.4, 0.5).contains(" finds 4-5 of 10 ") && rule(1, 1).contains(" finds 10 of 10 "))
    #expect(rule(0.3, 0.3, columns: 64).hasSuffix("─ finds 3 of 10 related, 3 of 10 hits right (400 checked) ──"))
    // An interval over everything says nothing, and neither does what is no number.
    for (low, high) in [(0.0, 1.0), (0.04, 0.96), (.nan, 1)] {
        #expect(rule(low, high) == String(repeating: "─", count: 80))
    }
    #expect(DisplayText(rule(0, 0.2, columns: 40)).width <= 40)
}

@Test("of several labels the figures say whose they are")
func figuresOfSeveralLabels() {
    var state = ScreenState.sample(columns: 120, rows: 24)
    state.content.labels.append(.init(key: "2", title: "rescue", color: nil))
    state.content.figuresLabel = "rescue"
    _ = state.press("m")
    #expect(Screen.draw(state).lines[0].contains("F1 rescue .62"))
}

@Test("what is labelled while a batch is being learnt comes behind the whole of it")
func moreThanTheBatch() {
    var state = ScreenState.sample(columns: 80, rows: 24)
    (state.content.done, state.content.of) = (20, 20)
    #expect(Screen.draw(state).lines[22].contains(" 20/20  "))
    state.content.done = 23
    #expect(Screen.draw(state).lines[22].contains(" 20/20 +3  "))
}

@Test("a notice leaves help in sight, and a click on it opens it", arguments: [(80, 24), (40, 12), (20, 8), (200, 60)])
func noticesLeaveHelp(columns: Int, rows: Int) {
    var state = ScreenState.sample(columns: columns, rows: rows)
    state.content.notice = "something that has to be said, and that takes more than the columns that there are in a row"
    let lines = Screen.draw(state).lines
    #expect(lines[rows - 1].hasSuffix("? help"))
    #expect(lines.contains { $0.contains("something") })
    #expect(state.update(.click(column: columns - 3, row: rows - 1)) == [] && state.open == .help)
}

@Test("a notice that fits its line without help leaves the line above to what is saved", arguments: [40, 80])
func noticesLeaveWhatIsSaved(columns: Int) {
    var state = ScreenState.sample(columns: columns, rows: 24)
    let saved = Screen.draw(state).lines[22]
    state.content.notice = String(repeating: "n", count: columns - 4)
    let lines = Screen.draw(state).lines
    #expect(lines[22] == saved && lines[23] == " " + String(repeating: "n", count: columns - 4))
    #expect(state.update(.click(column: columns - 3, row: 23)) == [] && state.open == .message)
    state.content.notice = String(repeating: "n", count: columns - 10)
    #expect(Screen.draw(state).lines[22] == saved && Screen.draw(state).lines[23].hasSuffix("n  ? help"))
}

@Test("where the label keys do not fit, how many more there are is said")
func moreLabels() {
    var state = ScreenState.sample(columns: 20, rows: 8)
    let keys = Array("1234567890abdiptvwyz")
    state.content.labels = (0..<20).map { .init(key: keys[$0], title: "label \($0)", color: nil) }
    let lines = Screen.draw(state).lines
    // A key takes ten columns and three between: one a row, four rows of them.
    #expect(lines.contains(" 3 label 2") && !lines.contains { $0.contains("label 3") })
    #expect(lines.contains(" +17 more") && lines.contains { $0.contains("Water is") })
    let row = lines.firstIndex(of: " +17 more") ?? 0
    #expect(state.update(.click(column: 2, row: row)) == [] && state.open == .help)
}

@Test("the way back is never cut", arguments: [20, 30, 40, 80])
func wayBack(columns: Int) {
    for keys in ["l", "h", "/", "=", "c", "g", "?", "o", "!"] {
        for notice in [
            nil, "a notice that is longer than this line, and goes on and on until it is over at last, here",
        ] {
            var state = ScreenState.sample(columns: columns, rows: 12)
            for key in keys { _ = state.press(key) }
            state.content.notice = notice
            #expect(Screen.draw(state).lines[11].hasSuffix("esc: back"), "\(keys): \(Screen.draw(state).lines[11])")
        }
    }
}

@Test("that the order is shuffled on purpose is said")
func shuffledOrder() {
    var state = ScreenState.sample()
    state.content.isShuffled = true
    #expect(Screen.draw(state).lines.contains { $0.hasPrefix(" next, shuffled   ") })
    _ = state.press("l")
    #expect(Screen.draw(state).lines[0] == " what comes next, shuffled: 0")
}

@Test(
    "one key shows the message with lists, with its columns and what is like it, and alone",
    arguments: [(80, 24), (200, 60)])
func surroundings(columns: Int, rows: Int) {
    var state = ScreenState.sample(columns: columns, rows: rows)
    state.content.card?.columns = [.init(name: "kind", value: "sms")]
    state.content.likeIt = [.init(mark: "1", text: "a message like it", row: 40)]
    func shows(_ text: String) -> Bool { Screen.draw(state).lines.contains { $0.contains(text) } }
    #expect(shows("message number 0") && shows("the last message") && !shows("a message like it"))
    // Three columns on a wide screen.
    #expect(shows("kind: sms") == (columns == 200))
    #expect(state.update(.key(.tab)) == [])
    #expect(shows("kind: sms") && shows("much like it:") && shows("1 a message like it"))
    #expect(state.update(.key(.tab)) == [])
    #expect(!shows("message number 0") && !shows("kind: sms") && shows("Water is") && shows("1 related"))
    #expect(state.update(.key(.tab)) == [] && shows("message number 0"))
}

@Test("a click on a message of a list below brings it to the front; its label has its colour")
func clicksOnLists() {
    for (columns, rows) in [(80, 24), (200, 60)] {
        var state = ScreenState.sample(columns: columns, rows: rows)
        state.content.upcoming[1].row = 7
        state.content.past[0].row = 9
        let canvas = Screen.draw(state)
        let next = canvas.lines.firstIndex { $0.contains("message number 1") } ?? 0
        #expect(state.update(.click(column: 8, row: next)) == [.show(7)])
        let past = canvas.lines.firstIndex { $0.contains("the last message") } ?? 0
        let column = canvas.lines[past].distance(
            from: canvas.lines[past].startIndex,
            to: canvas.lines[past].firstRange(of: "the last")?.lowerBound ?? canvas.lines[past].startIndex)
        #expect(state.update(.click(column: column, row: past)) == [.show(9)])
        #expect(canvas[past, column - 2].text == "1" && canvas[past, column - 2].style.color == .red)
        // Titles and what has no message of its own are no keys.
        #expect(
            state.update(.click(column: 3, row: next - 2)) == [] && state.update(.click(column: 3, row: next + 1)) == []
        )
    }
}

@Test("on a terminal without such signs no sentence of the program has one")
func plainSigns() {
    var state = ScreenState.sample(columns: 80, rows: 24)
    state.content.card?.sources = ["sms", "en"]
    state.content.card?.why = "why"
    state.content.card?.isFlagged = true
    let lines = Screen.draw(state, glyphs: .ascii).lines
    #expect(lines.contains("   sms | en | m17 | FLAGGED"))
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
}

@Test("the key of the other views stands above the lists where the footer has no room for it, and takes a click")
func otherViews() {
    var state = ScreenState.sample(columns: 80, rows: 24)
    let lines = Screen.draw(state).lines
    #expect(!lines[23].contains("tab"))
    guard let row = lines.firstIndex(where: { $0.hasSuffix("─ tab: other views ──") }) else {
        Issue.record("it is not said")
        return
    }
    #expect(lines[row + 1].contains("just labelled"))
    _ = state.update(.click(column: 70, row: row))
    #expect(state.surroundings == .context)
    let wide = picture(160, 40)
    #expect(wide[39].contains("tab view") && !wide.contains { $0.contains("other views") })
}

@Test(
    "what comes next has its reasons where the column has room for them",
    arguments: [(80, false), (100, true), (160, true), (200, true)])
func reasonsOfTheNext(columns: Int, has: Bool) {
    #expect(picture(columns, 50).contains { $0.hasPrefix(" .50  message number 0") && $0.contains(" reason") } == has)
}

@Test(
    "where a sentence would be cut the short reason stands, whole",
    arguments: [(100, false), (200, false), (240, true)])
func shortReasons(columns: Int, isWhole: Bool) {
    var state = ScreenState.sample(columns: columns, rows: 50)
    state.content.upcoming[0].reason = "likely to be misjudged: 6 in 10 like it were"
    state.content.upcoming[0].brief = "6 in 10 misjudged, new"
    let line = Screen.draw(state).lines.first { $0.hasPrefix(" .50  message number 0") } ?? ""
    #expect(line.contains(state.content.upcoming[0].reason) == isWhole)
    #expect(line.contains("6 in 10 misjudged, new") == !isWhole)
}

@Test("a reason that all of what comes next have is said once, and the messages have its room")
func commonReason() {
    var state = ScreenState.sample(columns: 200, rows: 60)
    for index in state.content.upcoming.indices { state.content.upcoming[index].reason = "to teach a first model" }
    let lines = Screen.draw(state).lines
    #expect(lines.contains { $0.hasPrefix(" next: all to teach a first model  ") })
    #expect(lines.count { $0.contains("to teach a first model") } == 1)
    state.content.upcoming[1].reason = "picked by hand"
    #expect(Screen.draw(state).lines.count { $0.contains("to teach a first model") } == 5)
}

@Test("on a screen too low for lists the key of the other views says so and turns nothing")
func noRoomForViews() {
    var state = ScreenState.sample(columns: 40, rows: 12)
    let before = Screen.draw(state).lines
    #expect(!before.contains { $0.contains("tab") })
    #expect(state.update(.key(.tab)) == [] && state.surroundings == .lists)
    #expect(state.content.notice == "a higher screen has room for lists")
    // On a higher one it turns what was shown before.
    _ = state.update(.resized(columns: 80, rows: 24))
    #expect(state.update(.key(.tab)) == [] && state.surroundings == .context && state.content.notice == nil)
}

@Test("the key of second looks is in the last line of 80 columns, and on narrow screens where something waits")
func secondLookInTheFooter() {
    #expect(picture(80, 24)[23].hasSuffix("; second look  ? help  q quit"))
    var state = ScreenState.sample(columns: 40, rows: 12)
    #expect(Screen.draw(state).lines[11] == " u undo  s strategy  ? help  q quit")
    state.content.hasSecondLooks = true
    #expect(Screen.draw(state).lines[11] == " ; second look  u undo  ? help  q quit")
    #expect(state.update(.click(column: 3, row: 11)) == [] && state.open == .list(ListState(.secondLook)))
    state = ScreenState.sample(columns: 80, rows: 24)
    state.content.hasSecondLooks = true
    #expect(Screen.draw(state).lines[23].hasPrefix(" u undo"))
}
