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
    private(set) var share: WorkShare?
    private var ownTeams: [TeamEvent] = []
    /// Sequence of the own line behind which claims of before hold; −1 for none.
    public internal(set) var confirmed = -1
    /// For each row what ``me`` has to do with its text.
    private var roles: [UInt8] = []
    /// Rows of the texts that measure, in the order in which they are asked.
    private(set) var evaluationRows: [Int32] = []
    private var measuring: Set<Int32> = []
    /// Rows for which one more opinion may be due.
    private var seconds: [Int32] = []
    /// By text, who of the others has labelled it: a bit for each place in ``order``.
    private var judges: [Int32: UInt64] = [:]
    private var order: [String: Int] = [:]
    /// Texts that somebody has decided on, by text.
    private var decided: Set<Int32> = []
    /// Texts that somebody else has claimed and not labelled yet, by who.
    private var claimed: [Int32: [String]] = [:]
    /// Rises whenever a text may be asked again here that was not any more.
    private(set) var openings = 0
    /// Labels of others by name.
    private(set) var labelCounts: [String: Int] = [:]

    /// People of a team at most: as many as there are bits.
    public static let mostPeople = 64

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
        for (name, count) in lines.sorted(by: { $0.key < $1.key }) where name != me {
            let before = seen[name] ?? 0
            guard count > before else { continue }
            let known = journals.lines[name] ?? []
            guard known.count >= count || mayLack else {
                throw JournalWithdrawn(name: name, has: known.count, seen: count)
            }
            for line in known.prefix(count).dropFirst(before) {
                for change in try histories[name, default: LabelHistory()].apply(line) { note(change, of: name) }
                seen[name] = (seen[name] ?? 0) + 1
            }
            isChanged = true
        }
        guard isChanged else { return }
        noteTeam()
        noteDecisionsAndClaims()
    }

    /// Reads on as far as lines contradict nothing; what does is cut off.
    ///
    /// - Returns: in words, what is wrong, by the names of the journals.
    public mutating func advance(asFarAsSoundIn journals: inout TeamJournals) -> [String: String] {
        var faults: [String: String] = [:]
        for name in journals.lines.keys.sorted() {
            do {
                try advance(to: [name: journals.lines[name]?.count ?? 0], in: journals)
            } catch {
                // What was read of it before the fault is noted.
                noteTeam()
                noteDecisionsAndClaims()
                journals.cut(name, to: seen[name] ?? 0)
                faults[name] = "\(error)"
            }
        }
        return faults
    }

    /// Takes note of what the own lines say of the team.
    public mutating func noteOwn(_ history: LabelHistory) {
        if confirmed != history.lastSeenLine, !history.claims.isEmpty { openings += 1 }
        confirmed = history.lastSeenLine
        if ownTeams.count != history.teams.count {
            ownTeams = history.teams
            noteTeam()
        }
    }

    private mutating func note(_ change: LabelHistory.Change, of name: String) {
        if let before = change.before?.event { count(before.label, by: -1) }
        if let after = change.after?.event { count(after.label, by: 1) }
        guard let row = corpus.pool.index(ofID: change.id) else { return }
        let group = corpus.textGroup(of: row)
        let place = order[name] ?? order.count
        order[name] = place
        guard place < Self.mostPeople else { return }
        let bit: UInt64 = 1 << UInt64(place)
        if let after = change.after, isOfThisText(after, row: row) {
            judges[group, default: 0] |= bit
        } else if judges[group].map({ $0 & bit != 0 }) == true {
            let history = histories[name]
            let isElsewhere = corpus.copies(of: row).contains { history?.labels[corpus.pool.id(at: $0)] != nil }
            openings += 1
            if !isElsewhere { judges[group] = judges[group].flatMap { $0 & ~bit == 0 ? nil : $0 & ~bit } }
        }
    }

    private mutating func count(_ label: String, by difference: Int) {
        guard let name = name(of: label) else { return }
        labelCounts[name, default: 0] += difference
        if labelCounts[name] == 0 { labelCounts[name] = nil }
    }

    private mutating func noteTeam() {
        let plan = TeamPlan(histories.values.flatMap(\.teams) + ownTeams)
        guard plan != self.plan else { return }
        self.plan = plan
        openings += 1
        guard let plan else { return }
        let share = WorkShare(plan)
        self.share = share
        let pool = corpus.pool
        // As many texts as measure, by their numbers: a text of a given set is no question.
        let numbered = pool.indices.lazy.filter { [corpus] in
            corpus.standsForItsText($0) && !corpus.alreadyLabelled.contains($0)
        }.map { (number: WorkShare.evaluationNumber(ofText: pool.textHash(at: $0), seed: plan.event.seed), row: $0) }
        evaluationRows = numbered.sorted { ($0.number, $0.row) < ($1.number, $1.row) }
            .prefix(plan.event.evaluationItems).map { Int32($0.row) }
        measuring = Set(evaluationRows.map { corpus.textGroup(of: Int($0)) })
        roles = pool.indices.map { row in
            share.role(
                of: me, forText: pool.textHash(at: row), measures: measuring.contains(corpus.textGroup(of: row))
            ).rawValue
        }
        seconds = pool.indices.filter { role(of: $0) == .second && corpus.standsForItsText($0) }.map { Int32($0) }
    }

    private mutating func noteDecisionsAndClaims() {
        let before = (decided, claimed)
        defer {
            if !before.0.isSubset(of: decided) || before.1.contains(where: { claimed[$0.key] == nil }) { openings += 1 }
        }
        decided = []
        claimed = [:]
        for (name, history) in histories {
            for id in history.decisions.keys {
                if let row = corpus.pool.index(ofID: id) { decided.insert(corpus.textGroup(of: row)) }
            }
            // Who has left gives back what they claimed.
            guard plan?.people.contains(name) != false else { continue }
            for id in history.claims.keys where history.labels[id] == nil && !history.skipped.contains(id) {
                if let row = corpus.pool.index(ofID: id) {
                    claimed[corpus.textGroup(of: row), default: []].append(name)
                }
            }
        }
    }

    // MARK: What is asked of whom

    /// Whether the one who labels here is of the team.
    public var isMember: Bool { plan?.people.contains(me) ?? false }

    /// What the one who labels here has to do with a row's text.
    public func role(of row: Int) -> WorkShare.Role {
        roles.indices.contains(row) ? WorkShare.Role(rawValue: roles[row]) ?? .none : .none
    }

    /// Whether a row's text measures.
    func measures(_ row: Int) -> Bool { measuring.contains(corpus.textGroup(of: row)) }

    /// How many others have labelled a row's text.
    public func opinionCount(of row: Int) -> Int { judges[corpus.textGroup(of: row)]?.nonzeroBitCount ?? 0 }

    /// How many evaluation texts are asked of the one who labels here.
    var ownEvaluationCount: Int { evaluationRows.count { role(of: Int($0)) == .evaluation } }

    /// Whether a row may be asked for here, whatever its own label or skip says: it is of the own share and lacks an opinion, or was
    /// claimed.
    ///
    /// - Parameter own: the own lines so far.
    func asks(_ row: Int, _ own: LabelHistory) -> Bool {
        guard let share else { return true }
        let group = corpus.textGroup(of: row)
        if decided.contains(group) || own.decisions[corpus.pool.id(at: row)] != nil { return false }
        switch role(of: row) {
        case .evaluation: return opinionCount(of: row) < share.eachMeasuring
        case .owner: return opinionCount(of: row) < share.each && claimed[group] == nil
        case .none, .second: return isClaimedHere(row, own) && opinionCount(of: row) == 0
        case .evaluationOfOthers: return false
        }
    }

    private func isClaimedHere(_ row: Int, _ own: LabelHistory) -> Bool {
        guard !own.claims.isEmpty, let line = own.claims[corpus.pool.id(at: row)] else { return false }
        return line < confirmed
    }

    /// Rows for which one more opinion is due: another has given theirs. In the order of the pool.
    ///
    /// - Complexity: O(rows that may be due).
    func dueSeconds(_ own: LabelHistory) -> some Sequence<Int> {
        seconds.lazy.map(Int.init).filter { row in
            let opinions = opinionCount(of: row)
            return opinions > 0 && opinions < (share?.each ?? 0) + 1
                && !decided.contains(corpus.textGroup(of: row))
        }
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
    func claimable(_ count: Int, _ own: LabelHistory, where isUnanswered: (Int) -> Bool) -> [Int] {
        guard let share, let place = share.people.firstIndex(of: me) else { return [] }
        let pool = corpus.pool
        let rows = pool.indices.filter { row in
            switch role(of: row) {
            case .owner, .evaluation, .evaluationOfOthers: return false
            case .none, .second: break
            }
            let group = corpus.textGroup(of: row)
            return corpus.standsForItsText(row) && judges[group] == nil && claimed[group] == nil
                && !decided.contains(group) && own.claims[pool.id(at: row)] == nil && isUnanswered(row)
        }
        return rows.map { (number: share.number(of: place, forText: pool.textHash(at: $0)), row: $0) }
            .sorted { ($1.number, $0.row) < ($0.number, $1.row) }.prefix(count).map(\.row)
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

    /// The scheme's name of a label as somebody's journal has it; nil for one that has none.
    func name(of label: String) -> String? { corpus.scheme.currentName(of: label) }

    private func isOfThisText(_ record: LabelRecord, row: Int) -> Bool {
        record.event.textHash.map { $0 == corpus.pool.textHash(at: row) } ?? true
    }

    /// The own lines with the labels that all come to: a decision, else what all say, else what most say. Where as many say one thing
    /// as another there is none: it waits.
    ///
    /// - Complexity: O(labels of all).
    public func merged(with own: LabelHistory) -> LabelHistory {
        own.holding(TeamLabels(self, own: own, corpus: corpus).records)
    }
}
