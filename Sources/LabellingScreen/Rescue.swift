import Foundation

/// Where a journal goes when its own place takes it no more.
public enum Rescue {
    /// A name for the journal on another disk, if there is one: in the home folder, or among the temporary files for a
    /// journal that is in the home folder itself.
    ///
    /// Asks no disk whether there is such a file: the one that does not answer might be the one that is asked.
    public static func suggestion(for journal: String, at date: Date) -> String {
        let name = journal.split(separator: "/").last ?? "tocsin.journal.jsonl"
        let parts = Calendar(identifier: .gregorian).dateComponents([.month, .day, .hour, .minute], from: date)
        let time = [parts.month, parts.day, parts.hour, parts.minute].map { String(100 + ($0 ?? 0)).dropFirst() }
        let folder = home.flatMap { journal.hasPrefix($0 + "/") ? nil : $0 + "/" } ?? NSTemporaryDirectory()
        return folder + "\(name).rescued-" + time.joined()
    }

    /// Not Foundation's: where none is named, that asks the machine's name service, which may open a socket.
    private static var home: String? {
        ProcessInfo.processInfo.environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The path that an annotator has written; `~/` is the home folder.
    public static func path(written text: String) -> String {
        guard let home, text.hasPrefix("~/") else { return text }
        return home + text.dropFirst(1)
    }

    /// New names, the nearest place first: beside the journal, the home folder, the folder for temporary files.
    ///
    /// Asks no disk either: that is what `isDirectory` is for.
    public static func places(for journal: String) -> [String] {
        let url = URL(fileURLWithPath: journal, isDirectory: false)
        let folders =
            [url.deletingLastPathComponent()] + (home.map { [URL(fileURLWithPath: $0, isDirectory: true)] } ?? [])
            + [URL(fileURLWithPath: NSTemporaryDirectory(), isDirectory: true)]
        return (1...3).flatMap { number in
            folders.map { folder in
                let ending = number == 1 ? ".rescued" : ".rescued-\(number)"
                return folder.appendingPathComponent(url.lastPathComponent + ending, isDirectory: false).path
            }
        }
    }
}
