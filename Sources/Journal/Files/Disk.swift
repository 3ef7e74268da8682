import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The machine's own file system.
struct Disk: FileSystem {
    func open(_ path: String, _ access: FileAccess) throws(SystemError) -> any OpenFile {
        // Without O_NONBLOCK the opening of a pipe waits for its other end.
        let flags =
            O_CLOEXEC | O_NONBLOCK
            | {
                switch access {
                case .reading: O_RDONLY
                case .appending: O_RDWR | O_CREAT | O_APPEND
                case .appendingBeside: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW
                case .creating: O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_EXCL
                }
            }()
        let file = DiskFile(descriptor: try retried { systemOpen(path, flags, 0o600) })
        do throws(SystemError) {
            let status = try file.status()
            guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
            if access != .reading, status.st_size == 0, status.st_uid == geteuid() {
                let mode = FileMode.ofNewFile(at: path)
                if mode != status.st_mode & 0o777 { try retried { fchmod(file.descriptor, mode) } }
            }
        } catch {
            file.close()
            throw error
        }
        return file
    }

    func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    func identity(of path: String) throws(SystemError) -> FileIdentity {
        var status = stat()
        try retried { stat(path, &status) }
        return FileIdentity(status)
    }

    func rename(_ path: String, to other: String) throws(SystemError) {
        // A second name first: unlike rename(2) it never takes the place of a file that is there.
        do throws(SystemError) {
            try link(path, as: other)
            try remove(path)
        } catch  where error.isWithoutSecondNames {
            guard access(other, F_OK) != 0 else { throw SystemError(code: EEXIST) }
            try retried { systemRename(path, other) }
        }
    }

    func link(_ path: String, as other: String) throws(SystemError) {
        try retried { systemLink(path, other) }
    }

    func replace(_ path: String, by other: String) throws(SystemError) {
        try retried { systemRename(other, path) }
    }

    func remove(_ path: String) throws(SystemError) {
        try retried { unlink(path) }
    }

    func syncFolder(of path: String) throws(SystemError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = try retried { systemOpen(folder, O_RDONLY | O_CLOEXEC, 0) }
        defer { systemClose(descriptor) }
        do throws(SystemError) {
            try retried { fsync(descriptor) }
        } catch  where error.code == EINVAL || error.code == EROFS {
            // A file system whose folders cannot be synced.
        }
    }
}

private final class DiskFile: OpenFile {
    let descriptor: Int32
    private let isLocked = Atomic(false)

    init(descriptor: Int32) { self.descriptor = descriptor }

    func status() throws(SystemError) -> stat {
        var status = stat()
        try retried { fstat(descriptor, &status) }
        return status
    }

    func state() throws(SystemError) -> FileState {
        let status = try status()
        return FileState(identity: FileIdentity(status), length: Int(status.st_size))
    }

    func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while true {
                let count = pread(descriptor, buffer.baseAddress, count, off_t(offset))
                filled = max(0, count)
                if count >= 0 { return }
                code = errno
                if code != EINTR { return }
                code = 0
            }
        }
        if code != 0 { throw SystemError(code: code) }
        return bytes
    }

    func append(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
        try retried { bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) } }
    }

    func truncate(to length: Int) throws(SystemError) {
        try retried { ftruncate(descriptor, off_t(length)) }
    }

    func sync() throws(SystemError) {
        #if canImport(Darwin)
            try retried { fcntl(descriptor, F_FULLFSYNC) }
        #else
            try retried { fdatasync(descriptor) }
        #endif
    }

    func lock() throws(SystemError) -> Bool {
        do throws(SystemError) {
            try retried { flock(descriptor, LOCK_EX | LOCK_NB) }
            isLocked.store(true, ordering: .relaxed)
            return true
        } catch  where error.code == EWOULDBLOCK {
            return false
        }
    }

    func close() {
        // Closing alone leaves the lock to a child that another thread is just starting, until its exec.
        if isLocked.load(ordering: .relaxed) { flock(descriptor, LOCK_UN) }
        systemClose(descriptor)
    }
}

extension FileIdentity {
    fileprivate init(_ status: stat) {
        self.init(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
    }
}

/// Calls until no signal interrupts.
@discardableResult
private func retried<Result: SignedInteger>(_ call: () -> Result) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        if errno != EINTR { throw SystemError(code: errno) }
    }
}

// Under other names, because the methods that use them hide them.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemRename(_ path: String, _ other: String) -> Int32 { rename(path, other) }
private func systemLink(_ path: String, _ other: String) -> Int32 { link(path, other) }
private func systemClose(_ descriptor: Int32) { close(descriptor) }

extension SystemError {
    var description: String {
        switch code {
        case Self.notRegular.code: "it is not a file but a directory, a pipe or a device"
        // The words that tell come first: in a narrow terminal the end is cut off.
        case ENOSPC: "the disk is full"
        case EDQUOT: "the disk quota is full"
        case EFBIG: "limit on file sizes reached"
        case EACCES, EPERM: "there is no permission"
        case EROFS: "the disk is read-only"
        case ENOENT: "the folder does not exist"
        case EISDIR: "it is a directory"
        case ELOOP: "it is a link, or a loop of links"
        case EEXIST: "there is a file of that name already"
        case ENOTSUP, ENOLCK, ENOSYS: "the file system cannot lock files"
        case EIO: "a disk error (EIO)"
        case ESTALE: "network disk lost the file"
        default: String(cString: strerror(code))
        }
    }

    /// Whether the file system gives no second names.
    var isWithoutSecondNames: Bool { code == EPERM || code == ENOTSUP || code == ENOSYS || code == EMLINK }

    /// Nothing has that name.
    static let missing = SystemError(code: ENOENT)
    static let alreadyThere = SystemError(code: EEXIST)
}
