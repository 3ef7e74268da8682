/// What a file has in the place of labels of the scheme, for an error that helps.
public struct LabelsFound: Sendable, Hashable, CustomStringConvertible {
    /// A value, and how often it was found.
    public struct Value: Sendable, Hashable {
        let text: String
        let count: Int
    }

    /// The column that was read for labels; nil for none.
    let column: String?
    /// All columns.
    let columns: [String]
    /// The values outside the scheme, the most frequent first.
    let values: [Value]

    /// Values that are several labels of the scheme, in a task of one.
    var several: [Value] = []

    public var description: String {
        if values.isEmpty, let first = several.first {
            let list = ReadingTally.list(several.map { (label: $0.text, count: $0.count) })
            return
                "found \(list)\(column.map { " in '\($0.shortened)'" } ?? ""), several labels in a task of one; write "
                + "several: true at the top of the task file where a message can have several, or say what they are with "
                + "--label-map '\(first.text.shortened)=LABEL'"
        }
        guard !values.isEmpty else {
            guard let column else {
                let list = columns.isEmpty ? "" : " among \(ReadingError.list(columns))"
                return "there is no column of labels\(list); name it with --label-column"
            }
            return "column '\(column.shortened)' is empty, or labels stand at other ids than the messages"
        }
        let list = ReadingTally.list(values.map { (label: $0.text, count: $0.count) })
        return "found \(list)\(column.map { " in '\($0.shortened)'" } ?? ""); say what they are with --label-map "
            + "'\((values.first?.text ?? "").shortened)=LABEL', or list them under also: in the task file, "
            + "or name another column with --label-column"
    }
}
