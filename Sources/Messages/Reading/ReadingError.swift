/// Why a file of messages cannot be used at all.
public enum ReadingError: Error, Hashable, CustomStringConvertible {
    case noSuchFile(path: String)
    case isDirectory(path: String)
    case notReadable(path: String, reason: String)
    case empty(path: String)
    case tooLarge(path: String, limit: Int)
    case unclosedQuote(path: String, line: Int)
    case tooManyColumns(path: String, found: Int, limit: Int)
    case missingColumn(path: String, column: String, found: [String], option: String)
    case noMessages(path: String, rows: Int, first: [ReadingProblem])
    case missingField(path: String, line: Int?, field: String, found: [String], option: String)
    case noLabels(path: String, option: String, LabelsFound)
    /// Two rows with the same id, of which digits are lost.
    case lostDigits(path: String, lines: [Int], id: String, column: String?)

    public var description: String {
        switch self {
        case .noSuchFile(let path):
            return "\(path): there is no such file"
        case .isDirectory(let path):
            return "\(path): is a directory; name a file of messages in it"
        case .notReadable(let path, let reason):
            return "\(path): cannot be read: \(reason)"
        case .empty(let path):
            return "\(path): the file is empty; expected CSV, TSV, JSON Lines or a message a line"
        case .tooLarge(let path, let limit):
            return "\(path): holds more than \(limit >> 20) MiB; split it"
        case .unclosedQuote(let path, let line):
            return "\(path), line \(line): a quote opens here and is never closed"
        case .tooManyColumns(let path, let found, let limit):
            return
                "\(path), line 1: there are \(found) columns, at most \(limit) are read; is this a table of messages?"
        case .missingColumn(let path, let column, let found, let option):
            return "\(path), line 1: there is no column '\(column)'; found \(Self.list(found)); "
                + "name another with \(option)"
        case .noMessages(let path, let rows, let first):
            let list = first.prefix(3).map { "\n  \($0)" }.joined()
            return "\(path): none of its \(rows) rows holds a message\(list)"
        case .missingField(let path, let line, let field, let found, let option):
            return "\(path)\(line.map { ", line \($0)" } ?? ""): there is no field '\(field.shortened)'; "
                + "found \(Self.list(found)); name another with \(option), inner ones as in \(option) data.text"
        case .noLabels(let path, let option, let found):
            return "\(path): \(option) needs labelled messages, and none of these has a label of the scheme; \(found)"
        case .lostDigits(let path, let lines, let id, let column):
            return "\(path), lines \(lines.map(String.init).joined(separator: " and ")): both have the id "
                + "'\(id.shortened)', of which digits are lost: whatever wrote the file took ids for numbers; read the id "
                + "column\(column.map { " '\($0.shortened)'" } ?? "") as text there (pandas: dtype=str), or name another "
                + "with --id-column; --id-column \(ColumnRole.none) counts the rows instead"
        }
    }

    /// Names, as many as fit a screen.
    static func list(_ names: [String]) -> String {
        names.isEmpty
            ? "none"
            : names.prefix(60).map(\.shortened).joined(separator: ", ")
                + (names.count > 60 ? " and \(names.count - 60) more" : "")
    }
}
