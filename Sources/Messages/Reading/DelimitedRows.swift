/// Rows of a table whose fields stand between separators: CSV (RFC 4180), TSV, and those with semicolons or bars.
///
/// Quoted fields may hold separators, doubled quotes and line breaks; rows end with LF, CRLF or CR. A quote inside an
/// unquoted field is text, and in TSV also one at its beginning, unless the whole field is quoted. A quote that is never
/// closed, or only by that of a later row, costs its own row and no other.
struct DelimitedRows {
    struct Row {
        /// Line on which the row begins, from 1.
        let line: Int
        var fields: [String]
        /// Fields beyond ``DelimitedRows/columnLimit``, which are only counted.
        var leftOut = 0
        var hasInvalidUTF8 = false
        var hasTextAfterQuote = false
        /// Line on which a quote opens that is not closed in this row, whose fields end there.
        var unclosedQuote: Int?
    }

    /// More columns than any table of messages has; keeps a row of nothing but commas from filling the memory.
    static let columnLimit = 10_000

    /// How many fields a row has; tells a line of a quoted text from a row that a stray quote would swallow.
    var width: Int?
    /// Where the next row begins, or the empty lines before it.
    private(set) var position: Int
    private let bytes: [UInt8]
    private let delimiter: UInt8
    /// The line at ``position``.
    private(set) var line: Int

    /// - Parameters:
    ///   - start: where the first row begins; nil for the beginning, behind a byte order mark.
    ///   - line: the line that it begins on.
    init(_ bytes: [UInt8], delimiter: UInt8, from start: Int? = nil, line: Int = 1) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.line = line
        position = start ?? bytes.markLength
    }

    /// The next row that is not blank; nil at the end.
    ///
    /// - Complexity: O(bytes of the row), and of the rest of the file for the last quote that is never closed.
    mutating func next() -> Row? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        var row = Row(line: line, fields: [])
        while true {
            let field = nextField(&row)
            if row.fields.count < Self.columnLimit { row.fields.append(field) } else { row.leftOut += 1 }
            guard position < bytes.count else { return row }
            if row.unclosedQuote == nil, bytes[position] == delimiter {
                position += 1
            } else {
                skipLineEnd()
                return row
            }
        }
    }

    /// Goes on to what is not blank.
    mutating func skipEmptyLines() {
        while position < bytes.count, bytes[position].isLineEnd { skipLineEnd() }
    }

    /// Goes on behind the next line end, and what is blank there, or to a place before which there is none; whether that is within
    /// quotes, nobody asks.
    mutating func skipLine(before bound: Int) {
        while position < bound, !bytes[position].isLineEnd { position += 1 }
        skipEmptyLines()
    }

    private mutating func skipLineEnd() {
        position = bytes.behindLineEnd(at: position)
        line += 1
    }

    private func lineEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, !bytes[end].isLineEnd { end += 1 }
        return end
    }

    private func fieldEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] != delimiter, !bytes[end].isLineEnd { end += 1 }
        return end
    }

    private var isTabbed: Bool { delimiter == UInt8(ascii: "\t") }

    private func behindSpaces(_ start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] == 0x20, delimiter != 0x20 { place += 1 }
        return place
    }

    // MARK: Fields

    private mutating func nextField(_ row: inout Row) -> String {
        let quote = UInt8(ascii: "\"")
        let opening = isTabbed ? position : behindSpaces(position)
        guard opening < bytes.count, bytes[opening] == quote else { return unquotedField(&row) }
        guard let quoted = Quoted(in: bytes, from: opening + 1) else { return brokenField(&row) }
        let behind = isTabbed ? quoted.end : behindSpaces(quoted.end)
        let isWhole = behind == bytes.count || bytes[behind] == delimiter || bytes[behind].isLineEnd
        guard !swallowsRows(opening..<quoted.end, isWhole: isWhole) else { return brokenField(&row) }
        if isWhole {
            line += quoted.lineEndCount
            position = behind
            return text(quoted.content(of: bytes)[...], &row)
        }
        if isTabbed { return unquotedField(&row) }
        row.hasTextAfterQuote = true
        line += quoted.lineEndCount
        position = fieldEnd(from: quoted.end)
        return text(quoted.content(of: bytes) + bytes[quoted.end..<position], &row)
    }

    private mutating func unquotedField(_ row: inout Row) -> String {
        let start = position
        position = fieldEnd(from: start)
        return text(bytes[start..<position], &row)
    }

    /// A field whose quote is not closed: text in TSV; else it and its row end with the line.
    private mutating func brokenField(_ row: inout Row) -> String {
        if isTabbed { return unquotedField(&row) }
        row.unclosedQuote = line
        let start = position
        position = lineEnd(from: start)
        return text(bytes[start..<position], &row)
    }

    /// Whether what stands between two quotes are rows of their own rather than a text of several lines: each of its lines
    /// but the first has a row's number of fields. It takes three such lines where the second quote ends a field, as it
    /// should; where it does not, one.
    private func swallowsRows(_ quoted: Range<Int>, isWhole: Bool) -> Bool {
        guard let width, width > 1 else { return false }
        var rows = 0
        var start = lineEnd(from: quoted.lowerBound)
        while start < quoted.upperBound {
            start = bytes.behindLineEnd(at: start)
            let end = lineEnd(from: start)
            guard fieldCount(of: start..<end) == width else { return false }
            rows += 1
            start = end
        }
        return rows >= (isWhole ? 3 : 1)
    }

    private func fieldCount(of line: Range<Int>) -> Int {
        var (count, isQuoted) = (1, false)
        for place in line {
            if bytes[place] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if bytes[place] == delimiter, !isQuoted {
                count += 1
            }
        }
        return count
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ row: inout Row) -> String {
        // In one go with the decoding, as `String(validating:)` has it, it takes longer than both.
        if !UTF8Survey.isValid(bytes) { row.hasInvalidUTF8 = true }
        return bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// What stands between two quotes.
    private struct Quoted {
        /// Behind the opening quote.
        let start: Int
        /// Behind the closing one.
        let end: Int
        private(set) var lineEndCount = 0
        private var hasDoubledQuotes = false

        /// - Returns: nil where no quote closes.
        init?(in bytes: [UInt8], from start: Int) {
            self.start = start
            var place = start
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "\""):
                    guard place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") else {
                        end = place + 1
                        return
                    }
                    hasDoubledQuotes = true
                    place += 1
                // A return and a line feed end one line.
                case 0x0D where bytes.beginsPair(at: place): break
                case 0x0A, 0x0D: lineEndCount += 1
                default: break
                }
                place += 1
            }
            return nil
        }

        func content(of bytes: [UInt8]) -> ArraySlice<UInt8> {
            let raw = bytes[start..<end - 1]
            guard hasDoubledQuotes else { return raw }
            var content: [UInt8] = []
            content.reserveCapacity(raw.count)
            var isSecond = false
            for byte in raw {
                isSecond = byte == UInt8(ascii: "\"") && !isSecond
                if !isSecond { content.append(byte) }
            }
            return content[...]
        }
    }
}
