import Analysis
import Annotation
import Foundation
import Journal
import Learning
import Notation

/// A file that a command writes: nothing takes the place of a file that the program did not write itself.
///
/// The path may be a link, which stays; its target is written. The file is there as a whole, with mode 0600, or not at
/// all.
struct OutputFile {
    enum Kind {
        case page, results, journal, model, export
    }

    let path: String
    let kind: Kind
    /// The option that named it, or names another.
    let option: String
    /// Files that the same command reads, and others that it writes: none of them is replaced, whatever their names.
    let others: [String]
    /// Whether a file that the program did not write may be replaced.
    let isForced: Bool

    /// Where the path leads, through links, whether there is a file or not.
    var place: String { Self.place(of: path) }

    /// Whether a file of this kind, written by this program, is there.
    var isThere: Bool { (try? beginning()).flatMap { $0 }.map(kind.isOurs) ?? false }

    /// Refuses what must not be replaced, before any work is done for it.
    ///
    /// - Throws: ``OutputFileError``.
    func check() throws(OutputFileError) {
        if let other = others.first(where: isSame) { throw .isOther(path: path, other: other, option: option) }
        if let beginning = try beginning() {
            if JournalContents.isBeginning(beginning) { throw .isJournal(path: path, option: option) }
            guard isForced || kind.isOurs(beginning) else {
                throw .notOurs(path: path, kind: kind, option: option, found: beginning)
            }
        }
        // Results that are there already are written to, not replaced.
        if kind == .results, isThere { return }
        guard access(Self.folder(of: place), W_OK | X_OK) == 0 else { throw unwritable() }
    }

    /// Writes the whole file, and returns when it is on the disk.
    ///
    /// - Throws: ``OutputFileError``; then everything is as it was.
    func write(_ bytes: [UInt8]) throws(OutputFileError) {
        // Again: hours may have passed.
        try check()
        signal(SIGXFSZ, SIG_IGN)
        let place = place
        var template = Array((Self.folder(of: place) + "/.tocsin-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw unwritable() }
        let name = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        do throws(OutputFileError) {
            defer { close(descriptor) }
            guard Self.append(bytes, to: descriptor), fsync(descriptor) == 0, rename(name, place) == 0 else {
                throw unwritable()
            }
        } catch {
            unlink(name)
            throw error
        }
        let folder = open(Self.folder(of: place), O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// - Returns: whether all bytes were taken; `errno` says why not.
    private static func append(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    /// - Returns: the first bytes; nil where there is no file.
    private func beginning() throws(OutputFileError) -> [UInt8]? {
        // Without O_NONBLOCK the opening of a pipe waits for its other end.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unwritable()
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unwritable() }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .notWritable(
                path: path, reason: "it is not a file but a directory, a pipe or a device", option: option)
        }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count >= 0 else { throw unwritable() }
        return Array(bytes.prefix(count))
    }

    private func unwritable() -> OutputFileError {
        .notWritable(path: path, reason: String(cString: strerror(errno)), option: option)
    }

    // MARK: Names and files

    private func isSame(_ other: String) -> Bool {
        if other != "-", Self.place(of: other) == place { return true }
        guard let own = Self.identity(of: path), let others = Self.identity(of: other) else { return false }
        return own == others
    }

    /// Device and number of the file that a path leads to; `-` is standard input.
    private static func identity(of path: String) -> [UInt64]? {
        var status = stat()
        guard (path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)) == 0 else { return nil }
        return [UInt64(truncatingIfNeeded: status.st_dev), UInt64(truncatingIfNeeded: status.st_ino)]
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func place(of path: String) -> String {
        var place = path
        // As many links as the system follows.
        for _ in 0..<40 {
            if let resolved = resolved(place) { return resolved }
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: place) else { break }
            place = target.hasPrefix("/") ? target : "\(folder(of: place))/\(target)"
        }
        let name = place.split(separator: "/").last.map(String.init) ?? place
        guard let folder = resolved(folder(of: place)) else { return place }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    /// The path without links in it; nil where it leads to nothing.
    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension OutputFile.Kind {
    /// Whether a file that begins with these bytes is one of this kind, and of this program.
    func isOurs(_ beginning: [UInt8]) -> Bool {
        switch self {
        case .page: ReportPage.isBeginning(beginning)
        case .results: SimulationFile.isBeginning(beginning)
        case .model: TextModel.isBeginning(beginning)
        // A journal takes no other's place, and an export has no mark of ours.
        case .journal, .export: false
        }
    }

    /// What a file that would have to be replaced is not; nothing where none of the kind is ever replaced.
    fileprivate var expectation: String {
        switch self {
        case .page: " that is not a page of this program"
        case .results: " that is not the results of a simulation"
        case .model: " that is not a model of this program"
        case .journal, .export: " already"
        }
    }
}

/// Why a file is not written.
enum OutputFileError: Error, CustomStringConvertible {
    case notOurs(path: String, kind: OutputFile.Kind, option: String, found: [UInt8])
    case isOther(path: String, other: String, option: String)
    case isJournal(path: String, option: String)
    case notWritable(path: String, reason: String, option: String)

    var description: String {
        switch self {
        case .notOurs(let path, let kind, let option, let found):
            "\(path): there is a file of that name\(kind.expectation) (\(Self.words(found))); "
                + "name another with \(option), or replace it with --force"
        case .isOther(let path, let other, let option):
            "\(path): this command uses that file already"
                + (other == path ? "" : " (as \(other == "-" ? "standard input" : other))")
                + "; name another with \(option)"
        case .isJournal(let path, let option):
            "\(path): is a journal, which nothing replaces; name another file with \(option)"
        case .notWritable(let path, let reason, let option):
            "\(path): cannot be written: \(reason); name another file with \(option)"
        }
    }

    private static func words(_ beginning: [UInt8]) -> String {
        guard !beginning.isEmpty else { return "it is empty" }
        let line = String(decoding: beginning.prefix(40).prefix { $0 != 0x0A }, as: UTF8.self)
        return "it begins with '\(TerminalText.onOneLine(line))'"
    }
}
