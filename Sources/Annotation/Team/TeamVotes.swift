import Journal
import Messages

/// What each of a team says of each text: their latest label of a message that has it.
///
/// A label that was given for another text, waits for a second look or went to a copy is no vote.
public struct TeamVotes: Sendable {
    private let corpus: Corpus
    private var byText: [Int32: [Vote]] = [:]

    init(corpus: Corpus) { self.corpus = corpus }

    /// - Complexity: O(labels).
    public init(_ team: TeamView, own: LabelHistory, corpus: Corpus) {
        self.init(corpus: corpus)
        var people = team.histories
        people[team.me] = own
        for name in people.keys.sorted() {
            guard let history = people[name] else { continue }
            var latest: [Int32: Vote] = [:]
            for id in history.labels.keys {
                guard let row = corpus.pool.index(ofID: id), let vote = vote(of: name, in: history, on: row, team)
                else {
                    continue
                }
                let text = corpus.textGroup(of: row)
                if latest[text].map({ $0.sequence < vote.sequence }) ?? true { latest[text] = vote }
            }
            for (text, vote) in latest { byText[text, default: []].append(vote) }
        }
    }

    /// Texts that have any, as ``Corpus/textGroup(of:)`` numbers them.
    public var texts: some Sequence<Int32> { byText.keys }

    /// All votes on a text, by the names of those who gave them.
    public subscript(text: Int32) -> [Vote] { byText[text] ?? [] }

    /// Reads somebody's vote on a text anew.
    mutating func update(_ text: Int32, of name: String, in history: LabelHistory, _ team: TeamView) {
        var votes = self[text].filter { $0.annotator != name }
        let rows = [Int(text)] + corpus.copies(of: Int(text))
        let all = rows.compactMap { vote(of: name, in: history, on: $0, team) }
        if let latest = all.max(by: { $0.sequence < $1.sequence }) { votes.append(latest) }
        byText[text] = votes.isEmpty ? nil : votes.sorted { $0.annotator < $1.annotator }
    }

    private func vote(of name: String, in history: LabelHistory, on row: Int, _ team: TeamView) -> Vote? {
        let id = corpus.pool.id(at: row)
        guard let record = history.labels[id], !record.isDoubted, !record.event.isSpread,
            record.event.textHash.map({ $0 == corpus.pool.textHash(at: row) }) ?? true,
            let answer = team.answer(named: record.event.answer, in: history)
        else { return nil }
        return Vote(
            annotator: name, answer: answer, sequence: record.sequence, milliseconds: record.event.ms,
            note: history.notes[id] ?? "", row: row, measures: record.event.set == .evaluation)
    }
}
