import Journal

/// A journal of a team's folder cannot be opened: its place goes with the name of who writes it, and no option names another.
struct TeamJournalError: Error, CustomStringConvertible {
    let error: JournalError
    /// What else can be done; nil for nothing.
    var otherWay: String?

    var description: String {
        switch error {
        case .held(let path, let holder):
            "\(path): another program is writing this journal (\(holder)); "
                + "end that one first" + (otherWay.map { ", or \($0)" } ?? "")
        case .notOpened(let path, let reason): "\(path): the journal cannot be opened: \(reason)"
        default: error.description
        }
    }
}
