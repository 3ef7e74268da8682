/// What a row of a table says, whichever rows stand before it.
struct TakenRow: Sendable {
    /// What becomes a message unless the row's id came before, or id or text are empty.
    struct Cells: Sendable {
        /// nil where there is no such column.
        let id: String?
        let text: TakenText
        let label: GivenLabels?
        let others: [String]
    }

    /// Line on which the row begins, or on which a quote opens that is not closed.
    var line: Int
    private(set) var problems: [ReadingProblem.Kind] = []
    private(set) var cells: Cells?

    init(_ row: DelimitedRows.Row, _ columns: TableColumns) {
        line = row.unclosedQuote ?? row.line
        guard row.unclosedQuote == nil else {
            problems = [.unclosedQuote]
            return
        }
        let (found, expected) = (row.fields.count, columns.count)
        if found < expected, max(columns.id ?? 0, columns.text) >= found {
            problems = [.wrongColumnCount(found: found, expected: expected)]
            return
        }
        if found < expected {
            problems.append(.missingColumns(found: found, expected: expected))
        } else if row.leftOut > 0 || row.fields[expected...].contains(where: { !$0.isEmpty }) {
            problems.append(.wrongColumnCount(found: found + row.leftOut, expected: expected))
        }
        if row.hasInvalidUTF8 { problems.append(.invalidUTF8) }
        if row.hasTextAfterQuote { problems.append(.textAfterQuote) }
        func field(_ place: Int) -> String { row.fields.indices.contains(place) ? row.fields[place] : "" }
        cells = Cells(
            id: columns.id.map(field), text: TakenText(field(columns.text)), label: Self.labels(of: row, columns),
            others: columns.others.map(field))
    }
}

extension TakenRow {
    /// What a row says of its labels; nil where no column is about them.
    private static func labels(of row: DelimitedRows.Row, _ columns: TableColumns) -> GivenLabels? {
        func field(_ place: Int) -> String? { row.fields.indices.contains(place) ? row.fields[place] : nil }
        if !columns.marks.isEmpty {
            return .marks(
                columns.marks.map { mark in
                    GivenLabels.Mark(label: mark.label, column: mark.name, value: field(mark.place) ?? "")
                })
        }
        guard let text = columns.label.flatMap(field) else { return nil }
        return columns.isNoneWhenEmpty && text.allSatisfy(\.isWhitespace) ? .list([]) : .text(text)
    }
}

/// The text of a message, its entities decoded.
struct TakenText: Sendable {
    /// nil where there is nothing but whitespace.
    let decoded: String?

    /// - Complexity: O(bytes).
    init(_ text: String) { decoded = text.hasMoreThanWhitespace ? Entities.decoded(text) : nil }
}

/// Which columns of a table are taken for what.
struct TableColumns: Sendable {
    var id: Int?
    var text: Int
    var label: Int?
    var others: [Int]
    var count: Int
    /// Columns of 0 and 1, with the label of each.
    var marks: [(label: Int, name: String, place: Int)] = []
    /// Whether an empty cell in the label's column says that no label holds.
    var isNoneWhenEmpty = false

    func names(in header: [String]) -> [(role: ColumnRole, name: String)] {
        [(ColumnRole.id, id), (.text, text), (.label, label)].compactMap { role, place in
            place.map { (role, header[$0]) }
        } + marks.map { (ColumnRole.label, $0.name) }
    }
}
