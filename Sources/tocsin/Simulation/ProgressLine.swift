import Foundation
import Threads

/// A bar with the time left, on standard error where that is a terminal, and nothing elsewhere.
final class ProgressLine: Sendable {
    private struct State: Sendable {
        var done: Int
        let atStart: Int
        var isShown = false
    }

    private let total: Int
    private let unit: String
    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state: Lock<State>

    /// - Parameters:
    ///   - done: what was there before the work began; it says nothing of the speed.
    ///   - unit: what is counted, in the plural.
    init(total: Int, done: Int, unit: String) {
        self.total = max(1, total)
        self.unit = unit
        state = Lock(State(done: done, atStart: done))
    }

    func advance(by count: Int = 1) {
        state.withLock { state in
            state.done += count
            guard isTerminal else { return }
            state.isShown = true
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let new = state.done - state.atStart
            let left = elapsed / Double(max(1, new)) * Double(max(0, total - state.done))
            let filled = min(30, 30 * state.done / total)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
            FileHandle.standardError.write(
                Data("\r\(bar) \(state.done)/\(total) \(unit), \(Self.duration(left)) left\u{1B}[K".utf8))
        }
    }

    /// Takes the bar away.
    func finish() {
        state.withLock { state in
            if state.isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
            state.isShown = false
        }
    }

    private static func duration(_ seconds: Double) -> String {
        let seconds = Int(seconds.rounded(.up))
        if seconds < 100 { return "\(seconds) s" }
        return seconds < 6_000 ? "\((seconds + 59) / 60) min" : "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
