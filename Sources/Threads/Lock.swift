import Foundation

/// A value that one thread at a time may use.
///
/// As `Mutex` of the standard library, but over a lock that the thread sanitizer knows. On Linux it sees nothing of what
/// `Mutex` does, and takes every value behind one for a race.
public final class Lock<Value>: @unchecked Sendable {
    @usableFromInline let lock = NSLock()
    @usableFromInline nonisolated(unsafe) var value: Value

    public init(_ value: sending Value) {
        self.value = value
    }

    /// The result of `body`, which has the value for itself; it must not come back here for the same value.
    @inlinable
    public func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
