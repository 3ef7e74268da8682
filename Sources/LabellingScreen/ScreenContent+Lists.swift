import Annotation
import Journal
import Messages
import Notation
import Sampling
import TerminalUI

/// The rows of an open list.
extension ScreenContent {
    /// Most rows that a list holds: nobody pages through more.
    static let longestList = 1_000

    /// Fills in the rows of what is open.
    ///
    /// - Complexity: O(rows), for a filtered history O(labels), for a search O(bytes of the pool), for near copies
    ///   O(features of the pool).
    mutating func fillList(_ list: ListState, _ session: AnnotationSession, finder: MessageFinder) {
        switch list.kind {
        case .queue: fillQueue(session)
        case .history: fillHistory(session, list.filter)
        case .search: fillHits(session, finder, list.query)
        case .duplicates: fillDuplicates(session, finder)
        case .secondLook: fillSecondLook(session)
        }
    }

    private mutating func fillQueue(_ session: AnnotationSession) {
        let items = session.upcoming(Self.longestList + 1)
        let titles = labels.map(\.title)
        rows = items.prefix(Self.longestList).map {
            row($0.row, session, strategy: $0.strategy, score: $0.score, reason: $0.reason.words(labels: titles))
        }
        rowTotal = rows.count
        rowsGoOn = items.count > rows.count
    }

    /// - Complexity: O(rows + skips) for everything, as long as it is labelled on; a filter looks at all labels for its
    ///   count, and goes back as far as its rows are.
    private mutating func fillHistory(_ session: AnnotationSession, _ filter: ListState.Filter) {
        let history = session.state.history
        let pool = session.state.corpus.pool
        let names = session.state.corpus.scheme.names
        func isDone(_ id: String) -> Bool { history.labels[id] != nil || history.skipped.contains(id) }
        func isThere(_ id: String) -> Bool { pool.index(ofID: id) != nil }
        func isWanted(_ id: String) -> Bool {
            switch filter {
            case .everything: isDone(id)
            case .label(let label): history.labels[id]?.event.label == names[label]
            case .skipped: history.skipped.contains(id)
            case .flagged: history.flagged.contains(id) && isDone(id)
            }
        }
        rowTotal =
            switch filter {
            case .everything:
                session.state.judgedCount + history.skipped.count { history.labels[$0] == nil && isThere($0) }
            case .label(let label):
                // A list is drawn anew with every key: nothing is looked for where nothing is gone.
                history.labels.values.count {
                    $0.event.label == names[label] && !$0.event.isSpread
                        && (session.state.goneLabelCount == 0 || isThere($0.event.id))
                }
            case .skipped: session.state.skippedCount
            case .flagged: history.flagged.count { isDone($0) && isThere($0) }
            }
        let wanted = min(rowTotal, Self.longestList)
        var seen: Set<String> = []
        rows = []
        for entry in history.done {
            // Not a look further: it would go through all that was ever done.
            if rows.count == wanted { break }
            guard isWanted(entry.id), seen.insert(entry.id).inserted, let index = pool.index(ofID: entry.id) else {
                continue
            }
            let holds = history.labels[entry.id]?.event
            rows.append(
                row(index, session, strategy: holds?.strategy ?? "", score: holds?.score, reason: ""))
        }
        guard filter == .flagged else { return }
        // What is flagged and neither labelled nor skipped stands behind the rest.
        for id in history.flagged.filter({ !isDone($0) }).sorted() {
            guard let index = pool.index(ofID: id) else { continue }
            rowTotal += 1
            if rows.count < Self.longestList {
                rows.append(row(index, session, strategy: "", score: nil, reason: "not labelled yet"))
            }
        }
    }

    /// In the order in which the labels were given.
    ///
    /// - Complexity: O(*n* log *n*) with *n* labels that wait.
    private mutating func fillSecondLook(_ session: AnnotationSession) {
        let state = session.state
        let waiting = state.secondLook.compactMap { state.history.labels[$0] }.sorted { $0.sequence < $1.sequence }
        rowTotal = waiting.count
        rows = waiting.prefix(Self.longestList).compactMap { record in
            state.corpus.pool.index(ofID: record.event.id).map {
                row($0, session, strategy: record.event.strategy, score: nil, reason: "labelled \(record.event.label)")
            }
        }
    }

    private mutating func fillHits(_ session: AnnotationSession, _ finder: MessageFinder, _ query: String) {
        guard let hits = finder.rows(containing: query, limit: Self.longestList) else {
            isReadingForSearch = true
            return
        }
        rows = hits.rows.map { index in
            let holds = session.state.history.labels[session.state.corpus.pool.id(at: index)]?.event
            var row = row(index, session, strategy: holds?.strategy ?? "", score: nil, reason: "")
            row.hits = finder.hits(of: query, in: row.text)
            row.start = Self.start(of: row.text, showing: row.hits)
            return row
        }
        rowTotal = hits.count
    }

    /// A little before the first hit, where that is far from the text's beginning.
    private static func start(of text: String, showing hits: [Range<Int>]) -> Int {
        guard let hit = hits.first else { return 0 }
        let first = text.utf8.index(text.startIndex, offsetBy: hit.lowerBound)
        guard text.distance(from: text.startIndex, to: first) > 40 else { return 0 }
        return text.utf8.distance(from: text.startIndex, to: text.index(first, offsetBy: -20))
    }

    private mutating func fillDuplicates(_ session: AnnotationSession, _ finder: MessageFinder) {
        guard let copies = finder.nearCopiesOfTheLastLabel(session) else { return }
        duplicatesLabel = copies.label
        rows = copies.rows.map {
            row(
                $0.row, session, strategy: "", score: $0.similarity,
                reason: "similarity \(ShareText.rounded($0.similarity))")
        }
        rowTotal = rows.count
    }

    private func row(
        _ index: Int, _ session: AnnotationSession, strategy: String, score: Double?, reason: String
    ) -> Row {
        let corpus = session.state.corpus
        let history = session.state.history
        let id = corpus.pool.id(at: index)
        let mark =
            history.labels[id].map { corpus.mark(ofLabel: $0.event.label) }
            ?? (history.skipped.contains(id) ? "-" : " ")
        var row = Row(
            row: index, mark: mark, score: score.map(ShareText.rounded) ?? "", strategy: strategy, reason: reason,
            text: corpus.pool.text(at: index), note: history.notes[id] ?? "",
            isFlagged: history.flagged.contains(id))
        row.isChanged = session.state.isChanged(index)
        return row
    }
}
