import Answers
import Journal
import Messages

/// What somebody sees who decides on the messages that a team's annotators label differently, and the lines that say so.
///
/// A value: whoever has it appends the lines to the journal of the one who decides, and lets it read them. Labels of annotators
/// stay as they are. What is in front moves only when the one who decides does something.
public struct Adjudication: Sendable {
    /// How things stand with a text.
    private enum Standing: Sendable, Hashable {
        /// Two or more annotators say the same.
        case agreed
        /// Somebody has decided, and nothing has changed since that says otherwise.
        case decided
        case disputed(Dispute)
    }

    /// All texts, with those who decide.
    public let corpus: Corpus
    /// Who decides here.
    public let me: String
    /// What their own journal comes to.
    public private(set) var own = LabelHistory()
    private var view: TeamView
    private var journals = TeamJournals()
    private var votes: TeamVotes
    private var decisions: TeamDecisions
    private var standings: [Int32: Standing] = [:]
    private var doubt: ModelDoubt?
    /// Texts that were left for later in this sitting, the latest last, with the action of the journal behind which that was.
    private var postponed: [(text: Int32, behind: Int)] = []
    /// All that is to be decided, the first first.
    private var order: [Dispute] = []
    /// What is in front, as it was when it came there; nil where nothing is left.
    public private(set) var front: Dispute?
    /// Why the annotators may differ on what is in front; nil where nobody has said.
    public private(set) var reason: DecideEvent.Reason?
    /// How many texts annotators agree on, and how many are decided.
    public private(set) var agreedCount = 0
    public private(set) var decidedCount = 0
    /// Messages whose labels have changed since it was learnt what is in doubt.
    public private(set) var changesSinceDoubt = 0

    /// - Parameters:
    ///   - me: whose journal the decisions go to, by its name.
    ///   - own: its lines.
    ///   - others: those of all other journals.
    /// - Throws: `ReplayError` of own lines that contradict those before them.
    /// - Complexity: O(lines).
    public init(me: String, corpus: Corpus, own: [JournalLine], others: [String: [JournalLine]]) throws(ReplayError) {
        self.me = me
        self.corpus = corpus
        view = TeamView(me: me, corpus: corpus)
        decisions = TeamDecisions(corpus: corpus)
        votes = TeamVotes(corpus: corpus)
        for line in own { try self.own.apply(line) }
        _ = receive(others)
        surveyAll()
        goOn()
    }

    // MARK: What there is

    /// What is to be decided behind what is in front, the first first.
    public var upcoming: some Sequence<Dispute> {
        let text = front.map { corpus.textGroup(of: $0.row) }
        return order.lazy.filter { [corpus] in corpus.textGroup(of: $0.row) != text }
    }

    /// How many messages are to be decided.
    public var openCount: Int { order.count }

    /// How many of those were left for later in this sitting.
    public var postponedCount: Int {
        let texts = Set(postponed.map(\.text))
        return order.count { texts.contains(corpus.textGroup(of: $0.row)) }
    }

    /// Whether the labels of what is in front, or a decision on it, are others by now than those that are shown.
    public var isFrontOvertaken: Bool {
        guard let front else { return false }
        let now = looking(at: corpus.textGroup(of: front.row))
        return now?.earlier != front.earlier || now?.votes.map(\.line) != front.votes.map(\.line)
    }

    /// A text with the votes of now, where it is to be decided or was.
    private func looking(at text: Int32) -> Dispute? {
        switch standings[text] {
        case .disputed(let dispute): return dispute
        case .decided:
            let decision = decisions.decision(onText: text, people) { view.name(of: $0, in: $1) }
            return dispute(text, votes[text], earlier: decision)
        case .agreed, nil: return nil
        }
    }

    /// All decisions that hold, whoever made them, the newest first.
    ///
    /// - Complexity: O(decisions).
    public var decided: [TeamDecision] {
        let people = people
        return decisions.texts.compactMap { decisions.decision(onText: $0, people) { view.name(of: $0, in: $1) } }
            .sorted {
                ($1.record.at.milliseconds, $0.annotator, $1.record.sequence)
                    < ($0.record.at.milliseconds, $1.annotator, $0.record.sequence)
            }
    }

    /// The decision that was made here last and holds.
    public var lastDecision: DecisionRecord? { own.decisions.values.max { $0.sequence < $1.sequence } }

    /// An answer of a journal by the scheme's labels; nil where one of them is none any more.
    ///
    /// - Parameter annotator: whose journal it is.
    public func answer(named answer: NamedAnswer, of annotator: String) -> Answer? {
        view.answer(named: answer, in: annotator == me ? own : view.histories[annotator])
    }

    /// Lines of each other journal that it stands on.
    public var seen: SeenLines { view.seen }

    /// The own lines with the labels that all come to.
    ///
    /// - Complexity: O(labels of all).
    public var merged: LabelHistory { view.merged(with: own) }

    private var people: [String: LabelHistory] {
        var people = view.histories
        people[me] = own
        return people
    }

    // MARK: What is done

    /// The line that decides on a message, over the labels that are shown of it; nil for a message that nobody disagrees on, and for
    /// one that somebody else has decided.
    public func decision(_ answer: Answer, on row: Int) -> JournalEvent? {
        guard let answer = corpus.scheme.checked(answer) else { return nil }
        let names = corpus.scheme.names(of: answer)
        if let dispute = dispute(on: row) {
            let isFront = dispute == front
            return .decide(
                DecideEvent(
                    id: corpus.pool.id(at: dispute.row), answer: names, over: dispute.votes.map(\.line),
                    reason: isFront ? reason : nil, textHash: corpus.pool.textHash(at: dispute.row)))
        }
        guard var event = ownDecision(on: row)?.event else { return nil }
        event.answer = names
        return .decide(event)
    }

    /// What a label key makes of the own decision on a message: the label, or where messages can have several that decision with one
    /// more or one less.
    public func answer(with label: Int, on row: Int) -> Answer {
        guard corpus.scheme.isSeveral else { return .one(label) }
        let decided = ownDecision(on: row).flatMap { answer(named: $0.event.answer, of: me) }
        return .several(corpus.scheme.implications.toggled(label, in: LabelIndices(decided?.labels ?? [])))
    }

    /// What is shown of a message that is to be decided: as it is in front, else as it is now.
    private func dispute(on row: Int) -> Dispute? {
        let text = corpus.textGroup(of: row)
        if let front, corpus.textGroup(of: front.row) == text { return front }
        if case .disputed(let dispute) = standings[text] { return dispute }
        return nil
    }

    /// The decision that was made here on a message's text and holds.
    public func ownDecision(on row: Int) -> DecisionRecord? {
        let found = decisions.decision(onText: corpus.textGroup(of: row), people) { view.name(of: $0, in: $1) }
        return found.flatMap { $0.annotator == me ? $0.record : nil }
    }

    /// Says why annotators may differ on what is in front, for when it is decided; the same once more takes it back.
    public mutating func toggle(_ reason: DecideEvent.Reason) {
        guard front != nil else { return }
        self.reason = self.reason == reason ? nil : reason
    }

    /// The line that gives a decision that was made here another reason; nil where there is none. The same reason once more takes it
    /// away.
    public func changingReason(_ reason: DecideEvent.Reason, of row: Int) -> JournalEvent? {
        guard var event = ownDecision(on: row)?.event else { return nil }
        event.reason = event.reason == reason ? nil : reason
        return .decide(event)
    }

    /// The line that gives the last decision the next reason of all, none behind the last; nil where there is no decision.
    public var changingLastReason: JournalEvent? {
        guard var event = lastDecision?.event else { return nil }
        let all = DecideEvent.Reason.allCases
        let place = event.reason.flatMap { all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        event.reason = place < all.count ? all[place] : nil
        return .decide(event)
    }

    /// The line that takes a decision back that was made here, however old; nil where there is none.
    public func reopening(_ row: Int) -> JournalEvent? {
        ownDecision(on: row).map { .reopen(ReopenEvent(id: $0.event.id)) }
    }

    /// Leaves what is in front for later: it comes behind all others.
    public mutating func postpone() {
        guard let front else { return }
        postponed.append((corpus.textGroup(of: front.row), lastAction))
        sort()
        goOn()
    }

    /// Brings a message to the front that is to be decided, or was.
    ///
    /// - Returns: false where it is neither.
    @discardableResult
    public mutating func show(_ row: Int) -> Bool {
        guard let dispute = looking(at: corpus.textGroup(of: row)) else { return false }
        bring(dispute)
        return true
    }

    /// Brings to the front what comes first, as it is now.
    public mutating func goOn() { bring(order.first) }

    private mutating func bring(_ dispute: Dispute?) {
        if front?.row != dispute?.row { reason = dispute?.earlier.flatMap(\.record.event.reason) }
        front = dispute
    }

    /// What there is to take back.
    public enum Undoing: Sendable, Hashable {
        /// A message that was left for later is in front again.
        case postponed
        /// Lines to be written, the newest first.
        case lines([JournalEvent], LabelHistory.Action.Kind)
        /// The newest action was made where messages are labelled.
        case labelledElsewhere
        case nothing
    }

    /// Whether ``undo()`` takes anything back.
    public var canUndo: Bool {
        if let last = postponed.last, last.behind == lastAction { return true }
        switch own.lastAction?.kind {
        case .decision, .note: return true
        case .label, .skip, .unskip, .unlabel, .flag, .strategy, nil: return false
        }
    }

    private var lastAction: Int { own.lastAction?.sequences.first ?? -1 }

    /// Takes back what was done last: at once what no line speaks of, else by the lines that it returns.
    public mutating func undo() -> Undoing {
        if let last = postponed.last, last.behind == lastAction {
            postponed.removeLast()
            sort()
            show(Int(last.text))
            return .postponed
        }
        guard let action = own.lastAction else { return .nothing }
        switch action.kind {
        case .decision, .note: return .lines(action.sequences.map { .undo(of: $0) }, action.kind)
        case .label, .skip, .unskip, .unlabel, .flag, .strategy: return .labelledElsewhere
        }
    }

    /// Reads the next own line.
    ///
    /// - Throws: `ReplayError` where it contradicts those before it; then it has changed nothing.
    public mutating func apply(_ line: JournalLine) throws(ReplayError) {
        var id: String?
        switch line.event {
        case .decide(let event): id = event.id
        case .reopen(let event): id = event.id
        case .note(let event): id = event.id
        case .undo: id = own.lastMessage
        default: break
        }
        try own.apply(line)
        guard let row = id.flatMap({ corpus.pool.index(ofID: $0) }) else { return }
        let text = corpus.textGroup(of: row)
        decisions.update(text, of: me, in: own)
        votes.update(text, of: me, in: own, view)
        settle(text)
        sort()
        let isFront = front.map { corpus.textGroup(of: $0.row) == text } ?? false
        switch line.event {
        case .decide:
            changesSinceDoubt += 1
            if isFront { goOn() }
        case .reopen: if front == nil { goOn() }
        case .undo: if case .disputed = standings[text] { show(row) }
        default: break
        }
    }

    // MARK: What comes from elsewhere

    /// Notes that a model learns from what there is now.
    public mutating func beginsDoubting() { changesSinceDoubt = 0 }

    /// Takes what a model doubts; what is in front stays there.
    public mutating func take(_ doubt: ModelDoubt) {
        self.doubt = doubt
        sort()
    }

    /// Reads more lines of others; what is in front stays there, as it is.
    ///
    /// - Returns: in words, what is wrong, by the names of the journals.
    /// - Complexity: O(lines) and, where labels have other names or the team is another, O(labels of all).
    public mutating func receive(_ lines: [String: [JournalLine]]) -> [String: String] {
        let lines = lines.filter { $0.key != me }
        guard !lines.isEmpty else { return [:] }
        var touched: [(name: String, text: Int32)] = []
        var touchesAll = false
        for (name, new) in lines {
            journals.take(new, of: name)
            guard let ids = Self.ids(in: new, behind: view.histories[name]) else {
                touchesAll = true
                continue
            }
            for id in ids {
                if let row = corpus.pool.index(ofID: id) { touched.append((name, corpus.textGroup(of: row))) }
            }
            changesSinceDoubt += ids.count
        }
        let plan = view.plan
        let faults = view.advance(asFarAsSoundIn: &journals)
        if touchesAll || plan != view.plan {
            surveyAll()
        } else {
            for (name, text) in touched {
                if let history = view.histories[name] {
                    decisions.update(text, of: name, in: history)
                    votes.update(text, of: name, in: history, view)
                }
                settle(text)
            }
            sort()
        }
        if front == nil { goOn() }
        return faults
    }

    /// The messages whose votes or decisions lines may change; nil where they may be any.
    private static func ids(in lines: [JournalLine], behind history: LabelHistory?) -> Set<String>? {
        var ids: Set<String> = []
        var given: [Int: String] = [:]
        for line in lines {
            switch line.event {
            case .label(let event):
                ids.insert(event.id)
                given[line.sequence] = event.id
            case .note(let event): ids.insert(event.id)
            case .unlabel(let event): ids.insert(event.id)
            case .decide(let event):
                ids.insert(event.id)
                given[line.sequence] = event.id
            case .reopen(let event): ids.insert(event.id)
            case .undo(let event):
                guard let id = given[event.line] ?? history?.label(givenBy: event.line)?.event.id else { return nil }
                ids.insert(id)
            case .session, .messages, .scheme, .team, .lost: return nil
            case .skip, .unskip, .flag, .strategy, .queue, .round, .end, .seen, .claim, .release: break
            }
        }
        return ids
    }

    // MARK: Votes

    /// The note of an annotator that a note on a message answers; nil for none.
    public func noteToAnswer(on id: String) -> OtherLine? {
        view.noteToAnswer(on: id, own: own, readsAll: true)
    }

    /// Reads all votes and decisions anew.
    private mutating func surveyAll() {
        view.noteOwn(own)
        let people = people
        decisions = TeamDecisions(people, lead: view.plan?.lead, corpus: corpus)
        votes = TeamVotes(view, own: own, corpus: corpus)
        (standings, agreedCount, decidedCount) = ([:], 0, 0)
        for text in Set(votes.texts).union(decisions.texts) { settle(text) }
        sort()
    }

    /// Says anew how things stand with a text.
    private mutating func settle(_ text: Int32) {
        count(standings[text], by: -1)
        standings[text] = standing(text)
        count(standings[text], by: 1)
    }

    private mutating func count(_ standing: Standing?, by difference: Int) {
        switch standing {
        case .agreed: agreedCount += difference
        case .decided: decidedCount += difference
        case .disputed, nil: break
        }
    }

    private func standing(_ text: Int32) -> Standing? {
        let given = votes[text]
        let answers = Set(given.map(\.answer))
        let people = people
        if let decision = decisions.decision(onText: text, people, name: { view.name(of: $0, in: $1) }) {
            let decided = answer(named: decision.record.event.answer, of: decision.annotator)
            let isSettled = answers.isSubset(of: [decided].compactMap(\.self))
            return isSettled || !isChanged(given, since: decision, people)
                ? .decided : .disputed(dispute(text, given, earlier: decision))
        }
        guard given.count > 1 else { return nil }
        return answers.count > 1 ? .disputed(dispute(text, given, earlier: nil)) : .agreed
    }

    private func dispute(_ text: Int32, _ votes: [Vote], earlier: TeamDecision?) -> Dispute {
        let rows = Dictionary(grouping: votes, by: \.row).mapValues(\.count)
        let row = rows.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? Int(text)
        return Dispute(
            row: row, votes: votes, measures: view.measures(row) || votes.contains(where: \.measures), earlier: earlier)
    }

    /// Whether annotators say something else now than when somebody decided. The same label given once more changes nothing.
    private func isChanged(_ votes: [Vote], since decision: TeamDecision, _ people: [String: LabelHistory]) -> Bool {
        let over = decision.record.event.over
        guard over.count == votes.count else { return true }
        return votes.contains { vote in
            guard let before = over.first(where: { $0.annotator == vote.annotator }) else { return true }
            guard before.sequence != vote.sequence else { return false }
            let given = people[vote.annotator]?.label(givenBy: before.sequence)?.event
            return given.flatMap { answer(named: $0.answer, of: vote.annotator) } != vote.answer
        }
    }

    // MARK: Order

    /// Evaluation items first, then by doubt × disagreement; what was left for later behind all others.
    private mutating func sort() {
        var places: [Int32: Int] = [:]
        for (place, item) in postponed.enumerated() { places[item.text] = place }
        let count = corpus.scheme.labels.count
        let ranked = standings.compactMap {
            text, standing -> (place: Int, side: Int, weight: Double, dispute: Dispute)? in
            guard case .disputed(let dispute) = standing else { return nil }
            let doubt = doubt.map { $0[dispute.row] } ?? 1
            return (
                places[text] ?? -1, dispute.measures ? 0 : 1, -doubt * dispute.disagreement(labelCount: count), dispute
            )
        }
        order = ranked.sorted {
            ($0.place, $0.side, $0.weight, $0.dispute.row) < ($1.place, $1.side, $1.weight, $1.dispute.row)
        }
        .map(\.dispute)
    }
}
