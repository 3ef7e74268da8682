import Annotation
import Answers
import Journal
import Notation
import TerminalUI

/// What was labelled and skipped, as far as a filter lets it through.
private struct FilteredHistory {
    let history: LabelHistory
    let session: AnnotationSession
    /// Names of the labels.
    private let names: [String]
    /// By message, the answer that it got when it came back, where that was another.
    let otherwise: [String: NamedAnswer]
    /// By message, the answer that models would have given that have not learnt from it.
    let suggested: [String: Answer]
    /// By message, the place among those, from the most suspected one on.
    private let places: [String: Int]

    init(_ session: AnnotationSession) {
        self.session = session
        history = session.state.history
        names = session.state.corpus.scheme.names
        let scheme = session.state.corpus.scheme
        otherwise = Dictionary(
            history.repeatChecks.filter { !scheme.isSame($0.first, $0.again) }.map { ($0.id, $0.again) }
        ) { $1 }
        let pool = session.state.corpus.pool
        let suspects = session.suspects
        suggested = Dictionary(
            suspects.compactMap { doubt in doubt.suggested.map { (pool.id(at: doubt.row), $0) } }
        ) { first, _ in first }
        places = Dictionary(suspects.enumerated().map { (pool.id(at: $1.row), $0) }) { first, _ in first }
    }

    func isDone(_ id: String) -> Bool { history.labels[id] != nil || history.skipped.contains(id) }

    func isThere(_ id: String) -> Bool { session.state.corpus.pool.index(ofID: id) != nil }

    func takes(_ id: String, _ filter: ListState.Filter) -> Bool {
        switch filter {
        case .everything: isDone(id)
        case .label(let label): history.labels[id]?.event.answer.names.contains(names[label]) == true
        case .skipped: history.skipped.contains(id)
        case .flagged: history.flagged.contains(id) && isDone(id)
        case .noted: history.notes[id] != nil && isDone(id)
        case .byHand: history.labels[id]?.event.strategy == SessionState.byHand
        case .disagreement: otherwise[id] != nil && history.labels[id] != nil
        case .suspected: suggested[id] != nil
        case .doubted, .changed: false
        }
    }

    /// How many done messages of the pool there are of a filter, without those that have their label as copies.
    ///
    /// - Complexity: O(labels) for a label and what was picked by hand; else of what the filter is about.
    func count(_ filter: ListState.Filter) -> Int {
        switch filter {
        case .everything:
            session.state.judgedCount + history.skipped.count { history.labels[$0] == nil && isThere($0) }
        case .label, .byHand:
            // A list is drawn anew with every key: nothing is looked for where nothing is gone.
            history.labels.values.count {
                takes($0.event.id, filter) && !$0.event.isSpread
                    && (session.state.goneLabelCount == 0 || isThere($0.event.id))
            }
        case .skipped: session.state.skippedCount
        case .flagged: history.flagged.count { isDone($0) && isThere($0) }
        case .noted: history.notes.keys.count { isDone($0) && isThere($0) }
        case .disagreement: otherwise.keys.count { takes($0, filter) && isThere($0) }
        case .suspected: suggested.count
        case .doubted, .changed: 0
        }
    }

    /// What is flagged or noted on, and neither labelled nor skipped.
    func undone(_ filter: ListState.Filter) -> [Int] {
        let ids: [String] =
            switch filter {
            case .flagged: Array(history.flagged)
            case .noted: Array(history.notes.keys)
            default: []
            }
        return ids.filter { !isDone($0) }.sorted().compactMap { session.state.corpus.pool.index(ofID: $0) }
    }

    /// The rows of what is done, each once, in an order, with the lines that did it last.
    ///
    /// - Parameters:
    ///   - limit: so many at most.
    ///   - count: how many there are; nothing is looked for behind the last.
    /// - Complexity: O(what was done since the last of them); all that was ever done for another order than the newest first.
    func rows(_ filter: ListState.Filter, _ order: ListState.Order, limit: Int, count: Int) -> [Done] {
        let wanted = order == .newest ? min(limit, count) : count
        var seen: Set<String> = []
        var rows: [Done] = []
        for entry in history.done {
            // Not a look further: it would go through all that was ever done.
            if rows.count == wanted { break }
            guard takes(entry.id, filter), seen.insert(entry.id).inserted,
                let row = session.state.corpus.pool.index(ofID: entry.id)
            else { continue }
            rows.append(Done(row: row, sequence: entry.sequence))
        }
        switch order {
        case .newest: break
        case .oldest: rows.reverse()
        case .longest: rows = sorted(rows) { Double(-(record(of: $0.row)?.event.ms ?? -1)) }
        case .doubt:
            // The suspected ones first, as in the list of second looks.
            let held = session.doubtsByText
            rows = sorted(rows) { done in
                places[session.state.corpus.pool.id(at: done.row)].map { Double($0 - places.count) }
                    ?? probability(ofLabelOf: done.row, heldOut: held) ?? 2
            }
        }
        return Array(rows.prefix(limit))
    }

    /// A message that is labelled or skipped, and the line that did it last.
    struct Done {
        let row: Int
        let sequence: Int
    }

    private func record(of row: Int) -> LabelRecord? {
        history.labels[session.state.corpus.pool.id(at: row)]
    }

    /// What is given to the label that a message has by models that have not learnt from it; by the model in use where that has
    /// learnt from it and no other was asked. Nil without either.
    func probability(ofLabelOf row: Int, heldOut: [Int32: LabelDoubt]) -> Double? {
        guard session.ranking != nil, let record = record(of: row),
            let answer = session.state.corpus.scheme.answer(named: record.event.answer)
        else { return nil }
        if let doubt = heldOut[session.state.corpus.textGroup(of: row)], doubt.given == answer {
            return doubt.probability
        }
        return session.ranking?.model.probability(of: answer, for: row)
    }

    /// By a number, the lowest first; equal ones stay as they stand.
    private func sorted(_ rows: [Done], by number: (Done) -> Double) -> [Done] {
        rows.enumerated().map { (number($0.element), $0.offset, $0.element) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }
}

/// The rows of the history.
extension ScreenContent {
    /// - Complexity: O(rows + skips) for everything, as long as it is labelled on; a filter looks at all labels for its
    ///   count, and goes back as far as its rows are; an order other than the newest first takes all that was done.
    mutating func fillHistory(_ session: AnnotationSession, _ list: ListState) {
        let history = FilteredHistory(session)
        if list.choosing != nil {
            let labels = self.labels.indices.map { ListState.Filter.label($0) }
            for filter in [.everything, .skipped, .flagged, .noted, .byHand, .disagreement, .suspected] + labels {
                filterCounts[filter] = history.count(filter) + history.undone(filter).count
            }
        }
        let count = history.count(list.filter)
        let heldOut = list.order == .doubt ? session.doubtsByText : [:]
        let pool = session.state.corpus.pool
        rows = history.rows(list.filter, list.order, limit: Self.longestList, count: count).map { done in
            let holds = history.history.labels[pool.id(at: done.row)]?.event
            var row = row(done.row, session, strategy: holds?.strategy ?? "", score: holds?.score, reason: "")
            row.reason = reason(row, list, history, heldOut)
            if holds == nil, let time = session.state.skipTimes[done.sequence] { row.time = Self.localTime(time) }
            return row
        }
        // What is flagged and neither labelled nor skipped stands behind the rest.
        let undone = history.undone(list.filter)
        rowTotal = count + undone.count
        for index in undone.prefix(max(0, Self.longestList - rows.count)) {
            rows.append(row(index, session, strategy: "", score: nil, reason: "not labelled yet"))
        }
    }

    /// Why a message is in a filter, or where it is in an order.
    private func reason(
        _ row: Row, _ list: ListState, _ history: FilteredHistory, _ heldOut: [Int32: LabelDoubt]
    ) -> String {
        let scheme = history.session.state.corpus.scheme
        switch list.filter {
        case .disagreement: return history.otherwise[row.id].map { "then \(scheme.title(of: $0))" } ?? ""
        case .suspected: return history.suggested[row.id].map { "model: \(scheme.title(of: $0))" } ?? ""
        case .noted: return row.note
        case .everything, .label, .skipped, .flagged, .byHand, .doubted, .changed: break
        }
        switch list.order {
        case .longest: return row.seconds.isEmpty ? "" : "\(row.seconds) s"
        case .doubt:
            return history.probability(ofLabelOf: row.row, heldOut: heldOut).map { "\(ShareText.percent($0)) likely" }
                ?? ""
        case .newest, .oldest: return ""
        }
    }
}
