#if os(Linux)
    import Foundation

    /// Who runs a program in a test: who runs the tests and, where that is root, who may do nothing that root may.
    enum Account {
        case own, ordinary

        /// The number of the user `nobody` and of its group on Debian.
        private static let nobody: UInt32 = 65_534

        /// The command as this user gives it.
        func running(_ command: [String]) -> [String] {
            switch self {
            case .own: command
            case .ordinary:
                ["setpriv", "--reuid", "\(Self.nobody)", "--regid", "\(Self.nobody)", "--clear-groups"] + command
            }
        }

        /// Gives this user a folder with all that is in it.
        func take(_ folder: TemporaryFolder) throws {
            guard self == .ordinary else { return }
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path)
            for path in [folder.url.path] + names.map(folder.path) {
                guard lchown(path, Self.nobody, Self.nobody) == 0 else { throw POSIXError(.EPERM) }
            }
        }

        /// A file as this user can read it, wherever the package was built.
        func readable(_ path: String, in folder: TemporaryFolder) throws -> String {
            guard self == .ordinary else { return path }
            let copy = folder.path(URL(fileURLWithPath: path).lastPathComponent)
            // By a program of its own: a command that another test starts just now would hold a file that is written here,
            // and nobody may run a program that is open for writing.
            let result = try run(["cp", path, copy])
            guard result.status == 0, chmod(copy, 0o755) == 0, chmod(folder.url.path, 0o755) == 0 else {
                throw POSIXError(.EPERM)
            }
            return copy
        }
    }
#endif
