#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lines of a file or a pipe, some at a time: as many as there are when the input pauses, and no more than a block.
///
/// So nobody waits at the other end for a line that is there already, and the memory does not grow with the input.
public struct LineInput: ~Copyable {
    /// Whole lines, one behind the other.
    public struct Block: Sendable {
        /// The last one may have no line feed.
        public let bytes: [UInt8]
        /// The number of the first, from 1.
        public let firstLine: Int
        public let lineCount: Int

        /// The same lines in blocks of about a size.
        ///
        /// - Complexity: O(bytes).
        public func pieces(ofAbout size: Int) -> [Block] {
            var pieces: [Block] = []
            var (start, line) = (0, firstLine)
            while start < bytes.count {
                var end = min(bytes.count, start + size)
                end = bytes[(end - 1)...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
                // A copy, so that threads do not count references to one array.
                let piece = Block(Array(bytes[start..<end]), firstLine: line)
                pieces.append(piece)
                (start, line) = (end, line + piece.lineCount)
            }
            return pieces
        }

        fileprivate init(_ bytes: [UInt8], firstLine: Int) {
            self.bytes = bytes
            self.firstLine = firstLine
            lineCount = bytes.count { $0 == 0x0A } + (bytes.last == 0x0A ? 0 : 1)
        }
    }

    /// What it is called in errors.
    public let path: String
    /// Bytes of one reading: a pipe holds no more.
    private static let readSize = 1 << 16

    private let descriptor: Int32
    private let blockSize: Int
    private var rest: [UInt8] = []
    private var line = 1
    private var isAtEnd = false

    /// - Parameters:
    ///   - path: a file or a pipe; `-` is standard input.
    ///   - blockSize: bytes from which on a block is given out, though there is more to read.
    /// - Throws: ``ReadingError``.
    public init(path: String, blockSize: Int) throws(ReadingError) {
        self.blockSize = blockSize
        if path == "-" {
            (self.path, descriptor) = ("standard input", STDIN_FILENO)
            return
        }
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT ? .noSuchFile(path: path) : .notReadable(path: path, reason: Self.reason())
        }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    /// The next lines; nil at the end.
    ///
    /// - Parameter limit: lines at most.
    /// - Throws: ``ReadingError``.
    public mutating func next(limit: Int = .max) throws(ReadingError) -> Block? {
        var searched = 0
        while true {
            let hasLine = rest[searched...].contains(0x0A)
            if isAtEnd || hasLine && (rest.count >= blockSize || limit < .max || !isReadable) {
                return rest.isEmpty ? nil : take(limit)
            }
            if !hasLine {
                searched = rest.count
                if rest.count > LineReader.longestLine { return try takeCut() }
            }
            try read()
        }
    }

    /// Whether reading would not wait: at the end of the input, too.
    private var isReadable: Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
    }

    private mutating func read() throws(ReadingError) {
        let wanted = Self.readSize
        let start = rest.count
        rest.append(contentsOf: repeatElement(0, count: wanted))
        while true {
            let descriptor = descriptor
            let count = rest.withUnsafeMutableBytes { bytes in
                #if canImport(Darwin)
                    Darwin.read(descriptor, bytes.baseAddress.map { $0 + start }, wanted)
                #elseif canImport(Musl)
                    Musl.read(descriptor, bytes.baseAddress.map { $0 + start }, wanted)
                #else
                    Glibc.read(descriptor, bytes.baseAddress.map { $0 + start }, wanted)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&polled, 1, -1)
                continue
            }
            guard count >= 0 else { throw .notReadable(path: path, reason: Self.reason()) }
            rest.removeLast(wanted - count)
            isAtEnd = count == 0
            return
        }
    }

    private mutating func take(_ limit: Int) -> Block {
        var end = rest.count
        if limit < .max {
            var lines = 0
            end =
                rest.firstIndex { byte in
                    if byte == 0x0A { lines += 1 }
                    return lines == limit
                }.map { $0 + 1 } ?? rest.count
        } else if !isAtEnd {
            end = rest.lastIndex(of: 0x0A).map { $0 + 1 } ?? rest.count
        }
        let bytes = Array(rest[..<end])
        rest.removeFirst(end)
        return block(bytes)
    }

    /// Passes over a line's end.
    private mutating func takeCut() throws(ReadingError) -> Block {
        let bytes = Array(rest)
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                rest.removeFirst(end + 1)
                break
            }
            rest.removeAll(keepingCapacity: true)
            if isAtEnd { break }
            try read()
        }
        return block(bytes)
    }

    private mutating func block(_ bytes: [UInt8]) -> Block {
        let block = Block(bytes, firstLine: line)
        line += block.lineCount
        return block
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
