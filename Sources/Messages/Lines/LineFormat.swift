/// What a line of a stream of messages is.
public enum LineFormat: String, Sendable, CaseIterable {
    /// An object of JSON where it begins with a brace, else a text: told of each line by itself, so that a stream can be cut anywhere.
    case lines
    /// An object of JSON.
    case jsonl
    /// A text.
    case text
    /// A row of a table, on a line of its own; the first line names the columns.
    case csv, tsv

    /// Whether the first line is no message.
    public var hasHeader: Bool { self == .csv || self == .tsv }
}
