import Journal
import Messages

/// The decisions of a team, by the texts that they were made on.
///
/// Equal texts are one question, so one decision holds for all messages that have its text. A decision on a text that has changed
/// since, or for a label that is none any more, does not count.
struct TeamDecisions: Sendable {
    private let corpus: Corpus
    /// Whose goes before those of others.
    var lead: String?
    private var byText: [Int32: [TeamDecision]] = [:]

    init(corpus: Corpus) { self.corpus = corpus }

    /// - Parameter lead: whose decisions go before those of others; behind them the first by name decides. Clocks may differ.
    /// - Complexity: O(decisions).
    init(_ people: [String: LabelHistory], lead: String?, corpus: Corpus) {
        self.init(corpus: corpus)
        self.lead = lead
        for (name, history) in people {
            for record in history.decisions.values { add(record, of: name) }
        }
    }

    /// Texts that somebody has decided on.
    var texts: some Sequence<Int32> { byText.keys }

    private mutating func add(_ record: DecisionRecord, of name: String) {
        guard let row = corpus.pool.index(ofID: record.event.id),
            record.event.textHash.map({ $0 == corpus.pool.textHash(at: row) }) ?? true
        else { return }
        byText[corpus.textGroup(of: row), default: []].append(TeamDecision(annotator: name, record: record))
    }

    /// Reads anew what somebody has decided on a text.
    mutating func update(_ text: Int32, of name: String, in history: LabelHistory) {
        byText[text]?.removeAll { $0.annotator == name }
        for row in [Int(text)] + corpus.copies(of: Int(text)) {
            if let record = history.decisions[corpus.pool.id(at: row)] { add(record, of: name) }
        }
        if byText[text]?.isEmpty == true { byText[text] = nil }
    }

    /// The one that holds for a text: of several, one whose labels hold all as they were goes before one that rests on others.
    ///
    /// - Parameters:
    ///   - people: what each has done.
    ///   - name: an answer of a journal with the scheme's names, of that journal's history; nil where a label has none.
    func decision(
        onText text: Int32, _ people: [String: LabelHistory], name: (NamedAnswer, LabelHistory?) -> NamedAnswer?
    ) -> TeamDecision? {
        guard let all = byText[text] else { return nil }
        func rank(_ decision: TeamDecision) -> (Int, Int, String, Int) {
            let isOvertaken = decision.record.event.over.contains { !Self.holds($0, people) }
            return (
                isOvertaken ? 1 : 0, decision.annotator == lead ? 0 : 1, decision.annotator, -decision.record.sequence
            )
        }
        return all.filter { name($0.record.event.answer, people[$0.annotator]) != nil }.min { rank($0) < rank($1) }
    }

    /// Whether a line that gave a label holds.
    private static func holds(_ line: OtherLine, _ people: [String: LabelHistory]) -> Bool {
        guard let history = people[line.annotator], let given = history.label(givenBy: line.sequence) else {
            return false
        }
        return history.labels[given.event.id]?.sequence == line.sequence
    }
}
