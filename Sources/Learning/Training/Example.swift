import Answers

/// A feature row with what it is labelled as.
public struct Example: Sendable, Hashable {
    /// Its place among the feature rows.
    public let row: Int
    /// What it is labelled as; label indices in 0 ..< K.
    public let answer: Answer

    public init(row: Int, answer: Answer) {
        self.row = row
        self.answer = answer
    }

    /// An example of a task of one label a message.
    public init(row: Int, label: Int) { self.init(row: row, answer: .one(label)) }

    /// Of a task of one label a message its index; −1 for an answer of several.
    public var label: Int { answer.label ?? -1 }
}

extension Sequence<Example> {
    /// Whether there are two different labels among them, so that they tell what is what; of several a message whether there is a
    /// label that some have and others have not.
    ///
    /// - Complexity: O(examples).
    public var hasTwoLabels: Bool { Set(map(\.answer)).count > 1 }
}
