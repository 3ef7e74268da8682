extension JournalFile {
    /// Gives a journal another name, while nobody writes to it; no file of that name is replaced.
    ///
    /// - Parameter followers: files that get another name with it, as far as they are there and their new names are free: what
    ///   can be made again.
    /// - Throws: ``JournalError`` where a program has it open, and where it keeps its name.
    public static func rename(
        _ path: String, to other: String, followedBy followers: [(path: String, other: String)] = []
    ) throws(JournalError) {
        try rename(path, to: other, followedBy: followers, in: Disk())
    }

    static func rename(
        _ path: String, to other: String, followedBy followers: [(path: String, other: String)] = [],
        in files: any FileSystem
    ) throws(JournalError) {
        let file = try opened(path, .appending, in: files)
        defer { file.close() }
        try lock(file, path: path, in: files)
        do throws(SystemError) {
            try files.rename(path, to: other)
            try files.syncFolder(of: other)
        } catch {
            throw .notMoved(to: other, reason: error.description)
        }
        for follower in followers { try? files.rename(follower.path, to: follower.other) }
    }
}
