import Journal

/// The labels that hold on the messages that say one text.
struct LabelledText: Sendable, Hashable {
    /// How many of the messages have each label.
    private var counts: [String: Int] = [:]

    /// The labels that the text has: one, unless its messages were labelled otherwise.
    var names: [String] { Array(counts.keys) }

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameters:
    ///   - before: the label that a message had; nil for none.
    ///   - after: the label that it has now; nil for none.
    mutating func replace(_ before: LabelRecord?, by after: LabelRecord?) {
        if let before {
            counts[before.event.label, default: 1] -= 1
            if counts[before.event.label] == 0 { counts[before.event.label] = nil }
        }
        if let after { counts[after.event.label, default: 0] += 1 }
    }
}
