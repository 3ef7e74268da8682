/// Draws a screen state as a canvas, and says what stands where.
public enum Screen {
    /// Below this many columns or rows nothing useful can be drawn, and the screen says so.
    static let smallest = (columns: 20, rows: 5)

    /// - Complexity: O(cells).
    public static func draw(_ state: ScreenState, glyphs: Glyphs = .unicode) -> Canvas {
        var canvas = Canvas(columns: state.columns, rows: state.rows)
        guard !state.isTooSmall else {
            SmallScreen(state: state).draw(on: &canvas)
            return canvas
        }
        let message = MessageScreen(state: state, glyphs: glyphs)
        var saysWhatIsSaved = false
        switch state.open {
        case .message, .confirmQuit:
            message.draw(on: &canvas)
            saysWhatIsSaved = message.saysWhatIsSaved
        case .strategies(let chosen): StrategyMenu(state: state, chosen: chosen, glyphs: glyphs).draw(on: &canvas)
        case .list(let list): ListView(state: state, list: list, glyphs: glyphs).draw(on: &canvas)
        case .metrics: metricsView(state, glyphs).draw(on: &canvas)
        case .guidelines, .columns, .help, .problems: TextView(state: state, glyphs: glyphs).draw(on: &canvas)
        case .entry(let entry, let purpose):
            message.draw(on: &canvas)
            EntryView(entry: entry, purpose: purpose).draw(on: &canvas, columns: state.columns, rows: state.rows)
        }
        if let warning = state.content.saving.warning, !saysWhatIsSaved {
            // Whatever is open: who labels from a list has to know it too. A list's first row may be typed into.
            let row = if case .list = state.open { state.rows - 1 } else { 0 }
            let text = DisplayText(warning).truncated(to: state.columns - 2, mark: glyphs.ellipsis)
            canvas.draw("  ", row: row, column: state.columns - text.width - 3)
            canvas.draw(text, row: row, column: state.columns - text.width - 1, style: .warning)
            canvas.draw(" ", row: row, column: state.columns - 1)
        }
        return canvas
    }

    /// Lines that the open text can be scrolled by.
    static func scrollLimit(_ state: ScreenState) -> Int {
        switch state.open {
        case .message, .entry, .confirmQuit: MessageScreen(state: state, glyphs: .unicode).scrollLimit
        case .metrics: metricsView(state, .unicode).scrollLimit
        case .guidelines, .columns, .help, .problems: TextView(state: state, glyphs: .unicode).scrollLimit
        case .strategies, .list: 0
        }
    }

    private static func metricsView(_ state: ScreenState, _ glyphs: Glyphs) -> MetricsView {
        MetricsView(
            metrics: state.content.metrics, glyphs: glyphs, columns: state.columns, rows: state.rows,
            scroll: state.scroll, notice: state.content.notice)
    }

    /// What a click can mean.
    enum Target {
        case action(Action)
        /// A row of the open list or menu, by its position.
        case row(Int)
    }

    /// What stands at a cell; nil where a click means nothing.
    static func target(_ state: ScreenState, column: Int, row: Int) -> Target? {
        guard !state.isTooSmall else { return nil }
        switch state.open {
        case .message:
            return MessageScreen(state: state, glyphs: .unicode).action(atColumn: column, row: row).map { .action($0) }
        case .list(let list):
            return ListView(state: state, list: list, glyphs: .unicode).position(atRow: row).map { .row($0) }
        case .strategies(let chosen):
            return StrategyMenu(state: state, chosen: chosen, glyphs: .unicode).position(atRow: row).map { .row($0) }
        case .metrics, .guidelines, .columns, .help, .problems, .entry, .confirmQuit: return nil
        }
    }
}
