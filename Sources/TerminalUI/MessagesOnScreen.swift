/// The messages that can be read on a screen, by their rows in the pool.
public struct MessagesOnScreen: Sendable, Hashable {
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
    public var messages: MessagesOnScreen {
        guard !isTooSmall else { return MessagesOnScreen() }
        switch open {
        case .message:
            return MessagesOnScreen(rows: Set([content.card?.row].compactMap { $0 }), chosen: content.card?.row)
        case .entry, .confirmQuit: return MessagesOnScreen(rows: Set([content.card?.row].compactMap { $0 }))
        case .list(let list):
            let view = ListView(state: self, list: list, glyphs: .unicode)
            let shown = (0..<rows).compactMap { view.position(atRow: $0) }.map { content.rows[$0].row }
            let position = max(0, min(list.chosen, content.rows.count - 1))
            let chosen = content.rows.indices.contains(position) ? content.rows[position].row : nil
            return MessagesOnScreen(rows: Set(shown), chosen: chosen)
        case .strategies, .metrics, .guidelines, .columns, .help, .problems: return MessagesOnScreen()
        }
    }
}
