/// How a table is written: between which separators, and where it begins.
struct TableLayout {
    let format: MessageFormat
    let delimiter: UInt8
    /// Where the header begins, and on which line; behind a line `sep=;`, as Excel writes it.
    var start: Int?
    var line = 1
    /// Whether rows have one field more than the header, in front: the number of the row, which R writes without a name.
    var hasNamelessColumn = false

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        format = delimiter == UInt8(ascii: "\t") ? .tsv : .csv
    }

    func rows(of bytes: [UInt8]) -> DelimitedRows {
        DelimitedRows(bytes, delimiter: delimiter, from: start, line: line)
    }

    /// The first rows of a file, as one separator has them.
    struct Sample {
        let header: [String]
        let rows: [[String]]

        /// The share of rows that have as many fields as the header.
        var evenness: Double {
            guard !rows.isEmpty else { return 1 }
            return Double(rows.count { $0.count == header.count }) / Double(rows.count)
        }

        /// Whether all rows have a field more than the header, and the first one only grows, from row to row.
        var hasNamelessColumn: Bool {
            guard rows.count >= 2, rows.allSatisfy({ $0.count == header.count + 1 }) else { return false }
            let numbers = rows.map { Int($0[0]) ?? -1 }
            return numbers[0] >= 0 && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
        }
    }

    func sample(of bytes: [UInt8]) -> Sample? {
        var rows = rows(of: bytes)
        guard let first = rows.next(), first.unclosedQuote == nil else { return nil }
        rows.width = first.fields.count
        var others: [[String]] = []
        while others.count < 100, let row = rows.next() {
            if row.unclosedQuote == nil { others.append(row.fields) }
        }
        return Sample(header: first.fields, rows: others)
    }
}

extension MessageReader {
    /// The table in a file, told by its first rows; nil for messages a line.
    ///
    /// A table has a header with a column of texts, or is the reference's, or says by its name that it is one. Of several
    /// separators that would make one, that is taken with which most rows have as many fields as the header.
    func table(in bytes: [UInt8], path: String) -> TableLayout? {
        let start = Self.beginning(of: bytes)
        if let named = Self.namedSeparator(start) { return named }
        let names = path.lowercased().split(separator: ".")
        let ending = names.last { $0 != "gz" }.map(String.init) ?? ""
        let isText = ending == "txt" || ending == "text"
        let isTable = ending == "csv" || ending == "tsv"
        var best: (layout: TableLayout, rank: (Int, Double, Int))?
        for delimiter in "\t,;|".utf8 {
            var layout = TableLayout(delimiter: delimiter)
            guard let sample = layout.sample(of: start), sample.header.count > 1 else { continue }
            let columns = header(sample.header)
            layout.hasNamelessColumn = sample.hasNamelessColumn && columns?.id != 0
            let evenness = layout.hasNamelessColumn ? 1 : sample.evenness
            let isUsual = layout.format == .tsv || delimiter == UInt8(ascii: ",")
            let isKnown = columns != nil || isUsual && isReference(sample.header)
            // Elsewhere than in a table, what separates fields may as well stand in texts.
            let isEnough = isText ? layout.format == .tsv && evenness > 0.9 : isUsual || evenness > 0.9
            guard isTable || isKnown && isEnough else { continue }
            let rank = (isKnown ? 1 : 0, evenness, sample.header.count)
            if let best, best.rank >= rank { continue }
            best = (layout, rank)
        }
        if let best { return best.layout }
        return isTable ? TableLayout(delimiter: UInt8(ascii: ending == "tsv" ? "\t" : ",")) : nil
    }

    /// The first lines of a file, whole ones.
    private static func beginning(of bytes: [UInt8]) -> [UInt8] {
        let start = bytes.prefix(1 << 16)
        guard start.count < bytes.count, let end = start.lastIndex(where: \.isLineEnd) else {
            return Array(start)
        }
        return Array(start[...end])
    }

    /// What a first line such as `sep=;` says, which Excel reads and writes.
    private static func namedSeparator(_ start: [UInt8]) -> TableLayout? {
        let line = start[start.markLength...].prefix { !$0.isLineEnd }
        guard line.count == 5, line.starts(with: "sep=".utf8), let delimiter = line.last,
            delimiter == 0x09 || delimiter > 0x20 && delimiter < 0x7F && delimiter != UInt8(ascii: "\"")
        else { return nil }
        var layout = TableLayout(delimiter: delimiter)
        layout.start = min(start.count, start.behindLineEnd(at: line.endIndex))
        layout.line = 2
        return layout
    }
}
