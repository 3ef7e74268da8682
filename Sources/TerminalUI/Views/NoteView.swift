/// The last line while a note is written: its end, so that what is typed stays in sight.
enum NoteView {
    static func draw(_ entry: TextEntry, on canvas: inout Canvas, columns: Int, rows: Int) {
        let prompt = DisplayText(" note: ")
        let room = max(1, columns - prompt.width - 2)
        var glyphs = DisplayText(entry.text).glyphs
        while glyphs.reduce(0, { $0 + $1.width }) > room { glyphs.removeFirst() }
        let style = Style(reversed: true)
        canvas.draw(String(repeating: " ", count: columns), row: rows - 1, column: 0, style: style)
        let start = canvas.draw(prompt, row: rows - 1, column: 0, style: Style(bold: true, reversed: true))
        let end = canvas.draw(DisplayText(glyphs), row: rows - 1, column: start, style: style)
        canvas.draw("_", row: rows - 1, column: end, style: style)
        guard rows > 5 else { return }
        let help = DisplayText(" enter keeps it, esc leaves it as it was, ctrl-u clears ").truncated(to: columns)
        canvas.draw(String(repeating: " ", count: columns), row: rows - 2, column: 0)
        canvas.draw(help, row: rows - 2, column: 0, style: .dim)
    }
}
