/// The options of a strategy, with what each changes.
struct OptionMenu: ScreenView {
    let state: ScreenState
    let menu: StrategyMenuState
    let glyphs: Glyphs

    private var strategy: ScreenContent.Strategy? { menu.strategy(in: state.content) }
    private var options: [ScreenContent.Strategy.Option] { strategy?.options ?? [] }

    private var hints: [MenuFrame.Hint] {
        func name(_ action: Action) -> String { state.keyMap.name(of: action) }
        let number = "0-9 \(MenuKey.more.name) \(MenuKey.fewer.name): number"
        return [
            MenuFrame.Hint("\(MenuKey.toggle.name): with or without", rank: 2, short: MenuKey.toggle.name),
            MenuFrame.Hint(number, rank: 3, short: "0-9"),
            MenuFrame.Hint("\(name(.up))/\(name(.down)): choose", rank: 4),
            MenuFrame.Hint("\(name(.confirm)): keep", rank: 0),
            MenuFrame.Hint("\(name(.close)): back", rank: 1),
        ]
    }

    private var frame: MenuFrame {
        let name = menu.draft.name(of: strategy?.id ?? "")
        return MenuFrame(
            state: state, glyphs: glyphs, title: "options of \(strategy?.title ?? "")", rowCount: options.count,
            chosen: menu.position, listWidth: options.map { DisplayText(text($0)).width + 2 }.max() ?? 0, words: words,
            hints: hints, recipe: name)
    }

    private func text(_ option: ScreenContent.Strategy.Option) -> String {
        let choice = menu.draft.choice(of: option.name, strategy?.id ?? "")
        let name = choice?.number.map { "\(option.name)-\($0)" } ?? option.pattern
        return "[\(choice == nil ? " " : "x")] \(name)"
    }

    func draw(on canvas: inout Canvas) { frame.draw(on: &canvas) { text(options[$0]) } }

    func target(atColumn column: Int, row: Int) -> Screen.Target? { frame.position(atRow: row).map { .row($0) } }

    /// What the chosen option changes, in full, then the others.
    private var words: [(text: String, style: Style)] {
        guard options.indices.contains(menu.position) else { return [] }
        let option = options[menu.position]
        return [(option.sentence, Style.bold)]
            + (option.numbers.map { [("N is from \($0.lowerBound) to \($0.upperBound)", Style.plain)] } ?? [])
            + options.filter { $0 != option }.map { ("\($0.pattern): \($0.sentence)", Style.dim) }
    }
}
