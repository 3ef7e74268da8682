import Journal
import Messages

/// What the labels of several people come to, message by message: a decision, else what all say, else what most say.
public struct TeamLabels: Sendable {
    /// How a message's label came about.
    public enum Source: Sendable, Hashable {
        /// Somebody decided.
        case decision
        /// All who labelled it say so; how many.
        case unanimous(Int)
        /// Most say so, not all.
        case majority
    }

    /// The labels, by message id, each in a record of somebody who gave it.
    public private(set) var records: [String: LabelRecord] = [:]
    /// How they came about.
    public private(set) var sources: [String: Source] = [:]
    /// Messages on which as many say one thing as another, and nobody has decided.
    public private(set) var ties: Set<String> = []

    init(_ view: TeamView, own: LabelHistory, corpus: Corpus) {
        var people = view.histories
        people[view.me] = own
        self.init(people, lead: view.plan?.lead, corpus: corpus, name: view.name) { row in view.measures(row) }
    }

    /// The labels of people whose journals are read as a whole: names as the scheme has them, and nothing measures but what their
    /// lines say.
    ///
    /// - Parameters:
    ///   - lead: whose decisions go before those of others; nil for nobody's.
    ///   - plan: the team, whose texts measure that it draws; nil for those alone whose labels say so.
    /// - Complexity: O(labels), and O(pool log pool) with a plan.
    public init(_ people: [String: LabelHistory], lead: String?, plan: TeamPlan? = nil, corpus: Corpus) {
        let scheme = corpus.scheme
        let rows = plan.map { PlannedWork.evaluationRows(of: $0, in: corpus) } ?? []
        let measuring = Set(rows.map { corpus.textGroup(of: Int($0)) })
        self.init(
            people, lead: lead, corpus: corpus, name: { scheme.currentNames(of: $0, in: $1) },
            measures: { measuring.contains(corpus.textGroup(of: $0)) })
    }

    /// - Parameters:
    ///   - people: what each has done, by name.
    ///   - lead: whose decisions go before those of others; see ``TeamDecisions``.
    ///   - name: an answer of a journal with the scheme's names, by that journal's history; nil where a label has none, which
    ///     counts for nothing.
    ///   - measures: whether a row's text is one of those that measure.
    /// - Complexity: O(labels).
    init(
        _ people: [String: LabelHistory], lead: String?, corpus: Corpus,
        name: (NamedAnswer, LabelHistory?) -> NamedAnswer?, measures: (Int) -> Bool
    ) {
        let names = people.keys.sorted()
        func isOfText(_ hash: UInt64?, at row: Int) -> Bool { hash.map { $0 == corpus.pool.textHash(at: row) } ?? true }
        var votes: [String: [(record: LabelRecord, answer: NamedAnswer)]] = [:]
        // A text that one label measures on measures, though that label may wait for a decision or a second look, and be another
        // message's with the same text.
        var measuring: Set<Int32> = []
        for person in names {
            guard let history = people[person] else { continue }
            for (id, record) in history.labels {
                guard let row = corpus.pool.index(ofID: id), isOfText(record.event.textHash, at: row) else { continue }
                if record.event.set == .evaluation { measuring.insert(corpus.textGroup(of: row)) }
                guard !record.isDoubted, let answer = name(record.event.answer, history) else { continue }
                votes[id, default: []].append((record, answer))
            }
        }
        let decisions = TeamDecisions(people, lead: lead, corpus: corpus)
        for (id, given) in votes {
            guard let row = corpus.pool.index(ofID: id) else { continue }
            let isMeasuring = measuring.contains(corpus.textGroup(of: row)) || measures(row)
            let answers = given.map(\.answer)
            let answer: NamedAnswer
            let decision = decisions.decision(onText: corpus.textGroup(of: row), people, name: name)
            if let decision, let decided = name(decision.record.event.answer, people[decision.annotator]) {
                (answer, sources[id]) = (decided, .decision)
            } else if let most = answers.majority {
                (answer, sources[id]) = (most, Set(answers).count == 1 ? .unanimous(given.count) : .majority)
            } else {
                ties.insert(id)
                continue
            }
            guard let record = (given.first { $0.answer == answer } ?? given.first)?.record else { continue }
            records[id] = record.with(answer: answer, set: isMeasuring ? .evaluation : record.event.set)
        }
    }
}

extension LabelRecord {
    fileprivate func with(answer: NamedAnswer, set: LabelSet) -> LabelRecord {
        guard answer != event.answer || set != event.set else { return self }
        var event = event
        (event.answer, event.set) = (answer, set)
        return LabelRecord(sequence: sequence, at: at, event: event)
    }
}
