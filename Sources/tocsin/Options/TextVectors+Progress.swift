import Annotation
import Threads

extension TextVectors {
    /// Makes what is missing, with a bar on standard error where that is a terminal, and says there what keeps vectors from
    /// being stored.
    ///
    /// - Throws: what loading the encoder throws; `CancellationError` when the monitor says so.
    func makeWithProgress(monitor: WorkMonitor = WorkMonitor()) throws {
        var line: ProgressLine?
        var shown = 0
        defer { line?.finish() }
        try make(monitor: monitor) { progress in
            switch progress {
            case .making(let done, let of):
                if line == nil {
                    line = ProgressLine(total: of, done: 0, unit: "vectors (--encoder none does without)")
                }
                if done > shown { line?.advance(by: done - shown) }
                shown = done
            case .notStored(let reason): Output.complain(reason)
            case .complete, .failed: break
            }
        }
    }
}
