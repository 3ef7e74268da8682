import Notation

/// Why a file of messages cannot be used at all.
public enum ReadingError: Error, Hashable, CustomStringConvertible {
    case noSuchFile(path: String)
    case isDirectory(path: String)
    case notReadable(path: String, reason: String)
    case empty(path: String)
    case tooLarge(path: String, limit: Int)
    case notText(path: String, kind: FileKind)
    /// Bytes that no text has, of a kind that has no name here; and what an encoding is named with.
    case noKnownText(path: String, option: String)
    case damagedGzip(path: String, reason: String)
    case unpacksToTooMuch(path: String, packed: Int, limit: Int)
    /// The option that names the encoding that it likely is.
    case unmarkedUTF16(path: String, option: String)
    /// Not UTF-8: the first lines that tell, how many there are, what it may be, and what an encoding is named with.
    case otherEncoding(path: String, lines: [Int], count: Int, guess: EncodingGuess?, option: String)
    /// Somebody did not want to wait for its end.
    case stopped(path: String)
    case unclosedQuote(path: String, line: Int)
    case tooManyColumns(path: String, found: Int, limit: Int)
    case missingColumn(path: String, column: String, found: [String], option: String)
    case noMessages(path: String, rows: Int, first: [ReadingProblem])
    case missingField(path: String, line: Int?, field: String, found: [String], option: String)
    case noLabels(path: String, option: String, LabelsFound)
    /// Columns of 0 and 1 are asked for, and a message has one label.
    case labelColumnsInTaskOfOne(path: String)
    /// A column of 0 and 1 is named that is no label's.
    case columnOfNoLabel(path: String, column: String, known: [String])
    /// No column has the name of a label.
    case noLabelColumns(path: String, found: [String], known: [String])
    /// Two rows with the same id, of which digits are lost.
    case lostDigits(path: String, lines: [Int], id: String, column: String?)
    /// A folder without files of messages.
    case noFilesOfMessages(path: String)
    /// Two files of a folder give one id to different texts.
    case idInTwoFiles(path: String, other: String, id: String, option: String)

    public var description: String {
        switch self {
        case .noFilesOfMessages(let path):
            return
                "\(path): the folder has no files of messages; expected \(MessageReader.endings.map { ".\($0)" }.joined(separator: ", "))"
        case .idInTwoFiles(let path, let other, let id, let option):
            return
                "\(path): id '\(id.shortened)' stands in \(other) as well, with another text; ids tell all messages of a folder "
                + "apart: name the right column with \(option)NAME, or count rows with \(option)\(ColumnRole.none)"
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
        case .notText(let path, let kind):
            return "\(path): this is \(kind.words.name); \(kind.words.wayOut)"
        case .noKnownText(let path, let option):
            return "\(path): this is no text; if it is, name its encoding, for instance \(option)utf-16le"
        case .damagedGzip(let path, let reason):
            return "\(path): this is gzip, and \(reason); fetch it anew, or see what gunzip makes of it"
        case .unpacksToTooMuch(let path, let packed, let limit):
            return
                "\(path): its \(CountText.text(packed, "byte")) of gzip unpack to more than \(limit >> 20) MiB, which is more than is "
                + "taken of a file of this size; if that is right, unpack it (gunzip) and name what comes out"
        case .unmarkedUTF16(let path, let option):
            return "\(path): this seems to be UTF-16 without a byte order mark; read it with \(option)"
        case .otherEncoding(let path, let lines, let count, let guess, let option):
            let places = lines.map(String.init).joined(separator: ", ")
            let found =
                "\(path), lines \(places)\(count > lines.count ? " and \(count - lines.count) more" : ""): "
                + "this is not UTF-8"
            let asItIs = "\(option)utf-8 reads it nevertheless, with \u{FFFD} for what is not"
            guard let guess else {
                return "\(found); name its encoding, for instance \(option)cp1252 (iconv -l lists them); \(asItIs)"
            }
            return "\(found), it looks like \(guess.encoding): read it with \(option)\(guess.encoding), where line "
                + "\(lines.first ?? 1) is\n  \(guess.example.shortened)\n"
                + "Where that is not what it should say, name another (iconv -l lists them); \(asItIs)"
        case .stopped(let path):
            return "\(path): the reading was stopped"
        case .unclosedQuote(let path, let line):
            return "\(path), line \(line): a quote opens here and is never closed"
        case .tooManyColumns(let path, let found, let limit):
            return
                "\(path), line 1: there are \(found) columns, at most \(limit) are read; is this a table of messages?"
        case .missingColumn(let path, let column, let found, let option):
            return "\(path), line 1: there is no column '\(column)'"
                + "\(NearName.hint(for: column, among: found).shortened); found \(Self.list(found)); "
                + "name another with \(option)"
        case .noMessages(let path, let rows, let first):
            let list = first.prefix(3).map { "\n  \($0)" }.joined()
            return "\(path): "
                + (rows == 1 ? "its only row holds no message" : "none of its \(rows) rows holds a message") + list
        case .missingField(let path, let line, let field, let found, let option):
            return "\(path)\(line.map { ", line \($0)" } ?? ""): there is no field '\(field.shortened)'"
                + "\(NearName.hint(for: field, among: found).shortened); found \(Self.list(found)); name another with \(option), inner ones as in \(option) data.text"
        case .noLabels(let path, let option, let found):
            return "\(path): \(option) needs labelled messages, and none of these has a label of the scheme; \(found)"
        case .labelColumnsInTaskOfOne(let path):
            return
                "\(path): \(LabelColumns.option) is for tasks in which a message can have several labels; write several: true "
                + "at the top of the task file where it can, or name the one column of labels with \(ColumnRole.label.option)"
        case .columnOfNoLabel(let path, let column, let known):
            return "\(path): \(LabelColumns.option): '\(column.shortened)' is not a label"
                + "\(NearName.hint(for: column, among: known)); the labels are \(Self.list(known)); "
                + "--label-map '\(column.shortened)=LABEL' says whose column it is"
        case .noLabelColumns(let path, let found, let known):
            return "\(path): \(LabelColumns.option): no column has the name of a label; found \(Self.list(found)); "
                + "the labels are \(Self.list(known))"
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
