import TerminalUI

/// Asks before a session goes on: one key goes on, one leaves, and where the text is longer than the screen the keys of lists
/// scroll it. Nothing else counts.
public struct QuestionScreen {
    /// Paragraphs.
    private let text: [String]
    private let terminal: any Terminal
    private let keyMap: KeyMap

    /// - Parameter text: paragraphs, which may have lines.
    public init(text: [String], terminal: any Terminal, keyMap: KeyMap) {
        self.keyMap = keyMap
        self.text = text
        self.terminal = terminal
    }

    /// Waits for the answer.
    public func isAnsweredWithEnter() -> Bool {
        // What was typed before the question stood here was no answer to it.
        terminal.dropKeys()
        var first = 0
        while true {
            let page = Page(text, terminal.size, from: first)
            first = page.first
            draw(page)
            for event in terminal.events(waitingAtMost: nil) {
                if event.leaves(keyMap) { return false }
                if event.means(.confirm, keyMap) { return true }
                if let lines = page.step(of: event, keyMap) { first += lines }
            }
        }
    }

    /// The part of the text that there is room for.
    private struct Page {
        let columns, rows: Int
        let width: Int
        private let lines: [DisplayText]
        /// The first line that is shown.
        let first: Int

        init(_ text: [String], _ size: (columns: Int, rows: Int), from wanted: Int) {
            (columns, rows) = size
            width = max(1, min(columns - 2, 78))
            lines = DisplayText.wrapped(text.joined(separator: "\n\n"), width: width)
            first = max(0, min(wanted, lines.count - max(1, rows - 2)))
        }

        /// Rows for the text: the last is for the keys, the one above it is empty.
        private var room: Int { max(1, rows - 2) }

        var shown: ArraySlice<DisplayText> { lines[first...].prefix(max(0, rows - 2)) }

        /// Which lines are shown, and by which keys the others are; nil where all are.
        func position(_ keyMap: KeyMap) -> String? {
            guard lines.count > room else { return nil }
            return
                "\(first + 1)-\(first + shown.count)/\(lines.count)  \(keyMap.name(of: .up)), \(keyMap.name(of: .down))"
        }

        /// How many lines further a key goes; nil for one that does not scroll.
        func step(of event: TerminalEvent, _ keyMap: KeyMap) -> Int? {
            let steps: [(Action, Int)] = [
                (.up, -1), (.down, 1), (.pageUp, -room), (.pageDown, room), (.top, -lines.count),
                (.bottom, lines.count),
            ]
            return steps.first { event.means($0.0, keyMap) }?.1
        }
    }

    private func draw(_ page: Page) {
        var canvas = Canvas(columns: page.columns, rows: page.rows)
        for (row, line) in page.shown.enumerated() { canvas.draw(line, row: row, column: 1, style: .plain) }
        let keys = "\(keyMap.name(of: .confirm)): go on   \(keyMap.name(of: .quit)): leave"
        let position = page.position(keyMap).map { "   \($0)" } ?? ""
        let end = canvas.draw(
            DisplayText(keys).truncated(to: page.width, mark: terminal.glyphs.ellipsis), row: page.rows - 1, column: 1,
            style: .bold)
        canvas.draw(
            DisplayText(position).truncated(to: max(0, page.columns - 1 - end), mark: terminal.glyphs.ellipsis),
            row: page.rows - 1, column: end,
            style: .dim)
        terminal.draw(canvas)
    }
}

extension TerminalEvent {
    /// Whether it is the key of an action, before there are labels.
    func means(_ action: Action, _ keyMap: KeyMap) -> Bool {
        if case .input(.key(let key)) = self { keyMap.action(for: key, in: ScreenContent()) == action } else { false }
    }

    /// Whether somebody leaves before there is a session.
    func leaves(_ keyMap: KeyMap) -> Bool {
        self == .terminate || self == .input(.key(.control("c"))) || means(.quit, keyMap)
    }
}
