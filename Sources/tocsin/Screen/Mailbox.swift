import Annotation
import Synchronization

/// Where other threads leave reports for the terminal's thread.
final class Mailbox: Sendable {
    private let reports = Mutex<[RoundReport]>([])

    func put(_ report: RoundReport) {
        reports.withLock { $0.append(report) }
    }

    func takeAll() -> [RoundReport] {
        reports.withLock { reports in
            defer { reports = [] }
            return reports
        }
    }
}
