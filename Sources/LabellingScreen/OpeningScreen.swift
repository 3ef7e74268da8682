import Foundation
import Journal
import TerminalUI
import Threads

/// Opens a journal while the annotator looks on, and may leave: a network disk that is gone can keep a program waiting for
/// hours.
public struct OpeningScreen {
    private let path: String
    private let terminal: any Terminal
    private let keyMap: KeyMap
    private let now: () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - path: the journal, for its name.
    ///   - now: the time that goes on while the disk does not answer.
    public init(
        path: String, terminal: any Terminal, keyMap: KeyMap, now: @escaping () -> ContinuousClock.Instant = { .now }
    ) {
        self.keyMap = keyMap
        self.path = path
        self.terminal = terminal
        self.now = now
    }

    /// Opens the journal on a thread of its own.
    ///
    /// - Parameter opening: what may take long.
    /// - Returns: nil when the annotator leaves before the disk has answered.
    public func open<Opened: Sendable>(
        by opening: @escaping @Sendable () throws(JournalError) -> Opened
    ) throws(JournalError) -> Opened? {
        let answer = Lock<Result<Opened, JournalError>?>(nil)
        let thread = Thread { [waker = terminal.waker] in
            let opened = Result { () throws(JournalError) in try opening() }
            answer.withLock { $0 = opened }
            waker.wake()
        }
        // As the main thread's, for lines with many levels.
        thread.stackSize = 8 << 20
        thread.start()
        let start = now()
        // What was typed before anything stood here was meant for another program.
        terminal.dropKeys()
        while true {
            if let opened = answer.withLock({ $0 }) { return try opened.get() }
            draw(after: now() - start)
            // What is typed here was meant for no message that anyone has seen.
            if terminal.events(waitingAtMost: .seconds(1)).contains(where: { $0.leaves(keyMap) }) { return nil }
        }
    }

    private func draw(after time: Duration) {
        let size = terminal.size
        var canvas = Canvas(columns: size.columns, rows: size.rows)
        // Only the name: what stands before it may be on the disk that does not answer, and is too long anyway.
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let seconds = time.components.seconds
        let wait =
            seconds < 3 ? "" : "the disk has not answered for \(seconds) seconds; \(keyMap.name(of: .quit)) leaves"
        for (row, text) in ["opening \(name)", wait].enumerated() {
            canvas.draw(DisplayText(text).truncated(to: max(0, size.columns - 2)), row: row, column: 1, style: .dim)
        }
        terminal.draw(canvas)
    }
}
