#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads and writes an open file at any place, going on where a signal broke in.
enum DescriptorBytes {
    /// Bytes of a regular file; nil for anything else.
    static func length(_ descriptor: Int32) -> Int? {
        var state = stat()
        guard fstat(descriptor, &state) == 0, state.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(state.st_size)
    }

    /// - Returns: bytes read, fewer at the end of the file and where it cannot be read.
    static func read(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        var done = 0
        while done < bytes.count {
            let count = pread(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { break }
            done += count
        }
        return done
    }

    /// - Returns: whether all bytes were taken; `errno` says why not.
    static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, at offset: Int) -> Bool {
        bytes.withUnsafeBytes { write($0, to: descriptor, at: offset) }
    }

    /// - Returns: likewise.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// Whether a file begins with some bytes.
    static func begins(_ descriptor: Int32, with beginning: [UInt8]) -> Bool {
        var bytes = [UInt8](repeating: 0, count: beginning.count)
        return bytes.withUnsafeMutableBytes { read(descriptor, $0, at: 0) } == bytes.count && bytes == beginning
    }

    /// Waits until nobody else has a file locked, and locks it until it is closed.
    ///
    /// - Returns: false where it cannot be locked.
    static func lock(_ descriptor: Int32) -> Bool {
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// Closes a file that is locked, so that nobody has the lock from then on: a child that another thread is just starting has
    /// a copy of the descriptor, and with it the lock, until its exec.
    static func closeLocked(_ descriptor: Int32) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
