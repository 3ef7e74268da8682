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
    /// The last try failed; it is tried again until it works.
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
/// are tried again; what a failed try left behind is cut off first, so that no half line stays in the middle. A file
/// that was deleted, replaced or changed under the program is never written to again.
public final class JournalFile: JournalStore {
    private struct Queue: Sendable {
        var nextSequence: Int
        /// Encoded lines that are not known to be on the disk.
        var pending: [[UInt8]] = []
        var failure: String?
        var isClosing = false
        var isClosed = false
    }

    public let path: String
    private let descriptor: Int32
    private let queue: Mutex<Queue>
    private let wake = DispatchSemaphore(value: 0)
    private let closed = DispatchSemaphore(value: 0)
    private let onStatus: @Sendable () -> Void

    /// Opens a journal for writing, or begins one.
    ///
    /// A torn last line is moved to `PATH.torn`; ``JournalContents/torn`` says what it was.
    /// - Parameter onStatus: called on the writer's thread whenever ``status`` may have changed.
    /// - Throws: ``JournalError``.
    public static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void = {}
    ) throws(JournalError) -> (file: JournalFile, contents: JournalContents) {
        let descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .notOpened(path: path, reason: reason(errno)) }
        do throws(JournalError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                guard errno == EWOULDBLOCK else { throw .notOpened(path: path, reason: reason(errno)) }
                throw .held(path: path, by: holder(of: path))
            }
            let bytes = try readAll(descriptor, path: path)
            let contents = try JournalContents(bytes, path: path)
            if !contents.torn.isEmpty { try setAside(contents, descriptor, path: path) }
            syncDirectory(of: path)
            writeHolder(of: path)
            return (JournalFile(path, descriptor, contents, onStatus), contents)
        } catch {
            close(descriptor)
            throw error
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
        let descriptor = openFile(path, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw .notOpened(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        return try readAll(descriptor, path: path)
    }

    private init(
        _ path: String, _ descriptor: Int32, _ contents: JournalContents, _ onStatus: @escaping @Sendable () -> Void
    ) {
        self.path = path
        self.descriptor = descriptor
        self.onStatus = onStatus
        queue = Mutex(Queue(nextSequence: contents.lines.count))
        let lengthAtStart = contents.length
        let thread = Thread { [self] in
            var length = lengthAtStart
            var delay = 0.2
            while true {
                if queue.withLock({ $0.failure == nil }) { wake.wait() } else { _ = wake.wait(timeout: .now() + delay) }
                let (lines, isClosing) = queue.withLock { ($0.pending, $0.isClosing) }
                if !lines.isEmpty {
                    let failure = write(lines, length: &length)
                    queue.withLock {
                        $0.failure = failure
                        if failure == nil { $0.pending.removeFirst(lines.count) }
                    }
                    delay = failure == nil ? 0.2 : min(5, delay * 2)
                    self.onStatus()
                }
                if isClosing { break }
            }
            queue.withLock { $0.isClosed = true }
            unlink(Self.holderPath(path))
            Self.close(descriptor)
            closed.signal()
        }
        thread.name = "journal"
        thread.start()
    }

    // MARK: Appending

    public func append(_ event: JournalEvent, at: Timestamp) -> JournalLine {
        let line = queue.withLock { queue in
            let line = JournalLine(sequence: queue.nextSequence, at: at, event: event)
            queue.nextSequence += 1
            queue.pending.append(line.encoded)
            return line
        }
        wake.signal()
        return line
    }

    public var status: JournalStatus {
        queue.withLock { queue in
            if queue.pending.isEmpty { return .saved }
            if let failure = queue.failure { return .failing(pending: queue.pending.count, reason: failure) }
            return .saving(pending: queue.pending.count)
        }
    }

    /// Waits until everything is on the disk, one last try included, then gives the file free.
    ///
    /// - Returns: the last status; lines that could not be written are lost with the program.
    public func close() -> JournalStatus {
        let isClosed = queue.withLock { queue in
            defer { queue.isClosing = true }
            return queue.isClosed || queue.isClosing
        }
        if !isClosed {
            wake.signal()
            closed.wait()
        }
        return status
    }

    /// One try; on the writer's thread.
    ///
    /// - Parameter length: bytes of the file that are known to be good; grows on success.
    /// - Returns: what went wrong, in words; nil on success.
    private func write(_ lines: [[UInt8]], length: inout Int) -> String? {
        var here = stat()
        var there = stat()
        guard fstat(descriptor, &here) == 0 else { return Self.reason(errno) }
        guard stat(path, &there) == 0 else { return "the journal's file is gone: \(path)" }
        guard here.st_ino == there.st_ino, here.st_dev == there.st_dev else {
            return "another file has taken the journal's place: \(path)"
        }
        if here.st_size < length { return "the journal's file has been cut short by another program" }
        if here.st_size > length, ftruncate(descriptor, off_t(length)) != 0 { return Self.reason(errno) }
        let bytes = lines.flatMap { $0 }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Self.writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count < 0 {
                if errno == EINTR { continue }
                return Self.reason(errno)
            }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { return Self.reason(errno) }
        length += bytes.count
        return nil
    }

    // MARK: The file system

    private static func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        while true {
            let descriptor = Glibc.open(path, flags, mode)
            if descriptor >= 0 || errno != EINTR { return descriptor }
        }
    }

    private static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    private static func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    }

    private static func reason(_ code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "the disk is full"
        case EACCES, EPERM: "there is no permission"
        case EROFS: "the disk is read-only"
        case ENOENT: "the folder does not exist"
        case EISDIR: "it is a directory"
        default: String(cString: strerror(code))
        }
    }

    private static func readAll(_ descriptor: Int32, path: String) throws(JournalError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw .notOpened(path: path, reason: reason(errno))
            }
        }
    }

    /// Copies the torn tail to a file beside the journal, synced, before it is cut off.
    private static func setAside(
        _ contents: JournalContents, _ descriptor: Int32, path: String
    ) throws(JournalError) {
        let side = openFile(path + ".torn", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard side >= 0 else { throw .notOpened(path: path + ".torn", reason: reason(errno)) }
        defer { close(side) }
        let bytes = contents.torn + [0x0A]
        let written = bytes.withUnsafeBytes { writeBytes(side, $0) }
        guard written == bytes.count, fdatasync(side) == 0 else {
            throw .notOpened(path: path + ".torn", reason: reason(errno))
        }
        guard ftruncate(descriptor, off_t(contents.length)) == 0, fdatasync(descriptor) == 0 else {
            throw .notOpened(path: path, reason: reason(errno))
        }
    }

    private static func syncDirectory(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = openFile(folder, O_RDONLY | O_CLOEXEC, 0)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    // MARK: Who holds it

    private static func holderPath(_ path: String) -> String { path + ".lock" }

    /// Only a message for a second program: the lock itself is the kernel's, and goes with its process.
    private static func writeHolder(of path: String) {
        let text = "process \(getpid()) on \(ProcessInfo.processInfo.hostName)\n"
        try? text.write(toFile: holderPath(path), atomically: false, encoding: .utf8)
    }

    private static func holder(of path: String) -> String {
        let text = try? String(contentsOfFile: holderPath(path), encoding: .utf8)
        return text?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "process unknown"
    }
}
