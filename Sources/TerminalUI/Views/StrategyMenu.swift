/// The strategies with their hotkeys; of the chosen one all that there is to say.
///
/// Where the screen is wide enough the chosen strategy's words stand beside the list, else below it.
struct StrategyMenu {
    let state: ScreenState
    let chosen: Int
    let glyphs: Glyphs

    private var strategies: [ScreenContent.Strategy] { state.content.strategies }

    /// Columns of the list, without what stands beside it.
    private var listWidth: Int { 6 + (strategies.map { DisplayText($0.title).width }.max() ?? 0) }

    private var isBeside: Bool { state.columns >= listWidth + 34 }

    func draw(on canvas: inout Canvas) {
        canvas.draw("how the next messages are picked", row: 0, column: 1, style: .bold)
        let words = words
        let (below, room) = (below, room)
        drawList(on: &canvas)
        if isBeside {
            for (offset, line) in words.prefix(state.rows - 2).enumerated() {
                canvas.draw(line.text, row: 1 + offset, column: listWidth + 3, style: line.style)
            }
        } else if below > 0 {
            canvas.rule(row: 1 + room, glyphs)
            for (offset, line) in words.prefix(below).enumerated() {
                canvas.draw(line.text, row: 2 + room + offset, column: 1, style: line.style)
            }
        }
        let keys = state.content.notice ?? "letter or enter: take it   up/down: choose   esc: back   * in use"
        canvas.draw(
            DisplayText(keys).truncated(to: state.columns - 2, mark: glyphs.ellipsis), row: state.rows - 1, column: 1,
            style: .dim)
    }

    /// Rows for the words of the chosen strategy below the list.
    private var below: Int { isBeside ? 0 : min(words.count, max(0, state.rows - 6), 6) }

    /// Rows of the list.
    private var room: Int { max(1, state.rows - 2 - (below > 0 ? below + 1 : 0)) }

    private var first: Int { max(0, min(chosen - room / 2, strategies.count - room)) }

    /// The strategy at a row of the screen.
    func position(atRow row: Int) -> Int? {
        let position = first + row - 1
        return row >= 1 && row <= room && strategies.indices.contains(position) ? position : nil
    }

    private func drawList(on canvas: inout Canvas) {
        for (offset, strategy) in strategies.enumerated().dropFirst(first).prefix(room) {
            let mark = strategy.id == state.content.recipe ? "*" : " "
            let style = offset == chosen ? Style(bold: true, reversed: true) : .plain
            canvas.draw(
                DisplayText("\(mark) \(strategy.hotkey ?? " ")  \(strategy.title)").truncated(
                    to: state.columns - 2, mark: glyphs.ellipsis),
                row: 1 + offset - first, column: 1, style: style)
        }
    }

    /// What is known of the chosen strategy, line by line.
    private var words: [(text: DisplayText, style: Style)] {
        let width = isBeside ? min(60, state.columns - listWidth - 4) : state.columns - 2
        guard strategies.indices.contains(chosen), width > 0 else { return [] }
        let strategy = strategies[chosen]
        var lines = DisplayText.wrapped(strategy.sentence, width: width).map { (text: $0, style: Style.bold) }
        for detail in strategy.details {
            if isBeside { lines.append((text: DisplayText(""), style: .plain)) }
            lines += DisplayText.wrapped(detail, width: width).map { (text: $0, style: .dim) }
        }
        return lines
    }
}
