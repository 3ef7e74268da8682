/// The messages that can be read on a screen, by their rows in the pool.
public struct MessagesOnScreen: Sendable, Hashable {
    /// All that can be read, wholly or in part.
    public var rows: Set<Int>
    /// The one that a label key is for; nil where there is none.
    public var chosen: Int?

    public init(rows: Set<Int> = [], chosen: Int? = nil) {
        self.rows = rows
        self.chosen = chosen
    }
}

extension ScreenState {
    /// What of the messages is drawn.
    ///
    /// - Complexity: O(rows of the screen).
    public var messages: MessagesOnScreen { Screen.view(of: self).messages }
}
