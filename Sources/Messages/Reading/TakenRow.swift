/// What a row of a table says, whichever rows stand before it.
struct TakenRow: Sendable {
    /// What becomes a message unless the row's id came before, or id or text are empty.
    struct Cells: Sendable {
        let message: PackedMessages.Place
        let label: GivenLabels?
    }

    /// Line on which the row begins, or on which a quote opens that is not closed.
    var line: Int
    private(set) var problems: [ReadingProblem.Kind] = []
    private(set) var cells: Cells?

    /// - Parameters:
    ///   - row: fields of `rows`.
    ///   - packed: gets the message.
    init(
        _ row: DelimitedRows.Places, of rows: DelimitedRows, _ columns: TableColumns, into packed: inout PackedMessages
    ) {
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
        let isValid = rows.areValid(row)
        if !isValid { problems.append(.invalidUTF8) }
        if row.hasTextAfterQuote { problems.append(.textAfterQuote) }
        let message = packed.append(
            hasID: columns.id != nil, fieldCount: columns.others.count, isValid: isValid
        ) { piece, store in
            let place =
                switch piece {
                case 0: columns.id ?? 0
                case 1: columns.text
                default: columns.others[piece - 2]
                }
            if place < found {
                rows.withBytes(of: row.fields[place], store)
            } else {
                store(UnsafeBufferPointer(start: nil, count: 0))
            }
        }
        cells = Cells(message: message, label: Self.labels(of: row, rows, columns))
    }
}

extension TakenRow {
    /// What a row says of its labels; nil where no column is about them.
    private static func labels(
        of row: DelimitedRows.Places, _ rows: DelimitedRows, _ columns: TableColumns
    ) -> GivenLabels? {
        func field(_ place: Int) -> String? {
            guard row.fields.indices.contains(place) else { return nil }
            return rows.text(of: row.fields[place])
        }
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
