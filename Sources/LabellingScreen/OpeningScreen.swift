import Foundation
import Journal
import Notation
import TerminalUI
import Threads

/// Opens a journal or reads messages while the annotator looks on, and may leave: a network disk that is gone can keep a
/// program waiting for hours, and a gigabyte of messages for a minute.
public struct OpeningScreen {
    private let path: String
    private let terminal: any Terminal
    private let keyMap: KeyMap
    private let now: () -> ContinuousClock.Instant

    /// - Parameters:
    ///   - path: the file, for its name.
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
    public func open<Opened: Sendable, Failure: Error>(
        by opening: @escaping @Sendable () throws(Failure) -> Opened
    ) throws(Failure) -> Opened? {
        let waker = terminal.waker
        return try wait(for: LongWork(opening) { waker.wake() }, lookingEvery: .seconds(1)) { time in
            let seconds = time.components.seconds
            let wait =
                seconds < 3
                ? ""
                : "the disk has not answered for \(CountText.text(seconds, "second")); \(keyMap.name(of: .quit)) leaves"
            return ["opening \(name)", wait]
        }
    }

    /// Shows how far the reading of messages has come until it is done.
    ///
    /// - Parameters:
    ///   - work: the reading, which has begun.
    ///   - share: how much of the file is done, in [0, 1]; a file that is packed or in another encoding is gone through more
    ///     than once.
    /// - Returns: nil when the annotator leaves before; who called stops the work.
    public func read<Messages: Sendable, Failure: Error>(
        _ work: LongWork<Messages, Failure>, share: () -> Double
    ) throws(Failure) -> Messages? {
        let glyphs = terminal.glyphs
        return try wait(for: work, lookingEvery: .milliseconds(200)) { _ in
            let share = min(1, max(0, share()))
            let bar = Int(share * 30)
            return [
                "reading \(name)",
                String(repeating: glyphs.full, count: bar) + String(repeating: glyphs.empty, count: 30 - bar)
                    + " \(Int(share * 100)) %; \(keyMap.name(of: .quit)) leaves",
            ]
        }
    }

    private func wait<Value: Sendable, Failure: Error>(
        for work: LongWork<Value, Failure>, lookingEvery pause: Duration, lines: (Duration) -> [String]
    ) throws(Failure) -> Value? {
        let start = now()
        // What was typed before anything stood here was meant for another program.
        terminal.dropKeys()
        while true {
            if let result = work.result { return try result.get() }
            draw(lines(now() - start))
            // What is typed here was meant for no message that anyone has seen.
            if terminal.events(waitingAtMost: pause).contains(where: { $0.leaves(keyMap) }) { return nil }
        }
    }

    /// Only the name: what stands before it may be on the disk that does not answer, and is too long anyway.
    private var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    private func draw(_ lines: [String]) {
        let size = terminal.size
        var canvas = Canvas(columns: size.columns, rows: size.rows)
        for (row, text) in lines.enumerated() {
            canvas.draw(
                DisplayText(text).truncated(to: max(0, size.columns - 2), mark: terminal.glyphs.ellipsis), row: row,
                column: 1, style: .dim)
        }
        terminal.draw(canvas)
    }
}
