import Testing

@testable import TerminalUI

/// A screen with the menu open, over twelve strategies of which the first has options.
private func opened(columns: Int = 80, rows: Int = 24, recipe: [RecipeDraft.Part] = []) -> ScreenState {
    var content = ScreenContent.sample
    content.strategies[0].options = [
        .init(name: "head", pattern: "head", numbers: nil, sentence: "a head predicts errors", excludes: nil),
        .init(name: "rotation", pattern: "rotation-N", numbers: 1...20, sentence: "so many splits", excludes: nil),
        .init(name: "all-layers", pattern: "all-layers", numbers: nil, sentence: "sees more", excludes: nil),
        .init(name: "fine-tuned", pattern: "fine-tuned", numbers: nil, sentence: "slower", excludes: "all-layers"),
    ]
    for index in 0..<10 {
        content.strategies.append(
            .init(id: "s\(index)", title: "strategy \(index)", sentence: "no \(index)", hotkey: nil))
    }
    content.roundSize = 20
    if !recipe.isEmpty {
        content.recipeParts = recipe
        content.isMixed = true
        content.recipe = recipe.map { "\($0.strategy)=\($0.count)" }.joined(separator: ",")
    }
    var state = ScreenState(content: content, columns: columns, rows: rows)
    _ = state.press("s")
    return state
}

extension ScreenState {
    /// Keys one after the other; the effects of the last.
    @discardableResult
    fileprivate mutating func press(_ keys: Key...) -> [Effect] { keys.map { update(.key($0)) }.last ?? [] }

    fileprivate mutating func write(_ text: String) { for character in text { _ = press(character) } }

    fileprivate var isInMenu: Bool { if case .strategies = open { true } else { false } }
}

@Test("counts are given by digits and by + and -, their sum stands against the round's, and enter takes the recipe")
func countsMakeARecipe() {
    var state = opened()
    state.write("15")
    #expect(Screen.draw(state).lines[22].hasPrefix(" 15 a round, 20 now: atlas=15"))
    state.press(.down)
    state.write("6-")
    #expect(Screen.draw(state).lines[22].hasPrefix(" 20 of 20 a round: atlas=15,random=5"))
    #expect(Screen.draw(state).lines[2].contains(" 5"))
    #expect(state.press(.enter) == [.chooseRecipe("atlas=15,random=5")])
    #expect(state.open == .message)
}

@Test("digits on another row begin a number; backspace shortens it; nought and ctrl-u take strategies out")
func digitsBegin() {
    var state = opened()
    state.write("15")
    state.press(.down, .up)
    state.write("7")
    #expect(state.recipeInTheMaking == "atlas=7")
    state.write("25")
    state.press(.backspace)
    #expect(state.recipeInTheMaking == "atlas=72")
    state.press(.down)
    state.write("5")
    state.press(.up)
    state.write("0")
    #expect(state.recipeInTheMaking == "random=5")
    state.press(.control("u"))
    // What enter takes is the chosen strategy alone again.
    #expect(state.recipeInTheMaking == "atlas")
    state.write("99999999999999999999")
    #expect(state.recipeInTheMaking == "atlas=999999")
    state.press(.backspace, .backspace, .backspace, .backspace, .backspace, .backspace)
    state.write("---")
    #expect(state.recipeInTheMaking == "atlas")
}

@Test("options are chosen by space and numbers, those that exclude each other one at a time, and stand behind the name")
func optionsOfAStrategy() {
    var state = opened()
    state.press(.tab)
    let lines = Screen.draw(state).lines
    #expect(lines[0].hasPrefix(" options of ATLAS") && lines[1].hasPrefix(" [ ] head"))
    #expect(lines.contains { $0.contains("a head predicts errors") } && lines.contains { $0.contains("slower") })
    state.press(.character(" "), .down)
    state.write("15")
    state.press(.down, .character(" "))
    #expect(state.recipeInTheMaking == "atlas:head:rotation-15:all-layers")
    state.press(.down, .character(" "))
    #expect(state.recipeInTheMaking == "atlas:head:rotation-15:fine-tuned")
    state.press(.up, .character(" "))
    #expect(state.recipeInTheMaking == "atlas:head:rotation-15:all-layers")
    state.press(.enter)
    #expect(Screen.draw(state).lines[0].hasPrefix(" how the next messages"))
    #expect(state.press(.enter) == [.chooseRecipe("atlas:head:rotation-15:all-layers")])
}

@Test("leaving the options leaves them as they were, leaving the menu changes nothing")
func leavingOptions() {
    var state = opened()
    state.press(.tab, .character(" "), .escape)
    #expect(state.isInMenu && state.recipeInTheMaking == "atlas")
    state.write("15")
    #expect(state.press(.escape) == [] && state.open == .message)
    _ = state.press("s")
    #expect(state.recipeInTheMaking == "atlas")
    state.press(.down, .tab)
    #expect(state.content.notice == "this strategy has no options" && state.isInMenu)
}

@Test("the recipe in use is where the making begins, and a letter still takes one strategy at once")
func recipeInUse() {
    let parts: [RecipeDraft.Part] = [
        .init(strategy: "atlas", choices: [.init(option: "head", number: nil)], count: 15),
        .init(strategy: "random", choices: [], count: 5),
    ]
    var state = opened(recipe: parts)
    #expect(Screen.draw(state).lines[22].hasPrefix(" 20 of 20 a round: atlas:head=15,random=5"))
    state.press(.down)
    state.write("9")
    #expect(state.recipeInTheMaking == "atlas:head=15,random=9")
    #expect(state.press("R") == [.chooseRecipe("random")])
    // Nothing was changed: enter takes the chosen strategy alone.
    var same = opened(recipe: parts)
    #expect(same.press(.down, .enter) == [.chooseRecipe("random")])
    // The same strategy twice is more than the menu can make; what is made is begun anew.
    let twice = opened(recipe: [parts[0], .init(strategy: "atlas", choices: [], count: 5)])
    #expect(twice.recipeInTheMaking == "atlas")
}

@Test("a recipe is written freely, pasted too; what is wrong with it is said in place, and it is not taken")
func writtenRecipe() {
    var state = opened()
    state.press(.character("/"))
    #expect(Screen.draw(state).lines[23].contains("recipe: atlas_"))
    state.press(.control("u"))
    #expect(state.update(.text("atlas=15,rndom=5", isPaste: true)) == [])
    state.content.recipeCheck = .init(recipe: "atlas=15,rndom=5", problem: "there is no strategy 'rndom'", size: nil)
    #expect(Screen.draw(state).lines[22].contains("there is no strategy 'rndom'"))
    #expect(state.press(.enter) == [] && state.recipeInTheMaking == "atlas=15,rndom=5")
    state.press(.escape)
    #expect(state.isInMenu && state.recipeInTheMaking == "atlas")
    state.press(.character("/"), .control("u"))
    state.write("random=3")
    #expect(state.press(.enter) == [.chooseRecipe("random=3")])
}

@Test("an option's number that cannot be is said in place and not kept")
func impossibleNumber() {
    var state = opened()
    state.press(.tab, .down)
    state.write("21")
    state.content.recipeCheck = .init(
        recipe: "atlas:rotation-21", problem: "not a whole number from 1 to 20", size: nil)
    #expect(Screen.draw(state).lines[22].contains("not a whole number from 1 to 20"))
    state.press(.enter)
    #expect(Screen.draw(state).lines[0].hasPrefix(" options of ATLAS"))
}

@Test("bursts and pastes are no keys in the menu, and stray keys change nothing")
func strayInMenu() {
    var state = opened()
    let draft = state.recipeInTheMaking
    for input in [
        Input.text("15", isPaste: false), .text("15", isPaste: true), .text("R", isPaste: false), .key(.control("x")),
        .key(.character("é")), .key(.character("١")), .key(.character(" ")), .key(.backspace),
        .click(column: 0, row: 23),
    ] {
        #expect(state.update(input) == [], "\(input)")
        #expect(state.isInMenu && state.recipeInTheMaking == draft, "\(input)")
    }
    state.press(.tab)
    for input in [Input.text("15", isPaste: false), .text(" ", isPaste: true), .key(.character("R"))] {
        #expect(state.update(input) == [])
        #expect(state.recipeInTheMaking == draft)
    }
}

@Test(
    "every strategy can be reached and clicked on at every size, and the chosen one is on the screen",
    arguments: [(80, 24), (200, 60), (40, 12), (20, 5)])
func everyStrategyIsReached(columns: Int, rows: Int) throws {
    var state = opened(columns: columns, rows: rows)
    for (index, strategy) in state.content.strategies.enumerated() {
        let canvas = Screen.draw(state)
        let row = try #require((1..<rows).first { canvas[$0, 1].style.isReversed })
        #expect(canvas.lines[row].contains(strategy.title.prefix(10)))
        // A click on it chooses it.
        #expect(state.update(.click(column: 3, row: row)) == [] && state.isInMenu)
        if case .strategies(let menu) = state.open { #expect(menu.chosen == index) }
        state.press(.down)
    }
    state.press(.home, .tab)
    for _ in 0..<4 {
        #expect(Screen.draw(state).lines.contains { $0.contains("[ ] ") })
        state.press(.character(" "), .down)
    }
    #expect(state.recipeInTheMaking == "atlas:head:rotation-1:fine-tuned")
}

@Test("a long recipe is shortened in the status line, its options first, then all but its first strategy")
func recipeInStatusLine() {
    func status(_ recipe: String, columns: Int) -> String {
        var content = ScreenContent.sample
        content.recipe = recipe
        var state = ScreenState(content: content, columns: columns, rows: 24)
        _ = state.press("m")
        return Screen.draw(state).lines[0]
    }
    #expect(status("atlas=15,random=5", columns: 120).contains("disaster · round 3 · atlas=15,random=5 "))
    #expect(status("atlas:head:rotation-5=15,random=5", columns: 80).contains(" round 3 · atlas:…=15,random=5 "))
    #expect(
        status("atlas:head:rotation-5=15,least-confidence=5,random=5", columns: 80).contains(" round 3 · atlas +2 "))
}

@Test("the numbers behind the reason, and words that tell of the guess, stand there only with the guess")
func reasonWithTheGuess() {
    var state = ScreenState.sample()
    state.content.card?.why = "the model is torn between two labels"
    state.content.card?.whyInFull = "the model is torn between asks for help and offers help, or nearly so"
    state.content.card?.figures = ".05 apart"
    func why() -> String { Screen.draw(state).lines.first { $0.hasPrefix("   why ") } ?? "" }
    #expect(why() == "   why    the model is torn between two labels")
    _ = state.press("m")
    // The words give way to the numbers: 80 columns, 3 before and 1 behind.
    #expect(why() == "   why    the model is torn between asks for help and offers help,…   .05 apart")
    _ = state.press("m")
    #expect(why() == "   why    the model is torn between two labels")
    _ = state.press("x")
    #expect(why().hasSuffix(".05 apart"))
}
