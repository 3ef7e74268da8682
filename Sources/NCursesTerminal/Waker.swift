import Glibc

/// Wakes the terminal's thread from any other.
public struct Waker: Sendable {
    let descriptor: Int32

    /// Makes the wait under way, or the next one, return ``TerminalEvent/woken``.
    public func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes just as well.
        _ = write(descriptor, &byte, 1)
    }
}
