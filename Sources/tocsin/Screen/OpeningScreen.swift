import ArgumentParser
import Foundation
import Journal
import NCursesTerminal
import TerminalUI
import Threads

/// Opens a journal while the annotator looks on, and may leave: a network disk that is gone can keep a program waiting for
/// hours.
struct OpeningScreen {
    typealias Opened = (journal: any JournalStore, contents: JournalContents)

    /// What kind of place the journal is in.
    let store: any JournalStore.Type
    let path: String
    let terminal: NCursesTerminal

    /// - Throws: `JournalError`; `ExitCode` when the annotator leaves before the disk has answered.
    func open() throws -> Opened {
        let answer = Lock<Result<Opened, JournalError>?>(nil)
        let thread = Thread { [store, path, waker = terminal.waker] in
            let opened = Result { () throws(JournalError) -> Opened in
                let (journal, contents) = try store.open(at: path, onStatus: { waker.wake() })
                return (journal, contents)
            }
            answer.withLock { $0 = opened }
            waker.wake()
        }
        // As the main thread's, for lines with many levels.
        thread.stackSize = 8 << 20
        thread.start()
        let start = ContinuousClock.now
        // What was typed before anything stood here was meant for another program.
        terminal.dropKeys()
        while true {
            if let opened = answer.withLock({ $0 }) { return try opened.get() }
            draw(after: ContinuousClock.now - start)
            // What is typed here was meant for no message that anyone has seen.
            if terminal.events(waitingAtMost: 1_000).contains(where: leaves) { throw ExitCode(130) }
        }
    }

    private func leaves(_ event: TerminalEvent) -> Bool {
        switch event {
        case .terminate, .input(.key(.character("q"))), .input(.key(.control("c"))): true
        default: false
        }
    }

    private func draw(after time: Duration) {
        let size = terminal.size
        var canvas = Canvas(columns: size.columns, rows: size.rows)
        // Only the name: what stands before it may be on the disk that does not answer, and is too long anyway.
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let seconds = time.components.seconds
        let wait = seconds < 3 ? "" : "the disk has not answered for \(seconds) seconds; q leaves"
        for (row, text) in ["opening \(name)", wait].enumerated() {
            canvas.draw(DisplayText(text).truncated(to: max(0, size.columns - 2)), row: row, column: 1, style: .dim)
        }
        terminal.draw(canvas)
    }
}
