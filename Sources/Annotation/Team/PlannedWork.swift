import Journal
import Messages

/// What a team's plan makes of a pool for one person: who is asked for which text, and which texts measure.
struct PlannedWork: Sendable {
    let plan: TeamPlan
    let share: WorkShare
    /// For each row what the person has to do with its text.
    let roles: [UInt8]
    /// Rows of the texts that measure, in the order in which they are asked.
    let evaluationRows: [Int32]
    /// Those texts.
    let measuring: Set<Int32>
    /// Rows for which one more opinion of the person may come due.
    let seconds: [Int32]

    /// - Parameter before: of an earlier plan; nil for none. Which texts measure follows from the seed alone, whoever comes or goes.
    /// - Complexity: O(pool × people); where other texts measure O(pool log pool) as well.
    init(_ plan: TeamPlan, me: String, corpus: Corpus, before: PlannedWork? = nil) {
        let share = WorkShare(plan)
        let isSame =
            before?.plan.event.seed == plan.event.seed
            && before?.plan.event.evaluationItems == plan.event.evaluationItems
        let known = isSame ? before : nil
        let evaluationRows = known?.evaluationRows ?? Self.evaluationRows(of: plan, in: corpus)
        let measuring = known?.measuring ?? Set(evaluationRows.map { corpus.textGroup(of: Int($0)) })
        let pool = corpus.pool
        let roles = pool.indices.map { row in
            share.role(
                of: me, forText: pool.textHash(at: row), measures: measuring.contains(corpus.textGroup(of: row))
            ).rawValue
        }
        self.plan = plan
        self.share = share
        self.evaluationRows = evaluationRows
        self.measuring = measuring
        self.roles = roles
        seconds = pool.indices.filter {
            roles[$0] == WorkShare.Role.second.rawValue && corpus.standsForItsText($0)
        }.map { Int32($0) }
    }

    /// Rows of the texts that measure: as many as the plan says, by their numbers. A text of a given set is no question.
    ///
    /// - Complexity: O(pool log pool).
    static func evaluationRows(of plan: TeamPlan, in corpus: Corpus) -> [Int32] {
        let pool = corpus.pool
        let numbered = pool.indices.lazy.filter {
            corpus.standsForItsText($0) && !corpus.alreadyLabelled.contains($0)
        }.map { (number: WorkShare.evaluationNumber(ofText: pool.textHash(at: $0), seed: plan.event.seed), row: $0) }
        return numbered.sorted { ($0.number, $0.row) < ($1.number, $1.row) }
            .prefix(plan.event.evaluationItems).map { Int32($0.row) }
    }
}
