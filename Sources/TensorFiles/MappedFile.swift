#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file in the address space, for reading: pages come from the disk when they are looked at, and all programs
/// that map the file share them.
///
/// A file that another program writes over changes under the reader: numbers read later are the new ones. One that is
/// cut shorter while it is mapped ends the program by the signal `SIGBUS` where bytes that are gone are looked at;
/// nothing that a program can check beforehand prevents that. Replace such files by renaming new ones over them, which
/// leaves the old ones to who has them open.
public final class MappedFile: Sendable {
    private nonisolated(unsafe) let start: UnsafeMutableRawPointer
    /// Bytes of the file that are mapped; at least 1.
    public let count: Int

    /// - Throws: ``TensorFileError`` if the file is not there, cannot be read, is empty, or is no regular file (a folder,
    ///   a pipe, a device).
    public init(path: String) throws(TensorFileError) {
        func fault(_ found: String, _ expected: String) -> TensorFileError {
            TensorFileError(path: path, place: .file, found: found, expected: expected)
        }
        func systemFault() -> TensorFileError { fault("'\(String(cString: strerror(errno)))'", "a file to read") }
        // A pipe without a writer would keep the program waiting, but for O_NONBLOCK.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw systemFault() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw systemFault() }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw fault("a folder", "a file")
        default: throw fault("a pipe or a device", "a regular file")
        }
        guard let count = Int(exactly: status.st_size), count > 0 else { throw fault("an empty file", "bytes in it") }
        guard let start = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            throw systemFault()
        }
        self.start = start
        self.count = count
    }

    /// The first bytes of an open file, which may be closed then.
    ///
    /// - Returns: nil where it cannot be mapped, or there are none.
    public init?(descriptor: Int32, count: Int) {
        guard count > 0, let start = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else {
            return nil
        }
        self.start = start
        self.count = count
    }

    deinit { munmap(start, count) }

    /// The bytes, for as long as `body` runs.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
