/// What is open of a list: the queue, the history, the hits of a search, near copies, what waits for a second look.
public struct ListState: Sendable, Hashable {
    /// What a list is made of.
    public enum Kind: Sendable, Hashable {
        case queue, history, search
        /// Near copies of the message that was just labelled.
        case duplicates
        /// Messages whose labels were split or retired since they got them.
        case secondLook
    }

    /// What the history shows.
    public enum Filter: Sendable, Hashable {
        case everything
        case label(Int)
        case skipped, flagged
    }

    /// Which list it is.
    public let kind: Kind
    /// Position of the chosen row.
    public internal(set) var chosen = 0
    /// What of the history is shown.
    public internal(set) var filter = Filter.everything
    /// What is searched for, as it is written.
    var entry = TextEntry(text: "")
    /// What is searched for.
    public var query: String { entry.text }
    /// Whether keys go into the query.
    public internal(set) var isTyping = false

    public init(_ kind: Kind) {
        self.kind = kind
        isTyping = kind == .search
    }

    /// The next filter in turn: everything, each label, skips, flags.
    mutating func turnFilter(labels: Int) {
        chosen = 0
        switch filter {
        case .everything: filter = labels > 0 ? .label(0) : .skipped
        case .label(let label): filter = label + 1 < labels ? .label(label + 1) : .skipped
        case .skipped: filter = .flagged
        case .flagged: filter = .everything
        }
    }
}
