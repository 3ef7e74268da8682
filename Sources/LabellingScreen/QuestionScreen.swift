import TerminalUI

/// Asks before a session goes on: enter goes on, q leaves. Nothing else counts.
public struct QuestionScreen {
    /// Paragraphs.
    private let text: [String]
    private let terminal: any Terminal

    /// - Parameter text: paragraphs.
    public init(text: [String], terminal: any Terminal) {
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
                switch event {
                case .input(.key(.enter)): return true
                case .terminate, .input(.key(.character("q"))), .input(.key(.control("c"))): return false
                default: continue
                }
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
        let keys = DisplayText("enter: go on   q: leave")
        canvas.draw(keys.truncated(to: width), row: size.rows - 1, column: 1, style: .bold)
        terminal.draw(canvas)
    }
}
