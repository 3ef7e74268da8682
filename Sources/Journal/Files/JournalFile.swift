import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How much of a journal is safe.
public enum JournalStatus: Sendable, Hashable {
    /// Every line is written and synced.
    case saved
    case saving(pending: Int)
    /// The last try failed; it is tried again until it works. Nothing pending means that lines saved before are in danger.
    case failing(pending: Int, reason: String)
}

/// Where a session's lines go; a file today, perhaps a team's database one day.
public protocol JournalStore: Sendable {
    /// Takes the next line and returns at once.
    func append(_ event: JournalEvent, at: Timestamp) -> JournalLine
    var status: JournalStatus { get }
}

/// The journal's file: appended to, synced, locked against a second writer.
///
/// What ``status`` calls saved was written and passed `fdatasync`. Lines that could not be written stay in memory and
/// are tried again; what a failed try left behind is cut off first, so that no half line stays in the middle.
///
/// A file that is deleted or cut short under the program is written again, with all that was saved. A file that took
/// the journal's place is not touched: until it is moved away, or until ``move(to:then:)``, lines stay pending.
public final class JournalFile: JournalStore {
    private struct Move {
        let path: String
        let report: @Sendable (Result<Void, JournalError>) -> Void
    }

    private struct State {
        var path: String
        var nextSequence: Int
        /// Encoded lines that are not known to be on the disk.
        var pending: [[UInt8]] = []
        var failure: String?
        var notice: String?
        var moves: [Move] = []
        /// Where to try at the end, when the journal's own place fails.
        var otherPlaces: [String] = []
        var isClosing = false
    }

    private let state: Mutex<State>
    private let files: any FileSystem
    private let wake = DispatchSemaphore(value: 0)
    private let closed = DispatchGroup()
    private let onStatus: @Sendable () -> Void

    /// Opens a journal for writing, or begins one.
    ///
    /// A torn last line is moved to `PATH.torn`; ``JournalContents/torn`` says what it was. From here on the process
    /// ignores `SIGXFSZ`, so that a limit on file sizes is an error like a full disk, not a death.
    /// - Parameter onStatus: called on the writer's thread whenever ``status`` may have changed.
    /// - Throws: ``JournalError``.
    /// - Complexity: O(bytes).
    public static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void = {}
    ) throws(JournalError) -> (file: JournalFile, contents: JournalContents) {
        signal(SIGXFSZ, SIG_IGN)
        return try open(at: path, in: Disk(), onStatus: onStatus)
    }

    /// - Parameters:
    ///   - copyLimit: bytes up to which the journal is kept in memory, against other programs.
    ///   - idleSeconds: how often the file is looked after while nothing is written.
    static func open(
        at path: String, in files: any FileSystem, copyLimit: Int = 64 << 20, idleSeconds: Double = 5,
        onStatus: @escaping @Sendable () -> Void = {}
    ) throws(JournalError) -> (file: JournalFile, contents: JournalContents) {
        let file = try opened(path, .appending, in: files)
        do throws(JournalError) {
            try lock(file, path: path, in: files)
            let place = files.resolved(path)
            var bytes = try contents(of: file, path: path)
            let contents = try JournalContents(bytes, path: path)
            if !contents.torn.isEmpty {
                do throws(SystemError) {
                    // On the disk beside the journal, name and all, before it is cut off.
                    try JournalWriter.keep(contents.torn, beside: place, in: files)
                } catch {
                    throw .notOpened(path: place + ".torn", reason: error.description)
                }
                bytes.removeLast(contents.torn.count)
            }
            do throws(SystemError) {
                if !contents.torn.isEmpty { try file.truncate(to: contents.length) }
                // What a program that was killed has left is called saved from here on.
                try file.sync()
                try files.syncFolder(of: place)
            } catch {
                throw .notOpened(path: path, reason: error.description)
            }
            JournalLock(of: place).announce(in: files, now: .now)
            let writer = JournalWriter(path: place, file: file, in: files, contents: bytes, copyLimit: copyLimit)
            return (JournalFile(path, writer, files, contents, idleSeconds, onStatus), contents)
        } catch {
            file.close()
            throw error
        }
    }

    static func opened(
        _ path: String, _ access: FileAccess, in files: any FileSystem
    ) throws(JournalError) -> any OpenFile {
        do throws(SystemError) {
            return try files.open(path, access)
        } catch {
            throw .notOpened(path: path, reason: error.description)
        }
    }

    static func lock(
        _ file: any OpenFile, path: String, in files: any FileSystem
    ) throws(JournalError) {
        let isOurs: Bool
        do throws(SystemError) { isOurs = try file.lock() } catch {
            throw .notOpened(path: path, reason: error.description)
        }
        guard isOurs else {
            let identity = (try? file.state())?.identity
            throw .held(path: path, by: JournalLock(of: files.resolved(path)).holder(in: files, identity: identity))
        }
    }

    /// Reads a journal without opening it for writing.
    ///
    /// - Throws: ``JournalError``.
    public static func read(_ path: String) throws(JournalError) -> JournalContents {
        try JournalContents(try bytes(of: path), path: path)
    }

    /// The bytes of a journal.
    public static func bytes(of path: String) throws(JournalError) -> [UInt8] {
        let file = try opened(path, .reading, in: Disk())
        defer { file.close() }
        return try contents(of: file, path: path)
    }

    /// Bytes beyond which a file is taken for no journal: ten million labels.
    static let largestLength = 4 << 30

    static func contents(of file: any OpenFile, path: String) throws(JournalError) -> [UInt8] {
        do throws(SystemError) {
            if try file.state().length <= largestLength { return try file.readAll() }
        } catch {
            throw .notOpened(path: path, reason: error.description)
        }
        throw .notOpened(path: path, reason: "it is larger than \(largestLength >> 20) MiB")
    }

    private init(
        _ path: String, _ writer: JournalWriter, _ files: any FileSystem, _ contents: JournalContents,
        _ idleSeconds: Double, _ onStatus: @escaping @Sendable () -> Void
    ) {
        self.files = files
        self.onStatus = onStatus
        state = Mutex(State(path: path, nextSequence: contents.lines.count))
        closed.enter()
        let thread = Thread { [self] in
            run(writer, idleSeconds: idleSeconds)
            closed.leave()
        }
        thread.name = "journal"
        thread.start()
    }

    // MARK: Appending

    public func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        let line = state.withLock { state in
            let line = JournalLine(sequence: state.nextSequence, at: at, event: event)
            state.nextSequence += 1
            state.pending.append(line.encoded)
            return line
        }
        wake.signal()
        return line
    }

    public var status: JournalStatus {
        state.withLock { state in
            if let failure = state.failure { return .failing(pending: state.pending.count, reason: failure) }
            return state.pending.isEmpty ? .saved : .saving(pending: state.pending.count)
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

    /// Copies the whole journal, with what is pending, to a new file and goes on there: the way out when its own place
    /// stays full or out of reach. The old file keeps what was saved in it.
    ///
    /// Returns at once. ``path`` and ``status`` tell the new place when it is done.
    /// - Parameters:
    ///   - path: a file that does not exist yet.
    ///   - report: called on the writer's thread; after a failure everything is as before.
    public func move(to path: String, then report: @escaping @Sendable (Result<Void, JournalError>) -> Void) {
        state.withLock { $0.moves.append(Move(path: path, report: report)) }
        wake.signal()
    }

    /// Waits until everything is on the disk, one last try included, then gives the file free.
    ///
    /// - Parameter otherPlaces: new files to move to, tried in order, when the last try fails; see ``path``.
    /// - Returns: the last status; lines that could not be written are lost with the program.
    public func close(orMovingTo otherPlaces: [String] = []) -> JournalStatus {
        state.withLock { state in
            state.isClosing = true
            if !otherPlaces.isEmpty { state.otherPlaces = otherPlaces }
        }
        wake.signal()
        closed.wait()
        return status
    }

    // MARK: The writer's thread

    private func run(_ writer: JournalWriter, idleSeconds: Double) {
        var writer = writer
        var delay = 0.2
        while true {
            _ = wake.wait(timeout: .now() + (state.withLock { $0.failure == nil } ? idleSeconds : delay))
            let (moves, isClosing) = state.withLock { state in
                defer { state.moves = [] }
                return (state.moves, state.isClosing)
            }
            let isWell = save(&writer)
            delay = isWell ? 0.2 : min(5, delay * 2)
            for move in moves { move.report(Result { try self.move(&writer, to: move.path) }.mapError(Self.own)) }
            if isClosing { break }
        }
        for path in state.withLock({ $0.otherPlaces }) where status != .saved {
            try? move(&writer, to: path)
        }
        // The name before the lock, so that it never names a program that is gone.
        JournalLock(of: writer.path).withdraw(in: files)
        writer.close()
    }

    private static func own(_ error: any Error) -> JournalError {
        error as? JournalError ?? .notOpened(path: "", reason: "\(error)")
    }

    /// One try.
    private func save(_ writer: inout JournalWriter) -> Bool {
        let (lines, hadFailed) = state.withLock { ($0.pending, $0.failure != nil) }
        var failure: String?
        do throws(JournalWriter.Failure) {
            try writer.write(lines)
        } catch {
            failure = error.reason
        }
        let notice = writer.takeNotice()
        state.withLock { state in
            state.failure = failure
            if failure == nil { state.pending.removeFirst(lines.count) }
            if let notice { state.notice = notice }
        }
        if !lines.isEmpty || hadFailed || failure != nil || notice != nil { onStatus() }
        return failure == nil
    }

    private func move(_ writer: inout JournalWriter, to path: String) throws(JournalError) {
        let lines = state.withLock { $0.pending }
        let before = JournalLock(of: writer.path)
        do throws(JournalWriter.Failure) {
            try writer.move(to: path, with: lines)
        } catch {
            throw .notOpened(path: path, reason: error.reason)
        }
        before.withdraw(in: files)
        JournalLock(of: writer.path).announce(in: files, now: .now)
        state.withLock { state in
            state.path = path
            state.failure = nil
            state.pending.removeFirst(lines.count)
        }
        onStatus()
    }
}

extension Timestamp {
    /// The time of the machine's clock.
    static var now: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }
}
