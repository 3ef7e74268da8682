import Journal
import LabellingScreen
import Threads

/// A journal in memory whose disk does what a story tells it to.
final class MemoryJournal: JournalStore {
    private struct Kept {
        var lines: [JournalLine] = []
        var status = JournalStatus.saved
        var path = "/messages.journal.jsonl"
        var notice: String?
        var refusal: JournalError?
    }

    private let kept = Lock(Kept())

    init(_ lines: [JournalLine] = []) { kept.withLock { $0.lines = lines } }

    /// Memory holds nothing of before.
    static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void
    ) throws(JournalError) -> (journal: MemoryJournal, contents: JournalContents) {
        (MemoryJournal(), try JournalContents([UInt8](), path: path))
    }

    func close(orMovingTo otherPlaces: [String]) -> JournalStatus { status }

    var lines: [JournalLine] { kept.withLock { $0.lines } }
    var path: String { kept.withLock { $0.path } }

    var status: JournalStatus {
        get { kept.withLock { $0.status } }
        set { kept.withLock { $0.status = newValue } }
    }

    /// Why no other place takes it; nil where one does.
    func refuse(_ refusal: JournalError?) { kept.withLock { $0.refusal = refusal } }

    func tell(_ notice: String) { kept.withLock { $0.notice = notice } }

    func takeNotice() -> String? {
        kept.withLock { kept in
            defer { kept.notice = nil }
            return kept.notice
        }
    }

    func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        kept.withLock { kept in
            let line = JournalLine(sequence: (kept.lines.last?.sequence ?? -1) + 1, at: at, event: event)
            kept.lines.append(line)
            return line
        }
    }

    func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void) {
        let refusal = kept.withLock { kept in
            if kept.refusal == nil { (kept.path, kept.status) = (path, .saved) }
            return kept.refusal
        }
        report(refusal.map { .failure($0) } ?? .success(()))
    }
}
