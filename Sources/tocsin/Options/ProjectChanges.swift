import Journal

/// What has changed in a project since its journal was used last: its messages, its labels, the sets beside it.
///
/// Nothing of it takes a label away. What an annotator has to know before it counts is asked about once: the journal then says
/// that it was accepted.
struct ProjectChanges {
    /// Paragraphs to be accepted before anybody labels.
    private(set) var questions: [String] = []
    /// Those among them without whose being accepted no command says anything: what it says would be of other messages or labels.
    private(set) var refusals: [String] = []
    /// What need not be accepted, but known.
    private(set) var remarks: [String] = []
    /// The lines that record what was accepted, and all else that changed.
    private(set) var events: [JournalEvent] = []

    /// The questions in a line each, for who has accepted them beforehand.
    var questionsInShort: [String] {
        questions.compactMap { question in
            // What stands behind a colon at the end is left out.
            question.split(separator: "\n").first.map { String($0.last == ":" ? $0.dropLast() : $0) }
        }
    }

    /// - Parameter refuses: whether commands that only read have to wait as well.
    mutating func ask(_ paragraph: String, refuses: Bool) {
        questions.append(paragraph)
        if refuses { refusals.append(paragraph) }
    }

    mutating func say(_ remark: String) { remarks.append(remark) }

    mutating func record(_ event: JournalEvent) { events.append(event) }
}

/// Changes that nobody has accepted yet.
struct UnacceptedChanges: Error, CustomStringConvertible {
    let path: String
    let questions: [String]

    var description: String {
        "\(path): the project has changed since this journal was used last:\n"
            + questions.map { "  \($0.replacing("\n", with: "\n  "))\n" }.joined()
            + "  No label is lost. Go on with --accept-changes; tocsin label asks once and remembers the answer."
    }
}
