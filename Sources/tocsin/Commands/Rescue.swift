import Foundation

/// Where a journal goes at the end when its own place takes it no more.
enum Rescue {
    /// New names, the nearest place first: beside the journal, the home folder, the folder for temporary files.
    static func places(for journal: String) -> [String] {
        let url = URL(fileURLWithPath: journal)
        let folders = [
            url.deletingLastPathComponent(), FileManager.default.homeDirectoryForCurrentUser,
            FileManager.default.temporaryDirectory,
        ]
        return (1...3).flatMap { number in
            folders.map { folder in
                let ending = number == 1 ? ".rescued" : ".rescued-\(number)"
                return folder.appendingPathComponent(url.lastPathComponent + ending).path
            }
        }
    }
}

/// The journal's own place failed to the end, and another took it.
struct SavedElsewhere: Error, CustomStringConvertible {
    let path: String
    let place: String

    var description: String {
        "\(path): could not be written any more, so the whole journal was saved as \(place); "
            + "put it back in its place, or go on with --journal \(place)"
    }
}

/// Labels that could not be written before the end.
struct UnsavedLabels: Error, CustomStringConvertible {
    let path: String
    let pending: Int
    let reason: String

    var description: String {
        pending == 0
            ? "\(path): the journal is not safe: \(reason)"
            : "\(path): the last \(pending) line\(pending == 1 ? "" : "s") could not be saved: \(reason)"
    }
}
