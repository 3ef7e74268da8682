extension Canvas {
    /// Draws some rows of another canvas with their top left cell at `row` and `column`; its blank cells leave what
    /// is there.
    ///
    /// - Complexity: O(cells that are drawn).
    mutating func draw(_ other: Canvas, rows source: Range<Int>, row: Int, column: Int) {
        for sourceRow in source.clamped(to: 0..<other.rows) {
            for sourceColumn in 0..<other.columns {
                let cell = other[sourceRow, sourceColumn]
                guard cell != Cell(), !cell.text.isEmpty else { continue }
                // A wide glyph is followed by the cell without text that it covers.
                let isWide = sourceColumn + 1 < other.columns && other[sourceRow, sourceColumn + 1].text.isEmpty
                draw(
                    DisplayText(CollectionOfOne(DisplayText.Glyph(text: cell.text, width: isWide ? 2 : 1, offset: 0))),
                    row: row + sourceRow - source.lowerBound, column: column + sourceColumn, style: cell.style)
            }
        }
    }

    /// Canvases below each other, with blank rows between them.
    init(below blocks: [Canvas], gap: Int = 0) {
        let height = blocks.reduce(0) { $0 + $1.rows } + gap * max(0, blocks.count - 1)
        self.init(columns: blocks.map(\.columns).max() ?? 0, rows: height)
        var row = 0
        for block in blocks {
            draw(block, rows: 0..<block.rows, row: row, column: 0)
            row += block.rows + gap
        }
    }

    /// Canvases side by side, with blank columns between them.
    init(beside blocks: [Canvas], gap: Int) {
        let width = blocks.reduce(0) { $0 + $1.columns } + gap * max(0, blocks.count - 1)
        self.init(columns: width, rows: blocks.map(\.rows).max() ?? 0)
        var column = 0
        for block in blocks {
            draw(block, rows: 0..<block.rows, row: 0, column: column)
            column += block.columns + gap
        }
    }

    /// A text broken into lines; those after the first stand `indent` columns to the right.
    init(_ text: String, style: Style = .plain, width: Int, indent: Int = 0) {
        let indent = min(indent, max(0, width - 1))
        var lines = DisplayText.wrapped(text, width: width)
        if indent > 0, lines.count > 1 {
            let first = lines[0]
            let rest = String(DisplayText(text).glyphs.dropFirst(first.glyphs.count).map(\.text).joined())
            lines = [first] + DisplayText.wrapped(rest.trimmedFront, width: width - indent)
        }
        self.init(columns: max(0, width), rows: lines.count)
        for (row, line) in lines.enumerated() { draw(line, row: row, column: row == 0 ? 0 : indent, style: style) }
    }
}

extension String {
    fileprivate var trimmedFront: String { String(drop { $0 == " " }) }
}
