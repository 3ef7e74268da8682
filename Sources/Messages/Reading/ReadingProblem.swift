import Notation

/// A row that could not be taken as it stands, and what became of it.
public struct ReadingProblem: Sendable, Hashable, CustomStringConvertible {
    /// What can be wrong with a row.
    public enum Kind: Sendable, Hashable {
        case duplicateID(String, firstLine: Int)
        case emptyText
        case emptyID
        case invalidUTF8
        case wrongColumnCount(found: Int, expected: Int)
        /// Fewer than expected, but id and text are among them.
        case missingColumns(found: Int, expected: Int)
        case unclosedQuote
        case textAfterQuote
        case badJSON(String)
        case missingField(String)
        case labelOutsideScheme(String)
        /// Different labels of the scheme, in a task of one label a message.
        case severalLabels(String)
        /// In a column of 0 and 1 something else.
        case strangeMark(column: String, found: String)
        /// Annotators who give one message different labels, in a task of several.
        case differingAnswers(String)
        /// Prodigy's answer to the label that the row shows: `reject` or `ignore`.
        case unacceptedLabel(answer: String)
        case noLabel
        /// An id in a notation that keeps only its first digits, such as `2.5e17`.
        case roundedID(String)
        case commaBetweenObjects
        case unclosedList
        case tooManyFields(limit: Int)
    }

    /// Line of the file, from 1, on which the row begins.
    public let line: Int
    /// What is wrong.
    public let kind: Kind

    public init(line: Int, kind: Kind) {
        self.line = line
        self.kind = kind
    }

    public var description: String { "line \(line): \(sentence)" }

    /// What is wrong, without the line.
    var sentence: String {
        let text =
            switch kind {
            case .duplicateID(let id, let first):
                "id '\(id.shortened)' stands on line \(first) already; this row is left out"
            case .emptyText: "the text is empty; the row is left out"
            case .emptyID: "the id is empty; the row is left out"
            case .invalidUTF8: "bytes that are no characters in the file's encoding; they are shown as \u{FFFD}"
            case .wrongColumnCount(let found, let expected):
                "\(CountText.text(found, "column")) where \(expected) are expected; "
                    + (found < expected ? "the row is left out" : "the rest is ignored")
            case .missingColumns(let found, let expected):
                "\(CountText.text(found, "column")) where \(expected) are expected; the others are taken as empty"
            case .unclosedQuote: "a quote opens here and is not closed in this row; the row is left out"
            case .textAfterQuote: "text after a closing quote; it is kept as part of the field"
            case .badJSON(let reason): "not a JSON object: \(reason.shortened); the line is left out"
            case .missingField(let name): "there is no field '\(name)'; the line is left out"
            case .labelOutsideScheme(let label):
                "label '\(label.shortened)' is not in the label scheme; taken as unlabelled"
            case .severalLabels(let labels):
                "'\(labels.shortened)' are several labels in a task of one; taken as unlabelled"
            case .strangeMark(let column, let found):
                "column '\(column.shortened)' holds '\(found.shortened)'; expected 1 or 0, true or false, yes or no, x or "
                    + "nothing; taken as unlabelled"
            case .differingAnswers(let answers):
                "annotators give different labels ('\(answers.shortened)'); taken as unlabelled"
            case .unacceptedLabel(let answer):
                "its answer is '\(answer)', so that its label is not taken; the row is left out"
            case .noLabel: "there is no label; the row is left out"
            case .roundedID(let id): "id '\(id.shortened)' has lost digits; it is taken as it is written"
            case .commaBetweenObjects: "commas stand between the objects; they are ignored"
            case .unclosedList: "the list of objects is not closed; the file may have been cut short"
            case .tooManyFields(let limit): "there are more than \(limit) different fields; further ones are not shown"
            }
        return text
    }
}
