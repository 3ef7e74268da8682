/// Labels as annotation tools write them in JSON.
enum JSONLabel {
    /// Members that Prodigy, spaCy, doccano and Label Studio keep labels in, after those of the known names.
    static let toolNames = ["accept", "cats", "annotations", "choices"]
    /// Members that may tell the label besides, and are no part of the message.
    static let hiddenNames: Set<String> = [
        "accept", "cats", "annotations", "choices", "predictions", "completions", "answer", "options",
    ]

    /// The different labels that a value names; more than one where it names several.
    static func labels(in value: JSONValue) -> [String] {
        var labels: [String] = []
        for label in all(in: value, mayBeScores: true) where !labels.contains(label) { labels.append(label) }
        return labels
    }

    private static func all(in value: JSONValue, mayBeScores: Bool) -> [String] {
        switch value {
        case .null: return []
        case .bool, .number, .string: return value.scalar.map { [$0] } ?? []
        case .array(let elements):
            // A list in the list is a place within the text, and what is marked there.
            return elements.flatMap { $0.array == nil ? all(in: $0, mayBeScores: false) : [] }
        case .object(let object):
            if case .bool(true)? = object["was_cancelled"] { return [] }
            for name in ["result", "value", "choices", "label"] {
                if let inner = object[name] { return all(in: inner, mayBeScores: false) }
            }
            return !mayBeScores
                ? []
                : object.members.compactMap { member in
                    switch member.value {
                    case .bool(true): member.name
                    case .number(let digits): (Double(digits) ?? 0) >= 0.5 ? member.name : nil
                    default: nil
                    }
                }
        }
    }
}
