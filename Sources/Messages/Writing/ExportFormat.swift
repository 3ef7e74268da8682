/// The formats that labelled messages are written in.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// A row a message, under a header.
    case csv
    /// An object a line.
    case jsonl
    /// One array of objects.
    case json
    /// `__label__NAME text`, a message a line.
    case fasttext
    /// `{"text", "cats", "meta"}`, an object a line, as `Example.from_dict` of spaCy 3 takes them.
    case spacy
    /// One array of tasks with annotations and predictions.
    case labelStudio = "label-studio"
    /// `{"text", "label": [NAME]}`, an object a line; other members are a message's metadata.
    case doccano
    /// Answered tasks of the `choice` interface, an object a line.
    case prodigy

    /// Whether a row can say more than text and label: other fields, a prediction, and that there is no label.
    public var holdsFields: Bool { self != .fasttext }

    /// Whether it is for texts, so that a message without one has no place in it.
    public var needsText: Bool {
        switch self {
        case .csv, .jsonl, .json: false
        case .fasttext, .spacy, .labelStudio, .doccano, .prodigy: true
        }
    }
}
