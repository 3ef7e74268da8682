import Journal

/// The labels that hold on the messages that say one text.
struct LabelledText: Sendable, Hashable {
    /// An answer that a message has.
    struct Given: Sendable, Hashable {
        let answer: NamedAnswer
        /// See ``LabelRecord/isDoubted``.
        let isDoubted: Bool

        init(_ record: LabelRecord) { (answer, isDoubted) = (record.event.answer, record.isDoubted) }
    }

    /// How many of the messages have each label.
    private var counts: [Given: Int] = [:]

    /// What the text is labelled as: one answer, unless its messages were labelled otherwise.
    var given: [Given] { Array(counts.keys) }

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameters:
    ///   - before: the label that a message had; nil for none.
    ///   - after: the label that it has now; nil for none.
    mutating func replace(_ before: LabelRecord?, by after: LabelRecord?) {
        if let before {
            let given = Given(before)
            counts[given, default: 1] -= 1
            if counts[given] == 0 { counts[given] = nil }
        }
        if let after { counts[Given(after), default: 0] += 1 }
    }
}
