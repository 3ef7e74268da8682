#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Who may read what stands in a folder: its owner alone, but in a folder of a team (the group may enter it, and all that is
/// made there belongs to the group: mode 2770) the group as well.
struct FileSharing: Hashable {
    /// Whether files of the folder are a team's.
    let isOfTeam: Bool

    /// - Parameter path: a file of the folder, which need not be there.
    init(of path: String) {
        let end = path.lastIndex(of: "/")
        let folder = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        isOfTeam =
            stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_ISGID != 0
            && status.st_mode & (S_IRGRP | S_IXGRP) == S_IRGRP | S_IXGRP
    }

    /// The mode of a file that one person writes.
    var fileMode: mode_t { isOfTeam ? 0o640 : 0o600 }

    /// Whether what stands in a file may be taken for true: nobody but its owner can write to it, who is the one who asks, the
    /// machine's administrator, or in a team's folder one of the team.
    func trusts(_ status: stat) -> Bool {
        status.st_mode & (S_IWGRP | S_IWOTH) == 0
            && (isOfTeam || status.st_uid == geteuid() || status.st_uid == 0)
    }
}
