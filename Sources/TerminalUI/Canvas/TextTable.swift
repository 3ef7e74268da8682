/// Rows of short texts in aligned columns: the first column to the left, the others to the right.
struct TextTable {
    let header: [String]
    /// Each row as long as the header.
    let rows: [[String]]
    /// Where a cell stands out, by row and column.
    let isBold: (Int, Int) -> Bool

    /// Blank columns between two columns.
    var gap = 3

    /// Columns of the widest text of each column.
    private let widths: [Int]

    /// - Complexity: O(characters).
    init(header: [String], rows: [[String]], isBold: @escaping (Int, Int) -> Bool = { _, _ in false }) {
        self.header = header
        self.rows = rows
        self.isBold = isBold
        widths = header.indices.map { column in
            ([header] + rows).map { $0.indices.contains(column) ? DisplayText($0[column]).width : 0 }.max() ?? 0
        }
    }

    /// Columns that the table takes with every text at its full length.
    var width: Int { widths.reduce(0, +) + gap * max(0, header.count - 1) }

    /// The table, or where it is wider than `limit` a sentence for each row: its first text, and each other one
    /// behind its column's title.
    func canvas(limit: Int) -> Canvas {
        guard width <= limit else {
            return Canvas(
                below: rows.map { row in
                    let pairs = zip(header, row).dropFirst().map { $0 + " " + $1 }.joined(separator: ", ")
                    return Canvas("\(row.first ?? ""): \(pairs)", width: limit, indent: 2)
                })
        }
        var canvas = Canvas(columns: width, rows: rows.count + 1)
        for (index, row) in ([header] + rows).enumerated() {
            var column = 0
            for (place, text) in row.prefix(header.count).enumerated() {
                let text = DisplayText(text)
                let style: Style = index == 0 ? .dim : isBold(index - 1, place) ? .bold : .plain
                canvas.draw(
                    text, row: index, column: column + (place == 0 ? 0 : widths[place] - text.width), style: style)
                column += widths[place] + gap
            }
        }
        return canvas
    }
}
