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
    public static func ofNewFile(at path: String) -> mode_t {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        guard stat(folder, &status) == 0 else { return 0o600 }
        return status.st_mode & S_ISGID != 0 && status.st_mode & S_IRGRP != 0 ? 0o640 : 0o600
    }
}
