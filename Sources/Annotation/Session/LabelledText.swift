import Journal

/// The labels that hold on the messages that say one text.
struct LabelledText: Sendable, Hashable {
    /// How many of the messages have each label.
    private var counts: [NamedAnswer: Int] = [:]

    /// What the text is labelled as: one answer, unless its messages were labelled otherwise.
    var answers: [NamedAnswer] { Array(counts.keys) }

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameters:
    ///   - before: the label that a message had; nil for none.
    ///   - after: the label that it has now; nil for none.
    mutating func replace(_ before: LabelRecord?, by after: LabelRecord?) {
        if let before {
            counts[before.event.answer, default: 1] -= 1
            if counts[before.event.answer] == 0 { counts[before.event.answer] = nil }
        }
        if let after { counts[after.event.answer, default: 0] += 1 }
    }
}
