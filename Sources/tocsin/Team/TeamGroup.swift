import Foundation

/// Opens a team's folder to a group of the machine.
enum TeamGroup {
    /// Gives the folder, its messages and its task to the group: the folder with mode 2770, so that what is made there belongs to the
    /// group, files with 0640.
    ///
    /// - Throws: ``TeamGroupError``.
    static func share(_ folder: TeamFolder, with group: String) throws {
        let path = folder.path
        guard let number = number(of: group) else { throw TeamGroupError.unknown(group) }
        try change(path, number, 0o2770)
        let isFolder = TeamFolder.isFolder(folder.messages)
        try change(folder.messages, number, isFolder ? 0o2750 : 0o640)
        let files = isFolder ? (try? FileManager.default.contentsOfDirectory(atPath: folder.messages)) ?? [] : []
        for name in files where !name.hasPrefix(".") { try change("\(folder.messages)/\(name)", number, 0o640) }
        for name in ["task.yaml", "task.yml"] where FileManager.default.fileExists(atPath: "\(path)/\(name)") {
            try change("\(path)/\(name)", number, 0o640)
        }
    }

    /// Of a group in `/etc/group`, without asking the machine's name service: that may open a socket.
    private static func number(of group: String) -> gid_t? {
        if let number = gid_t(group) { return number }
        let groups = FileManager.default.contents(atPath: "/etc/group").map { String(decoding: $0, as: UTF8.self) }
        for line in (groups ?? "").split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[0] == group { return gid_t(fields[2]) }
        }
        return nil
    }

    private static func change(_ path: String, _ group: gid_t, _ mode: mode_t) throws {
        guard chown(path, uid_t.max, group) == 0, chmod(path, mode) == 0 else {
            throw TeamGroupError.refused(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

/// Why a folder cannot be opened to a group.
enum TeamGroupError: Error, CustomStringConvertible {
    case unknown(String)
    case refused(path: String, reason: String)

    var description: String {
        switch self {
        case .unknown(let group):
            "--group \(group): this machine has no group of that name in /etc/group; its number is taken as well"
        case .refused(let path, let reason):
            "\(path): it cannot be given to the group: \(reason); its owner can, who is of the group"
        }
    }
}
