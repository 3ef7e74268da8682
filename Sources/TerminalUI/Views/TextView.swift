/// Guidelines, help or the list of problems: a text over the whole screen that scrolls.
struct TextView {
    let state: ScreenState
    let glyphs: Glyphs

    private var title: String {
        switch state.open {
        case .guidelines: "guidelines: \(state.content.task)"
        case .problems: "\(state.content.problemCount) rows could not be taken as they stand"
        default: "keys"
        }
    }

    private var text: String {
        switch state.open {
        case .guidelines: state.content.guidelines
        case .problems:
            state.content.problems.isEmpty ? "none" : state.content.problems.joined(separator: "\n")
        default:
            KeyMap.rows(for: state.content).map { row in
                row.name + String(repeating: " ", count: max(1, 11 - row.name.count)) + row.sentence
            }.joined(separator: "\n")
        }
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
