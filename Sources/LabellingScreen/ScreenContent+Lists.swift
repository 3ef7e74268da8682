import Annotation
import Foundation
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
        case .history: fillHistory(session, list)
        case .search: fillHits(session, finder, list.query)
        case .duplicates: fillDuplicates(session, finder)
        case .secondLook: fillSecondLook(session, list)
        // Only where somebody decides.
        case .decisions, .gaps: break
        }
    }

    private mutating func fillQueue(_ session: AnnotationSession) {
        let items = session.upcoming(Self.longestList + 1)
        let titles = labels.map(\.title)
        rows = items.prefix(Self.longestList).map { item in
            var row = row(
                item.row, session, strategy: item.strategy, score: item.score, reason: item.reason.words(labels: titles)
            )
            row.brief = item.reason.brief
            return row
        }
        rowTotal = rows.count
        rowsGoOn = items.count > rows.count
    }

    /// - Complexity: O(labels).
    private mutating func fillSecondLook(_ session: AnnotationSession, _ list: ListState) {
        let looks = session.secondLooks
        func isTaken(_ look: SecondLook, _ filter: ListState.Filter) -> Bool {
            filter == .everything || look.reasons.contains { Self.filter(of: $0) == filter }
        }
        if list.choosing != nil {
            for filter in [.everything, .doubted, .changed, .suspected, .flagged, .noted] as [ListState.Filter] {
                filterCounts[filter] = looks.count { isTaken($0, filter) }
            }
        }
        let taken = looks.filter { isTaken($0, list.filter) }
        rowTotal = taken.count
        rows = taken.prefix(Self.longestList).map { look in
            let id = session.state.corpus.pool.id(at: look.row)
            let holds = session.state.history.labels[id]?.event
            var row = row(look.row, session, strategy: holds?.strategy ?? "", score: nil, reason: "")
            row.reason = look.reasons.map { words(for: $0, row) }.joined(separator: ", ")
            return row
        }
    }

    private static func filter(of reason: SecondLook.Reason) -> ListState.Filter {
        switch reason {
        case .doubted: .doubted
        case .changed: .changed
        case .suspected: .suspected
        case .flagged: .flagged
        case .noted, .answered: .noted
        }
    }

    private func words(for reason: SecondLook.Reason, _ row: Row) -> String {
        switch reason {
        case .doubted: "\(row.label): split or retired"
        case .changed: "text changed"
        case .suspected(let answer): "model: \(title(of: answer))"
        case .flagged: "flagged"
        case .noted: "note: \(row.note)"
        case .answered(let name, let text): "\(name) answers: \(text)"
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
        duplicatesAnswer = copies.answer
        rows = copies.rows.map {
            row(
                $0.row, session, strategy: "", score: $0.similarity,
                reason: "similarity \(ShareText.rounded($0.similarity))")
        }
        rowTotal = rows.count
    }

    func row(
        _ index: Int, _ session: AnnotationSession, strategy: String, score: Double?, reason: String
    ) -> Row {
        let corpus = session.state.corpus
        let history = session.state.history
        let id = corpus.pool.id(at: index)
        let mark =
            history.labels[id].map { corpus.mark(of: $0.event.answer) }
            ?? (history.skipped.contains(id) ? "-" : " ")
        var row = Row(
            row: index, mark: mark, score: score.map(ShareText.rounded) ?? "", strategy: strategy, reason: reason,
            text: corpus.pool.text(at: index), note: history.notes[id] ?? "",
            isFlagged: history.flagged.contains(id))
        row.isChanged = session.state.isChanged(index)
        row.id = id
        if history.skipped.contains(id) { row.label = "skipped" }
        if let record = history.labels[id] {
            row.label = corpus.scheme.title(of: record.event.answer)
            if corpus.scheme.isSeveral { row.given = session.state.labelsBefore(onRow: index) }
            row.time = Self.localTime(record.at)
            row.seconds = record.event.ms.map { Self.seconds($0) } ?? ""
            row.annotator = history.annotator(ofLine: record.sequence) ?? ""
        }
        return row
    }

    /// Month, day, hour and minute where the annotator sits.
    static func localTime(_ time: Timestamp) -> String {
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1_000)
        let offset = Int64(TimeZone.current.secondsFromGMT(for: date)) * 1_000
        let text = Timestamp(milliseconds: time.milliseconds + offset).description
        return text.dropFirst(5).prefix(11).split(separator: "T").joined(separator: " ")
    }

    /// In tenths.
    private static func seconds(_ milliseconds: Int) -> String {
        let tenths = max(0, milliseconds) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }
}
