#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who may read a journal that begins in a folder: its owner alone, and in a folder that hands on its group (setgid), as that of a
/// team on one machine, the group as well.
struct FolderMode {
    private let isShared: Bool

    /// - Parameter path: of a file in the folder.
    init(of path: String) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        isShared = stat(folder, &status) == 0 && status.st_mode & mode_t(S_ISGID) != 0
    }

    /// Gives it to a file that is this program's own, and was begun with mode 0600. Where the machine refuses, it keeps that one.
    func give(to path: String) {
        if isShared { chmod(path, 0o640) }
    }
}
