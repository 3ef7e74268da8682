import Foundation

extension JournalFile {
    /// Opens a journal for writing, or begins one.
    ///
    /// A new journal is of format 2; one of format 1 is carried over by the first line that is written to it, and stays as it
    /// was as `NAME.journal.v1.jsonl`. A torn last line is moved to `PATH.torn`; ``JournalContents/torn`` says what it was. From here on the process
    /// ignores `SIGXFSZ`, so that a limit on file sizes is an error like a full disk, not a death.
    /// - Parameter onStatus: called on another thread whenever ``status`` may have changed.
    /// - Throws: ``JournalError``.
    /// - Complexity: O(bytes).
    public static func open(
        at path: String, onStatus: @escaping @Sendable () -> Void = {}
    ) throws(JournalError) -> (journal: JournalFile, contents: JournalContents) {
        signal(SIGXFSZ, SIG_IGN)
        return try open(at: path, in: Disk(), onStatus: onStatus)
    }

    static func open(
        at path: String, in files: any FileSystem, limits: Limits = Limits(), identity: JournalIdentity = .random(),
        onStatus: @escaping @Sendable () -> Void = {}
    ) throws(JournalError) -> (journal: JournalFile, contents: JournalContents) {
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
                if contents.lacksLineEnd {
                    bytes.append(0x0A)
                    try file.appendAll([0x0A])
                }
                // What a program that was killed has left is called saved from here on.
                try file.sync()
                try files.syncFolder(of: place)
            } catch {
                throw .notOpened(path: path, reason: error.description)
            }
            JournalLock(of: place).announce(in: files, now: .now)
            let carried = contents.format == .one ? CarriedJournal(bytes, contents, identity) : nil
            let journal = JournalFile(
                path, nextSequence: contents.lines.count, carried?.chain ?? contents.chain(of: identity), in: files,
                limits,
                onStatus)
            journal.start(file, place, bytes, carried)
            return (journal, contents)
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
            guard access == .reading else { throw .notOpened(path: path, reason: error.description) }
            throw .notRead(path: path, reason: error == .missing ? "there is no such file" : error.description)
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
        do throws(JournalError) {
            return try contents(of: file, path: path)
        } catch {
            // Another place would not help: nothing is to be written.
            guard case .notOpened(path, let reason) = error else { throw error }
            throw .notRead(path: path, reason: reason)
        }
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

    /// The first bytes of a journal that cannot be asked of its writer.
    static func beginning(of path: String, _ length: Int, in files: any FileSystem) throws(JournalError) -> [UInt8] {
        let file = try opened(path, .reading, in: files)
        defer { file.close() }
        do throws(SystemError) {
            let bytes = try file.readAll(to: length)
            if bytes.count == length, bytes.last == 0x0A { return bytes }
        } catch {
            throw .notOpened(path: path, reason: error.description)
        }
        throw .notOpened(path: path, reason: "it is too long to be kept in memory, and cannot be read again")
    }
}
