/// Draws a screen state as a canvas.
public enum Screen {
    /// Below this many columns or rows nothing useful can be drawn, and the screen says so.
    static let smallest = (columns: 20, rows: 5)

    /// - Complexity: O(cells).
    public static func draw(_ state: ScreenState, glyphs: Glyphs = .unicode) -> Canvas {
        var canvas = Canvas(columns: state.columns, rows: state.rows)
        guard state.columns >= smallest.columns, state.rows >= smallest.rows else {
            canvas.draw("too small:", row: 0, column: 0)
            canvas.draw("\(smallest.columns)x\(smallest.rows) needed", row: 1, column: 0)
            return canvas
        }
        switch state.open {
        case .message, .confirmQuit: MessageScreen(state: state, glyphs: glyphs).draw(on: &canvas)
        case .strategies(let chosen): StrategyMenu(state: state, chosen: chosen, glyphs: glyphs).draw(on: &canvas)
        case .guidelines, .help, .problems: TextView(state: state, glyphs: glyphs).draw(on: &canvas)
        }
        return canvas
    }

    /// Lines that the open text can be scrolled by.
    static func scrollLimit(_ state: ScreenState) -> Int {
        switch state.open {
        case .message, .confirmQuit: MessageScreen(state: state, glyphs: .unicode).scrollLimit
        case .guidelines, .help, .problems: TextView(state: state, glyphs: .unicode).scrollLimit
        case .strategies: 0
        }
    }
}
