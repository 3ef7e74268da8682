/// Wakes the terminal's thread from any other.
public struct Waker: Sendable {
    private let ring: @Sendable () -> Void

    /// - Parameter ring: makes the wait under way, or the next one, return ``TerminalEvent/woken``.
    public init(_ ring: @escaping @Sendable () -> Void) { self.ring = ring }

    /// Makes the wait under way, or the next one, return ``TerminalEvent/woken``.
    public func wake() { ring() }
}
