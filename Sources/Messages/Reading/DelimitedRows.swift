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

    /// Where a row's fields stand, before anything is made of them.
    struct Places {
        /// As ``Row/line``.
        var line = 0
        var fields: [Field] = []
        /// As ``Row/leftOut``.
        var leftOut = 0
        /// All bytes of the row.
        var bytes = 0..<0
        /// As ``Row/hasTextAfterQuote``.
        var hasTextAfterQuote = false
        /// As ``Row/unclosedQuote``.
        var unclosedQuote: Int?

        /// As before any row, but with the room that there is.
        mutating func clear(line: Int, at position: Int) {
            self.line = line
            fields.removeAll(keepingCapacity: true)
            bytes = position..<position
            leftOut = 0
            hasTextAfterQuote = false
            unclosedQuote = nil
        }
    }

    /// Where a field stands.
    struct Field {
        /// Without its quotes.
        let content: Range<Int>
        var hasDoubledQuotes = false
        /// Text behind the closing quote, which is part of it.
        var tail = 0..<0

        /// Whether there is nothing in it.
        var isEmpty: Bool { content.isEmpty && tail.isEmpty }
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
        var places = Places()
        guard next(into: &places) else { return nil }
        var row = Row(line: places.line, fields: [])
        row.hasInvalidUTF8 = !areValid(places)
        row.fields = places.fields.map(text)
        row.leftOut = places.leftOut
        row.hasTextAfterQuote = places.hasTextAfterQuote
        row.unclosedQuote = places.unclosedQuote
        return row
    }

    /// Finds the next row that is not blank.
    ///
    /// - Returns: false at the end.
    /// - Complexity: as ``next()``.
    mutating func next(into row: inout Places) -> Bool {
        skipEmptyLines()
        guard position < bytes.count else { return false }
        row.clear(line: line, at: position)
        while true {
            let field = nextField(&row)
            if row.fields.count < Self.columnLimit { row.fields.append(field) } else { row.leftOut += 1 }
            row.bytes = row.bytes.lowerBound..<position
            guard position < bytes.count else { return true }
            if row.unclosedQuote == nil, bytes[position] == delimiter {
                position += 1
            } else {
                skipLineEnd()
                return true
            }
        }
    }

    /// Whether all fields of a row are UTF-8.
    ///
    /// - Complexity: O(bytes).
    func areValid(_ row: Places) -> Bool {
        if UTF8Survey.isValid(bytes, in: row.bytes) { return true }
        // What stands behind a quote may complete a character that stands before it.
        guard row.hasTextAfterQuote, row.leftOut == 0 else { return false }
        return row.fields.allSatisfy { withBytes(of: $0) { UTF8Survey.isValid($0) } }
    }

    /// Calls `body` with what a field holds, its quotes resolved.
    func withBytes<Result>(of field: Field, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard field.hasDoubledQuotes || !field.tail.isEmpty else {
            return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[field.content])) }
        }
        let content = bytes[field.content]
        let whole = (field.hasDoubledQuotes ? Self.withoutDoubledQuotes(content) : content) + bytes[field.tail]
        return whole.withUnsafeBufferPointer(body)
    }

    /// What a field holds; bytes that are not UTF-8 are put right.
    func text(of field: Field) -> String { withBytes(of: field) { String(decoding: $0, as: UTF8.self) } }

    private static func withoutDoubledQuotes(_ raw: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var content: [UInt8] = []
        content.reserveCapacity(raw.count)
        var isSecond = false
        for byte in raw {
            isSecond = byte == UInt8(ascii: "\"") && !isSecond
            if !isSecond { content.append(byte) }
        }
        return content[...]
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

    private func lineEnd(from start: Int) -> Int { bytes.lineEnd(from: start) }

    private func fieldEnd(from start: Int) -> Int { bytes.lineEnd(from: start, or: delimiter) }

    private var isTabbed: Bool { delimiter == UInt8(ascii: "\t") }

    private func behindSpaces(_ start: Int) -> Int {
        var place = start
        while place < bytes.count, bytes[place] == 0x20, delimiter != 0x20 { place += 1 }
        return place
    }

    // MARK: Fields

    private mutating func nextField(_ row: inout Places) -> Field {
        let quote = UInt8(ascii: "\"")
        let opening = isTabbed ? position : behindSpaces(position)
        guard opening < bytes.count, bytes[opening] == quote else { return unquotedField() }
        guard let quoted = Quoted(in: bytes, from: opening + 1) else { return brokenField(&row) }
        let behind = isTabbed ? quoted.end : behindSpaces(quoted.end)
        let isWhole = behind == bytes.count || bytes[behind] == delimiter || bytes[behind].isLineEnd
        guard quoted.lineEndCount == 0 || !swallowsRows(opening..<quoted.end, isWhole: isWhole) else {
            return brokenField(&row)
        }
        if isWhole {
            line += quoted.lineEndCount
            position = behind
            return Field(content: quoted.content, hasDoubledQuotes: quoted.hasDoubledQuotes)
        }
        if isTabbed { return unquotedField() }
        row.hasTextAfterQuote = true
        line += quoted.lineEndCount
        position = fieldEnd(from: quoted.end)
        return Field(
            content: quoted.content, hasDoubledQuotes: quoted.hasDoubledQuotes, tail: quoted.end..<position)
    }

    private mutating func unquotedField() -> Field {
        let start = position
        position = fieldEnd(from: start)
        return Field(content: start..<position)
    }

    /// A field whose quote is not closed: text in TSV; else it and its row end with the line.
    private mutating func brokenField(_ row: inout Places) -> Field {
        if isTabbed { return unquotedField() }
        row.unclosedQuote = line
        let start = position
        position = lineEnd(from: start)
        return Field(content: start..<position)
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

    /// What stands between two quotes.
    private struct Quoted {
        /// Behind the opening quote.
        let start: Int
        /// Behind the closing one.
        let end: Int
        private(set) var lineEndCount = 0
        private(set) var hasDoubledQuotes = false

        /// - Returns: nil where no quote closes.
        init?(in bytes: [UInt8], from start: Int) {
            self.start = start
            var place = start
            while true {
                place = bytes.lineEnd(from: place, or: UInt8(ascii: "\""))
                guard place < bytes.count else { return nil }
                if bytes[place] != UInt8(ascii: "\"") {
                    lineEndCount += 1
                    place = bytes.behindLineEnd(at: place)
                } else if place + 1 < bytes.count, bytes[place + 1] == UInt8(ascii: "\"") {
                    hasDoubledQuotes = true
                    place += 2
                } else {
                    end = place + 1
                    return
                }
            }
        }

        var content: Range<Int> { start..<end - 1 }
    }
}
