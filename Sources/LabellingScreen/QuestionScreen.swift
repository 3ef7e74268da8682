import TerminalUI

/// Asks before a session goes on: one key goes on, one leaves. Nothing else counts.
public struct QuestionScreen {
    /// Paragraphs.
    private let text: [String]
    private let terminal: any Terminal
    private let keyMap: KeyMap

    /// - Parameter text: paragraphs.
    public init(text: [String], terminal: any Terminal, keyMap: KeyMap) {
        self.keyMap = keyMap
        self.text = text
        self.terminal = terminal
    }

    /// Waits for the answer.
    public func isAnsweredWithEnter() -> Bool {
        // What was typed before the question stood here was no answer to it.
        terminal.dropKeys()
        while true {
            draw()
            for event in terminal.events(waitingAtMost: nil) {
                if event.leaves(keyMap) { return false }
                if event.means(.confirm, keyMap) { return true }
            }
        }
    }

    private func draw() {
        let size = terminal.size
        var canvas = Canvas(columns: size.columns, rows: size.rows)
        let width = max(1, min(size.columns - 2, 78))
        let lines = DisplayText.wrapped(text.joined(separator: "\n\n"), width: width)
        for (row, line) in lines.prefix(max(0, size.rows - 2)).enumerated() {
            canvas.draw(line, row: row, column: 1, style: .plain)
        }
        let keys = DisplayText("\(keyMap.name(of: .confirm)): go on   \(keyMap.name(of: .quit)): leave")
        canvas.draw(keys.truncated(to: width), row: size.rows - 1, column: 1, style: .bold)
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
