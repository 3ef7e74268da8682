/// A kind of question that messages are asked, and that a strategy can choose them for.
public enum TaskKind: String, Sendable, CaseIterable {
    /// One label of K for each message.
    case oneLabel = "one label a message"
}
