import Foundation
import Notation
import Threads

/// The journal's file: appended to, synced, locked against a second writer.
///
/// What ``status`` calls saved was written and passed `fdatasync`. Lines that could not be written stay in memory and
/// are tried again; what a failed try left behind is cut off first, so that no half line stays in the middle.
///
/// A file that is deleted or cut short under the program is written again, with all that was saved. A file that took
/// the journal's place is not touched: until it is moved away, or until ``move(to:then:)``, lines stay pending.
///
/// One thread writes. When a disk does not answer at all, as a lost network disk may for hours, that thread can only be
/// given up: another one begins anew elsewhere, and what the first may still do no longer counts.
public final class JournalFile: JournalStore {
    struct Limits: Sendable {
        /// Bytes up to which the journal is kept in memory, against other programs and for a disk that is gone.
        var copy = 64 << 20
        /// How often the file is looked after while nothing is written.
        var idleSeconds = 5.0
        /// How long a disk may take before it is said that it does not answer.
        var patience = Duration.seconds(3)
        /// How long it may take at the end, before the other places are tried.
        var lastPatience = Duration.seconds(10)
    }

    private struct Move {
        let path: String
        let report: @Sendable (Result<Void, JournalError>) -> Void
    }

    private struct State {
        var path: String
        var nextSequence: Int
        var chain: LineChain
        /// When the sitting ended as it should.
        var end: Timestamp?
        /// Whether this program has given it a line.
        var hasGrown = false
        /// Encoded lines that are not known to be on the disk.
        var pending: [[UInt8]] = []
        /// All that is on the disk; nil when it is longer than it may be.
        var saved: [UInt8]?
        /// How long it is.
        var savedLength = 0
        var failure: String?
        var notice: String?
        var moves: [Move] = []
        /// Where to try at the end, when the journal's own place fails.
        var otherPlaces: [String] = []
        var isClosing = false
        /// Counts the writers: all but the last are given up.
        var writer = 0
        /// Counts what the writer has finished.
        var finished = 0
        /// When the writer began what it is at; nil while it waits for work.
        var busySince: ContinuousClock.Instant?

        /// How long the disk has not answered.
        var silence: Duration { busySince.map { ContinuousClock.now - $0 } ?? .zero }
    }

    private let state: Lock<State>
    private let files: any FileSystem
    private let limits: Limits
    private let wake = DispatchSemaphore(value: 0)
    private let closed = DispatchGroup()
    private let onStatus: @Sendable () -> Void

    init(
        _ path: String, nextSequence: Int, _ chain: LineChain, in files: any FileSystem, _ limits: Limits,
        _ onStatus: @escaping @Sendable () -> Void
    ) {
        self.files = files
        self.limits = limits
        self.onStatus = onStatus
        state = Lock(State(path: path, nextSequence: nextSequence, chain: chain))
    }

    /// Starts the writer, on a file that is open and locked.
    func start(_ file: any OpenFile, _ place: String, _ contents: [UInt8], _ carried: CarriedJournal?) {
        state.withLock { state in
            // Until it is carried over, what the journal becomes is nowhere else.
            state.saved = carried?.bytes ?? kept(contents)
            state.savedLength = carried?.bytes.count ?? contents.count
        }
        closed.enter()
        start(
            JournalWriter(
                path: place, file: file, in: files, contents: contents, carried: carried, saved: { [self] in saved }),
            number: 0)
    }

    private func start(_ writer: JournalWriter, number: Int) {
        let thread = Thread { [self] in run(writer, number: number) }
        thread.name = "journal"
        thread.start()
    }

    private var saved: [UInt8]? { state.withLock { $0.saved } }

    private func kept(_ bytes: [UInt8]) -> [UInt8]? { bytes.count <= limits.copy ? bytes : nil }

    // MARK: Appending

    /// Takes the next line and returns at once; the writer is woken for it.
    public func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        let line = state.withLock { state in Self.add(event, at, to: &state) }
        wake.signal()
        return line
    }

    private static func add(_ event: JournalEvent, _ at: Timestamp, to state: inout State) -> JournalLine {
        let line = JournalLine(sequence: state.nextSequence, at: at, event: event)
        state.nextSequence += 1
        state.pending.append(state.chain.encoded(line))
        state.hasGrown = true
        return line
    }

    /// Says that the sitting ends here as it should: closing writes an ``EndEvent`` once all lines are saved.
    ///
    /// A place that does not take that line is no reason to go elsewhere: without it the next sitting says that this one did
    /// not end as it should, and nothing is lost.
    public func end(at time: Timestamp) {
        state.withLock { $0.end = time }
    }

    /// How much of the journal is safe.
    public var status: JournalStatus {
        state.withLock { state in
            guard !state.pending.isEmpty || state.failure != nil else { return .saved }
            if state.silence > limits.patience {
                let seconds = state.silence.components.seconds
                return .failing(
                    pending: state.pending.count,
                    reason: "the disk has not answered for \(CountText.text(seconds, "second"))")
            }
            if let failure = state.failure { return .failing(pending: state.pending.count, reason: failure) }
            return .saving(pending: state.pending.count)
        }
    }

    /// Where the journal is; as it was opened, until it moves.
    public var path: String { state.withLock { $0.path } }

    /// What had to be put right since the last call, for the annotator; nil for nothing.
    public func takeNotice() -> String? {
        state.withLock { state in
            defer { state.notice = nil }
            return state.notice
        }
    }

    // MARK: Moving and closing

    /// Copies the whole journal, with what is pending, to a new file and goes on there: the way out when its own place
    /// stays full or out of reach. The old file keeps what was saved in it.
    ///
    /// Returns at once. ``path`` and ``status`` tell the new place when it is done.
    /// - Parameters:
    ///   - path: a file that does not exist yet.
    ///   - report: called on another thread; after a failure everything is as before.
    public func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void) {
        let silent = state.withLock { state -> State? in
            if state.silence > limits.patience { return state }
            state.moves.append(Move(path: path, report: report))
            return nil
        }
        guard let silent else {
            wake.signal()
            return
        }
        let thread = Thread { [self] in
            report(Result { () throws(JournalError) in try takeOver(at: path, from: silent) })
        }
        thread.start()
    }

    /// Waits until everything is on the disk, one last try included, then gives the file free.
    ///
    /// A disk that does not answer is waited for a while, not for ever.
    /// - Parameter otherPlaces: new files to move to, tried in order, when the last try fails; see ``path``.
    /// - Returns: the last status; lines that could not be written are lost with the program.
    public func close(orMovingTo otherPlaces: [String]) -> JournalStatus {
        state.withLock { state in
            state.isClosing = true
            if !otherPlaces.isEmpty { state.otherPlaces = otherPlaces }
        }
        wake.signal()
        var isTakenOver = false
        while closed.wait(timeout: .now() + 0.05) == .timedOut {
            guard let silent = state.withLock({ $0.silence > limits.lastPatience ? $0 : nil }) else { continue }
            // Nothing more to save: whatever the disk is asked, the answer is not needed.
            let isSafe = silent.pending.isEmpty && silent.failure == nil
            if isSafe || isTakenOver { break }
            isTakenOver = true
            for path in otherPlaces where state.withLock({ $0.writer == silent.writer }) {
                tryTakingOver(at: path, from: silent)
            }
            _ = closed.wait(timeout: .now() + limits.lastPatience.seconds)
        }
        return status
    }

    /// Waits for a place only for a while: it may be on the disk that does not answer.
    private func tryTakingOver(at path: String, from silent: State) {
        let tried = DispatchGroup()
        tried.enter()
        let thread = Thread { [self] in
            try? takeOver(at: path, from: silent)
            tried.leave()
        }
        thread.start()
        _ = tried.wait(timeout: .now() + limits.patience.seconds)
    }

    // MARK: The writer's thread

    private func run(_ writer: JournalWriter, number: Int) {
        var writer = writer
        var delay = 0.2
        while true {
            _ = wake.wait(timeout: .now() + (state.withLock { $0.failure == nil } ? limits.idleSeconds : delay))
            guard let (moves, isClosing) = begin(number) else { break }
            let isWell = save(&writer, number)
            delay = isWell ? 0.2 : min(5, delay * 2)
            for move in moves {
                move.report(Result { () throws(JournalError) in try self.move(&writer, to: move.path, number) })
            }
            guard finish(number) else { break }
            if isClosing { return end(&writer, number) }
        }
        // Given up; the lock's name belongs to who goes on.
        writer.close()
    }

    /// What there is to do; nil for a writer that was given up.
    private func begin(_ number: Int) -> (moves: [Move], isClosing: Bool)? {
        state.withLock { state in
            guard state.writer == number else { return nil }
            state.busySince = .now
            defer { state.moves = [] }
            return (state.moves, state.isClosing)
        }
    }

    /// - Returns: false for a writer that was given up.
    private func finish(_ number: Int) -> Bool {
        state.withLock { state in
            guard state.writer == number else { return false }
            state.busySince = nil
            state.finished += 1
            return true
        }
    }

    private func end(_ writer: inout JournalWriter, _ number: Int) {
        for path in state.withLock({ $0.otherPlaces }) where status != .saved {
            guard begin(number) != nil else { return writer.close() }
            try? move(&writer, to: path, number)
            guard finish(number) else { return writer.close() }
        }
        writeEnd(&writer, number)
        // The name before the lock, so that it never names a program that is gone.
        JournalLock(of: writer.path).withdraw(in: files)
        writer.close()
        closed.leave()
    }

    /// Writes the line that ends a sitting, where all before it is saved.
    private func writeEnd(_ writer: inout JournalWriter, _ number: Int) {
        let line = state.withLock { state -> [UInt8]? in
            guard let time = state.end, state.hasGrown, state.pending.isEmpty, state.failure == nil else { return nil }
            var chain = state.chain
            let event = EndEvent(lines: state.nextSequence + 1)
            return chain.encoded(JournalLine(sequence: state.nextSequence, at: time, event: .end(event)))
        }
        guard let line, begin(number) != nil else { return }
        do throws(JournalWriter.Failure) { try writer.write(line) } catch {
            // Half of it is not left behind.
            try? writer.write([])
        }
        _ = finish(number)
    }

    /// One try.
    private func save(_ writer: inout JournalWriter, _ number: Int) -> Bool {
        let (lines, hadFailed) = state.withLock { ($0.pending, $0.failure != nil) }
        let bytes = Array(lines.joined())
        var failure: String?
        do throws(JournalWriter.Failure) {
            try writer.write(bytes)
        } catch {
            failure = error.reason
        }
        let notice = writer.takeNotice()
        let isCurrent = state.withLock { state in
            guard state.writer == number else { return false }
            // It has answered, whatever comes next.
            state.busySince = .now
            state.finished += 1
            state.failure = failure
            if failure == nil {
                state.pending.removeFirst(lines.count)
                state.savedLength += bytes.count
                if state.savedLength > limits.copy { state.saved = nil }
                state.saved?.append(contentsOf: bytes)
            }
            if let notice { state.notice = notice }
            return true
        }
        if isCurrent, !lines.isEmpty || hadFailed || failure != nil || notice != nil { onStatus() }
        return failure == nil
    }

    private func move(_ writer: inout JournalWriter, to path: String, _ number: Int) throws(JournalError) {
        let lines = try state.withLock { (state) throws(JournalError) in
            guard state.writer == number else {
                throw .notMoved(to: path, reason: "the journal has moved to \(state.path) meanwhile")
            }
            return state.pending
        }
        let before = JournalLock(of: writer.path)
        let all: [UInt8]
        do throws(JournalWriter.Failure) {
            all = try writer.move(to: path, with: Array(lines.joined()))
        } catch {
            throw .notMoved(to: path, reason: error.reason)
        }
        guard goOn(at: path, holding: all, lines.count, from: number, to: number) else {
            try? files.remove(writer.path)
            throw .notMoved(to: path, reason: "the journal has moved to another place meanwhile")
        }
        before.withdraw(in: files)
        JournalLock(of: writer.path).announce(in: files, now: .now)
        onStatus()
    }

    /// Begins anew in another place behind the back of a writer whose disk does not answer.
    ///
    /// - Parameter before: the state in which it did not; nothing happens when it has answered since.
    private func takeOver(at path: String, from before: State) throws(JournalError) {
        // What is too long to be kept can only be read where it is: perhaps it is still in the machine's memory.
        var all: [UInt8]
        if let saved = before.saved {
            all = saved
        } else {
            all = try JournalFile.beginning(of: before.path, before.savedLength, in: files)
        }
        all += before.pending.joined()
        let fresh: JournalWriter
        do throws(JournalWriter.Failure) {
            fresh = try JournalWriter(creating: path, in: files, contents: all, saved: { [self] in self.saved })
        } catch {
            throw .notMoved(to: path, reason: error.reason)
        }
        let next = before.writer + 1
        let isOurs = goOn(
            at: path, holding: all, before.pending.count, from: before.writer, to: next, unlessPast: before.finished)
        guard isOurs else {
            fresh.close()
            try? files.remove(fresh.path)
            throw .notMoved(to: path, reason: "the disk has answered again, so the journal stays where it is")
        }
        JournalLock(of: fresh.path).announce(in: files, now: .now)
        // Asked for in vain before; what they wanted has happened.
        let moves = state.withLock { state in
            defer { state.moves = [] }
            return state.moves
        }
        for move in moves { move.report(.success(())) }
        start(fresh, number: next)
        wake.signal()
        onStatus()
    }

    /// Makes a new place the journal's, as one step: what is pending there is pending nowhere else.
    ///
    /// - Returns: false when somebody else has made another step meanwhile.
    private func goOn(
        at path: String, holding bytes: [UInt8], _ lineCount: Int, from writer: Int, to next: Int,
        unlessPast finished: Int? = nil
    ) -> Bool {
        state.withLock { state in
            guard state.writer == writer, finished == nil || state.finished == finished else { return false }
            state.writer = next
            state.path = path
            state.failure = nil
            state.busySince = .now
            state.pending.removeFirst(lineCount)
            state.saved = kept(bytes)
            state.savedLength = bytes.count
            return true
        }
    }
}

extension Duration {
    fileprivate var seconds: Double { self / .seconds(1) }
}

extension Timestamp {
    /// The time of the machine's clock.
    static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
