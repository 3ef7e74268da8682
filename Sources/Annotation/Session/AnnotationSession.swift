import Answers
import Journal
import Learning
import Messages
import Sampling

/// A session at work: turns what the annotator does into journal lines, and asks for rounds in the background.
///
/// Belongs to one thread. It never waits: a line is handed to the journal, which writes it off this thread, and a
/// round to the runner, which learns on its own.
public final class AnnotationSession {
    /// What the journal amounts to so far.
    public internal(set) var state: SessionState
    /// The ranking behind the queue in use: its model gives the guesses, its evaluation the figures.
    public private(set) var ranking: Ranking?
    /// How far each round's model agrees with the one before (Cohen's kappa), in all rounds since the program was started whose
    /// models have learnt from two different labels.
    public private(set) var roundAgreements: [Double] = []
    /// Whether the model in use has learnt from two different labels.
    public var hasLearntRound: Bool { ranking?.model.training.hasTwoLabels ?? false }
    /// How far the round that is being learnt has come, in [0, 1]; nil when none is.
    public private(set) var learningProgress: Double?
    /// Whether the last labels, at most 50 of this run, were what the model said, the latest last.
    public private(set) var agreements: [Bool] = []
    /// The message that the annotator asked for.
    private var asked: QueueItem?
    /// What happened last that the annotator should know; taken away by ``takeNotice()``.
    var notice: SessionNotice?

    private let journal: any JournalStore
    private let runner: any RoundLearning
    let now: () -> Timestamp
    /// The request that the runner works on.
    private var inFlight: RankingRequest?
    /// A new round that waits for the annotator to finish the message at hand.
    private var ready: Ranking?
    /// Whether the annotator has asked for the queue that is in the making, and waits for word of it.
    private var isAwaited = false
    /// The last round that failed, so that the same failure is not asked for again and again.
    private var failedThrough: Int?

    /// - Parameters:
    ///   - state: the replayed journal.
    ///   - journal: takes the lines; its next sequence is `state.lastSequence + 1`.
    ///   - runner: learns rounds; its reports are to be handed to ``receive(_:)`` on this thread.
    ///   - kept: the ranking in use, as a ``QueueCache`` has it: it stands until the same has been learnt again. Another than
    ///     the journal asks for is not used.
    ///   - now: the time that journal lines carry.
    public init(
        state: SessionState, journal: any JournalStore, runner: any RoundLearning, kept: Ranking? = nil,
        now: @escaping () -> Timestamp
    ) {
        self.state = state
        self.journal = journal
        self.runner = runner
        self.now = now
        fresh = state.team
        let pool = state.corpus.pool
        changedAtBeginning = state.history.labels.values.filter { record in
            pool.index(ofID: record.event.id).map { SessionState.isChanged(record, row: $0, in: pool) } ?? false
        }.map(\.event.id)
        if state.current == nil { readOthers() }
        askForRound()
        if let kept, let inFlight, inFlight.purpose == .queueInUse, kept.request.asksForSame(as: inFlight) {
            self.state.adopt(kept)
            ranking = kept
        }
    }

    /// What is known of the team by now; the state stands on what a line says.
    var fresh: TeamView?
    /// The own line that claimed messages and has not been looked at with what others claimed since; nil for none.
    var unconfirmedClaim: Int?

    /// Messages that were looked at again and stay as they are, by the line of the label that they had then.
    var aside: [Int: Int] = [:]
    /// The message that was brought to the front for a second look last.
    var lookedAt: Int?
    /// Messages whose texts had changed since they were labelled when the session began: it adds none.
    let changedAtBeginning: [String]

    // MARK: What the annotator does

    /// The message in front of the annotator: what they asked for, else what the queue gives; nil where there is none.
    public var current: QueueItem? { upcoming(1).first }

    /// The current message and those behind it, at most `count`; where another queue waits to take over, those of that one.
    ///
    /// - Complexity: O(1) for the current message alone; else O(`count`), and O(queue) where another waits.
    public func upcoming(_ count: Int) -> [QueueItem] {
        guard let front = asked ?? state.current else { return [] }
        guard count > 1 else { return [front] }
        return [front] + behindCurrent(count).filter { $0.row != front.row }.prefix(count - 1)
    }

    /// What is asked for once the current message has its answer.
    private func behindCurrent(_ count: Int) -> [QueueItem] {
        guard let ready else { return state.upcoming(count) }
        var next = state
        let line = JournalLine(sequence: state.lastSequence + 1, at: now(), event: ready.line)
        // A line that the session would refuse changes no queue either.
        guard (try? next.apply(line)) != nil else { return state.upcoming(count) }
        next.adopt(ready)
        return next.upcoming(count)
    }

    /// Puts a message in front of the annotator, whatever the queue says, until it is labelled or skipped, or another is
    /// asked for. A message that was skipped comes back for good.
    public func show(_ row: Int) {
        let id = state.corpus.pool.id(at: row)
        if state.history.skipped.contains(id) {
            record(.unskip(id: id))
            asked = nil
            moveOn()
        } else {
            asked = state.item(pickedByHand: row)
        }
    }

    /// Goes back to what the queue gives.
    public func showNext() { asked = nil }

    /// Labels messages of the pool: again, where they have a label. One action, whose undo takes all of it back. The message in
    /// front stays there, unless it is one of them.
    ///
    /// - Parameter answer: one that the scheme takes; with another nothing is labelled.
    public func label(rows: [Int], _ answer: Answer) {
        guard let answer = state.corpus.scheme.checked(answer) else { return }
        let inFront = state.current?.row
        var first: Int?
        for row in rows {
            write(answer, to: state.item(pickedByHand: row), afterMilliseconds: nil, with: first)
            first = first ?? state.lastSequence
            if state.settings.spreadsToCopies, let first { spread(answer, from: row, with: first) }
        }
        moveOn(waitingForAnnotator: state.current?.row == inFront)
    }

    /// What a label key makes of the answer that a message has: the label, or where it can have several that answer with one
    /// more or one less.
    public func answer(with label: Int, on row: Int) -> Answer {
        let scheme = state.corpus.scheme
        guard scheme.isSeveral else { return .one(label) }
        let given = state.history.labels[state.corpus.pool.id(at: row)].flatMap {
            scheme.answer(named: $0.event.answer)
        }
        return .several(scheme.implications.toggled(label, in: LabelIndices(given?.labels ?? [])))
    }

    /// Labels near copies of a message that was labelled: as ``label(rows:_:)``, but that those with a text that has a label
    /// already get it as copies.
    public func label(copies rows: [Int], _ answer: Answer) {
        guard let answer = state.corpus.scheme.checked(answer) else { return }
        let inFront = state.current?.row
        var first: Int?
        for row in rows {
            write(
                answer, to: state.item(pickedByHand: row), afterMilliseconds: nil, with: first,
                isSpread: state.isTextLabelled(row))
            first = first ?? state.lastSequence
        }
        moveOn(waitingForAnnotator: state.current?.row == inFront)
    }

    /// Gives all other messages with the text of one its label, where they do not have it yet.
    ///
    /// - Parameter first: the line that the undo of the action goes back to.
    private func spread(_ answer: Answer, from row: Int, with first: Int) {
        let names = state.corpus.scheme.names(of: answer)
        guard let given = state.history.labels[state.corpus.pool.id(at: row)]?.event else { return }
        for copy in state.corpus.copies(of: row)
        where state.history.labels[state.corpus.pool.id(at: copy)]?.event.answer != names
            || state.secondLook.contains(state.corpus.pool.id(at: copy))
        {
            let item = QueueItem(
                row: copy, set: state.isEvaluated(copy) ? .evaluation : given.set, round: given.round,
                strategy: given.strategy, score: given.score, reason: .earlier(strategy: given.strategy))
            write(answer, to: item, afterMilliseconds: nil, with: first, isSpread: true)
        }
    }

    /// Puts a note on a message; an empty one takes it away.
    public func note(_ text: String, on row: Int) {
        aside[row] = nil
        let id = state.corpus.pool.id(at: row)
        let answered = fresh?.noteToAnswer(on: id, own: state.history, readsAll: false)
        record(.note(NoteEvent(id: id, text: text, answered: answered)))
    }

    /// Marks a message for a second look, or unmarks it.
    public func toggleFlag(_ row: Int) {
        let id = state.corpus.pool.id(at: row)
        aside[row] = nil
        record(.flag(id: id, isSet: !state.history.flagged.contains(id)))
    }

    /// Labels the current message, and where the settings say so all with an equal text, as one action.
    ///
    /// - Parameters:
    ///   - answer: one that the scheme takes.
    ///   - milliseconds: how long the message was on the screen.
    /// - Returns: whether there was a message to label.
    @discardableResult
    public func label(_ answer: Answer, afterMilliseconds milliseconds: Int?) -> Bool {
        guard let item = current, let answer = state.corpus.scheme.checked(answer) else { return false }
        write(answer, to: item, afterMilliseconds: milliseconds)
        if state.settings.spreadsToCopies, !item.isRepeat {
            spread(answer, from: item.row, with: state.lastSequence)
        }
        if lookedAt == item.row { putAside(item.row) }
        moveOn()
        return true
    }

    /// As with an answer, for a task of one label a message.
    @discardableResult
    public func label(_ label: Int, afterMilliseconds milliseconds: Int?) -> Bool {
        self.label(.one(label), afterMilliseconds: milliseconds)
    }

    private func write(
        _ answer: Answer, to item: QueueItem, afterMilliseconds milliseconds: Int?, with first: Int? = nil,
        isSpread: Bool = false
    ) {
        if asked?.row == item.row { asked = nil }
        if !item.isRepeat, !isSpread, let guess = guess(for: item.row) {
            agreements.append(guess.answer == answer)
            if agreements.count > 50 { agreements.removeFirst() }
        }
        record(
            .label(
                LabelEvent(
                    id: state.corpus.pool.id(at: item.row), answer: state.corpus.scheme.names(of: answer),
                    set: item.set, round: item.round, strategy: item.strategy, score: item.score,
                    ms: milliseconds, isRepeat: item.isRepeat, with: first, isSpread: isSpread,
                    textHash: state.corpus.pool.textHash(at: item.row))))
    }

    /// Which words of a message speak for the model's answer, which against it, and what its meaning does; nil before there
    /// is a model, and while only what it says is there.
    ///
    /// - Complexity: O(features of the message × hidden units).
    public func explanation(for row: Int) -> LabelExplanation? {
        ranking?.model.explanation(of: state.corpus.text(at: row), row: row)
    }

    /// The model's own answer and its probability; nil before there is a model.
    public func guess(for row: Int) -> (answer: Answer, probability: Double)? { ranking?.model.guess(for: row) }

    /// Labels that are suspected to be others, as models say that have not learnt from them, and that have not been given again
    /// since; the most suspected first.
    ///
    /// - Complexity: O(suspects).
    public var suspects: [LabelDoubt] {
        guard let ranking else { return [] }
        return ranking.doubts.prefix { $0.suggested != nil }.filter { isOfToday($0, in: ranking) }
    }

    /// Whether the label stands that a model was asked about.
    private func isOfToday(_ doubt: LabelDoubt, in ranking: Ranking) -> Bool {
        guard let record = state.history.labels[state.corpus.pool.id(at: doubt.row)] else { return false }
        return record.sequence <= ranking.request.through
            && state.corpus.scheme.answer(of: record) == doubt.given
    }

    /// For labels that the model in use was taught or measured by, what models say of them that have not learnt from them, by
    /// text; the others are not in it.
    ///
    /// - Complexity: O(labels).
    public var doubtsByText: [Int32: LabelDoubt] {
        guard let ranking else { return [:] }
        let corpus = state.corpus
        return Dictionary(
            ranking.doubts.lazy.filter { self.isOfToday($0, in: ranking) }.map { (corpus.textGroup(of: $0.row), $0) }
        ) { first, _ in first }
    }

    /// Leaves the current message without a label; it is not asked for again unless the skip is undone.
    @discardableResult
    public func skip() -> Bool {
        guard let item = current else { return false }
        if asked?.row == item.row { asked = nil }
        record(.skip(id: state.corpus.pool.id(at: item.row), round: item.round))
        if lookedAt == item.row { putAside(item.row) }
        moveOn()
        return true
    }

    /// Takes the newest action back: the message of a label or skip becomes the current one.
    ///
    /// - Returns: what was taken back; nil where there was nothing.
    @discardableResult
    public func undo() -> LabelHistory.Action? {
        guard let last = state.history.lastAction else { return nil }
        asked = nil
        for sequence in last.sequences { record(.undo(of: sequence)) }
        dropRounds(learntFrom: last.sequences.last)
        moveOn()
        return last
    }

    /// What ``takeBack(_:)`` did.
    public enum TakenBack: Sendable, Hashable {
        case label(NamedAnswer)
        case skip
        /// The message has neither a label nor is it skipped.
        case nothing
    }

    /// Takes back the label that a message holds, however old, and from the copies that it went to; or that it was skipped. An
    /// action like any other.
    public func takeBack(_ row: Int) -> TakenBack {
        let id = state.corpus.pool.id(at: row)
        if let label = state.history.labels[id] {
            asked = nil
            record(.unlabel(id: id, givenBy: label.sequence))
            let first = state.lastSequence
            for copy in state.corpus.copies(of: row) where !label.event.isSpread {
                let id = state.corpus.pool.id(at: copy)
                guard let given = state.history.labels[id], given.event.isSpread,
                    given.event.with == label.event.with ?? label.sequence
                else { continue }
                record(.unlabel(id: id, givenBy: given.sequence, with: first))
            }
            dropRounds(learntFrom: label.sequence)
            moveOn()
            return .label(label.event.answer)
        }
        guard state.history.skipped.contains(id) else { return .nothing }
        show(row)
        return .skip
    }

    /// Lets another recipe choose. The queue in use goes on until the new one has been chosen, with the model of the round
    /// in use.
    public func choose(_ recipe: Recipe) {
        guard recipe != state.recipe else { return }
        record(.strategy(recipe: recipe.description, keepsQueue: true))
        failedThrough = nil
        askForRound()
        isAwaited = isChoosing
    }

    /// Whether the recipe in force is choosing, or has chosen, what takes over with the next message.
    public var isChoosing: Bool {
        (inFlight ?? ready?.request).map { $0.purpose != .queueInUse && $0.recipe == state.recipe } ?? false
    }

    /// Learns a new round from all labels so far, without waiting for the round to be full.
    public func learnNow() {
        guard state.canLearn else {
            notice = .cannotLearnYet
            return
        }
        failedThrough = nil
        if inFlight?.purpose == .newRecipe { cancelRound() }
        if ready?.request.purpose == .newRecipe { ready = nil }
        if inFlight == nil, ready == nil { start(nextRound) }
        if let inFlight {
            isAwaited = inFlight.purpose == .newRound
            notice = isAwaited ? .learning(round: inFlight.round) : .restoring
        } else if let ready {
            notice = .roundReady(round: ready.request.round)
        }
    }

    /// The latest notice, once.
    public func takeNotice() -> SessionNotice? {
        defer { notice = nil }
        return notice
    }

    // MARK: Rounds

    /// Takes a report of the runner.
    public func receive(_ event: RoundReport) {
        guard let inFlight, event.request.asksForSame(as: inFlight) else { return }
        switch event.content {
        case .progress(let fraction):
            learningProgress = fraction
        case .finished(let ranking):
            self.inFlight = nil
            learningProgress = nil
            switch ranking.request.purpose {
            case .queueInUse: adopt(ranking)
            case .newRound, .newRecipe: ready = ranking
            }
            moveOn(waitingForAnnotator: true)
            if let request = ready?.request, isAwaited {
                notice =
                    request.purpose == .newRound
                    ? .roundReady(round: request.round) : .queueReady(recipe: request.recipe.description)
            }
            isAwaited = false
        case .withoutVectors:
            self.inFlight = nil
            learningProgress = nil
            isAwaited = false
            let isKept = ranking?.model.isWhole == false
            state.loseQueue(isKept: isKept)
            if isKept { ranking = nil }
            notice = .queueLost
            askForRound()
        case .failed(let reason):
            self.inFlight = nil
            learningProgress = nil
            isAwaited = false
            failedThrough = state.lastSequence
            notice = .roundFailed(reason)
        }
    }

    /// Notes that all vectors are there, and asks for a round that learns from them where the queue in use did not. A queue
    /// that was lost for want of them comes back, if no other has taken over since.
    public func complete(vectors identity: String) {
        state.complete(vectors: identity)
        failedThrough = nil
        if state.restoration != nil {
            if inFlight?.purpose == .newRound { cancelRound() }
            ready = nil
        }
        askForRound()
    }

    /// Lets a waiting queue take over between two messages, and asks for the next when it is due.
    func moveOn(waitingForAnnotator: Bool = false) {
        dropOutdated()
        if !waitingForAnnotator || state.current == nil { readOthers() }
        if let ranking = ready, !waitingForAnnotator || state.current == nil {
            ready = nil
            let (before, hadLearntRound) = (self.ranking?.evaluation, hasLearntRound)
            record(ranking.line)
            adopt(ranking)
            guard ranking.request.purpose == .newRound else { return askForRound() }
            if hadLearntRound, hasLearntRound, let agreement = ranking.change?.agreement {
                roundAgreements.append(agreement)
            }
            notice = .roundDone(ranking: ranking, before: before)
            // Nobody presses a key where the round has nothing to ask.
            if state.current == nil { readOthers() }
        }
        askForRound()
    }

    private func adopt(_ ranking: Ranking) {
        state.adopt(ranking)
        self.ranking = ranking
        runner.keep(ranking)
    }

    /// Gives up what another recipe than the one in force chooses, or has chosen.
    private func dropOutdated() {
        if let inFlight, inFlight.purpose != .queueInUse, inFlight.recipe != state.recipe { cancelRound() }
        if let ready, ready.request.recipe != state.recipe { self.ready = nil }
    }

    /// Gives up a new round that learns, or has learnt, from what a line did that has been taken back since.
    private func dropRounds(learntFrom sequence: Int?) {
        guard let sequence else { return }
        if let inFlight, inFlight.purpose == .newRound, inFlight.through >= sequence { cancelRound() }
        if let ready, ready.request.purpose == .newRound, ready.request.through >= sequence { self.ready = nil }
    }

    /// Gives up a new round that is being learnt, or waits to take over.
    ///
    /// - Returns: whether the annotator has asked for it.
    func dropNewRound() -> Bool {
        guard hasNewRound else { return false }
        let wasAwaited = isAwaited
        cancelRound()
        ready = nil
        return wasAwaited
    }

    private var nextRound: RankingRequest { state.nextRound(readingOthers: fresh) }

    /// Whether a new round is being learnt, or waits to take over: it stands on what it has read of others.
    var hasNewRound: Bool { inFlight?.purpose == .newRound || ready?.request.purpose == .newRound }

    private func askForRound() {
        dropOutdated()
        guard inFlight == nil, ready == nil else { return }
        if let failedThrough, state.lastSequence < failedThrough + state.roundSize { return }
        if let restoration = state.restoration {
            start(restoration)
        } else if state.isRoundDue {
            start(nextRound)
        } else if let requeue = state.requeue {
            start(requeue)
        }
    }

    private func start(_ request: RankingRequest) {
        inFlight = request
        learningProgress = 0
        runner.start(request)
    }

    private func cancelRound() {
        isAwaited = false
        guard inFlight != nil else { return }
        inFlight = nil
        learningProgress = nil
        runner.cancel()
    }

    @discardableResult
    func record(_ event: JournalEvent) -> Int {
        let line = journal.append(event, at: now())
        do {
            try state.apply(line)
        } catch {
            notice = .lineRefused("\(error)")
        }
        return line.sequence
    }
}
