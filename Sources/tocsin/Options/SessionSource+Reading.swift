import ArgumentParser
import LabellingScreen
import NCursesTerminal
import TerminalUI
import Threads

extension SessionSource {
    /// What a sitting starts from. Where reading takes longer than anyone notices, a screen shows how far it has come, and may
    /// be left; but not while messages come from standard input, where the keys do as well.
    ///
    /// - Parameters:
    ///   - keyMap: by its keys one leaves; those that a new installation has as well can be no label's.
    ///   - terminal: takes over the terminal.
    /// - Throws: errors that name file and line; `ExitCode` for who leaves.
    static func reading(
        _ messages: MessageOptions, _ session: SessionOptions, annotator: String, keyMap: KeyMap,
        on terminal: () throws -> NCursesTerminal
    ) throws -> SessionSource {
        let done = Lock(0.0)
        let monitor = WorkMonitor { share in done.withLock { $0 = share } }
        let reserved = keyMap.reservedAsEver
        let reading = LongWork<SessionSource, any Error> {
            try SessionSource(messages, session, annotator: annotator, reserved: reserved, monitor: monitor)
        }
        if let source = reading.result(within: messages.path == "-" ? nil : 0.5) { return try source.get() }
        let screen = OpeningScreen(path: messages.path, terminal: try terminal(), keyMap: keyMap)
        guard let source = try screen.read(reading, share: { done.withLock { $0 } }) else {
            monitor.cancel()
            throw ExitCode(130)
        }
        return source
    }
}
