import Analysis
import Annotation
import Threads

/// Records as they come from several threads, and the first failure to keep one.
final class CollectedRecords: Sendable {
    private struct State: Sendable {
        var records: [SimulationRecord]
        var failure: (any Error)?
    }

    private let state: Lock<State>

    init(_ records: [SimulationRecord]) {
        state = Lock(State(records: records))
    }

    var records: [SimulationRecord] { state.withLock { $0.records } }
    var failure: (any Error)? { state.withLock { $0.failure } }

    func add(_ record: SimulationRecord) { state.withLock { $0.records.append(record) } }
    func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }
}
