import Answers
import Journal

/// A message that waits for a second look.
public struct SecondLook: Sendable, Hashable {
    /// Why it waits.
    public enum Reason: Sendable, Hashable {
        /// Its label was split or retired since it was given.
        case doubted
        /// Its text has changed since it was labelled.
        case changed
        /// Models that have not learnt from it would have given it another answer: that one.
        case suspected(suggested: Answer)
        case flagged, noted
        /// Somebody else of the team has answered the note on it.
        case answered(by: String, text: String)
    }

    /// Index of the message in the pool.
    public let row: Int
    /// All that it waits for, in the order of the list.
    public fileprivate(set) var reasons: [Reason]
}

extension AnnotationSession {
    /// What waits for a second look: labels that were split or retired and labels of changed texts, each in the order in which
    /// they were given, labels that the model would not have given, the most suspected first, then flags and notes in the order
    /// of the pool. Each message once, where its first reason puts it; without those that are put aside.
    ///
    /// - Complexity: O(labels).
    public var secondLooks: [SecondLook] {
        let (history, pool) = (state.history, state.corpus.pool)
        var looks: [SecondLook] = []
        var places: [Int: Int] = [:]
        func add(_ row: Int, _ reason: SecondLook.Reason) {
            if let place = places[row] {
                looks[place].reasons.append(reason)
            } else if reason == .doubted || !isPutAside(row) {
                places[row] = looks.count
                looks.append(SecondLook(row: row, reasons: [reason]))
            }
        }
        func rows(_ records: some Sequence<LabelRecord>) -> [Int] {
            records.sorted { $0.sequence < $1.sequence }.compactMap { pool.index(ofID: $0.event.id) }
        }
        for row in rows(state.secondLook.compactMap { history.labels[$0] }) { add(row, .doubted) }
        let changed = history.labels.values.lazy.filter { record in
            pool.index(ofID: record.event.id).map { SessionState.isChanged(record, row: $0, in: pool) } ?? false
        }
        for row in rows(changed) { add(row, .changed) }
        for case (let row, let suggested?) in suspects.map({ ($0.row, $0.suggested) }) {
            add(row, .suspected(suggested: suggested))
        }
        for row in history.flagged.compactMap({ pool.index(ofID: $0) }).sorted() { add(row, .flagged) }
        for row in history.notes.keys.compactMap({ pool.index(ofID: $0) }).sorted() { add(row, .noted) }
        for (id, answer) in newestTeam?.answers(to: history).sorted(by: { $0.key < $1.key }) ?? [] {
            if let row = pool.index(ofID: id) { add(row, .answered(by: answer.name, text: answer.text)) }
        }
        return looks
    }

    /// Whether ``secondLooks`` has any.
    ///
    /// - Complexity: O(suspects, flags, notes and changed texts), not O(labels) as those are: asked for with every frame.
    public var hasSecondLooks: Bool {
        let (history, pool) = (state.history, state.corpus.pool)
        func waits(_ id: String) -> Bool { pool.index(ofID: id).map { !isPutAside($0) } ?? false }
        return !state.secondLook.isEmpty || suspects.contains { !isPutAside($0.row) }
            || history.flagged.contains(where: waits) || history.notes.keys.contains(where: waits)
            || changedAtBeginning.contains { id in
                guard let record = history.labels[id], let row = pool.index(ofID: id), !isPutAside(row) else {
                    return false
                }
                return SessionState.isChanged(record, row: row, in: pool)
            }
    }

    /// Takes a message off the list of second looks for this sitting, as long as it keeps the label that it has now.
    ///
    /// - Returns: false where its label was split or retired: only a label settles that.
    @discardableResult
    public func putAside(_ row: Int) -> Bool {
        aside[row] = labelSequence(of: row)
        return !state.secondLook.contains(state.corpus.pool.id(at: row))
    }

    /// Puts a message that was put aside on the list of second looks again.
    public func bringBack(_ row: Int) { aside[row] = nil }

    private func isPutAside(_ row: Int) -> Bool { aside[row].map { $0 == labelSequence(of: row) } ?? false }

    /// The line that gave a message its label; −1 for none.
    private func labelSequence(of row: Int) -> Int {
        state.history.labels[state.corpus.pool.id(at: row)]?.sequence ?? -1
    }

    /// Puts a message in front of the annotator, as ``show(_:)``; with a label or a skip it is off the list of second looks.
    public func lookAgain(at row: Int) {
        show(row)
        lookedAt = row
    }
}
