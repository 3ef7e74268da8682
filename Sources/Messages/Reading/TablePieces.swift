import Threads

/// What is taken of the rows of a large table, parsed in pieces side by side: of those of ``DelimitedRows``, one for one, with
/// their lines.
///
/// Where a row begins is known only to who has read all before it: a line end may stand within quotes, and a quote may be none. So a
/// piece is parsed from where a row seems to begin, and taken only if the piece before it has ended just there; otherwise it is
/// parsed anew from where that one has ended. No table is read differently for being cut; one with odd quotes may gain nothing.
struct TablePieces {
    /// Bytes that are parsed at once.
    static let pieceSize = 1 << 18
    /// A table of fewer is read as a whole: cutting it would gain nothing that anyone notices.
    static let leastPieces = 4
    /// Pieces for each thread that are parsed while those before them are taken.
    private static let piecesAThread = 4
    /// Lines among which the beginning of a row is looked for, and rows that have to be sound behind it.
    private static let linesTried = 64
    private static let rowsTried = 3

    private let bytes: [UInt8]
    private let delimiter: UInt8
    /// Behind the header; ``DelimitedRows/position`` and the line there.
    private var position: Int
    private var line: Int
    private let columns: TableColumns
    private let pieceSize: Int
    private let threads: Int

    /// - Parameter rows: behind the header.
    init(
        _ bytes: [UInt8], delimiter: UInt8, behind rows: DelimitedRows, columns: TableColumns, pieceSize: Int,
        threads: Int
    ) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.columns = columns
        self.pieceSize = max(1, pieceSize)
        self.threads = max(1, threads)
        var rows = rows
        rows.skipEmptyLines()
        position = rows.position
        line = rows.line
    }

    /// Rows that begin in a range of bytes.
    private struct Piece: Sendable {
        /// Where the first row was taken to begin, and behind the last one.
        let start: Int
        let end: Int
        /// Line ends from the one to the other.
        let lineCount: Int
        /// With lines counted from 0.
        let rows: [TakenRow]
        let messages: PackedMessages
    }

    /// Calls `body` with each row in the order of the file, until it says no.
    ///
    /// - Parameter body: a row, the messages among which its own is, and how many bytes are done; false ends the work.
    /// - Complexity: O(bytes), most of it shared among the threads; in memory of some of the pieces.
    mutating func forEach(_ body: (TakenRow, PackedMessages, Int) -> Bool) {
        let bounds = stride(from: position, to: bytes.count, by: pieceSize).map {
            $0..<min(bytes.count, $0 + pieceSize)
        }
        let batches = Parallel.ranges(of: bounds.count, chunk: Self.piecesAThread * threads).map { Array(bounds[$0]) }
        var next = batches.first.map(parse)
        for (number, batch) in batches.enumerated() {
            let pieces = next?.result(within: nil)
            next = number + 1 < batches.count ? parse(batches[number + 1]) : nil
            for (bound, guess) in zip(batch, pieces?.get() ?? []) where position < bound.upperBound {
                let piece = guess.start == position ? guess : self.piece(from: position, to: bound.upperBound)
                for var row in piece.rows {
                    row.line += line
                    guard body(row, piece.messages, piece.end) else { return }
                }
                position = piece.end
                line += piece.lineCount
            }
        }
    }

    /// Parses some pieces, on threads of its own.
    private func parse(_ bounds: [Range<Int>]) -> LongWork<[Piece], Never> {
        LongWork { [self] in
            Parallel.map(bounds.count, threads: threads) { [self] number in
                let bound = bounds[number]
                return piece(from: likelyStart(in: bound), to: bound.upperBound)
            }
        }
    }

    private func rows(from start: Int) -> DelimitedRows {
        var rows = DelimitedRows(bytes, delimiter: delimiter, from: start, line: 0)
        rows.width = columns.count
        return rows
    }

    private func piece(from start: Int, to bound: Int) -> Piece {
        var rows = rows(from: start)
        var found: [TakenRow] = []
        var messages = PackedMessages()
        var row = DelimitedRows.Places()
        while rows.position < bound, rows.next(into: &row) {
            found.append(TakenRow(row, of: rows, columns, into: &messages))
            rows.skipEmptyLines()
        }
        return Piece(start: start, end: rows.position, lineCount: rows.line, rows: found, messages: messages)
    }

    /// Where the first row of a piece seems to begin: behind a line end, and such that some rows follow as they should be; its end
    /// where none begins.
    private func likelyStart(in bound: Range<Int>) -> Int {
        guard bound.lowerBound > position else { return position }
        var rows = rows(from: bound.lowerBound - 1)
        rows.skipLine(before: bound.upperBound)
        let first = rows.position
        for _ in 0..<Self.linesTried where rows.position < bound.upperBound {
            let start = rows.position
            if areSound(self.rows(from: start), to: bound.upperBound) { return start }
            rows.skipLine(before: bound.upperBound)
        }
        return first
    }

    private func areSound(_ rows: DelimitedRows, to bound: Int) -> Bool {
        var rows = rows
        var row = DelimitedRows.Places()
        for _ in 0..<Self.rowsTried where rows.position < bound {
            guard rows.next(into: &row) else { return true }
            guard row.fields.count == columns.count, row.leftOut == 0, row.unclosedQuote == nil, !row.hasTextAfterQuote
            else {
                return false
            }
        }
        return true
    }
}
