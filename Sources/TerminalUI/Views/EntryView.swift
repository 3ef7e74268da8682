/// The last line while something is written: the part around the cursor, so that what is typed stays in sight.
struct EntryView: ScreenView {
    let entry: TextEntry
    let purpose: ScreenState.Purpose
    /// What there is to say of the recipe that is written.
    let check: ScreenContent.RecipeCheck?
    /// What stands above.
    let above: any ScreenView

    var scrollLimit: Int { above.scrollLimit }
    var messages: MessagesOnScreen { MessagesOnScreen(rows: above.messages.rows) }

    private var prompt: String {
        switch purpose {
        case .note: " note: "
        case .place: " save as: "
        case .recipe: " recipe: "
        }
    }

    private var help: String {
        let (keep, leave, clear) = (EntryKey.keep.name, EntryKey.leave.name, EntryKey.clear.name)
        return switch purpose {
        case .note: " \(keep) keeps it, \(leave) leaves it as it was, \(clear) clears "
        case .recipe: " \(keep) takes it, \(leave) goes back, \(clear) clears; such as atlas=15,random=5 "
        case .place: " \(keep) saves the whole journal there, \(leave) goes on as it is, \(clear) clears "
        }
    }

    /// Where that does not fit.
    private var shortHelp: String {
        let keep =
            switch purpose {
            case .note: "keep"
            case .recipe: "take"
            case .place: "save"
            }
        return "\(EntryKey.keep.name): \(keep)  \(EntryKey.leave.name): back  \(EntryKey.clear.name): clear"
    }

    func draw(on canvas: inout Canvas) {
        above.draw(on: &canvas)
        let (columns, rows) = (canvas.columns, canvas.rows)
        let prompt = DisplayText(prompt)
        let room = max(1, columns - prompt.width - 2)
        let (text, behind) = entry.parts
        var glyphs = DisplayText(text).glyphs
        while glyphs.reduce(0, { $0 + $1.width }) > room { glyphs.removeFirst() }
        let style = Style(reversed: true)
        canvas.draw(String(repeating: " ", count: columns), row: rows - 1, column: 0, style: style)
        let start = canvas.draw(prompt, row: rows - 1, column: 0, style: Style(bold: true, reversed: true))
        let end = canvas.draw(DisplayText(glyphs), row: rows - 1, column: start, style: style)
        let rest = DisplayText(behind).glyphs
        guard let next = rest.first else {
            canvas.draw("_", row: rows - 1, column: end, style: style)
            return drawHelp(on: &canvas)
        }
        let column = canvas.draw(
            DisplayText([next]), row: rows - 1, column: end, style: Style(bold: true, underlined: true))
        canvas.draw(DisplayText(rest.dropFirst()), row: rows - 1, column: column, style: style)
        drawHelp(on: &canvas)
    }

    private func drawHelp(on canvas: inout Canvas) {
        let (columns, rows) = (canvas.columns, canvas.rows)
        guard rows > 5 else { return }
        let problem = isRecipe ? check?.problem : nil
        let most = problem == nil ? 1 : min(4, rows - 4)
        let help = DisplayText(help).width <= columns ? help : shortHelp
        let lines = DisplayText.wrapped(problem ?? help, width: columns - 2)
        for (offset, line) in lines.prefix(most).enumerated() {
            let row = rows - 1 - min(most, lines.count) + offset
            canvas.draw(String(repeating: " ", count: columns), row: row, column: 0)
            canvas.draw(line, row: row, column: 1, style: problem == nil ? .dim : .warning)
        }
    }

    private var isRecipe: Bool { if case .recipe = purpose { true } else { false } }
}
