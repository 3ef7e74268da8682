import Journal

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
    init(of path: String) { isOfTeam = FileMode.isOfGroup(folderOf: path) }

    /// The mode of a file that one person writes.
    var fileMode: mode_t { FileMode.ofNewFile(isOfGroup: isOfTeam) }

    /// Whether what stands in a file may be taken for true: nobody but its owner can write to it, who is the one who asks, the
    /// machine's administrator, or in a team's folder one of the team.
    func trusts(_ status: stat) -> Bool {
        status.st_mode & (S_IWGRP | S_IWOTH) == 0
            && (isOfTeam || status.st_uid == geteuid() || status.st_uid == 0)
    }
}
