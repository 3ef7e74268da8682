#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who may read the files that the program makes.
public enum FileMode {
    /// 0640 in a folder whose files belong to its group (setgid), as the folder of a team does; everywhere else 0600.
    public static func ofNewFile(at path: String) -> mode_t { ofNewFile(isOfGroup: isOfGroup(folderOf: path)) }

    /// The same where it is known whether the folder's files belong to its group.
    public static func ofNewFile(isOfGroup: Bool) -> mode_t { isOfGroup ? 0o640 : 0o600 }

    /// Whether what is made in the folder of a path belongs to the folder's group, who may enter it.
    public static func isOfGroup(folderOf path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        return stat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_ISGID != 0
            && status.st_mode & (S_IRGRP | S_IXGRP) == S_IRGRP | S_IXGRP
    }
}
