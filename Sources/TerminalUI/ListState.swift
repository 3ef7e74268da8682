/// What is open of a list: the queue, the history, the hits of a search, near copies, what waits for a second look.
public struct ListState: Sendable, Hashable {
    /// What a list is made of.
    public enum Kind: Sendable, Hashable {
        case queue, history, search
        /// Near copies of the message that was just labelled.
        case duplicates
        /// Messages to be looked at once more, for whatever reason.
        case secondLook
        /// What was decided, and of that what the guidelines do not settle.
        case decisions, gaps
    }

    /// What the history or the list of second looks shows.
    public enum Filter: Sendable, Hashable {
        case everything
        case label(Int)
        case skipped, flagged, noted
        /// Picked out by the annotator, and not by a strategy.
        case byHand
        /// Came back unmarked, and got another label than before.
        case disagreement
        /// The model would have given another label.
        case suspected
        /// Labels that were split or retired since.
        case doubted
        /// Texts that have changed since they were labelled.
        case changed
    }

    /// The order of the history.
    public enum Order: Sendable, Hashable, CaseIterable {
        case newest, oldest
        /// By how long the message was on the screen.
        case longest
        /// By how improbable the model finds the label.
        case doubt
    }

    /// Which list it is.
    public let kind: Kind
    /// Position of the chosen row.
    public internal(set) var chosen = 0
    /// What is shown of it.
    public internal(set) var filter = Filter.everything
    /// In what order.
    public internal(set) var order = Order.newest
    /// Position in the menu of filters and orders; nil while that is not open.
    public internal(set) var choosing: Int?
    /// What was done with a message just now, as long as nothing else was done: what an undo takes back.
    enum Done: Sendable, Hashable {
        case putAside(row: Int)
        /// Labelled, as it stood at a position of the list.
        case labelled(row: Int, position: Int)
    }

    var done: Done?
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

    /// Whether there is anything to choose of it.
    var hasFilters: Bool { kind == .history || kind == .secondLook }
}
