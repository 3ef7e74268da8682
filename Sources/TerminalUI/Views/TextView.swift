/// Guidelines, help or the list of problems: a text over the whole screen that scrolls.
struct TextView {
    let state: ScreenState
    let glyphs: Glyphs

    private var title: String {
        switch state.open {
        case .guidelines: "guidelines: \(state.content.task)"
        case .problems: "\(state.content.problemCount) rows could not be taken as they stand"
        case .columns: "this message"
        default: "keys"
        }
    }

    private var text: String {
        switch state.open {
        case .guidelines: state.content.guidelines
        case .problems:
            state.content.problems.isEmpty ? "none" : state.content.problems.joined(separator: "\n")
        case .columns: columns
        default:
            state.keyMap.rows(for: state.content).map { row in
                let why = state.content.whyDisabled(row.action).map { " (not now: \($0))" } ?? ""
                return row.name + String(repeating: " ", count: max(1, 11 - row.name.count)) + row.sentence + why
            }.joined(separator: "\n")
        }
    }

    private var columns: String {
        guard let card = state.content.card else { return "there is no message" }
        let rows =
            [("id", card.id), ("text", card.text)] + card.columns.map { ($0.name, $0.value) }
            + [("why", card.why), ("note", card.note.isEmpty ? "none" : card.note)]
            + (card.isFlagged ? [("flag", "marked for a second look")] : [])
        return rows.map { $0 + String(repeating: " ", count: max(1, 11 - $0.count)) + $1 }.joined(separator: "\n")
    }

    private var lines: [DisplayText] { DisplayText.wrapped(text, width: max(1, min(state.columns - 2, 100))) }
    private var room: Int { state.rows - 2 }

    var scrollLimit: Int { max(0, lines.count - room) }

    func draw(on canvas: inout Canvas) {
        canvas.draw(
            DisplayText(title).truncated(to: state.columns - 2, mark: glyphs.ellipsis), row: 0, column: 1, style: .bold)
        let lines = lines
        let first = min(state.scroll, scrollLimit)
        for (offset, line) in lines.dropFirst(first).prefix(room).enumerated() {
            canvas.draw(line, row: 1 + offset, column: 1)
        }
        let position = "lines \(first + 1)-\(min(lines.count, first + room)) of \(lines.count)   esc: back"
        canvas.draw(
            DisplayText(state.content.notice ?? position).truncated(to: state.columns - 2, mark: glyphs.ellipsis),
            row: state.rows - 1, column: 1, style: .dim)
    }
}
