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
    /// Whether the file is read for its labels, so that a row without one is a problem.
    public var needsLabels: Bool
    /// Bytes beyond which a file is refused.
    public var limit = 4 << 30
    /// Seconds to wait for the first byte of a pipe.
    public var patience = 60.0

    static let idNames = ["id", "textid", "message_id", "tweet_id"]
    static let textNames = ["text", "message", "tweet", "headline", "content"]
    static let labelNames = ["label", "target", "class"]

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
            path: path, format: format(of: bytes, path: path), scheme: scheme, needsLabels: needsLabels)
        switch collected.format {
        case .csv: try readDelimited(bytes, UInt8(ascii: ","), into: &collected)
        case .tsv: try readDelimited(bytes, UInt8(ascii: "\t"), into: &collected)
        case .jsonLines: readJSONLines(bytes, into: &collected)
        case .plainText: readLines(bytes, into: &collected)
        }
        return try collected.result()
    }

    // MARK: Recognition

    /// The format of a file, from its first lines.
    func format(of bytes: [UInt8], path: String) -> MessageFormat {
        let start = bytes.prefix(1 << 16).drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if start.first == UInt8(ascii: "{") { return .jsonLines }
        let ending = path.lowercased().split(separator: ".").last.map(String.init) ?? ""
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
    }

    /// The columns of a header row; nil when the row has no text column by any known name.
    private func header(_ fields: [String]) -> Columns? {
        let names = fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        func find(_ chosen: String?, _ known: [String]) -> Int? {
            if let chosen { return names.firstIndex(of: chosen.lowercased()) }
            return known.lazy.compactMap { names.firstIndex(of: $0) }.first
        }
        guard let text = find(textColumn, Self.textNames) else { return nil }
        let id = find(idColumn, Self.idNames)
        let label = find(labelColumn, Self.labelNames)
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
                columns = try checkedHeader(first.fields, path: collected.path)
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
        if let idColumn, columns.id == nil {
            throw .missingColumn(path: path, column: idColumn, found: fields, option: "--id-column")
        }
        if let labelColumn, columns.label == nil {
            throw .missingColumn(path: path, column: labelColumn, found: fields, option: "--label-column")
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
            collected.add(
                line: number, id: String(number), text: text ?? String(decoding: line, as: UTF8.self), label: nil,
                others: [])
        }
    }

    private func readJSONLines(_ bytes: [UInt8], into collected: inout CollectedMessages) {
        forEachLine(bytes) { number, line in
            guard line.contains(where: { $0 > 0x20 }) else { return }
            let object: [String: Any]
            do {
                guard let parsed = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
                    collected.report(number, .badJSON("found another value"))
                    return
                }
                object = parsed
            } catch {
                collected.report(number, .badJSON("its syntax is wrong"))
                return
            }
            func value(_ chosen: String?, _ known: [String]) -> String? {
                for name in chosen.map({ [$0] }) ?? known {
                    if let text = object[name] as? String { return text }
                    if let number = object[name] as? NSNumber { return number.stringValue }
                }
                return nil
            }
            guard let text = value(textColumn, Self.textNames) else {
                collected.report(number, .missingField(textColumn ?? "text"))
                return
            }
            let answer = labelColumn == Self.answerName ? nil : object[Self.answerName] as? String
            collected.add(
                line: number, id: value(idColumn, Self.idNames) ?? String(number), text: text,
                label: value(labelColumn, Self.labelNames), others: [],
                refusal: answer.flatMap { Self.refusals.contains($0) ? $0 : nil })
        }
    }
}
