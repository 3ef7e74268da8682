import Notation

/// A labelled message on its way out.
public struct LabelledItem: Sendable, Hashable {
    /// Id of the message.
    public let id: String
    /// What it says.
    public let text: String
    /// The label that holds.
    public let label: LabelScheme.Label
    /// The strategy that chose it.
    public let strategy: String
    /// The score it was chosen with; nil where the strategy has none.
    public let confidence: Double?

    public init(id: String, text: String, label: LabelScheme.Label, strategy: String, confidence: Double?) {
        self.id = id
        self.text = text
        self.label = label
        self.strategy = strategy
        self.confidence = confidence
    }
}

/// The formats that labelled messages are written in.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// The five columns of Monarch's reference, without a header: id, text, label, strategy, confidence.
    case csv
    /// One object a line with the same five fields.
    case jsonl
    /// `__label__NAME text`, a message a line.
    case fasttext

    /// One item as a line, with its end.
    ///
    /// - Parameter isForSpreadsheet: whether cells of CSV that a spreadsheet would take for formulas get an apostrophe
    ///   before them; other formats stay as they are.
    public func line(_ item: LabelledItem, isForSpreadsheet: Bool = false) -> String {
        let confidence = item.confidence.map { "\($0)" }
        switch self {
        case .csv:
            // The reference writes 1 and 0; a scheme says so by its other spellings.
            let label = item.label.also.first ?? item.label.name
            return [item.id, item.text, label, item.strategy, confidence ?? ""]
                .map { Self.quoted(isForSpreadsheet ? Self.guarded($0) : $0) }.joined(separator: ",") + "\n"
        case .jsonl:
            let fields = [
                "\"id\":" + JSONText.quoted(item.id), "\"text\":" + JSONText.quoted(item.text),
                "\"label\":" + JSONText.quoted(item.label.name), "\"strategy\":" + JSONText.quoted(item.strategy),
                "\"confidence\":" + (confidence ?? "null"),
            ]
            return "{" + fields.joined(separator: ",") + "}\n"
        case .fasttext:
            let label = String(item.label.name.map { $0.isWhitespace ? "_" : $0 })
            let text = String(item.text.map { $0.isNewline ? " " : $0 })
            return "__label__\(label) \(text)\n"
        }
    }

    /// The field, without what would make a spreadsheet compute it.
    private static func guarded(_ field: String) -> String {
        guard let first = field.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else { return field }
        return "'" + field
    }

    private static func quoted(_ field: String) -> String {
        let needsQuotes = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }
}
