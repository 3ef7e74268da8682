import Annotation
import Foundation
import Journal
import LabellingScreen
import Threads

/// Reads the journals of the others of a team as they grow, on a thread of its own.
///
/// It looks every second: what is on the disk is the truth, on network disks as well, which tell nobody of changes.
final class TeamWatch: Sendable {
    /// How far the journals were read.
    private struct Reading: Sendable {
        var tails: [String: JournalTail] = [:]
        /// What was said of a journal last, so that it is said once.
        var said: [String: String] = [:]
    }

    /// What is wanted of the thread that looks: whoever says so never waits for a disk.
    private struct Wishes: Sendable {
        /// The own line that is on the disk, and behind which all journals are to be looked at.
        var asked: Int?
        var isStopping = false
    }

    private let folder: TeamFolder
    private let me: String
    private let reading = Lock(Reading())
    private let wishes = Lock(Wishes())
    private let wake = DispatchSemaphore(value: 0)

    init(_ folder: TeamFolder, me: String) {
        self.folder = folder
        self.me = me
    }

    /// All lines that have come since the last look, by the names of the journals, and what there is to say of those that cannot be read
    /// on.
    func look() -> (lines: [String: [JournalLine]], notices: [String]) {
        let names = folder.names.filter { $0 != me }
        return self.reading.withLock { state in
            var found: [String: [JournalLine]] = [:]
            var notices: [String] = []
            for name in Set(names).union(state.tails.keys).sorted() {
                var tail = state.tails[name] ?? JournalTail(path: folder.journal(of: name))
                let reading = tail.read()
                state.tails[name] = tail
                let fault: String?
                switch reading {
                case .grown(let lines):
                    if !lines.isEmpty { found[name] = lines }
                    fault = nil
                case .withdrawn(let reason):
                    fault = "the journal of \(name) is not what was read of it: \(reason); what was read stays"
                case .unreadable(let reason): fault = "the journal of \(name) cannot be read: \(reason)"
                }
                if let fault, state.said[name] != fault { notices.append(fault) }
                state.said[name] = fault
            }
            return (found, notices)
        }
    }

    /// Looks again and again, and says what has come.
    func start(
        _ report: @escaping @Sendable (_ lines: [String: [JournalLine]], _ notices: [String], _ own: Int?) -> Void
    ) {
        BackgroundThread.start("team", niceness: 5) { [self] in
            while true {
                _ = wake.wait(timeout: .now() + .seconds(1))
                let (isStopping, asked) = wishes.withLock { wishes in
                    defer { wishes.asked = nil }
                    return (wishes.isStopping, wishes.asked)
                }
                if isStopping { return }
                let (lines, notices) = look()
                if !lines.isEmpty || !notices.isEmpty || asked != nil { report(lines, notices, asked) }
            }
        }
    }

    /// Looks at once, and says so behind that look: the own lines up to one are on the disk.
    func look(behind own: Int) {
        wishes.withLock { $0.asked = own }
        wake.signal()
    }

    func stop() {
        wishes.withLock { $0.isStopping = true }
        wake.signal()
    }
}
