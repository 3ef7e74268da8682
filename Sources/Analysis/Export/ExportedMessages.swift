import Annotation
import Journal
import Messages

/// The messages of a session on their way out: which of them, in which order, and what is known of each.
///
/// Labelled ones come first, in the order in which their labels were given; others behind them, in the order of the messages.
public struct ExportedMessages: Sendable {
    /// Why a message is among them.
    public enum Kind: String, Sendable, CaseIterable {
        /// It has a label.
        case labelled
        /// It was left without one.
        case skipped
        /// It is marked for a second look.
        case flagged
        /// It has a note.
        case noted
        /// It is in the pool.
        case all
    }

    /// Names of labels of messages among them that the scheme has no more: in the rows their indices come behind the scheme's.
    public let formerLabels: [String]
    private let state: SessionState
    private let predictions: PoolPredictions?
    /// Pool rows, and the labels that hold on them.
    private let places: [(row: Int, record: LabelRecord?)]
    /// Sequences of the sessions' lines, and who sat there.
    private let sittings: [(sequence: Int, annotator: String)]
    /// By ids of messages without a label, the line that skipped it, else the last that flagged it or noted on it.
    private let skips: [String: JournalLine]
    private let marks: [String: JournalLine]

    /// - Parameters:
    ///   - state: of the whole journal.
    ///   - lines: of the journal.
    ///   - set: the set whose labels are taken, and nothing without a label; nil for both sets.
    ///   - predictions: nil for none.
    /// - Complexity: O(lines + messages).
    public init(
        of state: SessionState, lines: [JournalLine], kinds: Set<Kind> = [.labelled], set: LabelSet? = nil,
        predictions: PoolPredictions? = nil
    ) {
        self.state = state
        self.predictions = predictions
        let (pool, history) = (state.corpus.pool, state.history)
        let wantsLabelled = !kinds.isDisjoint(with: [.labelled, .all])
        let labelled = history.labels.values.sorted { $0.sequence < $1.sequence }.compactMap { record in
            pool.index(ofID: record.event.id).map { (row: $0, record: Optional(record)) }
        }.filter { row, record in
            guard let record, set == nil || state.set(of: record, row: row) == set else { return false }
            return wantsLabelled || Self.isMarked(record.event.id, kinds, history)
        }
        let others: [(row: Int, record: LabelRecord?)] =
            kinds == [.labelled] || set != nil
            ? []
            : pool.indices.lazy.filter { row in
                let id = pool.id(at: row)
                return history.labels[id] == nil && (kinds.contains(.all) || Self.isMarked(id, kinds, history))
            }.map { (row: $0, record: nil) }
        places = labelled + others
        let undone = Set(lines.compactMap { if case .undo(let event) = $0.event { event.line } else { nil } })
        var sittings: [(sequence: Int, annotator: String)] = []
        var skips: [String: JournalLine] = [:]
        var marks: [String: JournalLine] = [:]
        for line in lines where !undone.contains(line.sequence) {
            switch line.event {
            case .session(let event): sittings.append((line.sequence, event.annotator))
            case .skip(let event): skips[event.id] = line
            case .note(let event): marks[event.id] = line
            case .flag(let event): marks[event.id] = line
            case .label, .undo, .unlabel, .unskip, .strategy, .queue, .round, .scheme, .lost, .end: break
            }
        }
        (self.sittings, self.skips, self.marks) = (sittings, skips, marks)
        let scheme = state.corpus.scheme
        formerLabels = Set(labelled.compactMap { $0.1?.event.label }.filter { scheme.index(ofName: $0) == nil })
            .sorted()
    }

    private static func isMarked(_ id: String, _ kinds: Set<Kind>, _ history: LabelHistory) -> Bool {
        kinds.contains(.skipped) && history.skipped.contains(id)
            || kinds.contains(.flagged) && history.flagged.contains(id)
            || kinds.contains(.noted) && history.notes[id] != nil
    }

    /// How many there are.
    public var count: Int { places.count }

    /// One row for each, made when it is asked for.
    public var rows: some Sequence<ExportRow> { places.lazy.map { row(at: $0.row, record: $0.record) } }

    private func row(at row: Int, record: LabelRecord?) -> ExportRow {
        let id = state.corpus.pool.id(at: row)
        var result = ExportRow(
            id: id, text: state.corpus.pool.text(at: row),
            label: record.flatMap { index(ofLabel: $0.event.label) })
        result.note = state.history.notes[id]
        result.isFlagged = state.history.flagged.contains(id)
        result.isSkipped = state.history.skipped.contains(id)
        if let record {
            result.set = state.set(of: record, row: row).rawValue
            result.round = record.event.round
            result.strategy = record.event.strategy
            result.score = record.event.score
            result.seconds = record.event.ms.map { Double($0) / 1_000 }
            result.isSpread = record.event.isSpread
            result.annotator = annotator(at: record.sequence)
            result.time = record.at.description
        } else if let line = result.isSkipped ? skips[id] : marks[id] {
            if result.isSkipped, case .skip(let event) = line.event { result.round = event.round }
            if result.isSkipped || result.isFlagged || result.note != nil {
                result.annotator = annotator(at: line.sequence)
                result.time = line.at.description
            }
        }
        if let predictions {
            let probabilities = predictions.probabilities.row(row)
            result.prediction = ExportRow.Prediction(
                label: predictions.decision.label(probabilities), probabilities: Array(probabilities))
        }
        return result
    }

    private func index(ofLabel name: String) -> Int? {
        let scheme = state.corpus.scheme
        return scheme.index(ofName: name) ?? formerLabels.firstIndex(of: name).map { scheme.labels.count + $0 }
    }

    /// Who sat there when a line was written; nil where no line says so.
    private func annotator(at sequence: Int) -> String? {
        var (low, high) = (0, sittings.count)
        while low < high {
            let middle = (low + high) / 2
            if sittings[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : sittings[low - 1].annotator
    }
}
