/// What a message is labelled as, by the indices of a task's labels.
public enum Answer: Sendable, Hashable {
    /// Of a task of one label a message: its index.
    case one(Int)
    /// Of a task of several labels a message: all that hold; also none.
    case several(LabelIndices)

    /// The label of a task of one; nil for an answer of several, whatever stands in it.
    public var label: Int? {
        if case .one(let label) = self { label } else { nil }
    }

    /// The labels that hold, ascending.
    ///
    /// - Complexity: O(labels that hold).
    public var labels: [Int] {
        switch self {
        case .one(let label): [label]
        case .several(let labels): Array(labels)
        }
    }

    /// Whether a label holds.
    public func has(_ label: Int) -> Bool {
        switch self {
        case .one(let one): one == label
        case .several(let labels): labels.contains(label)
        }
    }

    /// Whether none holds: an answer too, of a task of several.
    public var isEmpty: Bool {
        if case .several(let labels) = self { labels.isEmpty } else { false }
    }
}

extension Answer: Comparable {
    /// An order for whoever needs one: by index; answers of several behind those of one.
    public static func < (one: Answer, other: Answer) -> Bool {
        switch (one, other) {
        case (.one(let left), .one(let right)): left < right
        case (.several(let left), .several(let right)): left < right
        case (.one, .several): true
        case (.several, .one): false
        }
    }
}

extension Answer: ExpressibleByIntegerLiteral {
    /// The label with that index, of a task of one label a message.
    public init(integerLiteral label: Int) { self = .one(label) }
}
