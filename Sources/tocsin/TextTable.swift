import Notation

/// Rows whose cells stand below each other.
enum TextTable {
    /// A line for each row, two columns in; cells are made safe for a terminal.
    static func lines(_ rows: [[String]]) -> [String] {
        let rows = rows.map { $0.map(TerminalText.onOneLine) }
        let widths = (0..<(rows.map(\.count).max() ?? 0)).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            let line = "  " + cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
