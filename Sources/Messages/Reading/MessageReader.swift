import Foundation
import Threads

/// Reads messages from files in any of the known formats, told apart by content.
public struct MessageReader: Sendable {
    /// What labels in the file may be called.
    public var scheme: LabelScheme
    /// Columns to use instead of those found by their names.
    public var idColumn: String?
    /// Likewise for the text.
    public var textColumn: String?
    /// Likewise for the label.
    public var labelColumn: String?
    /// Columns of 0 and 1 that stand for a label each, in a task of several labels a message; nil for those that are found by their
    /// names where every label has one.
    public var labelColumns: LabelColumns?
    /// Chosen columns that the file may do without: then those count that are found by their names.
    public var optionalColumns: Set<ColumnRole> = []
    /// What values stand for which labels, besides their names and other spellings.
    public var labelMap = LabelMap()
    /// Whether the file is read for its labels, so that a row without one is a problem.
    public var needsLabels: Bool
    /// How files are written that have no byte order mark; nil for UTF-8, and to refuse what is not.
    public var encoding: CharacterEncoding?
    /// What stands before the encoding's name on the command line, for errors: `--encoding training:`.
    public var encodingOption = "--encoding "
    /// Told how far the reading has come, and asked whether to go on.
    public var monitor: WorkMonitor?
    /// Bytes beyond which a file is refused.
    public var limit = 4 << 30
    /// Seconds to wait for the first byte of a pipe.
    public var patience = 60.0
    /// At most so many read a large table; what is read does not depend on it.
    public var threads = ProcessInfo.processInfo.activeProcessorCount
    /// Bytes of a table that a thread reads at once.
    var pieceSize = TablePieces.pieceSize

    /// What Prodigy writes under ``answerName`` where the label that it showed was not accepted.
    static let answerName = "answer"
    static let refusals: Set<String> = ["reject", "ignore"]

    public init(
        scheme: LabelScheme, idColumn: String? = nil, textColumn: String? = nil, labelColumn: String? = nil,
        needsLabels: Bool = false
    ) {
        self.needsLabels = needsLabels
        self.scheme = scheme
        self.idColumn = idColumn
        self.textColumn = textColumn
        self.labelColumn = labelColumn
    }

    /// Reads a file; `-` is standard input.
    ///
    /// - Throws: ``ReadingError``.
    /// - Complexity: O(bytes).
    public func read(path: String) throws(ReadingError) -> ReadMessages {
        let bytes = try InputFile.bytes(of: path, limit: limit, patience: patience, monitor: monitor)
        return try read(bytes: bytes, path: path == "-" ? "standard input" : path)
    }

    /// Reads messages from memory.
    ///
    /// - Parameter path: names the source in errors; a `.txt` ending makes lines with commas plain text.
    public func read(bytes: [UInt8], path: String) throws(ReadingError) -> ReadMessages {
        if labelColumns != nil, !scheme.isSeveral { throw .labelColumnsInTaskOfOne(path: path) }
        let bytes = try text(of: bytes, path: path)
        guard bytes.contains(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
            throw .empty(path: path)
        }
        var collected = CollectedMessages(
            path: path, format: format(of: bytes, path: path), spellings: LabelSpellings(scheme, labelMap),
            needsLabels: needsLabels)
        collected.pool.reserveCapacity(bytes: bytes.count)
        switch collected.format {
        case .csv, .tsv:
            if let table = table(in: bytes, path: path) { try readDelimited(bytes, table, into: &collected) }
        case .json, .jsonLines: try readJSON(bytes, into: &collected)
        case .plainText, .fastText: readLines(bytes, into: &collected)
        }
        try checkCancellation(path)
        return try collected.result()
    }

    // MARK: Recognition

    /// The format of a file, from its first lines.
    func format(of bytes: [UInt8], path: String) -> MessageFormat {
        let start = bytes.prefix(1 << 16).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if start.first == UInt8(ascii: "{") { return .jsonLines }
        let ending = path.lowercased().split(separator: ".").last.map(String.init) ?? ""
        if start.first == UInt8(ascii: "["),
            ending == "json" || start.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
        {
            return .json
        }
        if start.starts(with: Self.fastTextMark.utf8) { return .fastText }
        return table(in: bytes, path: path)?.format ?? .plainText
    }

    // MARK: CSV and TSV

    /// The columns of a header row; nil when the row has no text column by any known name.
    func header(_ fields: [String]) -> TableColumns? {
        let names = fields.map(ColumnRole.folded)
        func find(_ chosen: String?, _ role: ColumnRole) -> Int? {
            if let chosen {
                if let found = names.firstIndex(of: ColumnRole.folded(chosen)) { return found }
                if !optionalColumns.contains(role) || chosen == ColumnRole.none { return nil }
            }
            return role.names(several: scheme.isSeveral).lazy.compactMap { names.firstIndex(of: $0) }.first
        }
        guard let text = find(textColumn, .text) else { return nil }
        let id = find(idColumn, .id)
        let label = find(labelColumn, .label)
        let others = names.indices.filter { $0 != id && $0 != text && $0 != label }
        return TableColumns(id: id, text: text, label: label, others: others, count: fields.count)
    }

    /// Whether a row is one of the reference's: id, text, label, strategy, confidence, without a header.
    func isReference(_ fields: [String]) -> Bool {
        guard fields.count == 5, !fields[0].isEmpty, header(fields) == nil else { return false }
        if fields[2].isEmpty || scheme.index(ofName: fields[2]) != nil { return true }
        var spellings = LabelSpellings(scheme, labelMap)
        return scheme.isSeveral && spellings.isAboutLabels(.text(fields[2]))
    }

    private func readDelimited(
        _ bytes: [UInt8], _ table: TableLayout, into collected: inout CollectedMessages
    ) throws(ReadingError) {
        var rows = table.rows(of: bytes)
        guard var first = rows.next() else { return }
        guard first.leftOut == 0 else {
            throw .tooManyColumns(
                path: collected.path, found: first.fields.count + first.leftOut, limit: DelimitedRows.columnLimit)
        }
        if let line = first.unclosedQuote { throw .unclosedQuote(path: collected.path, line: line) }
        let columns: TableColumns
        if isReference(first.fields) {
            columns = TableColumns(id: 0, text: 1, label: 2, others: [], count: 5)
            // It has no header: the first row is a message as well.
            var (again, row) = (table.rows(of: bytes), DelimitedRows.Places())
            var packed = PackedMessages()
            if again.next(into: &row) {
                collected.add(TakenRow(row, of: again, columns, into: &packed), of: packed)
            }
        } else {
            if table.hasNamelessColumn { first.fields.insert("", at: 0) }
            let named = try checkedHeader(first.fields, path: collected.path)
            columns = try withLabels(named, header: first.fields, before: rows, path: collected.path)
            collected.take(columns.names(in: first.fields), of: first.fields)
            collected.pool = MessagePool(
                fieldNames: columns.others.map { place in
                    let name = first.fields[place].trimmingCharacters(in: .whitespaces)
                    return name.isEmpty ? "column \(place + 1)" : name
                })
            collected.pool.reserveCapacity(bytes: bytes.count)
        }
        rows.width = columns.count
        collected.idsAreLines = columns.id == nil
        let progress = progress(over: bytes.count)
        var told = 0
        func take(_ row: TakenRow, of packed: PackedMessages, _ done: Int) -> Bool {
            collected.add(row, of: packed)
            guard done - told > 1 << 20 else { return true }
            told = done
            return progress(told)
        }
        guard threads > 1, bytes.count > TablePieces.leastPieces * pieceSize else {
            var row = DelimitedRows.Places()
            while rows.next(into: &row) {
                var packed = PackedMessages()
                let taken = TakenRow(row, of: rows, columns, into: &packed)
                guard take(taken, of: packed, rows.position) else { return }
            }
            return
        }
        var pieces = TablePieces(
            bytes, delimiter: table.delimiter, behind: rows, columns: columns, pieceSize: pieceSize, threads: threads)
        pieces.forEach(take)
    }

    private func checkedHeader(_ fields: [String], path: String) throws(ReadingError) -> TableColumns {
        guard let columns = header(fields) else {
            throw .missingColumn(path: path, column: textColumn ?? "text", found: fields, option: "--text-column")
        }
        if let idColumn, columns.id == nil, idColumn != ColumnRole.none, !optionalColumns.contains(.id) {
            throw .missingColumn(path: path, column: idColumn, found: fields, option: "--id-column")
        }
        if let labelColumn, columns.label == nil, !optionalColumns.contains(.label) {
            throw .missingColumn(path: path, column: labelColumn, found: fields, option: "--label-column")
        }
        return columns
    }

    /// Rows that tell what a column is about.
    private static let telling = 200

    /// The columns with those that labels are read from.
    private func withLabels(
        _ columns: TableColumns, header: [String], before rows: DelimitedRows, path: String
    ) throws(ReadingError) -> TableColumns {
        let marks = try marks(in: header, besides: columns, path: path)
        let name = columns.label.map { ColumnRole.folded(header[$0]) }
        // A list goes before columns that nobody has named; these are labels all the same, and no part of the message.
        let isList = name.map { labelColumn != nil || ColumnRole.isCertain($0, several: true) } ?? false
        var columns = columns
        columns.others.removeAll { place in marks.contains { $0.place == place } }
        if marks.isEmpty || labelColumns == nil && isList {
            columns = withLabel(columns, header: header, before: rows)
        } else {
            if let label = columns.label, !isList, !marks.contains(where: { $0.place == label }) {
                columns.others = (columns.others + [label]).sorted()
            }
            columns.label = nil
            columns.marks = marks.map { ($0.label, LabelSpellings.trimmed(header[$0.place][...]), $0.place) }
        }
        columns.isNoneWhenEmpty =
            scheme.isSeveral && columns.label.map { ColumnRole.folded(header[$0]) } == ColumnRole.listName
        return columns
    }

    /// The columns with that of the label, where its name alone does not tell: a column that may be about something else is
    /// the label's where a label stands in it; and in a file that is read for its labels, one is that holds nothing else.
    private func withLabel(_ columns: TableColumns, header: [String], before rows: DelimitedRows) -> TableColumns {
        let name = columns.label.map { ColumnRole.folded(header[$0]) }
        if let name,
            labelColumn.map(ColumnRole.folded) == name || ColumnRole.isCertain(name, several: scheme.isSeveral)
        {
            return columns
        }
        if name != nil, needsLabels { return columns }
        guard name != nil || needsLabels else { return columns }
        var rows = rows
        var spellings = LabelSpellings(scheme, labelMap)
        var counts = columns.others.map { _ in (labels: 0, outside: 0) }
        var isLabel = false
        for _ in 0..<Self.telling {
            guard let row = rows.next() else { break }
            guard row.fields.count >= columns.count else { continue }
            if let label = columns.label, spellings.isOfLabels(row.fields[label]) { isLabel = true }
            for (place, column) in columns.others.enumerated() {
                let value = row.fields[column]
                // A number says nothing of what it is about.
                guard !value.isEmpty, Double(value) == nil else { continue }
                if spellings.isOfLabels(value) {
                    counts[place].labels += 1
                } else {
                    counts[place].outside += 1
                }
            }
        }
        var columns = columns
        if let label = columns.label {
            guard !isLabel else { return columns }
            columns.label = nil
            columns.others = (columns.others + [label]).sorted()
        } else if let place = counts.firstIndex(where: { $0.labels > 1 && $0.outside == 0 }) {
            columns.label = columns.others.remove(at: place)
        }
        return columns
    }

    // MARK: Lines

    private func forEachLine(_ bytes: [UInt8], _ body: (Int, ArraySlice<UInt8>) -> Void) {
        var start = bytes.markLength
        var (number, told) = (1, 0)
        let progress = progress(over: bytes.count)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(where: \.isLineEnd) ?? bytes.count
            body(number, bytes[start..<end])
            start = bytes.behindLineEnd(at: end)
            number += 1
            guard start - told > 1 << 20 else { continue }
            told = start
            guard progress(told) else { return }
        }
    }

    private func readLines(_ bytes: [UInt8], into collected: inout CollectedMessages) {
        collected.idsAreLines = true
        forEachLine(bytes) { number, line in
            guard line.contains(where: { $0 > 0x20 }) else { return }
            let text = String(validating: line, as: UTF8.self)
            if text == nil { collected.report(number, .invalidUTF8) }
            let whole = text ?? String(decoding: line, as: UTF8.self)
            let (labels, rest) = collected.format == .fastText ? Self.fastText(whole) : ([], whole)
            collected.add(
                line: number, id: String(number), text: rest, label: labels.isEmpty ? nil : .list(labels), others: [])
        }
    }
}
