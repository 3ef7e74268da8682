import Notation
import Threads

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads what a path leads to, whatever that is, in bounded memory and without waiting for ever.
public enum InputFile {
    /// All bytes of a file or pipe; `-` is standard input.
    ///
    /// - Parameters:
    ///   - limit: bytes beyond which it is refused.
    ///   - patience: seconds to wait for a pipe's first byte.
    ///   - monitor: asked whether to go on, after each megabyte.
    /// - Throws: ``ReadingError``: there is no such file, or it is a directory, a device, too large, or silent.
    /// - Complexity: O(bytes).
    public static func bytes(
        of path: String, limit: Int, patience: Double, monitor: WorkMonitor? = nil
    ) throws(ReadingError) -> [UInt8] {
        if path == "-" {
            return try contents(
                of: STDIN_FILENO, expecting: 0, path: "standard input", limit: limit, monitor: monitor)
        }
        // Without O_NONBLOCK the opening of a pipe waits for somebody who writes to it.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .noSuchFile(path: path) : .notReadable(path: path, reason: reason())
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .notReadable(path: path, reason: reason()) }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: throw .isDirectory(path: path)
        case S_IFREG:
            guard status.st_size <= limit else { throw .tooLarge(path: path, limit: limit) }
        case S_IFIFO:
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&polled, 1, Int32(patience * 1_000)) != 0 else {
                throw .notReadable(path: path, reason: "it is a pipe, and nobody writes to it")
            }
            _ = fcntl(descriptor, F_SETFL, 0)
        default: throw .notReadable(path: path, reason: "it is a device; name a file, or - for standard input")
        }
        return try contents(
            of: descriptor, expecting: Int(status.st_size), path: path, limit: limit, monitor: monitor)
    }

    private static func contents(
        of descriptor: Int32, expecting size: Int, path: String, limit: Int, monitor: WorkMonitor?
    ) throws(ReadingError) -> [UInt8] {
        var refusal: ReadingError?
        // All that is expected goes to where it stays; whether there is more than that, the rest tells.
        var bytes: [UInt8] = []
        // An empty array is one for all threads, and none of them writes to it.
        let expected = min(size, limit)
        if expected > 0 {
            bytes = [UInt8](unsafeUninitializedCapacity: expected) { room, filled in
                while filled < room.count, refusal == nil {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[filled...])
                    let count = read(descriptor, rest.baseAddress, min(rest.count, pieceSize))
                    if count == 0 { return }
                    if count > 0 { filled += count }
                    if count < 0, errno != EINTR { refusal = .notReadable(path: path, reason: reason()) }
                    if monitor?.isCancelled == true { refusal = .stopped(path: path) }
                }
            }
        }
        if let refusal { throw refusal }
        var buffer = [UInt8](repeating: 0, count: expected > 0 ? 1 << 16 : pieceSize)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw .notReadable(path: path, reason: reason())
            }
            guard bytes.count + count <= limit else { throw .tooLarge(path: path, limit: limit) }
            bytes += buffer[..<count]
            if monitor?.isCancelled == true { throw .stopped(path: path) }
        }
    }

    /// Bytes that are read at once: who asks to end waits for no more.
    private static let pieceSize = 1 << 20

    private static func reason() -> String {
        switch errno {
        case EACCES, EPERM: "there is no permission"
        case ELOOP: "it is a loop of links"
        default: String(cString: strerror(errno))
        }
    }
}

extension String {
    /// As it is when it is short; else its beginning, and how much there is.
    var shortened: String {
        let limit = 80
        guard utf8.count > limit, let end = index(startIndex, offsetBy: limit, limitedBy: endIndex), end < endIndex
        else {
            return self
        }
        return "\(self[..<end])… (\(CountText.text(utf8.count, "byte")))"
    }
}
