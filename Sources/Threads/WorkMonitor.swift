import Synchronization

/// Carries progress out of a long computation and the wish to stop into it.
public final class WorkMonitor: Sendable {
    private let cancelled = Atomic(false)
    private let onProgress: @Sendable (Double) -> Void

    /// - Parameter onProgress: told of the share of the work that is done, in [0, 1]; on the computing thread.
    public init(onProgress: @escaping @Sendable (Double) -> Void = { _ in }) {
        self.onProgress = onProgress
    }

    /// Whether somebody wants the work to stop.
    public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// Asks the work to stop; from any thread.
    public func cancel() { cancelled.store(true, ordering: .relaxed) }

    /// Tells how far the work has come; outside of [0, 1] taken as the nearer end.
    public func report(_ fraction: Double) { onProgress(min(1, max(0, fraction))) }

    /// - Throws: `CancellationError` once ``cancel()`` was called.
    public func checkCancellation() throws {
        if isCancelled { throw CancellationError() }
    }
}
