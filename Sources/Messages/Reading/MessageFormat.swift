/// How a file writes its messages down.
public enum MessageFormat: String, Sendable, Hashable {
    case csv = "CSV"
    case tsv = "TSV"
    /// A list of objects.
    case json = "JSON"
    case jsonLines = "JSON Lines"
    case plainText = "plain text"
    /// Plain text of which lines begin with `__label__NAME`.
    case fastText = "fastText"
}
