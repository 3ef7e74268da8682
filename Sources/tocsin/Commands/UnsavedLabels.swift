import Notation

/// Labels that could not be written before the end.
struct UnsavedLabels: Error, CustomStringConvertible {
    let path: String
    let pending: Int
    let reason: String

    var description: String {
        pending == 0
            ? "\(path): the journal is not safe: \(reason)"
            : "\(path): the last \(CountText.text(pending, "line")) could not be saved: \(reason)"
    }
}
