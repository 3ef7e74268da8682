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
        /// It is gone, or its text has changed since it was labelled.
        case changed
        /// It is in the pool, or the journal knows it.
        case all
    }

    /// Names of labels of messages among them that the scheme has no more: in the rows their indices come behind the scheme's.
    public let formerLabels: [String]
    private let state: SessionState
    private let predictions: PoolPredictions?
    /// A message on its way out.
    private struct Place: Sendable {
        let id: String
        /// Its row of the pool; nil where it is not there any more.
        let row: Int?
        /// The label that holds on it.
        let record: LabelRecord?
    }

    private let places: [Place]
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
    ///   - formerLabels: names of labels that the scheme has no more, where others' rows have to have the same; nil for those that
    ///     there are.
    ///   - withoutText: whether messages that are not there any more are among them, behind the others of their kind.
    /// - Complexity: O(lines + messages).
    public init(
        of state: SessionState, lines: [JournalLine], kinds: Set<Kind> = [.labelled], set: LabelSet? = nil,
        predictions: PoolPredictions? = nil, withoutText: Bool = true, formerLabels: [String]? = nil
    ) {
        self.state = state
        self.predictions = predictions
        let (pool, history) = (state.corpus.pool, state.history)
        let wantsLabelled = !kinds.isDisjoint(with: [.labelled, .all])
        let labelled = history.labels.values.sorted { $0.sequence < $1.sequence }.compactMap { record -> Place? in
            let (id, row) = (record.event.id, pool.index(ofID: record.event.id))
            guard set == nil || Self.set(of: record, row: row, state) == set else { return nil }
            let isTouched = row.map { SessionState.isChanged(record, row: $0, in: pool) } ?? true
            guard wantsLabelled || kinds.contains(.changed) && isTouched || Self.isMarked(id, kinds, history) else {
                return nil
            }
            return Place(id: id, row: row, record: record)
        }
        var others: [Place] = []
        if kinds != [.labelled], set == nil {
            others = pool.indices.lazy.map { Place(id: pool.id(at: $0), row: $0, record: nil) }.filter {
                history.labels[$0.id] == nil && (kinds.contains(.all) || Self.isMarked($0.id, kinds, history))
            }
            let known = history.skipped.union(history.flagged).union(history.notes.keys)
            others += known.sorted().filter { id in
                pool.index(ofID: id) == nil && history.labels[id] == nil
                    && (!kinds.isDisjoint(with: [.all, .changed]) || Self.isMarked(id, kinds, history))
            }.map { Place(id: $0, row: nil, record: nil) }
        }
        let wanted = labelled + others
        let isThere = wanted.filter { $0.row != nil }
        goneCount = wanted.count - isThere.count
        places = withoutText ? wanted : isThere
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
            case .messages, .label, .undo, .unlabel, .unskip, .strategy, .queue, .round, .scheme, .lost, .end, .team,
                .seen, .claim, .release, .decide, .reopen:
                break
            }
        }
        (self.sittings, self.skips, self.marks) = (sittings, skips, marks)
        let scheme = state.corpus.scheme
        self.formerLabels =
            formerLabels
            ?? scheme.formerNames(in: places.lazy.compactMap { $0.record?.event.answer })
    }

    private static func isMarked(_ id: String, _ kinds: Set<Kind>, _ history: LabelHistory) -> Bool {
        kinds.contains(.skipped) && history.skipped.contains(id)
            || kinds.contains(.flagged) && history.flagged.contains(id)
            || kinds.contains(.noted) && history.notes[id] != nil
    }

    /// How many there are.
    public var count: Int { places.count }

    /// How many messages that are not there any more are of the kinds that are wanted, among ``rows`` or not.
    public let goneCount: Int

    /// One row for each, made when it is asked for.
    public var rows: some Sequence<ExportRow> { places.lazy.map { row(of: $0) } }

    /// The set that a label belongs to; of a message that is not there any more as its line says.
    private static func set(of record: LabelRecord, row: Int?, _ state: SessionState) -> LabelSet {
        row.map { state.set(of: record, row: $0) } ?? record.event.set
    }

    private func row(of place: Place) -> ExportRow {
        let (id, row, record) = (place.id, place.row, place.record)
        let pool = state.corpus.pool
        var result = ExportRow(
            id: id, text: row.map { pool.text(at: $0) } ?? "",
            labels: record.flatMap {
                state.corpus.scheme.exportedLabels(of: $0.event.answer, former: formerLabels)
            })
        result.note = state.history.notes[id]
        result.isFlagged = state.history.flagged.contains(id)
        result.isSkipped = state.history.skipped.contains(id)
        if let record {
            result.set = Self.set(of: record, row: row, state).rawValue
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
        if let row, let record, SessionState.isChanged(record, row: row, in: pool) {
            result.change = MessageChanges.Change.changed.rawValue
        } else if row == nil {
            result.change = MessageChanges.Change.gone.rawValue
        }
        if let predictions, let row {
            let probabilities = predictions.probabilities.row(row)
            result.prediction = ExportRow.Prediction(
                labels: predictions.decision.answer(probabilities).labels, probabilities: Array(probabilities))
        }
        return result
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
