/// What a key is called in the last line of a view.
public struct Hint: Sendable, Hashable {
    /// The views that have such a line.
    public enum View: Sendable, Hashable {
        case queue, history, hits, copies, secondLook, decisions, text

        static let lists: Set<View> = [.queue, .history, .hits, .copies, .secondLook, .decisions]
        static let all = lists.union([.text])
    }

    let views: Set<View>
    let words: String
    /// Hints come in the order of their ranks.
    let rank: Rank

    enum Rank: Int, Sendable, Comparable {
        case all, label, show, flag, note, list, back

        static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }

        /// Whether it is about the chosen row; such hints stand closer together.
        var isOnRow: Bool { (Rank.label...Rank.note).contains(self) }
    }

    init(_ words: String, in views: Set<View>, rank: Rank) {
        self.words = words
        self.views = views
        self.rank = rank
    }
}
