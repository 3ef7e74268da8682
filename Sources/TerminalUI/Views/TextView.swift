import Notation

/// Guidelines, help or the list of problems: a text over the whole screen that scrolls.
struct TextView: ScreenView {
    let state: ScreenState
    let glyphs: Glyphs

    private var title: String {
        switch state.open {
        case .guidelines: "guidelines: \(state.content.task)"
        case .problems: state.content.problemHeading
        case .columns: "this message"
        default: "keys"
        }
    }

    private var width: Int { max(1, min(state.columns - 2, 100)) }

    private var lines: [DisplayText] {
        switch state.open {
        case .guidelines: Self.reflowed(state.content.guidelines, width: width)
        case .problems:
            DisplayText.wrapped(
                state.content.problems.isEmpty ? "none" : state.content.problems.joined(separator: "\n"), width: width)
        case .columns: table(columns)
        default:
            table(
                state.keyMap.rows(for: state.content).map { row in
                    let why = state.keyMap.whyOff(row.action, in: state.content).map { " (not now: \($0))" } ?? ""
                    return (row.name, row.sentence + why)
                })
        }
    }

    /// A text in lines of its own width: those of its author are for another. What follows the mark of a list stands
    /// behind it.
    private static func reflowed(_ text: String, width: Int) -> [DisplayText] {
        Paragraphs(text).paragraphs.flatMap { paragraph in
            let head = DisplayText(String(paragraph.text.prefix(paragraph.indent)))
            guard head.width * 2 <= width else { return DisplayText.wrapped(paragraph.text, width: width) }
            let margin = DisplayText(String(repeating: " ", count: head.width))
            let body = String(paragraph.text.dropFirst(paragraph.indent))
            return DisplayText.wrapped(body, width: width - head.width).enumerated().map { place, line in
                DisplayText((place == 0 ? head : margin).glyphs + line.glyphs)
            }
        }
    }

    private var columns: [(name: String, value: String)] {
        guard let card = state.content.card else { return [("", "there is no message")] }
        return [("id", card.id), ("text", card.text)] + card.columns.map { ($0.name, $0.value) }
            + [("why", card.why), ("note", card.note.isEmpty ? "none" : card.note)]
            + (card.isChanged ? [("label", ScreenContent.changed)] : [])
            + (card.isFlagged ? [("flag", "marked for a second look")] : [])
    }

    /// Names in a column of their own, and beside each its words, wrapped under themselves.
    private func table(_ rows: [(name: String, value: String)]) -> [DisplayText] {
        let indent = 11
        guard width > indent + 8 else {
            return DisplayText.wrapped(rows.map { "\($0.name)  \($0.value)" }.joined(separator: "\n"), width: width)
        }
        return rows.flatMap { row in
            let name = DisplayText(row.name).truncated(to: indent - 1, mark: glyphs.ellipsis)
            let padding = String(repeating: " ", count: indent - name.width)
            return DisplayText.wrapped(row.value, width: width - indent).enumerated().map { index, line in
                let start =
                    index == 0
                    ? name.glyphs + DisplayText(padding).glyphs
                    : DisplayText(String(repeating: " ", count: indent)).glyphs
                return DisplayText(start + line.glyphs)
            }
        }
    }

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
        let position = "lines \(first + 1)-\(min(lines.count, first + room)) of \(lines.count)"
        canvas.draw(
            HintLine(.text, keyMap: state.keyMap).line(
                state.content.notice ?? position, columns: state.columns - 2, glyphs),
            row: state.rows - 1, column: 1, style: .dim)
    }
}
