import Journal
import Messages

/// What a session knows of its team at one moment: what the others have done, as far as that was read, and what of the pool is
/// asked of the one who labels here.
///
/// A value that depends on the corpus, the own lines and as many lines of each other journal as it stands on, never on the order in
/// which those came.
public struct TeamView: Sendable {
    /// Who labels here.
    public let me: String
    let corpus: Corpus
    /// Lines of each other journal that it stands on.
    public private(set) var seen: SeenLines = [:]
    /// What those come to.
    public private(set) var histories: [String: LabelHistory] = [:]
    /// The team; nil before any line says who it is.
    public private(set) var plan: TeamPlan?
    /// What the plan asks of ``me``; nil before there was one.
    private(set) var work: PlannedWork?
    /// The same of a plan that another view has come to already.
    var spare: PlannedWork?
    private var ownTeams: [TeamEvent] = []
    /// Sequence of the own line behind which claims of before hold; −1 for none.
    public internal(set) var confirmed = -1
    /// Rows for which one more opinion is due, whatever the own lines say: another has given theirs.
    private var due: [Int32] = []
    /// Who of the others has labelled which text, by their places in ``order``.
    private var judges = TextOpinions()
    private var order: [String: Int] = [:]
    /// Texts that somebody has decided on, by text.
    private var decided: Set<Int32> = []
    /// Texts that somebody else has claimed and not labelled yet, by who.
    private var claimed: [Int32: [String]] = [:]
    /// Rises whenever a text may be asked again here that was not any more.
    private(set) var openings = 0
    /// Labels of others that teach, by name; those that went to copies are not counted.
    private(set) var labelCounts: [String: Int] = [:]
    /// How many answers of others teach: as many as labels, where a message has one.
    private(set) var answerCount = 0
    /// Lines of others that say more than where they stand themselves: what somebody has read changes nothing for who reads that.
    private(set) var weight = 0

    /// People of a team at most: the share of each is looked up among those of all.
    public static let mostPeople = 64

    /// Who is asked for what.
    var share: WorkShare? { work?.share }

    /// Rows of the texts that measure, in the order in which they are asked.
    var evaluationRows: [Int32] { work?.evaluationRows ?? [] }

    /// A view of nobody's lines.
    public init(me: String, corpus: Corpus) {
        self.me = me
        self.corpus = corpus
    }

    // MARK: Lines

    /// Reads on.
    ///
    /// - Parameters:
    ///   - lines: how many of each journal to stand on; fewer than before are as many as before.
    ///   - mayLack: whether those that are there are enough where there are not as many.
    /// - Throws: ``JournalWithdrawn`` where there are not as many; a `ReplayError` of lines that contradict those before them.
    /// - Complexity: O(lines read), and O(pool × people) where the team has changed.
    mutating func advance(to lines: SeenLines, in journals: TeamJournals, mayLack: Bool = false) throws {
        var isChanged = false
        for (name, count) in lines.sorted(by: { $0.key < $1.key }) {
            if try read(name, to: count, in: journals, mayLack: mayLack) { isChanged = true }
        }
        if isChanged { settle() }
    }

    /// Reads on as far as lines contradict nothing; what does is cut off.
    ///
    /// - Returns: in words, what is wrong, by the names of the journals.
    public mutating func advance(asFarAsSoundIn journals: inout TeamJournals) -> [String: String] {
        var faults: [String: String] = [:]
        var isChanged = false
        for name in journals.lines.keys.sorted() {
            do {
                let count = journals.lines[name]?.count ?? 0
                if try read(name, to: count, in: journals, mayLack: false) { isChanged = true }
            } catch {
                journals.cut(name, to: seen[name] ?? 0)
                faults[name] = "\(error)"
                isChanged = true
            }
        }
        if isChanged { settle() }
        return faults
    }

    /// - Returns: whether there was anything to read.
    private mutating func read(
        _ name: String, to count: Int, in journals: TeamJournals, mayLack: Bool
    ) throws -> Bool {
        let before = seen[name] ?? 0
        guard name != me, count > before else { return false }
        let known = journals.lines[name] ?? []
        guard known.count >= count || mayLack else {
            throw JournalWithdrawn(name: name, has: known.count, seen: count)
        }
        for line in known.prefix(count).dropFirst(before) {
            let isOfNames =
                switch line.event {
                case .scheme, .session: true
                default: false
                }
            if isOfNames { countLabels(of: name, by: -1) }
            for change in try histories[name, default: LabelHistory()].apply(line) { note(change, of: name) }
            if isOfNames { countLabels(of: name, by: 1) }
            if line.event.concernsOthers { weight += 1 }
            seen[name] = (seen[name] ?? 0) + 1
        }
        return true
    }

    /// Follows what lines say of the team as a whole.
    private mutating func settle() {
        noteTeam()
        noteDecisionsAndClaims()
    }

    /// Takes note of what the own lines say of the team.
    public mutating func noteOwn(_ history: LabelHistory) {
        if confirmed != history.lastSeenLine, !history.claims.isEmpty { openings += 1 }
        confirmed = history.lastSeenLine
        if ownTeams.count != history.teams.count {
            ownTeams = history.teams
            // Who has left, by an own line as by another's, gives back what they claimed.
            settle()
        }
    }

    private mutating func note(_ change: LabelHistory.Change, of name: String) {
        count(change.before, in: histories[name], by: -1)
        count(change.after, in: histories[name], by: 1)
        guard let row = corpus.pool.index(ofID: change.id) else { return }
        let group = corpus.textGroup(of: row)
        let place = order[name] ?? order.count
        order[name] = place
        if let after = change.after, isOfThisText(after.event.textHash, row: row) {
            judges.insert(place, group)
        } else if judges.contains(place, group) {
            let history = histories[name]
            let isElsewhere = corpus.copies(of: row).contains { history?.labels[corpus.pool.id(at: $0)] != nil }
            openings += 1
            if !isElsewhere { judges.remove(place, group) }
        }
    }

    /// Counts a label of somebody else, where it teaches.
    private mutating func count(_ record: LabelRecord?, in history: LabelHistory?, by difference: Int) {
        guard let record, record.event.set == .training, !record.event.isSpread, !record.isDoubted,
            let row = corpus.pool.index(ofID: record.event.id), isOfThisText(record.event.textHash, row: row),
            !measures(row), let answer = name(of: record.event.answer, in: history)
        else { return }
        answerCount += difference
        for name in answer.names {
            labelCounts[name, default: 0] += difference
            if labelCounts[name] == 0 { labelCounts[name] = nil }
        }
    }

    private mutating func countLabels(of name: String, by difference: Int) {
        let history = histories[name]
        for record in (history?.labels ?? [:]).values { count(record, in: history, by: difference) }
    }

    private mutating func noteTeam() {
        let plan = TeamPlan(histories.values.flatMap(\.teams) + ownTeams)
        guard plan != self.plan else { return }
        self.plan = plan
        openings += 1
        guard let plan else { return }
        let before = work
        work = spare?.plan == plan ? spare : PlannedWork(plan, me: me, corpus: corpus, before: before)
        spare = nil
        guard before?.measuring != work?.measuring else { return }
        (labelCounts, answerCount) = ([:], 0)
        for name in histories.keys { countLabels(of: name, by: 1) }
    }

    private mutating func noteDecisionsAndClaims() {
        let before = (decided, claimed)
        defer {
            if !before.0.isSubset(of: decided) || before.1.contains(where: { claimed[$0.key] == nil }) { openings += 1 }
        }
        decided = []
        claimed = [:]
        for (name, history) in histories.sorted(by: { $0.key < $1.key }) {
            for (id, decision) in history.decisions {
                guard let row = corpus.pool.index(ofID: id), isOfThisText(decision.event.textHash, row: row),
                    self.name(of: decision.event.answer, in: history) != nil
                else { continue }
                decided.insert(corpus.textGroup(of: row))
            }
            // Who has left gives back what they claimed.
            guard plan?.people.contains(name) != false else { continue }
            for id in history.claims.keys where history.labels[id] == nil && !history.skipped.contains(id) {
                if let row = corpus.pool.index(ofID: id) {
                    claimed[corpus.textGroup(of: row), default: []].append(name)
                }
            }
        }
        noteDue()
    }

    private mutating func noteDue() {
        let most = (share?.each ?? 0) + 1
        due = (work?.seconds ?? []).filter { row in
            let group = corpus.textGroup(of: Int(row))
            let opinions = judges.count(group)
            return opinions > 0 && opinions < most && !decided.contains(group)
        }
    }

    // MARK: What is asked of whom

    /// Whether the one who labels here is of the team.
    public var isMember: Bool { plan?.people.contains(me) ?? false }

    /// What the one who labels here has to do with a row's text.
    public func role(of row: Int) -> WorkShare.Role {
        guard let roles = work?.roles, roles.indices.contains(row) else { return .none }
        return WorkShare.Role(rawValue: roles[row]) ?? .none
    }

    /// Whether a row's text measures.
    func measures(_ row: Int) -> Bool { work?.measuring.contains(corpus.textGroup(of: row)) ?? false }

    /// How many others have labelled a row's text.
    public func opinionCount(of row: Int) -> Int { judges.count(corpus.textGroup(of: row)) }

    /// How many evaluation texts are asked of the one who labels here.
    var ownEvaluationCount: Int { evaluationRows.count { role(of: Int($0)) == .evaluation } }

    /// Whether a row may be asked for here, whatever its own label or skip says: it is of the own share and lacks an opinion, or was
    /// claimed.
    ///
    /// - Parameter own: the own lines so far.
    func asks(_ row: Int, _ own: LabelHistory) -> Bool {
        guard let share else { return true }
        // What is asked of others, most of a pool, is told by their share alone.
        let role = role(of: row)
        switch role {
        case .evaluationOfOthers: return false
        case .none, .second: if own.claims.isEmpty { return false }
        case .owner, .evaluation: break
        }
        let group = corpus.textGroup(of: row)
        if decided.contains(group) || isDecidedHere(row, own) { return false }
        switch role {
        case .evaluation: return opinionCount(of: row) < share.eachMeasuring
        case .owner: return opinionCount(of: row) < share.each && claimed[group] == nil
        case .none, .second: return opinionCount(of: row) == 0 && isClaimedHere(row, own)
        case .evaluationOfOthers: return false
        }
    }

    private func isDecidedHere(_ row: Int, _ own: LabelHistory) -> Bool {
        guard !own.decisions.isEmpty, let decision = own.decisions[corpus.pool.id(at: row)] else { return false }
        return isOfThisText(decision.event.textHash, row: row)
    }

    private func isClaimedHere(_ row: Int, _ own: LabelHistory) -> Bool {
        guard !own.claims.isEmpty, let line = own.claims[corpus.pool.id(at: row)] else { return false }
        return line < confirmed
    }

    /// Rows for which one more opinion is due: another has given theirs. In the order of the pool.
    func dueSeconds(_ own: LabelHistory) -> some Sequence<Int> {
        due.lazy.map(Int.init).filter { !self.isDecidedHere($0, own) }
    }

    /// The label that another gave a text first, by their names.
    func otherRecord(of row: Int) -> LabelRecord? {
        let id = corpus.pool.id(at: row)
        return histories.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.labels[id] }.first
    }

    // MARK: Claims

    /// Whether others have claimed something else than another view knows, and it is asked of the one who labels here.
    func claims(differFrom other: TeamView) -> Bool {
        claimed != other.claimed
            && claimed.contains { group, names in
                names != other.claimed[group] ?? [] && role(of: Int(group)) == .owner
            }
    }

    /// Texts of others' shares that nobody has labelled or claimed, those first for which the one who labels here comes next after
    /// who they are asked of: two who claim at once rarely take the same.
    ///
    /// - Complexity: O(pool + `count` × log pool): a text is looked up where its number is among the highest so far.
    func claimable(_ count: Int, _ own: LabelHistory, where isUnanswered: (Int) -> Bool) -> [Int] {
        guard count > 0, let share, let place = share.people.firstIndex(of: me) else { return [] }
        let pool = corpus.pool
        var best: [(number: UInt64, row: Int)] = []
        for row in pool.indices {
            switch role(of: row) {
            case .owner, .evaluation, .evaluationOfOthers: continue
            case .none, .second: break
            }
            let number = share.number(of: place, forText: pool.textHash(at: row))
            if best.count == count, let last = best.last, last.number >= number { continue }
            let group = corpus.textGroup(of: row)
            guard corpus.standsForItsText(row), judges.count(group) == 0, claimed[group] == nil,
                !decided.contains(group), own.claims[pool.id(at: row)] == nil, !isDecidedHere(row, own),
                isUnanswered(row)
            else { continue }
            // Rows rise: of equal numbers the first stands before.
            let index = best.firstIndex { $0.number < number } ?? best.count
            best.insert((number, row), at: index)
            if best.count > count { best.removeLast() }
        }
        return best.map(\.row)
    }

    /// Of what is claimed here, not labelled yet, what somebody else has claimed as well and keeps: whose name comes first.
    func lostClaims(_ own: LabelHistory) -> [String] {
        own.claims.keys.filter { id in
            guard own.labels[id] == nil, let row = corpus.pool.index(ofID: id) else { return false }
            return claimed[corpus.textGroup(of: row)]?.contains { $0 < me } ?? false
        }.sorted()
    }

    /// Of what is claimed here, what has no answer yet.
    static func openClaims(_ own: LabelHistory) -> [String] {
        own.claims.keys.filter { own.labels[$0] == nil && !own.skipped.contains($0) }.sorted()
    }

    // MARK: What all labels come to

    /// An answer of somebody's journal with the scheme's names; nil where a label has none.
    ///
    /// - Parameter history: of that journal.
    func name(of answer: NamedAnswer, in history: LabelHistory?) -> NamedAnswer? {
        corpus.scheme.currentNames(of: answer, in: history)
    }

    private func isOfThisText(_ hash: UInt64?, row: Int) -> Bool {
        hash.map { $0 == corpus.pool.textHash(at: row) } ?? true
    }

    /// The own lines with the labels that all come to: a decision, else what all say, else what most say. Where as many say one thing
    /// as another there is none: it waits.
    ///
    /// - Complexity: O(labels of all).
    public func merged(with own: LabelHistory) -> LabelHistory {
        own.holding(TeamLabels(self, own: own, corpus: corpus).records)
    }
}
