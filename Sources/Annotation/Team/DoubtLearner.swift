import Learning
import Sampling
import Threads

/// Learns on a thread of its own, at lower priority than the keyboard's, what the labels of a team leave in doubt.
///
/// From words alone: which of two disputes comes first is worth no wait for vectors.
public final class DoubtLearner: Sendable {
    private struct Work: Sendable {
        var next: Adjudication?
        var isLearning = false
        var measured: Set<Int>?
        var learner: Learner?
    }

    private let make: @Sendable (Set<Int>) -> Learner
    private let niceness: Int32
    private let monitor = WorkMonitor()
    private let work = Lock(Work())
    private let report: @Sendable (ModelDoubt?) -> Void

    /// - Parameters:
    ///   - cache: where features are kept; nil to make them.
    ///   - niceness: how much lower the priority of the thread is; 0 leaves it as it is.
    ///   - report: called on the learner's thread; nil where there is nothing to learn from yet.
    public init(
        corpus: Corpus, modelSettings: ModelSettings = .standard, cache: FeatureCache? = nil, seed: UInt64,
        threads: Int, niceness: Int32 = 10,
        report: @escaping @Sendable (ModelDoubt?) -> Void
    ) {
        make = { measured in
            Learner(
                corpus: corpus, measured: measured, settings: modelSettings, cache: cache, seed: seed, threads: threads)
        }
        self.niceness = niceness
        self.report = report
    }

    /// Learns from what all labels come to now; where it is learning, from the latest once that is done.
    public func learn(from adjudication: Adjudication) {
        let isIdle = work.withLock { work in
            work.next = adjudication
            defer { work.isLearning = true }
            return !work.isLearning
        }
        guard isIdle else { return }
        BackgroundThread.start("doubt", niceness: niceness) { [self] in while learnNext() {} }
    }

    /// Gives up what is being learnt; nothing is reported any more.
    public func stop() { monitor.cancel() }

    /// - Returns: false when there is nothing more to learn.
    private func learnNext() -> Bool {
        let next = work.withLock { work -> Adjudication? in
            defer { work.next = nil }
            if work.next == nil { work.isLearning = false }
            return work.next
        }
        guard let next, !monitor.isCancelled else { return false }
        // What cannot be learnt from yet leaves the order as it is.
        let doubt = try? ModelDoubt(of: next.merged, corpus: next.corpus, monitor: monitor) { learner(measured: $0) }
        if !monitor.isCancelled { report(doubt) }
        return true
    }

    /// Its features are made anew only where they rest on other texts than before.
    private func learner(measured: Set<Int>) -> Learner {
        work.withLock { work in
            if let learner = work.learner, work.measured == measured { return learner }
            let learner = make(measured)
            (work.learner, work.measured) = (learner, measured)
            return learner
        }
    }
}
