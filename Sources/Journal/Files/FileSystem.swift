/// What a journal asks of the machine below it; one that fails on purpose can take its place.
///
/// Only what the journal needs, each a call that the machine may refuse. Nothing here decides anything.
protocol FileSystem: Sendable {
    /// - Parameter access: fails for all but regular files, and never waits for one that is none.
    func open(_ path: String, _ access: FileAccess) throws(SystemError) -> any OpenFile
    /// The path without links in it.
    func resolved(_ path: String) -> String
    /// The file that a path leads to.
    func identity(of path: String) throws(SystemError) -> FileIdentity
    /// Gives a file its name; fails with `EEXIST` rather than take another's place.
    func rename(_ path: String, to other: String) throws(SystemError)
    /// Gives a file a second name; fails with `EEXIST` rather than take another's place.
    func link(_ path: String, as other: String) throws(SystemError)
    /// Gives a file the name of another, which is gone then; at any moment one of the two has it.
    func replace(_ path: String, by other: String) throws(SystemError)
    func remove(_ path: String) throws(SystemError)
    /// Makes the names in the folder of a path last.
    func syncFolder(of path: String) throws(SystemError)
}

/// An open file; closed by ``close()``.
protocol OpenFile: Sendable {
    func state() throws(SystemError) -> FileState
    /// At most `count` bytes; fewer at the end, none behind it.
    func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8]
    /// Appends.
    ///
    /// - Returns: bytes written; perhaps fewer than given.
    func append(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int
    func truncate(to length: Int) throws(SystemError)
    /// Returns when every byte is on the disk.
    func sync() throws(SystemError)
    /// - Returns: false when another program holds the lock.
    func lock() throws(SystemError) -> Bool
    func close()
}

enum FileAccess: Sendable, Hashable {
    /// Reads; follows links.
    case reading
    /// Reads and appends; follows links, and creates the file with the mode of ``FileMode``.
    case appending
    /// As ``appending``, for names that the user did not give: a link is refused.
    case appendingBeside
    /// As ``appendingBeside``, for a file that must not exist yet.
    case creating
}

/// Tells one file from another, whatever its name.
struct FileIdentity: Sendable, Hashable {
    var device: UInt64
    var number: UInt64
}

struct FileState: Sendable, Hashable {
    var identity: FileIdentity
    var length: Int
}

/// What the system answered instead of doing as told.
struct SystemError: Error, Hashable, CustomStringConvertible {
    /// An `errno`, or one of the codes below.
    let code: Int32

    /// The path leads to a pipe, a device, a directory.
    static let notRegular = SystemError(code: -1)
}

extension OpenFile {
    /// Appends everything.
    func appendAll(_ bytes: ArraySlice<UInt8>) throws(SystemError) {
        var rest = bytes
        while !rest.isEmpty { rest = rest.dropFirst(try append(rest)) }
    }

    /// The bytes of a range; fewer where the file ends before.
    func readAll(from start: Int = 0, to end: Int = .max) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        let length = try state().length
        bytes.reserveCapacity(max(0, min(length, end) - start))
        while start + bytes.count < end {
            let part = try read(min(1 << 20, end - start - bytes.count), at: start + bytes.count)
            if part.isEmpty { break }
            bytes += part
        }
        return bytes
    }
}

extension FileSystem {
    /// Gives a file that another one is to take the place of a name under which it stays, and has that on the disk.
    ///
    /// - Parameter name: names to try, by numbers from 1 up; one that is taken by another file is left alone.
    /// - Returns: the name.
    func keepOld(_ path: String, as name: (Int) -> String) throws(SystemError) -> String {
        for number in 1...1_000 {
            let name = name(number)
            do throws(SystemError) {
                try keep(path, as: name)
                try syncFolder(of: path)
                return name
            } catch  where error == .alreadyThere {
                // Perhaps from a try that went no further.
                guard (try? holdSame(name, path)) == true else { continue }
                try syncFolder(of: path)
                return name
            }
        }
        throw .alreadyThere
    }

    private func holdSame(_ path: String, _ other: String) throws(SystemError) -> Bool {
        if try identity(of: path) == identity(of: other) { return true }
        let files = (try open(path, .reading), try open(other, .reading))
        defer {
            files.0.close()
            files.1.close()
        }
        guard try files.0.state().length == files.1.state().length, try files.0.readAll() == files.1.readAll() else {
            return false
        }
        // Its bytes may never have been synced.
        try files.0.sync()
        return true
    }

    private func keep(_ path: String, as name: String) throws(SystemError) {
        do throws(SystemError) {
            try link(path, as: name)
        } catch  where error.isWithoutSecondNames {
            let old = try open(path, .reading)
            defer { old.close() }
            let (copy, unfinished) = try createBeside(name)
            defer { copy.close() }
            do throws(SystemError) {
                try copy.appendAll(try old.readAll()[...])
                try copy.sync()
                try rename(unfinished, to: name)
            } catch {
                try? remove(unfinished)
                throw error
            }
        }
    }

    /// A new file beside another, for what takes that one's place once it is whole.
    ///
    /// A name that is taken is left alone: it may be somebody's.
    func createBeside(_ path: String) throws(SystemError) -> (file: any OpenFile, name: String) {
        for number in 1...1_000 {
            let name = path + ".new" + (number == 1 ? "" : "-\(number)")
            do throws(SystemError) {
                return (try open(name, .creating), name)
            } catch  where error == .alreadyThere {
                continue
            }
        }
        throw .alreadyThere
    }
}
