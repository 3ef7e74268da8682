/// How a file writes its messages down.
public enum MessageFormat: String, Sendable, Hashable {
    case csv = "CSV"
    case tsv = "TSV"
    case jsonLines = "JSON Lines"
    case plainText = "plain text"
}
