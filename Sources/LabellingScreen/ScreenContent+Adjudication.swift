import Annotation
import Journal
import Messages
import Notation
import TerminalUI

/// What is shown where somebody decides on what annotators label differently.
extension ScreenContent {
    /// What a whole sitting has in common.
    init(deciding scheme: LabelScheme, unread: UnreadRows) {
        self.init(scheme, unread: unread)
        strategies = []
        decides = true
    }

    /// Fills in how things stand.
    ///
    /// - Complexity: O(rows shown + own decisions).
    mutating func fill(_ adjudication: Adjudication, keyMap: KeyMap) {
        let front = adjudication.front
        stage =
            front.map { $0.measures && $0.earlier == nil ? "disagreement on what checks the model" : Self.kind($0) }
            ?? "nothing to decide"
        labelled = adjudication.decidedCount
        (done, of) = (adjudication.decidedCount, adjudication.decidedCount + adjudication.openCount)
        hasDecided = adjudication.lastDecision != nil
        canUndo = adjudication.canUndo
        if let front {
            card = Card(front, adjudication)
            ballot = Ballot(front, adjudication)
        }
        let pool = adjudication.corpus.pool
        upcoming = adjudication.upcoming.prefix(40).map { dispute in
            Upcoming(
                score: dispute.counts(labelCount: labels.count).filter { $0 > 0 }.sorted(by: >).map(String.init)
                    .joined(separator: ":"),
                text: pool.text(at: dispute.row), strategy: "", reason: Self.kind(dispute), row: dispute.row)
        }
        past = adjudication.own.decisions.values.sorted { $0.sequence > $1.sequence }.prefix(40).map { decision in
            let row = pool.index(ofID: decision.event.id)
            return Past(
                mark: adjudication.mark(of: decision), text: row.map { pool.text(at: $0) } ?? decision.event.id,
                row: row)
        }
        empty = Self.whyEmpty(adjudication, keyMap)
    }

    /// Why a message is here, in few words.
    private static func kind(_ dispute: Dispute) -> String {
        if dispute.earlier != nil { return "second look" }
        return dispute.measures ? "checks the model" : "disagreement"
    }

    private static func whyEmpty(_ adjudication: Adjudication, _ keyMap: KeyMap) -> String {
        let (agreed, decided) = (adjudication.agreedCount, adjudication.decidedCount)
        guard agreed + decided > 0 else {
            return "Nothing to decide: no message has labels of two annotators yet.\n\n"
                + "What they label differently comes here by itself; \(keyMap.name(of: .quit)) leaves."
        }
        return "Nothing is left to decide. Annotators agree on \(CountText.text(agreed, "message")); \(decided) "
            + "\(decided == 1 ? "is" : "are") decided.\n\nWhat they label differently comes here by itself; "
            + "\(keyMap.name(of: .openDecisions)) lists what is decided; \(keyMap.name(of: .quit)) leaves."
    }

    /// Fills in the rows of the open list: what was decided, or of that what the guidelines do not settle.
    ///
    /// - Complexity: O(decisions log decisions).
    mutating func fillDecisions(_ adjudication: Adjudication, gapsAlone: Bool) {
        let pool = adjudication.corpus.pool
        let all = adjudication.decided.filter { !gapsAlone || $0.record.event.reason == .guidelineGap }
        rowTotal = all.count
        rows = all.prefix(Self.longestList).compactMap { decision in
            let event = decision.record.event
            guard let index = pool.index(ofID: event.id) else { return nil }
            var row = Row(
                row: index, mark: adjudication.mark(of: decision.record), score: "", strategy: "",
                reason: event.reason.map { DisputeReason($0).words } ?? "", text: pool.text(at: index),
                note: adjudication.own.notes[event.id] ?? "")
            row.id = event.id
            row.label = adjudication.corpus.scheme.title(of: event.answer)
            if adjudication.corpus.scheme.isSeveral {
                row.given = adjudication.corpus.scheme.indices(ofNames: event.answer.names)
            }
            row.time = Self.localTime(decision.record.at)
            row.annotator = decision.annotator
            return row
        }
    }
}

extension Adjudication {
    /// The key of the label that was decided; a question mark for one that is none any more.
    fileprivate func mark(of decision: DecisionRecord) -> String {
        corpus.mark(of: decision.event.answer)
    }
}

extension ScreenContent.Card {
    fileprivate init(_ dispute: Dispute, _ adjudication: Adjudication) {
        let pool = adjudication.corpus.pool
        let (id, fields) = (pool.id(at: dispute.row), pool.fields(at: dispute.row))
        self.init(
            id: id, text: pool.text(at: dispute.row), sources: fields.map(\.value),
            why: dispute.measures ? "checks the model" : "", guess: nil, row: dispute.row,
            note: adjudication.own.notes[id] ?? "", columns: fields.map { Column(name: $0.name, value: $0.value) })
    }
}

extension ScreenContent.Ballot {
    fileprivate init(_ dispute: Dispute, _ adjudication: Adjudication) {
        let scheme = adjudication.corpus.scheme
        let earlier = dispute.earlier.map { decision in
            let event = decision.record.event
            let title = scheme.title(of: event.answer)
            return "\(title), by \(decision.annotator)"
                + (event.reason.map { ", \(DisputeReason($0).words)" } ?? "")
        }
        self.init(
            votes: dispute.votes.map { vote in
                Vote(
                    annotator: vote.annotator, answer: vote.answer,
                    seconds: vote.milliseconds.map { FewDigits.text(Double($0) / 1_000) } ?? "", note: vote.note)
            }, majority: dispute.majority, reason: adjudication.reason.map { DisputeReason($0) }, earlier: earlier)
        isOvertaken = adjudication.isFrontOvertaken
    }
}
