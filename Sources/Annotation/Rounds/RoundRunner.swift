import Foundation
import Learning
import Threads

/// Learns rounds for a session without making it wait.
public protocol RoundLearning: Sendable {
    /// Starts on a request, after whatever was started before it has been cancelled.
    func start(_ request: RankingRequest)
    /// Gives up the request under way; no report of it follows.
    func cancel()
    /// Keeps a ranking that has come into use for the next resume, without making anyone wait; that it cannot be kept is no
    /// failure.
    func keep(_ ranking: Ranking)
}

/// What a runner reports of a request.
public struct RoundReport: Sendable {
    /// How far a request has come, or what has come of it.
    public enum Content: Sendable {
        /// The share of the work that is done, in [0, 1].
        case progress(Double)
        case finished(Ranking)
        /// The queue that was asked for was learnt from vectors that are not there.
        case withoutVectors
        case failed(String)
    }

    /// What was asked for.
    public let request: RankingRequest
    /// What there is to say of it.
    public let content: Content

    public init(request: RankingRequest, content: Content) {
        self.request = request
        self.content = content
    }
}

/// A thread of its own, at lower priority than the keyboard's, that answers one ranking request after the other.
public final class RoundRunner: RoundLearning {
    private struct Work: Sendable {
        var next: RankingRequest?
        var monitor: WorkMonitor?
        var kept: Ranking?
        var isStopping = false
    }

    private let ranker: Ranker
    private let cache: QueueCache?
    private let report: @Sendable (RoundReport) -> Void
    private let work = Lock(Work())
    private let wake = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - cache: where the ranking in use is kept; nil to keep none.
    ///   - niceness: how much lower the priority of the thread is, and of all it starts; 0 leaves it as it is.
    ///   - report: called on the runner's thread.
    public init(
        ranker: Ranker, cache: QueueCache? = nil, niceness: Int32 = 10,
        report: @escaping @Sendable (RoundReport) -> Void
    ) {
        self.ranker = ranker
        self.cache = cache
        self.report = report
        BackgroundThread.start("rounds", niceness: niceness) { [weak self, wake] in
            while true {
                wake.wait()
                guard let self, self.answerNext() else { return }
            }
        }
    }

    deinit {
        work.withLock {
            $0.isStopping = true
            $0.monitor?.cancel()
        }
        wake.signal()
    }

    public func start(_ request: RankingRequest) {
        work.withLock {
            $0.monitor?.cancel()
            $0.next = request
        }
        wake.signal()
    }

    public func cancel() {
        work.withLock {
            $0.monitor?.cancel()
            $0.next = nil
        }
    }

    public func keep(_ ranking: Ranking) {
        guard cache != nil else { return }
        work.withLock { $0.kept = ranking }
        wake.signal()
    }

    private func keepLast() {
        let ranking = work.withLock { work in
            defer { work.kept = nil }
            return work.isStopping ? nil : work.kept
        }
        if let ranking { cache?.keep(ranking) }
    }

    /// - Returns: false when the runner is going away.
    private func answerNext() -> Bool {
        keepLast()
        let task = work.withLock { work -> (RankingRequest, WorkMonitor)? in
            guard !work.isStopping, let request = work.next else { return nil }
            let report = report
            let monitor = WorkMonitor { report(RoundReport(request: request, content: .progress($0))) }
            work.next = nil
            work.monitor = monitor
            return (request, monitor)
        }
        guard let (request, monitor) = task else { return work.withLock { !$0.isStopping } }
        do {
            let ranking = try ranker.rank(request, monitor: monitor)
            if !monitor.isCancelled { report(RoundReport(request: request, content: .finished(ranking))) }
        } catch is CancellationError {
            // Nobody waits for it any more.
        } catch is VectorsMissing {
            report(RoundReport(request: request, content: .withoutVectors))
        } catch {
            report(RoundReport(request: request, content: .failed("\(error)")))
        }
        // What the round took is not needed until the next; unless that is asked for already.
        if work.withLock({ $0.next == nil }) { FreedMemory.giveBack() }
        return true
    }
}
