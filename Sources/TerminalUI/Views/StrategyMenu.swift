/// The strategies with their hotkeys and sentences; the chosen one is reversed and marked.
struct StrategyMenu {
    let state: ScreenState
    let chosen: Int
    let glyphs: Glyphs

    func draw(on canvas: inout Canvas) {
        let strategies = state.content.strategies
        canvas.draw("how the next messages are picked", row: 0, column: 1, style: .bold)
        let room = state.rows - 2
        let first = max(0, min(chosen - room / 2, strategies.count - room))
        for (offset, strategy) in strategies.enumerated().dropFirst(first).prefix(room) {
            let row = 1 + offset - first
            let mark = strategy.id == state.content.recipe ? "*" : " "
            let line = "\(mark) \(strategy.hotkey)  \(strategy.title)"
            let style = offset == chosen ? Style(bold: true, reversed: true) : .plain
            let end = canvas.draw(line, row: row, column: 1, style: style)
            let column = max(end + 2, 34)
            let sentence = DisplayText(strategy.sentence).truncated(
                to: max(0, state.columns - column - 1), mark: glyphs.ellipsis)
            canvas.draw(sentence, row: row, column: column, style: .dim)
        }
        let keys = state.content.notice ?? "letter or enter: take it   up/down: choose   esc: back   * in use"
        canvas.draw(
            DisplayText(keys).truncated(to: state.columns - 2, mark: glyphs.ellipsis), row: state.rows - 1, column: 1,
            style: .dim)
    }
}
