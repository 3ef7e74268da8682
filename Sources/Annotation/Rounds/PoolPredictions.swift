import Learning
import Sampling
import Threads

/// What the model that a session's labels have taught says of every message of its pool.
public struct PoolPredictions: Sendable {
    /// What it gives each label, a row for each message of the pool.
    public let probabilities: Matrix
    /// Which label is predicted.
    public let decision: Decision

    /// Predictions of the same model that ``Learning/TextModel/init(nextRoundOf:modelSettings:transfer:vectors:features:tool:threads:monitor:)``
    /// has.
    ///
    /// - Throws: ``TooFewLabels``; `CancellationError` when the monitor says so.
    /// - Complexity: as of that, and one pass over all messages.
    public init(
        nextRoundOf state: SessionState, modelSettings: ModelSettings, transfer: TransferSource? = nil,
        vectors: (any RowVectors)? = nil, features: FeatureCache? = nil, threads: Int,
        monitor: WorkMonitor = WorkMonitor()
    ) throws {
        let next = try NextModel(
            of: state, modelSettings: modelSettings, transfer: transfer, vectors: vectors, features: features,
            threads: threads, monitor: monitor)
        probabilities = try next.learner.probabilities(
            of: next.model, for: Array(state.corpus.pool.indices), monitor: monitor)
        decision = next.decision
    }
}
