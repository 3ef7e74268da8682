/// Reads messages that stand on a line each, every line by itself.
///
/// ```swift
/// let reader = LineReader(format: .jsonl)
/// let bytes = Array(#"{"id":7,"text":"bridge gone"}"#.utf8)
/// let message = try reader.message(bytes[...], line: 1)
/// ```
public struct LineReader: Sendable {
    public let format: LineFormat
    /// Columns to use instead of those found by their names.
    private let idColumn: String?
    private let textColumn: String?
    private let objects: FlatObjects
    private let fields: JSONFields
    private let reader: MessageReader
    /// Of a table.
    private var table: (delimiter: UInt8, columns: TableColumns)?

    /// Bytes beyond which a line is no message, so that none fills the memory.
    public static let longestLine = 1 << 18

    public init(format: LineFormat, idColumn: String? = nil, textColumn: String? = nil) {
        self.format = format
        self.idColumn = idColumn
        self.textColumn = textColumn
        reader = MessageReader(scheme: .disaster, idColumn: idColumn, textColumn: textColumn)
        objects = FlatObjects(idColumn: idColumn, textColumn: textColumn)
        fields = JSONFields(reader)
    }

    /// Takes the line that names a table's columns.
    ///
    /// - Throws: ``ReadingError`` where none is one of texts.
    public mutating func readHeader(_ line: ArraySlice<UInt8>, path: String) throws(ReadingError) {
        var first: [String] = []
        for delimiter in format == .tsv ? [UInt8(ascii: "\t")] : Array(",;|".utf8) {
            var rows = DelimitedRows(Array(Self.withoutMark(Self.withoutReturn(line))), delimiter: delimiter)
            guard let row = rows.next(), row.leftOut == 0 else { continue }
            if row.unclosedQuote != nil { throw .unclosedQuote(path: path, line: 1) }
            if first.isEmpty { first = row.fields }
            guard let columns = reader.header(row.fields) else { continue }
            if let idColumn, columns.id == nil, idColumn != ColumnRole.none {
                throw .missingColumn(path: path, column: idColumn, found: row.fields, option: "--id-column")
            }
            table = (delimiter, columns)
            return
        }
        throw .missingColumn(
            path: path, column: textColumn ?? ColumnRole.text.rawValue, found: first, option: "--text-column")
    }

    /// The message on a line.
    ///
    /// - Parameters:
    ///   - line: its bytes, without the line feed.
    ///   - number: its place, from 1; a byte order mark before the first is passed over.
    /// - Throws: ``LineFault``.
    /// - Complexity: O(bytes).
    public func message(_ line: ArraySlice<UInt8>, line number: Int) throws(LineFault) -> MessageLine {
        func fault(_ found: String, _ expected: String) -> LineFault {
            LineFault(id: .line(number), found: found, expected: expected)
        }
        guard line.count <= Self.longestLine else {
            throw fault("more than \(Self.longestLine) bytes", "a line of at most as many")
        }
        let whole = Self.withoutReturn(number == 1 ? Self.withoutMark(line) : line)
        guard UTF8Survey.isValid(whole) else { throw fault("bytes that are not UTF-8", "UTF-8") }
        guard whole.contains(where: { $0 > 0x20 }) else { throw fault("an empty line", "a message") }
        let message: MessageLine
        switch format {
        case .lines where whole.first == UInt8(ascii: "{"), .jsonl: message = try object(whole, line: number)
        case .lines, .text: message = MessageLine(id: .line(number), written: whole)
        case .csv, .tsv: message = try row(whole, line: number)
        }
        guard message.hasMoreThanWhitespace else {
            throw LineFault(id: message.id, found: "an empty text", expected: "a message")
        }
        return message
    }

    /// The messages on some lines, in their order, each with its line's number.
    ///
    /// - Complexity: O(bytes).
    public func forEachMessage(
        in block: LineInput.Block, _ body: (Int, Result<MessageLine, LineFault>) -> Void
    ) {
        var (start, number) = (0, block.firstLine)
        while start < block.bytes.count {
            let end = block.bytes[start...].firstIndex(of: 0x0A) ?? block.bytes.count
            body(number, Result { () throws(LineFault) in try message(block.bytes[start..<end], line: number) })
            (start, number) = (end + 1, number + 1)
        }
    }

    static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.last == 0x0D ? line.dropLast() : line
    }

    static func withoutMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
    }

    // MARK: JSON

    private func object(_ line: ArraySlice<UInt8>, line number: Int) throws(LineFault) -> MessageLine {
        if let found = objects.message(in: line) {
            return MessageLine(id: found.id ?? .line(number), written: found.text)
        }
        let object = try anyObject(line, line: number)
        var fields = fields
        guard let row = fields.row(of: object) else {
            let id = fields.idAlone(in: object).map(Self.id) ?? .line(number)
            let names = JSONFields.paths(of: object).prefix(8).map { "'\($0.shortened)'" }.joined(separator: ", ")
            throw LineFault(
                id: id, found: names.isEmpty ? "an object without members" : "an object with \(names)",
                expected: textColumn.map { "a text in '\($0)'" } ?? "a text (--text-column names its member)")
        }
        let id = row.idPath.flatMap { object.value(at: $0) }.map(Self.id)
        // Whoever names it means to find lines by it again.
        if let idColumn, id == nil, idColumn != ColumnRole.none {
            throw LineFault(id: .line(number), found: "an object without '\(idColumn)'", expected: "an id there")
        }
        return MessageLine(id: id ?? .line(number), written: Array(row.text.utf8)[...])
    }

    /// The object that a line is, by the reader of files.
    private func anyObject(_ line: ArraySlice<UInt8>, line number: Int) throws(LineFault) -> JSONObject {
        let expected = "an object of JSON on one line"
        var scanner = JSONScanner(Array(line))
        do throws(JSONScanner.Fault) {
            scanner.skipSpace()
            let value = try scanner.value()
            scanner.skipSpace()
            guard scanner.byte == nil else {
                throw JSONScanner.Fault(line: 1, reason: "more stands behind it")
            }
            guard let object = value.object else {
                throw JSONScanner.Fault(line: 1, reason: "another value")
            }
            return object
        } catch {
            throw LineFault(id: .line(number), found: "no object (\(error.reason))", expected: expected)
        }
    }

    /// A number stays one where JSON has it so.
    private static func id(_ value: JSONValue) -> MessageLine.ID {
        if case .number(let digits) = value, JSONNumber.isOne(Array(digits.utf8)[...]) { return .number(digits) }
        return .text(value.scalar ?? "")
    }

    // MARK: Tables

    private func row(_ line: ArraySlice<UInt8>, line number: Int) throws(LineFault) -> MessageLine {
        guard let table else {
            throw LineFault(id: .line(number), found: "no header before it", expected: "a row of a table")
        }
        let (delimiter, columns) = table
        func fault(_ found: String, _ expected: String, _ id: MessageLine.ID? = nil) -> LineFault {
            LineFault(id: id ?? .line(number), found: found, expected: expected)
        }
        var rows = DelimitedRows(Array(line), delimiter: delimiter)
        rows.width = columns.count
        guard let row = rows.next() else { throw fault("an empty line", "a message") }
        guard row.unclosedQuote == nil else {
            throw fault("a quote that is not closed", "a row on one line (JSON Lines hold texts of several)")
        }
        guard rows.next() == nil else {
            throw fault("a carriage return between two rows", "a row on one line")
        }
        let count = row.fields.count + row.leftOut
        let isTooLong = row.leftOut > 0 || row.fields.dropFirst(columns.count).contains { !$0.isEmpty }
        guard max(columns.id ?? 0, columns.text) < row.fields.count, !isTooLong else {
            let id = columns.id.flatMap { row.fields.indices.contains($0) ? row.fields[$0] : nil }
            throw fault("\(count) fields", "\(columns.count)", id.map { .text($0) })
        }
        return MessageLine(
            id: columns.id.map { .text(row.fields[$0]) } ?? .line(number),
            written: Array(row.fields[columns.text].utf8)[...])
    }
}
