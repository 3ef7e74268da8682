import Foundation

/// Work on a thread of its own, whose end somebody waits for who has other things to do meanwhile.
public final class LongWork<Value: Sendable, Failure: Error>: Sendable {
    private let answer = Lock<Result<Value, Failure>?>(nil)
    private let end = DispatchSemaphore(value: 0)

    /// Begins at once.
    ///
    /// - Parameters:
    ///   - work: what may take long.
    ///   - onEnd: told on the working thread that ``result`` is there.
    public init(
        _ work: @escaping @Sendable () throws(Failure) -> Value, onEnd: @escaping @Sendable () -> Void = {}
    ) {
        let thread = Thread { [answer, end] in
            let result = Result { () throws(Failure) in try work() }
            answer.withLock { $0 = result }
            end.signal()
            onEnd()
        }
        // As the main thread's, for lines with many levels.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// What came of it; nil while it goes on.
    public var result: Result<Value, Failure>? { answer.withLock { $0 } }

    /// Waits for the end.
    ///
    /// - Parameter seconds: how long; nil for ever.
    /// - Returns: nil when it goes on after that time.
    public func result(within seconds: Double?) -> Result<Value, Failure>? {
        if end.wait(timeout: seconds.map { .now() + $0 } ?? .distantFuture) == .success { end.signal() }
        return result
    }
}
