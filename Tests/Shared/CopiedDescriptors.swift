#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Copies of all descriptors of one file, as a child has them between its beginning and its exec.
final class CopiedDescriptors {
    private let copies: [Int32]

    init(of path: String) {
        var wanted = stat()
        guard stat(path, &wanted) == 0 else {
            copies = []
            return
        }
        copies = (0..<1024).compactMap { (descriptor: Int32) in
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_ino == wanted.st_ino, status.st_dev == wanted.st_dev
            else { return nil }
            let copy = dup(descriptor)
            return copy < 0 ? nil : copy
        }
    }

    deinit { for copy in copies { close(copy) } }

    var count: Int { copies.count }
}
