/// Labels as annotation tools write them in JSON.
enum JSONLabel {
    /// Members that Prodigy, spaCy, doccano and Label Studio keep labels in, after those of the known names.
    static let toolNames = ["accept", "cats", annotations, "choices"]
    private static let annotations = "annotations"
    /// Members that may tell the label besides, and are no part of the message.
    static let hiddenNames: Set<String> = [
        "accept", "cats", "annotations", "choices", "predictions", "completions", "answer", "options",
    ]

    /// What a value says of labels; nil for nothing, which is another thing than that there are none.
    ///
    /// - Parameter name: of the member that has it.
    static func labels(in value: JSONValue, named name: String) -> GivenLabels? {
        if let text = value.scalar { return .text(text) }
        if name == annotations {
            guard let elements = value.array else { return given(value) }
            // An annotator each, where they have a result.
            let said = elements.filter { $0.object?["result"] != nil }.compactMap { all(in: $0, mayBeScores: false) }
                .map(different)
            let answers = said.reduce(into: [[String]]()) { answers, one in
                if !answers.contains(where: { Set($0) == Set(one) }) { answers.append(one) }
            }
            if answers.count > 1 { return .differing(answers) }
            return elements.isEmpty ? nil : given(value)
        }
        return given(value)
    }

    private static func given(_ value: JSONValue) -> GivenLabels? {
        all(in: value, mayBeScores: true).map { .list(different($0)) }
    }

    private static func different(_ labels: [String]) -> [String] {
        var found: [String] = []
        for label in labels where !found.contains(label) { found.append(label) }
        return found
    }

    private static func all(in value: JSONValue, mayBeScores: Bool) -> [String]? {
        switch value {
        case .null: return nil
        case .bool, .number, .string: return value.scalar.map { [$0] }
        case .array(let elements):
            // A list in the list is a place within the text, and what is marked there.
            let said = elements.filter { $0.array == nil }.compactMap { all(in: $0, mayBeScores: false) }
            return said.isEmpty && !elements.isEmpty ? nil : said.flatMap { $0 }
        case .object(let object):
            if case .bool(true)? = object["was_cancelled"] { return nil }
            for name in ["result", "value", "choices", "label"] {
                if let inner = object[name] { return all(in: inner, mayBeScores: false) }
            }
            guard mayBeScores else { return nil }
            var isSaid = false
            var labels: [String] = []
            for member in object.members {
                switch member.value {
                case .bool(let holds):
                    isSaid = true
                    if holds { labels.append(member.name) }
                case .number(let digits):
                    isSaid = true
                    if (Double(digits) ?? 0) >= 0.5 { labels.append(member.name) }
                default: break
                }
            }
            return isSaid ? labels : nil
        }
    }
}
