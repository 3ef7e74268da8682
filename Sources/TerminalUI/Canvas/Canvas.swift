/// The screen as a value: a grid of cells that views draw into, without knowing a terminal.
public struct Canvas: Sendable, Hashable {
    /// A glyph and its look; the second cell of a wide glyph has no text.
    public struct Cell: Sendable, Hashable {
        /// The glyph.
        public var text = " "
        /// Its look.
        public var style = Style.plain
    }

    /// Cells of a row.
    public let columns: Int
    /// Rows of cells.
    public let rows: Int
    private var cells: [Cell]

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        cells = Array(repeating: Cell(), count: self.columns * self.rows)
    }

    /// The cell at a place; both counted from 0.
    public subscript(row: Int, column: Int) -> Cell { cells[row * columns + column] }

    /// Draws glyphs from a cell to the right; what does not fit before `limit` cells or the edge is left out, and a
    /// wide glyph is never cut in half.
    ///
    /// - Returns: the column behind the last glyph.
    @discardableResult
    public mutating func draw(
        _ text: DisplayText, row: Int, column: Int, style: Style = .plain, limit: Int = .max
    ) -> Int {
        guard row >= 0, row < rows, column >= 0 else { return column }
        let end = min(columns, limit == .max ? columns : column + max(0, limit))
        var column = column
        for glyph in text.glyphs {
            guard column + glyph.width <= end else { break }
            cells[row * columns + column] = Cell(text: glyph.text, style: style)
            if glyph.width == 2 { cells[row * columns + column + 1] = Cell(text: "", style: style) }
            column += glyph.width
        }
        return column
    }

    /// Draws a text, as above.
    @discardableResult
    public mutating func draw(
        _ text: String, row: Int, column: Int, style: Style = .plain, limit: Int = .max
    ) -> Int {
        draw(DisplayText(text), row: row, column: column, style: style, limit: limit)
    }

    /// A rule over the whole width.
    mutating func rule(row: Int, _ glyphs: Glyphs) {
        draw(String(repeating: glyphs.rule, count: columns), row: row, column: 0, style: .dim)
    }

    /// The rows as text without trailing space.
    public var lines: [String] {
        (0..<rows).map { row in
            var line = (0..<columns).map { self[row, $0].text }.joined()
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

/// The signs that differ between terminals with and without blocks and braille in their fonts.
public struct Glyphs: Sendable, Hashable {
    let rule: Character
    /// What stands for what is left out.
    public let ellipsis: String
    let dot: String
    let down: String
    let plusMinus: String
    /// Cells of a bar.
    public let full: Character
    public let empty: Character
    let steps: [Character]
    let isUnicode: Bool

    /// Blocks, braille and box drawing.
    public static let unicode = Glyphs(
        rule: "─", ellipsis: "…", dot: "·", down: "↓", plusMinus: "±", full: "█", empty: "░", steps: Array("▁▂▃▄▅▆▇█"),
        isUnicode: true)
    /// Signs that every terminal has.
    public static let ascii = Glyphs(
        rule: "-", ellipsis: "...", dot: "|", down: "v", plusMinus: "+-", full: "#", empty: ".",
        steps: Array("_.-=+*#@"), isUnicode: false)
}

extension Glyphs {
    /// The signs that a terminal of this type (TERM) is sure to have: the Linux console's fonts have at most 512, and
    /// those of the VT series no blocks.
    public init(terminalType: String) {
        let isPlain = terminalType.hasPrefix("linux") || terminalType.hasPrefix("vt")
        self = isPlain ? .ascii : .unicode
    }
}
