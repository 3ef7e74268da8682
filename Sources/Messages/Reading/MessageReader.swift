import Foundation

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
    /// Chosen columns that the file may do without: then those count that are found by their names.
    public var optionalColumns: Set<ColumnRole> = []
    /// What values stand for which labels, besides their names and other spellings.
    public var labelMap = LabelMap()
    /// Whether the file is read for its labels, so that a row without one is a problem.
    public var needsLabels: Bool
    /// Bytes beyond which a file is refused.
    public var limit = 4 << 30
    /// Seconds to wait for the first byte of a pipe.
    public var patience = 60.0

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
        let bytes = try InputFile.bytes(of: path, limit: limit, patience: patience)
        return try read(bytes: bytes, path: path == "-" ? "standard input" : path)
    }

    /// Reads messages from memory.
    ///
    /// - Parameter path: names the source in errors; a `.txt` ending makes lines with commas plain text.
    public func read(bytes: [UInt8], path: String) throws(ReadingError) -> ReadMessages {
        guard bytes.contains(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
            throw .empty(path: path)
        }
        var collected = CollectedMessages(
            path: path, format: format(of: bytes, path: path), spellings: LabelSpellings(scheme, labelMap),
            needsLabels: needsLabels)
        switch collected.format {
        case .csv: try readDelimited(bytes, UInt8(ascii: ","), into: &collected)
        case .tsv: try readDelimited(bytes, UInt8(ascii: "\t"), into: &collected)
        case .json, .jsonLines: try readJSON(bytes, into: &collected)
        case .plainText, .fastText: readLines(bytes, into: &collected)
        }
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
        if ending == "txt" || ending == "text" { return .plainText }
        for (format, delimiter) in [(MessageFormat.tsv, UInt8(ascii: "\t")), (.csv, UInt8(ascii: ","))] {
            var rows = DelimitedRows(Array(start), delimiter: delimiter)
            guard let first = try? rows.next(), first.fields.count > 1 || ending == "csv" || ending == "tsv" else {
                continue
            }
            if first.fields.count == 1, format.rawValue.lowercased() != ending { continue }
            if header(first.fields) != nil || isReference(first.fields) || ending == "csv" || ending == "tsv" {
                return format
            }
        }
        return .plainText
    }

    // MARK: CSV and TSV

    private struct Columns {
        var id: Int?
        var text: Int
        var label: Int?
        var others: [Int]
        var count: Int

        func names(in header: [String]) -> [ColumnRole: String] {
            [ColumnRole.id: id, .text: text, .label: label].compactMapValues { place in place.map { header[$0] } }
        }
    }

    /// The columns of a header row; nil when the row has no text column by any known name.
    private func header(_ fields: [String]) -> Columns? {
        let names = fields.map(ColumnRole.folded)
        func find(_ chosen: String?, _ role: ColumnRole) -> Int? {
            if let chosen {
                if let found = names.firstIndex(of: ColumnRole.folded(chosen)) { return found }
                if !optionalColumns.contains(role) || chosen == ColumnRole.none { return nil }
            }
            return role.names.lazy.compactMap { names.firstIndex(of: $0) }.first
        }
        guard let text = find(textColumn, .text) else { return nil }
        let id = find(idColumn, .id)
        let label = find(labelColumn, .label)
        let others = names.indices.filter { $0 != id && $0 != text && $0 != label }
        return Columns(id: id, text: text, label: label, others: others, count: fields.count)
    }

    /// Whether a row is one of the reference's: id, text, label, strategy, confidence, without a header.
    private func isReference(_ fields: [String]) -> Bool {
        guard fields.count == 5, !fields[0].isEmpty, header(fields) == nil else { return false }
        return fields[2].isEmpty || scheme.index(ofName: fields[2]) != nil
    }

    private func readDelimited(
        _ bytes: [UInt8], _ delimiter: UInt8, into collected: inout CollectedMessages
    ) throws(ReadingError) {
        var rows = DelimitedRows(bytes, delimiter: delimiter)
        do {
            guard let first = try rows.next() else { return }
            guard first.leftOut == 0 else {
                throw ReadingError.tooManyColumns(
                    path: collected.path, found: first.fields.count + first.leftOut, limit: DelimitedRows.columnLimit)
            }
            let columns: Columns
            if isReference(first.fields) {
                columns = Columns(id: 0, text: 1, label: 2, others: [], count: 5)
                add(first, columns, into: &collected)
            } else {
                let named = try checkedHeader(first.fields, path: collected.path)
                columns = withLabel(named, header: first.fields, before: rows)
                collected.take(columns.names(in: first.fields), of: first.fields)
                collected.pool = MessagePool(
                    fieldNames: columns.others.map { first.fields[$0].trimmingCharacters(in: .whitespaces) })
            }
            collected.idsAreLines = columns.id == nil
            while let row = try rows.next() { add(row, columns, into: &collected) }
        } catch let error as DelimitedRows.UnclosedQuote {
            throw .unclosedQuote(path: collected.path, line: error.line)
        } catch let error as ReadingError {
            throw error
        } catch {
            throw .notReadable(path: collected.path, reason: "\(error)")
        }
    }

    private func checkedHeader(_ fields: [String], path: String) throws(ReadingError) -> Columns {
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

    /// The columns with that of the label, where its name alone does not tell: a column that may be about something else is
    /// the label's where a label stands in it; and in a file that is read for its labels, one is that holds nothing else.
    private func withLabel(_ columns: Columns, header: [String], before rows: DelimitedRows) -> Columns {
        let name = columns.label.map { ColumnRole.folded(header[$0]) }
        if let name, labelColumn.map(ColumnRole.folded) == name || ColumnRole.certainLabelNames.contains(name) {
            return columns
        }
        if name != nil, needsLabels { return columns }
        guard name != nil || needsLabels else { return columns }
        var rows = rows
        var spellings = LabelSpellings(scheme, labelMap)
        var counts = columns.others.map { _ in (labels: 0, outside: 0) }
        var isLabel = false
        for _ in 0..<Self.telling {
            guard let row = try? rows.next() else { break }
            guard row.fields.count >= columns.count else { continue }
            if let label = columns.label, case .label = spellings.meaning(of: row.fields[label]) { isLabel = true }
            for (place, column) in columns.others.enumerated() {
                let value = row.fields[column]
                // A number says nothing of what it is about.
                guard !value.isEmpty, Double(value) == nil else { continue }
                if case .label = spellings.meaning(of: value) {
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

    private func add(_ row: DelimitedRows.Row, _ columns: Columns, into collected: inout CollectedMessages) {
        if row.fields.count != columns.count {
            collected.report(
                row.line, .wrongColumnCount(found: row.fields.count, expected: columns.count))
            guard row.fields.count > columns.count else { return }
        }
        if row.hasInvalidUTF8 { collected.report(row.line, .invalidUTF8) }
        if row.hasTextAfterQuote { collected.report(row.line, .textAfterQuote) }
        collected.add(
            line: row.line, id: columns.id.map { row.fields[$0] } ?? String(row.line), text: row.fields[columns.text],
            label: columns.label.map { row.fields[$0] }, others: columns.others.map { row.fields[$0] })
    }

    // MARK: Lines

    private func forEachLine(_ bytes: [UInt8], _ body: (Int, ArraySlice<UInt8>) -> Void) {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 1
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            var line = bytes[start..<end]
            if line.last == 0x0D { line.removeLast() }
            body(number, line)
            start = end + 1
            number += 1
        }
    }

    private func readLines(_ bytes: [UInt8], into collected: inout CollectedMessages) {
        collected.idsAreLines = true
        forEachLine(bytes) { number, line in
            guard line.contains(where: { $0 > 0x20 }) else { return }
            let text = String(validating: line, as: UTF8.self)
            if text == nil { collected.report(number, .invalidUTF8) }
            let whole = text ?? String(decoding: line, as: UTF8.self)
            let (label, rest) = collected.format == .fastText ? Self.fastText(whole) : (nil, whole)
            collected.add(line: number, id: String(number), text: rest, label: label, others: [])
        }
    }
}
