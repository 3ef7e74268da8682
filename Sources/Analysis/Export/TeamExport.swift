import Annotation
import Journal
import Messages

/// What several people have labelled, on its way out: message by message, or label by label.
public struct TeamExport: Sendable {
    /// Which rows there are.
    public enum Shape: String, Sendable, CaseIterable {
        /// A row a message, with the label that all come to.
        case final
        /// The same with the label of each annotator beside it.
        case wide
        /// A row for each label of each annotator.
        case long
    }

    /// One annotator's journal.
    public struct Annotator: Sendable {
        /// As the journal is called.
        public let name: String
        /// Its lines, with the changes that are accepted.
        public let lines: [JournalLine]

        public init(name: String, lines: [JournalLine]) {
            self.name = name
            self.lines = lines
        }
    }

    /// In the order of their names.
    public let annotators: [String]
    /// Messages on which as many say one thing as another, and nobody has decided: they have no label.
    public let tieCount: Int
    private let corpus: Corpus
    private let states: [SessionState]
    private let lines: [[JournalLine]]
    private let labels: TeamLabels

    /// - Parameters:
    ///   - plan: who labels together: the lead's decisions go before those of others, and the texts measure that it draws; nil
    ///     where nobody says so.
    ///   - settings: of any session over the messages.
    /// - Throws: errors of a journal that contradicts itself or the scheme.
    /// - Complexity: O(lines of all + messages).
    public init(
        _ annotators: [Annotator], corpus: Corpus, settings: SessionSettings, plan: TeamPlan? = nil
    ) throws {
        let sorted = annotators.sorted { $0.name < $1.name }
        self.annotators = sorted.map(\.name)
        self.corpus = corpus
        lines = sorted.map(\.lines)
        states = try sorted.map { try SessionState(corpus: corpus, settings: settings, lines: $0.lines) }
        labels = TeamLabels(
            Dictionary(zip(sorted.map(\.name), states.map(\.history))) { first, _ in first }, lead: plan?.lead,
            plan: plan, corpus: corpus)
        tieCount = labels.ties.count
    }

    /// Names of labels that the scheme has no more, as ``ExportedMessages`` has them: of single labels alone.
    public var formerLabels: [String] {
        corpus.scheme.formerNames(in: states.lazy.flatMap { $0.history.labels.values.lazy.map(\.event.answer) })
    }

    /// The rows of a shape: of messages in the order of the pool; of labels annotator by annotator, in the order in which they were given.
    ///
    /// - Parameter withTies: whether messages that wait for a decision are there, without a label.
    public func rows(_ shape: Shape, withTies: Bool = false) -> [ExportRow] {
        switch shape {
        case .final, .wide: messageRows(withVotes: shape == .wide, withTies: withTies || shape == .wide)
        case .long: labelRows
        }
    }

    private func messageRows(withVotes: Bool, withTies: Bool) -> [ExportRow] {
        corpus.pool.indices.compactMap { row in
            let id = corpus.pool.id(at: row)
            let record = labels.records[id]
            guard record != nil || withTies && labels.ties.contains(id) else { return nil }
            var result = ExportRow(
                id: id, text: corpus.pool.text(at: row),
                labels: record.flatMap { corpus.scheme.answer(named: $0.event.answer)?.labels })
            result.set = record?.event.set.rawValue
            result.source = labels.sources[id]?.word ?? "tie"
            result.votes = states.count { $0.history.labels[id] != nil }
            result.isFlagged = states.contains { $0.history.flagged.contains(id) }
            let notes = states.compactMap { $0.history.notes[id] }
            if !notes.isEmpty { result.note = notes.joined(separator: "\n") }
            if withVotes {
                result.byAnnotator = states.map { state in
                    state.history.labels[id].flatMap {
                        corpus.scheme.answer(named: $0.event.answer, in: state.history)?.labels
                    }
                }
            }
            return result
        }
    }

    private var labelRows: [ExportRow] {
        let former = formerLabels
        return zip(annotators, zip(states, lines)).flatMap { name, journal in
            let exported = ExportedMessages(of: journal.0, lines: journal.1, formerLabels: former)
            return exported.rows.map { row in
                var row = row
                row.annotator = name
                return row
            }
        }
    }
}

extension TeamLabels.Source {
    /// As it is written in files.
    fileprivate var word: String {
        switch self {
        case .decision: "decision"
        case .unanimous(1): "single"
        case .unanimous: "unanimous"
        case .majority: "majority"
        }
    }
}
