import Annotation
import Dispatch
import Learning
import Threads

/// An encoder whose vectors are drawn by the texts alone. It remembers what it was asked for, and fails, waits or is cancelled
/// where a test says so.
final class HashingEncoder: TextEncoder {
    struct Failure: Error, CustomStringConvertible {
        let description = "the encoder has failed"
    }

    let width: Int
    private let asked = Lock<[String]>([])
    private let failsAfter: Int?
    private let onCall: @Sendable (Int, WorkMonitor) -> Void

    /// - Parameters:
    ///   - failsAfter: calls that succeed before one fails; nil for all.
    ///   - onCall: called with the number of the call, from 1, before it works.
    init(
        width: Int = 12, failsAfter: Int? = nil,
        onCall: @escaping @Sendable (Int, WorkMonitor) -> Void = { _, _ in }
    ) {
        self.width = width
        self.failsAfter = failsAfter
        self.onCall = onCall
    }

    private let calls = Lock(0)

    /// Every text that it was asked for, as often.
    var texts: [String] { asked.withLock { $0 } }

    func vectors(of texts: [String], threads: Int, monitor: WorkMonitor) throws -> [Float] {
        let call = calls.withLock { calls in
            calls += 1
            return calls
        }
        onCall(call, monitor)
        try monitor.checkCancellation()
        if let failsAfter, call > failsAfter { throw Failure() }
        asked.withLock { $0 += texts }
        return texts.flatMap { vector(of: $0) }
    }

    func vector(of text: String) -> [Float] {
        var random = SeededRandom(seed: 3, stream: text)
        return (0..<width).map { _ in Float(random.normal()) }
    }

    /// This encoder, under a name of its own.
    func source(digest: String = "d1", arithmetic: String = "plain") -> EncoderSource {
        EncoderSource(name: "hashing", digest: digest, arithmetic: arithmetic) { self }
    }
}
