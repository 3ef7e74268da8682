import Foundation
import Journal
import Learning
import Messages
import Sampling
import Threads

/// Everything the journal says about a session, and the queue that follows from it.
///
/// A value: applying the same lines and adopting the same rankings gives the same state. What is shown next depends
/// on messages, journal and seed alone, never on how fast a round was learnt: a new queue takes over only at the
/// journal line that says so.
public struct SessionState: Sendable {
    /// All texts.
    public let corpus: Corpus
    /// What was chosen for the session.
    public let settings: SessionSettings
    /// What is known of the others of a team; nil for who labels alone.
    public private(set) var team: TeamView?
    /// All lines of others that have been read.
    var journals: TeamJournals
    /// Whether lines of others may be missing that the own lines have seen: then the queue is another than it was.
    private let mayLackOthers: Bool
    /// Labels given as one more opinion.
    private(set) var secondOpinionCount = 0
    /// Replay of all lines so far.
    public private(set) var history: LabelHistory
    /// Sequence of the last line; −1 for an empty journal.
    public private(set) var lastSequence = -1
    /// The recipe in use.
    public private(set) var recipe: Recipe
    /// The queue in use; nil before the first round, and until a resumed or switched queue has been computed.
    public private(set) var queue: LabelQueue?
    /// Counts of the labels that hold now.
    private(set) var counts = LabelCounts()
    /// What the queue in use is, or has to be, computed from; nil before the first round.
    private(set) var basis: QueueBasis?
    private(set) var evaluationOrder: ShuffledPool
    private(set) var seedOrder: ShuffledPool
    private(set) var repeats: RepeatSchedule
    /// For each text that an evaluation label holds on, how many do.
    private(set) var evaluationTexts: [Int32: Int] = [:]
    /// The labels that hold on texts that several messages say, by text.
    private(set) var labelledCopies: [Int32: LabelledText] = [:]
    /// Messages whose label was split or retired since they got it, or has no place in the scheme (of several: one was split, or none
    /// is left): each waits for a second look.
    /// Nobody can look at one that is not in the pool.
    public private(set) var secondLook: Set<String> = []
    /// The skipped rows among messages of which there are copies, by text.
    private(set) var skippedCopies: [Int32: Set<Int>] = [:]
    /// When a message was skipped, by the line that says so.
    public private(set) var skipTimes: [Int: Timestamp] = [:]

    /// Labels that hold on messages that are not in the pool, without those that went to copies of a labelled text. Nothing is
    /// learnt from them: their texts are not there.
    public private(set) var goneLabelCount = 0
    /// Skipped messages that are not in the pool.
    private(set) var goneSkips: Set<String> = []

    /// The moments that fix a queue.
    struct QueueBasis: Sendable {
        let round: Int
        /// Sequence of the last line that the round's model learns from.
        let through: Int
        /// The own history at ``through``.
        var learntFrom: LabelHistory
        /// What was known of the team by then, and is learnt from as well.
        let lessons: TeamView?
        /// The history when the candidates were taken: at ``through``, or later where another recipe took over.
        var candidatesFrom: LabelHistory
        /// What was known of the team then.
        var team: TeamView?
        /// The recipe that chose the queue.
        var recipe: Recipe
        /// The vectors that the round's model has learnt from; nil for words alone.
        let vectors: String?
    }

    /// The vectors that are all there, for rounds to learn from; nil while they are not.
    public private(set) var vectors: String?
    /// Whether the queue in use cannot be had again, because the vectors that it was learnt from are not there.
    private(set) var hasLostQueue = false
    /// Whether that is so because the labels have changed: what the queue was learnt from has fewer than two of them now.
    private var isUnlearnable = false
    /// Whether a line has changed the labels.
    private var haveLabelsChanged = false

    /// Replays a journal.
    ///
    /// Lines of messages that are not in the pool any more are taken like others; see ``goneLabelCount``.
    /// - Parameters:
    ///   - me: who labels, in a team; nil for who labels alone.
    ///   - others: the lines of the others of the team, at least those that the lines have seen.
    ///   - mayLack: whether to go on without those that are missing.
    /// - Throws: ``JournalWithdrawn`` where others' lines are not there that the lines have seen; ``SessionError`` when a line names a label that does not exist, and none is lost before it that may have named it,
    ///   or a recipe that does not exist; a
    ///   `ReplayError` when lines contradict each other.
    /// - Complexity: O(lines + messages).
    public init(
        corpus: Corpus, settings: SessionSettings, lines: [JournalLine] = [], me: String? = nil,
        others: TeamJournals = TeamJournals(), mayLack: Bool = false
    ) throws {
        mayLackOthers = mayLack
        self.corpus = corpus
        self.settings = settings
        team = me.map { TeamView(me: $0, corpus: corpus) }
        journals = others
        recipe = settings.recipe
        history = LabelHistory(expecting: lines.count)
        evaluationOrder = ShuffledPool(
            count: corpus.pool.count, seed: settings.seed, purpose: "evaluation", where: corpus.standsForItsText)
        seedOrder = ShuffledPool(
            count: corpus.pool.count, seed: settings.seed, purpose: "seed", where: corpus.standsForItsText)
        repeats = RepeatSchedule(share: settings.repeatShare, seed: settings.seed)

        let moments = QueueMoments(of: lines)
        var learntFrom = history
        var candidatesFrom = history
        var (confirmedThen, candidateTeam) = (-1, team)
        advanceOrders()
        let rows = Self.rows(of: lines, in: corpus.pool)
        for (line, row) in zip(lines, rows) {
            try apply(line, row: row)
            if case .scheme(let event) = line.event {
                learntFrom.read(through: event)
                candidatesFrom.read(through: event)
            }
            if line.sequence == moments.through {
                learntFrom = history
                confirmedThen = team?.confirmed ?? -1
            }
            if line.sequence == moments.candidates {
                candidatesFrom = history
                candidateTeam = team
            }
            if case .round(let event) = line.event, line.sequence == moments.round {
                // The line says what the round has read of others, and nothing more is read while a round is learnt.
                var view = team
                view?.confirmed = confirmedThen
                basis = QueueBasis(
                    round: event.round, through: event.through,
                    learntFrom: learntFrom, lessons: view, candidatesFrom: learntFrom, team: view, recipe: recipe,
                    vectors: event.vectors)
            }
            if case .queue(let event) = line.event, line.sequence == moments.queue {
                basis?.candidatesFrom = candidatesFrom
                basis?.team = candidateTeam
                basis?.recipe = try Self.recipe(event.recipe, line: line)
            }
        }
        noteUnlearnableQueue()
        assert(lines.count > 10_000 || holdsInvariants)
    }

    /// The lines that say what the queue in use is computed from, by their sequences; nil for none.
    private struct QueueMoments {
        /// The last round, and the last line that its model has learnt from.
        private(set) var round: Int?
        private(set) var through: Int?
        /// The last queue behind it, and the last line that it minds.
        private(set) var queue: Int?
        private(set) var candidates: Int?

        init(of lines: [JournalLine]) {
            for line in lines.reversed() {
                switch line.event {
                case .queue(let event):
                    if queue == nil { (queue, candidates) = (line.sequence, event.candidates) }
                case .round(let event):
                    (round, through) = (line.sequence, event.through)
                    return
                case .session, .messages, .label, .undo, .unlabel, .skip, .unskip, .note, .flag, .strategy, .scheme,
                    .lost, .end, .team, .seen, .claim, .release, .decide, .reopen:
                    break
                }
            }
        }
    }

    private static func recipe(_ text: String, line: JournalLine) throws(SessionError) -> Recipe {
        do throws(RecipeError) {
            return try Recipe(parsing: text)
        } catch {
            throw .badRecipe(text, line: line.sequence + 1, reason: error.description)
        }
    }

    // MARK: Lines

    /// The messages that lines name, by several threads where they are many: each is somewhere else in the memory.
    private static func rows(of lines: [JournalLine], in pool: MessagePool) -> [Int?] {
        let threads = lines.count < 20_000 ? 1 : min(4, ProcessInfo.processInfo.activeProcessorCount)
        return Parallel.flatMap(rangesOf: lines.count, chunk: 8_192, threads: threads) { range in
            range.map { lines[$0].event.messageID.flatMap { pool.index(ofID: $0) } }
        }
    }

    /// Applies the next line of the journal.
    public mutating func apply(_ line: JournalLine) throws {
        try apply(line, row: line.event.messageID.flatMap { corpus.pool.index(ofID: $0) })
        if case .scheme = line.event { noteUnlearnableQueue() }
    }

    /// - Parameter row: of the message that the line names; nil where it names none, or one that is not in the pool.
    private mutating func apply(_ line: JournalLine, row: Int?) throws {
        let message = try messageConcerned(by: line, row: row)
        let pool = corpus.pool
        let recipeBefore = history.recipe
        let namesBefore = history.labelNames
        let changes = try history.apply(line)
        for change in changes {
            let row = change.id == message?.id ? message?.row : corpus.pool.index(ofID: change.id)
            if let row {
                count(row, from: change.before, to: change.after)
                noteSkip(of: row, id: change.id)
            } else {
                noteGone(change)
            }
            noteSecondLook(at: change, isThere: row != nil)
        }
        lastSequence = line.sequence
        let opensAgain = try noteTeam(line)
        switch line.event {
        case .strategy(let event):
            recipe = try Self.recipe(event.recipe, line: line)
            if !event.keepsQueue {
                basis?.candidatesFrom = history
                basis?.team = team
                basis?.recipe = recipe
                queue = nil
            }
        case .undo:
            guard history.recipe != recipeBefore else { break }
            recipe = try history.recipe.map { try Self.recipe($0, line: line) } ?? settings.recipe
        case .session: if history.labelNames != namesBefore { recount() }
        case .scheme(let event):
            basis?.learntFrom.read(through: event)
            basis?.candidatesFrom.read(through: event)
            queue = nil
            haveLabelsChanged = true
            recount()
        case .skip: skipTimes[line.sequence] = line.at
        case .messages, .label, .unlabel, .unskip, .note, .flag, .queue, .round, .lost, .end, .team, .seen, .claim,
            .release, .decide, .reopen:
            break
        }
        if opensAgain { rewindOrders() }
        if case .undo = line.event, history.returned.last?.isOneOfSeveral == true {
            // As after a resume: what the queue has passed and is open again stands where it stood.
            queue?.rewind()
            advanceOrders()
        } else if let message, isReopened(message, by: line) {
            rewindOrders()
        } else if let message {
            advanceOrders(pastTextOf: message.row)
        }
        repeats.apply(
            changes, to: history, mayCheck: settings.repeatShare > 0 && !isEvaluating, doubted: secondLook
        ) { record in
            pool.index(ofID: record.event.id).map { !Self.isChanged(record, row: $0, in: pool) } ?? false
        }
    }

    /// Reads others as far as the line says, and what it says of the team.
    ///
    /// - Returns: whether something may be asked again that was passed.
    /// - Throws: ``JournalWithdrawn``, or a `ReplayError` of a line of theirs.
    private mutating func noteTeam(_ line: JournalLine) throws -> Bool {
        guard let known = team, line.event.concernsTeam else { return false }
        let before = known.plan
        team?.noteOwn(history)
        try team?.advance(to: history.seen, in: journals, mayLack: mayLackOthers)
        guard let team else { return false }
        if team.plan != before {
            evaluationOrder = ShuffledPool(order: team.evaluationRows)
            recount()
        }
        if case .reopen(let event) = line.event, let row = corpus.pool.index(ofID: event.id), isOpen(row) {
            return true
        }
        return team.openings != known.openings
    }

    /// Whether a line has opened a text without bringing its message back, as where a copy's label was the last that it had, or the
    /// message that was judged for it is gone: the row that stands for it may have been passed.
    private func isReopened(_ message: (id: String, row: Int), by line: JournalLine) -> Bool {
        switch line.event {
        case .undo, .unlabel:
            isOpen(message.row) && !history.returned.contains { $0.id == message.id }
        case .session, .messages, .label, .skip, .unskip, .note, .flag, .strategy, .queue, .round, .scheme, .lost, .end,
            .team, .seen, .claim, .release, .decide, .reopen:
            false
        }
    }

    /// Takes over what the next line will come to for the plan of a team, where that is known already.
    mutating func expect(_ work: PlannedWork?) {
        if team?.plan != work?.plan { team?.spare = work }
    }

    /// The message whose label or place in the queue the line changes.
    private func messageConcerned(by line: JournalLine, row: Int?) throws -> (id: String, row: Int)? {
        // Where lines are lost, one of them may have named it.
        if case .label(let event) = line.event, !event.answer.names.allSatisfy({ isClass($0) }), !history.hasLostLines {
            throw SessionError.unknownLabel(
                event.answer.names.first { !isClass($0) } ?? event.label, line: line.sequence + 1,
                known: corpus.scheme.names)
        }
        var (id, row) = (line.event.messageID, row)
        if case .undo = line.event {
            id = history.lastMessage
            row = id.flatMap { corpus.pool.index(ofID: $0) }
        }
        guard let id else { return nil }
        // Nothing of the queue changes by a message that is not there.
        return row.map { (id, $0) }
    }

    /// Whether a label name is one of those to tell apart: of the scheme now, or as the journal has it at its last line.
    func isClass(_ name: String) -> Bool {
        corpus.scheme.index(ofName: name) != nil || history.labelNames?.contains(name) == true
    }

    /// Whether an answer has a place among those: the label is of those; of several one is, or none holds.
    func isClass(_ answer: NamedAnswer) -> Bool {
        let names = answer.names
        return names.contains { isClass($0) } || answer.isSeveral && names.isEmpty
    }

    /// Whether a label waits for a second look: it was split since it was given, or retired with nothing left of the answer.
    func isDoubted(_ record: LabelRecord) -> Bool { record.isDoubted || !isClass(record.event.answer) }

    private mutating func noteSecondLook(at change: LabelHistory.Change, isThere: Bool) {
        if isThere, let after = change.after, isDoubted(after) {
            secondLook.insert(change.id)
        } else if !secondLook.isEmpty {
            secondLook.remove(change.id)
        }
    }

    /// Counts all labels anew, behind a change of the scheme.
    ///
    /// - Complexity: O(labels log labels).
    private mutating func recount() {
        counts = LabelCounts()
        labelledCopies = [:]
        secondLook = []
        secondOpinionCount = 0
        for (id, record) in history.labels {
            guard let row = corpus.pool.index(ofID: id) else { continue }
            if isDoubted(record) { secondLook.insert(id) }
            if team?.role(of: row) == .second, !record.event.isSpread { secondOpinionCount += 1 }
            if corpus.hasCopies(row) {
                labelledCopies[corpus.textGroup(of: row), default: LabelledText()].replace(nil, by: record)
            } else {
                counts.add(classes([LabelledText.Given(record)]), to: isEvaluated(row) ? .evaluation : .training)
            }
        }
        for (group, text) in labelledCopies {
            counts.add(classes(text.given), to: isEvaluated(Int(group)) ? .evaluation : .training)
        }
        if settings.repeatShare > 0 { repeats.recount(history, doubted: secondLook) }
    }

    /// What of a text's answers teaches, measures and counts, with what labels imply: those with no label that the scheme has a place
    /// for do not, nor those of several of which one was split; see ``LabelScheme/answer(of:)``.
    func classes(_ given: [LabelledText.Given]) -> [NamedAnswer] {
        var answers: [NamedAnswer] = []
        for one in given where isClass(one.answer) {
            guard one.answer.isSeveral else {
                answers.append(one.answer)
                continue
            }
            let names = one.answer.names
            if one.isDoubted, !names.allSatisfy({ isClass($0) }) { continue }
            let scheme = corpus.scheme
            let implied = scheme.implications.completed(scheme.indices(ofNames: names)).map { scheme.names[$0] }
            answers.append(NamedAnswer(several: names.filter { isClass($0) } + implied))
        }
        return given.count > 1 ? Array(Set(answers)) : answers
    }

    /// The queue in use is not computed again where nothing can be learnt any more from the labels of then.
    private mutating func noteUnlearnableQueue() {
        guard haveLabelsChanged, let basis, queue == nil, !startRanks else { return }
        let learntFrom = basis.lessons?.merged(with: basis.learntFrom) ?? basis.learntFrom
        guard !corpus.trainingExamples(learntFrom).hasTwoLabels else { return }
        hasLostQueue = true
        isUnlearnable = true
    }

    /// - Complexity: O(labels of the scheme), however many copies there are.
    private mutating func count(_ row: Int, from before: LabelRecord?, to after: LabelRecord?) {
        let group = corpus.textGroup(of: row)
        let hasCopies = corpus.hasCopies(row)
        if team?.role(of: row) == .second {
            if before?.event.isSpread == false { secondOpinionCount -= 1 }
            if after?.event.isSpread == false { secondOpinionCount += 1 }
        }
        if hasCopies {
            counts.remove(
                classes(labelledCopies[group]?.given ?? []), from: isEvaluated(row) ? .evaluation : .training)
        } else if let before {
            counts.remove(classes([LabelledText.Given(before)]), from: isEvaluated(row) ? .evaluation : .training)
        }
        if before?.event.set == .evaluation { evaluationTexts[group, default: 1] -= 1 }
        if after?.event.set == .evaluation { evaluationTexts[group, default: 0] += 1 }
        if evaluationTexts[group] == 0 { evaluationTexts[group] = nil }
        if hasCopies {
            labelledCopies[group, default: LabelledText()].replace(before, by: after)
            if labelledCopies[group]?.isEmpty == true { labelledCopies[group] = nil }
            counts.add(classes(labelledCopies[group]?.given ?? []), to: isEvaluated(row) ? .evaluation : .training)
        } else if let after {
            counts.add(classes([LabelledText.Given(after)]), to: isEvaluated(row) ? .evaluation : .training)
        }
    }

    /// Counts what a line does to a message that is not in the pool.
    private mutating func noteGone(_ change: LabelHistory.Change) {
        if change.before?.event.isSpread == false { goneLabelCount -= 1 }
        if change.after?.event.isSpread == false { goneLabelCount += 1 }
        if history.skipped.contains(change.id) { goneSkips.insert(change.id) } else { goneSkips.remove(change.id) }
    }

    private mutating func noteSkip(of row: Int, id: String) {
        guard corpus.hasCopies(row) else { return }
        let group = corpus.textGroup(of: row)
        if history.skipped.contains(id) {
            skippedCopies[group, default: []].insert(row)
        } else if skippedCopies[group]?.remove(row) != nil, skippedCopies[group]?.isEmpty == true {
            skippedCopies[group] = nil
        }
    }

    /// Whether the text of a pool row measures the model: it stands in the evaluation set, or a label of that set holds
    /// on it.
    func isEvaluated(_ row: Int) -> Bool {
        corpus.isInEvaluationSet(row) || evaluationTexts[corpus.textGroup(of: row)] != nil
            || team?.measures(row) ?? false
    }

    /// The set that a label belongs to, whatever its line says: a text that measures is never learnt from.
    public func set(of record: LabelRecord, row: Int) -> LabelSet {
        isEvaluated(row) ? .evaluation : record.event.set
    }

    /// Advances the orders whose next message says what a row says: no other message was opened or closed by its line.
    ///
    /// A resume applies a line for every label ever given; to ask each order anew for each of them would take most of it.
    private mutating func advanceOrders(pastTextOf row: Int) {
        let group = corpus.textGroup(of: row)
        func isNext(_ next: Int?) -> Bool {
            guard let next else { return false }
            return corpus.textGroup(of: next) == group
        }
        if isNext(evaluationOrder.next) || isNext(seedOrder.next) || isNext(queue?.next) { advanceOrders() }
    }

    private mutating func rewindOrders() {
        evaluationOrder.rewind()
        seedOrder.rewind()
        queue?.rewind()
        advanceOrders()
    }

    private mutating func advanceOrders() {
        let state = self
        evaluationOrder.advance { state.isOpen($0) }
        seedOrder.advance { state.isOpenToTeach($0) }
        queue?.advance { state.isOpen($0) }
    }

    /// Whether the text of a pool row may still be asked for: no message that says it is labelled or skipped, and it is in no
    /// given set.
    public func isOpen(_ row: Int) -> Bool {
        if corpus.hasCopies(row) {
            let group = corpus.textGroup(of: row)
            if labelledCopies[group] != nil || skippedCopies[group] != nil { return false }
        }
        return (team?.asks(row, history) ?? true) && isUnanswered(row)
    }

    /// Whether a row is open and does not measure.
    func isOpenToTeach(_ row: Int) -> Bool { isOpen(row) && !(team?.measures(row) ?? false) }

    /// Whether a message that says what a pool row says has a label.
    func isTextLabelled(_ row: Int) -> Bool {
        labelledCopies[corpus.textGroup(of: row)] != nil || history.labels[corpus.pool.id(at: row)] != nil
    }

    /// Whether a pool row itself has neither a label nor is skipped, and its text is in no given set; another message with its
    /// text may be labelled.
    public func isUnanswered(_ row: Int) -> Bool {
        if corpus.alreadyLabelled.contains(row) { return false }
        let id = corpus.pool.id(at: row)
        return history.labels[id] == nil && !history.skipped.contains(id)
    }

    // MARK: Rankings

    /// The queue that has to be computed before work can go on as the journal left it; nil when there is none.
    public var restoration: RankingRequest? {
        guard let basis, queue == nil, !hasLostQueue else { return nil }
        return RankingRequest(
            purpose: .queueInUse, round: basis.round, through: basis.through, recipe: basis.recipe,
            vectors: basis.vectors.map { .required($0) } ?? .none, learntFrom: basis.learntFrom,
            candidatesFrom: basis.candidatesFrom, team: basis.team, lessons: basis.lessons)
    }

    /// The queue that the recipe would choose with the model in use; nil where the queue in use is its own.
    public var requeue: RankingRequest? {
        guard let basis, basis.recipe != recipe, !hasLostQueue else { return nil }
        return RankingRequest(
            purpose: .newRecipe, round: basis.round, through: basis.through, recipe: recipe,
            vectors: basis.vectors.map { .required($0) } ?? .none, learntFrom: basis.learntFrom,
            candidatesFrom: history, team: team, lessons: basis.lessons)
    }

    /// The next round, learnt from everything labelled so far.
    public var nextRound: RankingRequest { nextRound(readingOthers: team) }

    /// The next round.
    ///
    /// - Parameter view: what is known of the team by then; it has read at least what the state has.
    func nextRound(readingOthers view: TeamView?) -> RankingRequest {
        var view = view
        view?.noteOwn(history)
        return RankingRequest(
            purpose: .newRound, round: (basis?.round ?? 0) + 1, through: lastSequence, recipe: recipe,
            vectors: .whereComplete, learntFrom: history, candidatesFrom: history, team: view, lessons: view)
    }

    /// Puts a ranking's queue in use. Where that is a line of the journal, it must have been applied just before.
    public mutating func adopt(_ ranking: Ranking) {
        let request = ranking.request
        basis = QueueBasis(
            round: request.round, through: request.through, learntFrom: request.ownLabels,
            lessons: request.lessons, candidatesFrom: request.candidatesFrom, team: request.team,
            recipe: request.recipe,
            vectors: ranking.vectors)
        hasLostQueue = false
        isUnlearnable = false
        queue = LabelQueue(
            round: request.round, through: request.through, recipe: request.recipe, selections: ranking.selections,
            remainder: ranking.remainder)
        advanceOrders()
    }

    /// Notes that all vectors are there: the next round learns from them, and where the queue in use knows the words alone,
    /// that round is due. A queue that was lost for want of them can be had again.
    public mutating func complete(vectors identity: String) {
        vectors = identity
        if basis?.vectors == identity, !isUnlearnable { hasLostQueue = false }
    }

    /// Notes that the queue in use cannot be had again: a new round is due.
    ///
    /// - Parameter isKept: whether it is not learnt, but was kept from before; then it goes.
    public mutating func loseQueue(isKept: Bool = false) {
        hasLostQueue = true
        if isKept { queue = nil }
    }
}

extension JournalEvent {
    /// The message that a line gives a label to, skips or brings back.
    fileprivate var messageID: String? {
        switch self {
        case .label(let event): event.id
        case .skip(let event): event.id
        case .unskip(let event): event.id
        case .unlabel(let event): event.id
        case .session, .messages, .undo, .note, .flag, .strategy, .queue, .round, .scheme, .lost, .end, .team, .seen,
            .claim, .release, .decide, .reopen:
            nil
        }
    }
}
