/// A kind of question that messages are asked, and that a strategy can choose them for.
public enum TaskKind: String, Sendable, CaseIterable {
    /// One label of K for each message.
    case oneLabel = "one label a message"
    /// Any of K labels for each message, also none.
    case severalLabels = "several labels a message"

    /// All kinds, for a strategy that can choose for each.
    static let all = Set(allCases)

    /// The kind of a task.
    public init(isSeveral: Bool) { self = isSeveral ? .severalLabels : .oneLabel }
}
