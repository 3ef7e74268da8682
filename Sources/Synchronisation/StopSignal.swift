import Foundation
import Synchronization

/// Somebody's wish that the work ends, which whoever waits for a server hears of at once.
public final class StopSignal: Sendable {
    /// Readable once the wish was uttered.
    let descriptor: Int32
    private let end: Int32

    /// Where the handler of signals writes.
    private static let handlerEnd = Atomic<Int32>(-1)

    public init() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe there is nothing to hear, and signals end the program as usual.
        if pipe(&ends) == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
        (descriptor, end) = (ends[0], ends[1])
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            close(end)
        }
    }

    /// Whether it was uttered.
    public var isRaised: Bool {
        descriptor >= 0 && Self.wait(for: [(descriptor, Int16(POLLIN))], milliseconds: 0) != nil
    }

    /// Utters it; from any thread.
    public func raise() {
        var byte: UInt8 = 1
        if end >= 0 { _ = write(end, &byte, 1) }
    }

    /// Utters it when the program is told to end, by ctrl-C or by another program; told so twice, it ends as usual.
    public func raiseOnSignals() {
        guard end >= 0 else { return }
        Self.handlerEnd.store(end, ordering: .releasing)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                let before = errno
                signal(number, SIG_DFL)
                var byte: UInt8 = 1
                _ = write(StopSignal.handlerEnd.load(ordering: .acquiring), &byte, 1)
                errno = before
            }
        }
    }

    /// Waits so long, or until it is uttered.
    func wait(milliseconds: Int) { _ = Self.wait(for: [(descriptor, Int16(POLLIN))], milliseconds: milliseconds) }

    /// Waits until one of several descriptors is ready.
    ///
    /// - Returns: the place of the first that is; nil where the time is over.
    static func wait(for awaited: [(descriptor: Int32, events: Int16)], milliseconds: Int) -> Int? {
        let deadline = ContinuousClock.now + .milliseconds(milliseconds)
        var polled = awaited.map { pollfd(fd: $0.descriptor, events: $0.events, revents: 0) }
        while true {
            let left = max(0, Int((deadline - ContinuousClock.now) / .milliseconds(1)))
            let count = poll(&polled, nfds_t(polled.count), Int32(clamping: left))
            if count > 0 { return polled.firstIndex { $0.revents != 0 } }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}
