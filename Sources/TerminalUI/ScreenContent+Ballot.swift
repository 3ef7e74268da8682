import Answers

extension ScreenContent {
    /// What annotators say of the message in front, where somebody decides.
    public struct Ballot: Sendable, Hashable {
        /// What one annotator says.
        public struct Vote: Sendable, Hashable {
            /// Whose it is.
            public var annotator: String
            /// What they say.
            public var answer: Answer
            /// Seconds that the message was on the screen for it, as they are shown; empty where nobody knows.
            public var seconds: String
            /// The annotator's note; empty for none.
            public var note: String

            public init(annotator: String, answer: Answer, seconds: String, note: String) {
                self.annotator = annotator
                self.answer = answer
                self.seconds = seconds
                self.note = note
            }
        }

        /// By the names of the annotators.
        public var votes: [Vote]
        /// What most votes say; nil for nothing.
        public var majority: Answer?
        /// Why the annotators may differ, as far as somebody has said.
        public var reason: DisputeReason?
        /// What was decided before, where the votes have changed since or it is looked at again; nil for nothing.
        public var earlier: String?
        /// Whether the votes are others by now than those that are shown.
        public var isOvertaken = false

        public init(votes: [Vote], majority: Answer?, reason: DisputeReason? = nil, earlier: String? = nil) {
            self.votes = votes
            self.majority = majority
            self.reason = reason
            self.earlier = earlier
        }

        /// How many votes each label has that has any, most first: index and count.
        var counts: [(label: Int, count: Int)] {
            Dictionary(grouping: votes.flatMap(\.answer.labels)) { $0 }.map { (label: $0.key, count: $0.value.count) }
                .sorted { ($1.count, $0.label) < ($0.count, $1.label) }
        }
    }

    /// The titles of an answer's labels; "none" where none holds.
    public func title(of answer: Answer) -> String {
        answer.isEmpty ? "none" : answer.labels.map { title(ofLabel: $0) }.joined(separator: ", ")
    }

    /// What stands for an answer that no label holds, where else keys of labels stand.
    public static let noneMark = "."

    /// The labels that more than half of the annotators give the message in front, where it can have several.
    var labelsOfMost: LabelIndices {
        guard isSeveral, let ballot else { return [] }
        return LabelIndices(ballot.counts.filter { 2 * $0.count > ballot.votes.count }.map(\.label))
    }

    /// What a label brings with it, for the help: ` (and aid)`; empty for nothing.
    func wordsForImplied(by label: Int) -> String {
        let implied = implications.implied(by: label)
        return implied.isEmpty ? "" : " (and \(title(of: .several(implied))))"
    }

    /// The title of a label; its number where there is no such label.
    func title(ofLabel label: Int) -> String { labels.indices.contains(label) ? labels[label].title : "label \(label)" }

    /// Why there is no label that most say; nil where there is one.
    var whyNoMajority: String? {
        guard let ballot, ballot.majority == nil else { return nil }
        if isSeveral {
            let halves = ballot.counts.filter { 2 * $0.count == ballot.votes.count }.map { title(ofLabel: $0.label) }
            return halves.isEmpty
                ? "nobody has a vote any more: label keys choose, the same key then decides"
                : "half say \(halves.joined(separator: " and ")): label keys choose, the same key then decides"
        }
        let most = ballot.counts.first?.count ?? 0
        let leading = ballot.counts.filter { $0.count == most }.map { title(ofLabel: $0.label) }
        guard leading.count > 1 else { return "no label has a vote any more: a label key decides" }
        return "a tie: as many say \(leading.joined(separator: " as ")); a label key decides"
    }
}
