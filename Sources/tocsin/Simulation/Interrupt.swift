import Foundation
import Synchronization

/// The first Ctrl-C asks the work to stop; a second one ends the program as usual.
///
/// A signal handler and a thread that waits for it, not a signal source of Dispatch, whose threads ask for priorities that
/// the system refuses to ordinary users, and report that through a socket.
final class Interrupt {
    /// Where the handler writes.
    private static let end = Atomic<Int32>(-1)

    /// - Parameter stop: called on a thread of its own.
    init(_ stop: @escaping @Sendable () -> Void) {
        var ends: [Int32] = [-1, -1]
        // Without a pipe the first Ctrl-C ends the program.
        guard pipe(&ends) == 0 else { return }
        let start = ends[0]
        Self.end.store(ends[1], ordering: .releasing)
        let thread = Thread {
            if Self.hasByte(start) { stop() }
            close(start)
        }
        thread.start()
        signal(SIGINT) { _ in
            let before = errno
            signal(SIGINT, SIG_DFL)
            var byte: UInt8 = 1
            _ = write(Interrupt.end.load(ordering: .acquiring), &byte, 1)
            errno = before
        }
    }

    /// Waits for a byte; false when the pipe's other end is closed without one.
    private static func hasByte(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        while true {
            let count = read(descriptor, &byte, 1)
            if count >= 0 || errno != EINTR { return count == 1 }
        }
    }

    func end() {
        signal(SIGINT, SIG_DFL)
        let end = Self.end.exchange(-1, ordering: .acquiringAndReleasing)
        if end >= 0 { close(end) }
    }
}
