#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is written beside another and takes its place as a whole, by one program at a time: `PATH.new`, locked for as
/// long as it is written.
///
/// What a program has left there that died meanwhile is not locked, and is taken away by the next. Only who has the lock of a file
/// takes its name away or renames it, having looked that the name is still its own.
final class NewFile {
    /// What came of the wish to write.
    enum Place {
        case new(NewFile)
        /// Somebody else has written, and is done.
        case writtenByAnother
    }

    private let descriptor: Int32
    private let path: String
    private let name: String
    private var length = 0
    /// Whether it still has its first name, which is to be taken away.
    private var hasName = true

    private init(_ descriptor: Int32, path: String, name: String) {
        self.descriptor = descriptor
        self.path = path
        self.name = name
    }

    deinit {
        if hasName, Self.isName(name, of: descriptor) { unlink(name) }
        DescriptorBytes.closeLocked(descriptor)
    }

    /// Begins one, with the mode that files of its folder have. Waits where another program writes it.
    ///
    /// - Parameter kind: what such a file begins with: another is left alone.
    /// - Returns: nil where it cannot be written.
    static func begin(beside path: String, kind: [UInt8]) -> Place? {
        let name = path + ".new"
        let fresh = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if fresh >= 0 {
            let file = NewFile(fresh, path: path, name: name)
            guard flock(fresh, LOCK_EX | LOCK_NB) == 0 else {
                // Somebody took it for one that was left behind, and takes its name away; or there are no locks here.
                file.hasName = errno != EWOULDBLOCK
                return file.hasName ? nil : .writtenByAnother
            }
            let mode = FileSharing(of: path).fileMode
            var status = stat()
            guard fchmod(fresh, mode) == 0, fstat(fresh, &status) == 0, status.st_mode & 0o777 == mode else {
                return nil
            }
            return .new(file)
        }
        guard errno == EEXIST else { return nil }
        let other = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        // Gone, or renamed, since.
        guard other >= 0 else { return errno == ENOENT ? .writtenByAnother : nil }
        defer { DescriptorBytes.closeLocked(other) }
        guard DescriptorBytes.length(other) != nil, DescriptorBytes.lock(other) else { return nil }
        if isName(name, of: other) {
            guard DescriptorBytes.length(other) == 0 || DescriptorBytes.begins(other, with: kind), unlink(name) == 0
            else { return nil }
        }
        return .writtenByAnother
    }

    /// Adds bytes at the end.
    ///
    /// - Returns: whether all were taken.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        defer { length += bytes.count }
        return DescriptorBytes.write(bytes, to: descriptor, at: length)
    }

    /// Puts it in the place of the other file.
    ///
    /// - Returns: whether it is there now.
    func takePlace() -> Bool {
        guard Self.isName(name, of: descriptor), rename(name, path) == 0 else { return false }
        hasName = false
        return true
    }

    /// Whether an open file is still the one of that name.
    static func isName(_ name: String, of descriptor: Int32) -> Bool {
        var (named, opened) = (stat(), stat())
        return lstat(name, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino
            && named.st_dev == opened.st_dev
    }
}
