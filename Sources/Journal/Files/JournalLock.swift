import Foundation

/// Who writes a journal: the text of `PATH.lock`.
///
/// Only a message for a second program. The lock itself is the kernel's and goes with its process, so that a text left
/// behind by one that was killed locks nobody out.
struct JournalLock {
    private let path: String

    init(of journal: String) {
        path = journal + ".lock"
    }

    /// Says that this process holds the journal now. A disk that takes no such file is no reason to stop.
    func announce(in files: some FileSystem, now: Timestamp) {
        guard let file = try? files.open(path, .appendingBeside) else { return }
        defer { file.close() }
        let text =
            "process \(ProcessInfo.processInfo.processIdentifier) on \(ProcessInfo.processInfo.hostName) "
            + "since \(now)\n"
        try? file.truncate(to: 0)
        try? file.appendAll(Array(text.utf8)[...])
    }

    func withdraw(in files: some FileSystem) { try? files.remove(path) }

    /// Who holds it, in words.
    ///
    /// - Parameter identity: the journal's own; the kernel's list of locks tells whether the text is up to date.
    func holder(in files: some FileSystem, identity: FileIdentity?) -> String {
        let process = identity.flatMap(Self.lockingProcess)
        guard let file = try? files.open(path, .reading) else { return Self.words(process) }
        defer { file.close() }
        let text = String(decoding: (try? file.read(500, at: 0)) ?? [], as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        if let process, !text.hasPrefix("process \(process) ") { return Self.words(process) }
        return text.isEmpty ? Self.words(process) : text
    }

    private static func words(_ process: Int?) -> String {
        process.map { "process \($0) on this machine" } ?? "process unknown"
    }

    /// The local process that holds a lock on a file, from `/proc/locks`:
    /// `1: FLOCK  ADVISORY  WRITE 4711 fe:00:131203 0 EOF`.
    private static func lockingProcess(_ identity: FileIdentity) -> Int? {
        guard let list = FileManager.default.contents(atPath: "/proc/locks") else { return nil }
        for line in String(decoding: list, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[3] == "WRITE" else { continue }
            if words[5].split(separator: ":").last == "\(identity.number)" { return Int(words[4]) }
        }
        return nil
    }
}
