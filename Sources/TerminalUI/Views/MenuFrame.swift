/// What the menus of strategies, of options and of lists share: a list that scrolls, what there is to say of the chosen row beside or below
/// it, the recipe that is being made, and the keys.
struct MenuFrame {
    /// A key and what it does; those of higher ranks go first where there is no room.
    struct Hint {
        let text: String
        let rank: Int
        /// What is left of it on a narrow screen.
        let short: String

        init(_ text: String, rank: Int, short: String? = nil) {
            self.text = text
            self.rank = rank
            self.short = short ?? text
        }
    }

    let state: ScreenState
    let glyphs: Glyphs
    let title: String
    let rowCount: Int
    let chosen: Int
    /// Columns of the list, without what stands beside it.
    let listWidth: Int
    /// What there is to say of the chosen row, a paragraph each.
    let words: [(text: String, style: Style)]
    let hints: [Hint]
    /// The recipe that is being made, and its size; nil where none is.
    var recipe: String?

    private var isBeside: Bool { state.columns >= listWidth + 34 }

    private var hasRecipe: Bool { recipe != nil && state.rows >= 8 }

    /// The words as lines.
    private var lines: [(text: DisplayText, style: Style)] {
        let width = isBeside ? min(60, state.columns - listWidth - 4) : state.columns - 2
        guard width > 0 else { return [] }
        var lines: [(text: DisplayText, style: Style)] = []
        for (text, style) in words {
            if isBeside, !lines.isEmpty { lines.append((text: DisplayText(""), style: .plain)) }
            lines += DisplayText.wrapped(text, width: width).map { (text: $0, style: style) }
        }
        return lines
    }

    /// What is wrong with the recipe; nil for nothing.
    private var problem: String? {
        guard let check = state.content.recipeCheck, check.recipe == state.recipeInTheMaking else { return nil }
        return check.problem
    }

    private var notice: String? { state.content.notice }

    /// Rows for the words of the chosen row below the list.
    private var below: Int { isBeside ? 0 : min(lines.count, max(0, (state.rows - 4) / 3), 6) }

    /// Rows of the list.
    private var room: Int { max(1, state.rows - 2 - (hasRecipe ? 1 : 0) - (below > 0 ? below + 1 : 0)) }

    private var first: Int { max(0, min(chosen - room / 2, rowCount - room)) }

    /// The row of the list at a row of the screen.
    func position(atRow row: Int) -> Int? {
        let position = first + row - 1
        return row >= 1 && row <= room && (0..<rowCount).contains(position) ? position : nil
    }

    /// - Parameter text: what stands in a row of the list.
    func draw(on canvas: inout Canvas, row text: (Int) -> String) {
        drawTitle(on: &canvas)
        let (lines, below, room) = (lines, below, room)
        let width = state.columns - 2
        for (offset, index) in (0..<rowCount).dropFirst(first).prefix(room).enumerated() {
            let style = index == chosen ? Style(bold: true, reversed: true) : .plain
            // The whole row of the list is chosen, up to the words beside it.
            let end = isBeside && !lines.isEmpty ? listWidth + 2 : state.columns
            if index == chosen {
                canvas.draw(String(repeating: " ", count: end), row: 1 + offset, column: 0, style: style)
            }
            canvas.draw(
                DisplayText(text(index)).truncated(to: width, mark: glyphs.ellipsis), row: 1 + offset, column: 1,
                style: style)
        }
        if isBeside {
            for (offset, line) in lines.prefix(room).enumerated() {
                canvas.draw(line.text, row: 1 + offset, column: listWidth + 3, style: line.style)
            }
        } else if below > 0 {
            canvas.rule(row: 1 + room, glyphs)
            for (offset, line) in lines.prefix(below).enumerated() {
                canvas.draw(line.text, row: 2 + room + offset, column: 1, style: line.style)
            }
        }
        if hasRecipe {
            let style: Style = problem == nil ? .plain : .warning
            canvas.draw(
                DisplayText(problem ?? recipe ?? "").truncated(to: width, mark: glyphs.ellipsis), row: state.rows - 2,
                column: 1,
                style: style)
        }
        canvas.draw(
            DisplayText(notice ?? hintLine(columns: width)).truncated(to: width, mark: glyphs.ellipsis),
            row: state.rows - 1, column: 1, style: notice == nil ? .dim : Style(reversed: true))
    }

    /// The title, and the recipe in use where there is room for some of it.
    private func drawTitle(on canvas: inout Canvas) {
        let end = canvas.draw(title, row: 0, column: 1, style: .bold, limit: state.columns - 2)
        let left = state.columns - end - 3
        guard left >= 16, recipe != nil, !state.content.recipe.isEmpty else { return }
        let use = DisplayText("in use: \(state.content.recipe)").truncated(to: left, mark: glyphs.ellipsis)
        canvas.draw(use, row: 0, column: state.columns - 1 - use.width)
    }

    private func hintLine(columns: Int) -> String {
        func line(_ rank: Int, _ text: (Hint) -> String) -> String? {
            let shown = hints.filter { $0.rank <= rank }.map(text)
            return ["   ", "  "].map { shown.joined(separator: $0) }.first { DisplayText($0).width <= columns }
        }
        let ranks = (0...(hints.map(\.rank).max() ?? 0)).reversed()
        return ranks.lazy.filter { $0 >= 3 }.compactMap { line($0, \.text) }.first
            ?? ranks.lazy.compactMap { line($0, \.short) }.first ?? ""
    }
}
