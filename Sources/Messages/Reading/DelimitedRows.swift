/// Rows of CSV (RFC 4180) or TSV, from bytes.
///
/// Quoted fields may hold delimiters, doubled quotes and line breaks; rows end with LF, CRLF or CR. A quote inside an
/// unquoted field is text.
struct DelimitedRows {
    struct Row {
        /// Line on which the row begins, from 1.
        let line: Int
        var fields: [String]
        /// Fields beyond ``DelimitedRows/columnLimit``, which are only counted.
        var leftOut = 0
        var hasInvalidUTF8 = false
        var hasTextAfterQuote = false
    }

    struct UnclosedQuote: Error {
        let line: Int
    }

    /// More columns than any table of messages has; keeps a row of nothing but commas from filling the memory.
    static let columnLimit = 10_000

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position: Int
    private var line = 1

    init(_ bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row that is not blank; nil at the end.
    ///
    /// - Complexity: O(bytes of the row).
    mutating func next() throws(UnclosedQuote) -> Row? {
        while position < bytes.count, isLineEnd(bytes[position]) { skipLineEnd() }
        guard position < bytes.count else { return nil }
        var row = Row(line: line, fields: [])
        while true {
            let field = try nextField(&row)
            if row.fields.count < Self.columnLimit { row.fields.append(field) } else { row.leftOut += 1 }
            guard position < bytes.count else { return row }
            if bytes[position] == delimiter {
                position += 1
            } else {
                skipLineEnd()
                return row
            }
        }
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private mutating func skipLineEnd() {
        if bytes[position] == 0x0D, position + 1 < bytes.count, bytes[position + 1] == 0x0A { position += 1 }
        position += 1
        line += 1
    }

    private mutating func nextField(_ row: inout Row) throws(UnclosedQuote) -> String {
        let quote = UInt8(ascii: "\"")
        guard position < bytes.count, bytes[position] == quote else {
            let start = position
            while position < bytes.count, bytes[position] != delimiter, !isLineEnd(bytes[position]) { position += 1 }
            return text(bytes[start..<position], &row)
        }
        if let plain = plainQuotedField() { return text(plain, &row) }
        let opened = line
        position += 1
        var content: [UInt8] = []
        while true {
            guard position < bytes.count else { throw UnclosedQuote(line: opened) }
            let byte = bytes[position]
            if byte == quote {
                guard position + 1 < bytes.count, bytes[position + 1] == quote else { break }
                position += 1
            } else if byte == 0x0A || byte == 0x0D && !(position + 1 < bytes.count && bytes[position + 1] == 0x0A) {
                line += 1
            }
            content.append(byte)
            position += 1
        }
        position += 1
        while position < bytes.count, bytes[position] != delimiter, !isLineEnd(bytes[position]) {
            row.hasTextAfterQuote = true
            content.append(bytes[position])
            position += 1
        }
        return text(content[...], &row)
    }

    /// The content of a quoted field that can be taken as it stands, as nearly every one; nil, and nothing is read, for one
    /// with doubled quotes, without a second quote, or with text behind it.
    private mutating func plainQuotedField() -> ArraySlice<UInt8>? {
        let quote = UInt8(ascii: "\"")
        let start = position + 1
        guard let end = bytes[start...].firstIndex(of: quote),
            end + 1 == bytes.count || bytes[end + 1] == delimiter || isLineEnd(bytes[end + 1])
        else { return nil }
        let content = bytes[start..<end]
        var isBehindReturn = false
        for byte in content where isLineEnd(byte) || isBehindReturn {
            // A return and a line feed end one line.
            if byte == 0x0D || byte == 0x0A && !isBehindReturn { line += 1 }
            isBehindReturn = byte == 0x0D
        }
        position = end + 1
        return content
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ row: inout Row) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        row.hasInvalidUTF8 = true
        return String(decoding: bytes, as: UTF8.self)
    }
}
