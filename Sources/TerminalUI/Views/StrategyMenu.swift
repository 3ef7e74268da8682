/// The strategies with their hotkeys and their counts in the recipe; of the chosen one all that there is to say.
///
/// Where the screen is wide enough the chosen strategy's words stand beside the list, else below it.
struct StrategyMenu: ScreenView {
    let state: ScreenState
    let menu: StrategyMenuState
    let glyphs: Glyphs

    private var strategies: [ScreenContent.Strategy] { state.content.strategies }

    private var hints: [MenuFrame.Hint] {
        func name(_ action: Action) -> String { state.keyMap.name(of: action) }
        return [
            MenuFrame.Hint(
                "\(name(.confirm)): take \(menu.isMaking ? "the recipe" : "it")", rank: 0, short: "\(name(.confirm))"),
            MenuFrame.Hint("letter: take at once", rank: 5),
            MenuFrame.Hint("0-9 \(MenuKey.more.name) \(MenuKey.fewer.name): count", rank: 2, short: "0-9"),
            MenuFrame.Hint("\(name(.nextFilter)): options", rank: 3),
            MenuFrame.Hint("\(name(.openSearch)): write", rank: 4),
            MenuFrame.Hint("\(name(.up))/\(name(.down)): choose", rank: 6),
            MenuFrame.Hint("\(name(.close)): back", rank: 1),
            MenuFrame.Hint("* in use", rank: 7),
        ]
    }

    /// What stands before a strategy's title: its key, nothing where it has none.
    private func keyName(_ strategy: ScreenContent.Strategy) -> String {
        state.keyMap.key(of: strategy, in: state.content)?.name ?? ""
    }

    private var keyWidth: Int { max(1, strategies.map { DisplayText(keyName($0)).width }.max() ?? 1) }

    private var titleWidth: Int { strategies.map { DisplayText($0.title).width }.max() ?? 0 }

    /// Columns for counts, with the gap before them; none where no strategy has one.
    private var countWidth: Int {
        menu.draft.isEmpty ? 0 : 2 + (menu.draft.counts.map { String($0.count).count }.max() ?? 0)
    }

    /// Columns of the list, without what stands beside it.
    private var listWidth: Int { 5 + keyWidth + titleWidth + countWidth }

    private var frame: MenuFrame {
        MenuFrame(
            state: state, glyphs: glyphs, title: "how the next messages are picked", rowCount: strategies.count,
            chosen: menu.chosen, listWidth: listWidth, words: words, hints: hints, recipe: recipeLine)
    }

    /// What enter takes, and how many messages a round has with it.
    private var recipeLine: String {
        guard !menu.draft.isEmpty else { return "a number: so many messages of a round" }
        let (sum, size) = (menu.draft.sum, state.content.roundSize)
        let sizes = sum == size ? "\(sum) of \(size) a round" : "\(sum) a round, \(size) now"
        return "\(sizes): \(menu.draft.recipe)"
    }

    func draw(on canvas: inout Canvas) {
        frame.draw(on: &canvas) { index in
            let strategy = strategies[index]
            let isInUse =
                strategy.id == state.content.recipe
                || state.content.recipeParts.contains { $0.strategy == strategy.id }
            let count = menu.draft.count(of: strategy.id)
            let room = max(0, min(titleWidth, state.columns - 7 - keyWidth - countWidth))
            let options = menu.draft.options(of: strategy.id)
            let title = DisplayText(strategy.title + (options.isEmpty ? "" : " " + options))
                .truncated(to: room, mark: glyphs.ellipsis).padded(to: countWidth > 0 ? room : 0)
            let number = count > 0 ? String(count) : ""
            return "\(isInUse ? "*" : " ") " + DisplayText(keyName(strategy)).padded(to: keyWidth) + "  " + title
                + String(repeating: " ", count: max(0, countWidth - number.count)) + number
        }
    }

    func target(atColumn column: Int, row: Int) -> Screen.Target? { frame.position(atRow: row).map { .row($0) } }

    /// What is known of the chosen strategy, a paragraph each.
    private var words: [(text: String, style: Style)] {
        guard let strategy = menu.strategy(in: state.content) else { return [] }
        let options = menu.draft.options(of: strategy.id)
        return [(strategy.sentence, Style.bold)]
            + (options.isEmpty ? [] : [("With \(options)", Style.plain)])
            + strategy.details.map { ($0, Style.dim) }
    }
}
