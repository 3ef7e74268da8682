/// Draws a screen state as a canvas, and says what stands where.
public enum Screen {
    /// Below this many columns or rows nothing useful can be drawn, and the screen says so.
    static let smallest = (columns: 20, rows: 5)

    /// - Complexity: O(cells).
    public static func draw(_ state: ScreenState, glyphs: Glyphs = .unicode) -> Canvas {
        var canvas = Canvas(columns: state.columns, rows: state.rows)
        let view = view(of: state, glyphs: glyphs)
        view.draw(on: &canvas)
        if let warning = state.content.saving.warning, let row = view.warningRow {
            // Whatever is open: who labels from a list has to know it too.
            let text = DisplayText(warning).truncated(to: state.columns - 2, mark: glyphs.ellipsis)
            canvas.draw("  ", row: row, column: state.columns - text.width - 3)
            canvas.draw(text, row: row, column: state.columns - text.width - 1, style: .warning)
            canvas.draw(" ", row: row, column: state.columns - 1)
        }
        return canvas
    }

    /// What is open: the one place that knows which view that is.
    static func view(of state: ScreenState, glyphs: Glyphs = .unicode) -> any ScreenView {
        guard !state.isTooSmall else { return SmallScreen(state: state) }
        return switch state.open {
        case .message, .confirmQuit: MessageScreen(state: state, glyphs: glyphs)
        case .strategies(let menu): Self.view(of: menu, state, glyphs)
        case .list(let list) where list.choosing != nil: ListMenu(state: state, list: list, glyphs: glyphs)
        case .list(let list): ListView(state: state, list: list, glyphs: glyphs)
        case .metrics: MetricsView(state, glyphs)
        case .people: PeopleView(state: state, glyphs: glyphs)
        case .guidelines, .columns, .help, .problems: TextView(state: state, glyphs: glyphs)
        case .entry(let entry, let purpose):
            EntryView(
                entry: entry, purpose: purpose, check: state.content.recipeCheck, above: above(purpose, state, glyphs))
        }
    }

    private static func view(of menu: StrategyMenuState, _ state: ScreenState, _ glyphs: Glyphs) -> any ScreenView {
        menu.options(in: state.content) == nil
            ? StrategyMenu(state: state, menu: menu, glyphs: glyphs)
            : OptionMenu(state: state, menu: menu, glyphs: glyphs)
    }

    /// What a line is written below.
    private static func above(_ purpose: ScreenState.Purpose, _ state: ScreenState, _ glyphs: Glyphs) -> any ScreenView
    {
        if case .recipe(let menu) = purpose { return view(of: menu, state, glyphs) }
        return state.open.list.map { ListView(state: state, list: $0, glyphs: glyphs) }
            ?? MessageScreen(state: state, glyphs: glyphs)
    }

    /// What a click can mean.
    enum Target {
        case action(Action)
        /// A message of the pool, which a click brings to the front.
        case message(Int)
        /// A row of the open list or menu, by its position.
        case row(Int)
    }
}
