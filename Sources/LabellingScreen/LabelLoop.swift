import Annotation
import Foundation
import Journal
import Notation
import Sampling
import TerminalUI

/// Where session and screen meet: keys become actions of the session, the session becomes what is shown.
public final class LabelLoop: ScreenLoop {
    let terminal: any Terminal
    let mailbox: Mailbox
    let journal: any JournalStore
    let surroundings: Surroundings
    private let session: AnnotationSession
    private var shown: ShownSession
    let glyphs: Glyphs
    var screen: ScreenState
    private var pace: Pace
    private let plan: SittingPlan
    /// Labels that held at the start.
    private let labelledAtStart: Int
    private var hasAdvisedRest = false
    private var hasSaidGoal: Bool
    /// When the round that is being learnt was begun.
    private var learningSince: ContinuousClock.Instant?
    /// What was said before the first key; empty after it.
    private var firstNotice = ""
    /// Looks at the journals of the others, behind an own line that is on the disk; nil for who labels alone.
    private let lookAtOthers: ((_ own: Int) -> Void)?
    private var isLookingAtOthers = false
    /// The vectors that are being made.
    private var vectors: VectorWork?
    /// When the current message was drawn first.
    private var shownSince: ContinuousClock.Instant
    private var shownRow: Int?
    var keyGuard: KeyGuard
    private(set) var isOver = false

    /// - Parameters:
    ///   - mailbox: where rounds and notices of other threads arrive, which then wake the terminal.
    ///   - journal: the session's own.
    ///   - unread: what could not be read of the files.
    ///   - pause: how long a message is on the screen before a key labels it, and how long a key rests.
    ///   - plan: the annotator's for this sitting.
    ///   - lookAtOthers: has the journals of a team looked at, and an answer put into the mailbox.
    ///   - surroundings: the clock, the editor and where else a journal can go.
    public init(
        terminal: any Terminal, mailbox: Mailbox, journal: any JournalStore, session: AnnotationSession,
        unread: UnreadRows, keyMap: KeyMap, pause: Duration, plan: SittingPlan = SittingPlan(),
        surroundings: Surroundings = .machine, lookAtOthers: ((_ own: Int) -> Void)? = nil
    ) {
        self.lookAtOthers = lookAtOthers
        self.plan = plan
        labelledAtStart = session.state.history.judgedCount
        hasSaidGoal = plan.goal.map { plan.earlier.labelsToday >= $0 } ?? true
        self.surroundings = surroundings
        pace = Pace(start: surroundings.now())
        shownSince = surroundings.now()
        keyGuard = KeyGuard(pause: pause)
        self.terminal = terminal
        self.mailbox = mailbox
        self.journal = journal
        self.session = session
        shown = ShownSession(
            session, unread: unread, keyMap: keyMap,
            finder: MessageFinder(corpus: session.state.corpus) { [waker = terminal.waker] in waker.wake() },
            keeper: TeamAccountKeeper(corpus: session.state.corpus, today: plan.today) { [waker = terminal.waker] in
                waker.wake()
            })
        glyphs = terminal.glyphs
        let size = terminal.size
        screen = ScreenState(content: ScreenContent(), columns: size.columns, rows: size.rows, keyMap: keyMap)
        fill()
    }

    /// Shows a line until the next key.
    public func say(_ notice: String) { screen.content.notice = notice }

    /// Shows a line until the first key. That a round is done, which the first line of the screen shows as well, is not said
    /// meanwhile; what else rounds have to say stands behind it.
    public func sayFirst(_ notice: String) {
        firstNotice = notice
        say(notice)
    }

    /// Runs until the annotator quits or the terminal goes away.
    public func run() {
        // What was typed before the first message was seen labels nothing.
        terminal.dropKeys()
        while !isOver { turn() }
        session.releaseClaims()
    }

    /// Shows how things stand.
    func draw() {
        terminal.draw(Screen.draw(screen, glyphs: glyphs))
        let messages = screen.messages
        keyGuard.draw(messages, at: surroundings.now())
        let row = session.current?.row
        if row != shownRow {
            shownRow = row.flatMap { messages.rows.contains($0) ? $0 : nil }
            shownSince = surroundings.now()
        }
    }

    /// Says what the end waits for.
    ///
    /// - Returns: whether it has to wait.
    public func showEnd() -> Bool { showsEnd() }

    func handle(_ event: TerminalEvent) {
        switch event {
        case .input(let input):
            take(input)
        case .woken:
            for letter in mailbox.takeAll() {
                switch letter {
                case .round(let report):
                    session.receive(report)
                    // How far a round has come is asked for each time.
                    if case .progress = report.content { continue }
                    shown.hasChanged()
                case .vectors(let progress, let identity): take(progress, of: identity)
                case .others(let lines, let own):
                    if own != nil { isLookingAtOthers = false }
                    session.receive(lines, isCurrentThrough: own)
                    shown.hasChanged()
                case .notice(let text): say(text)
                // Only where somebody decides.
                case .doubt: break
                }
            }
        case .terminate:
            isOver = true
        }
        fill()
        if case .input(let input) = event { remind(after: input) }
    }

    /// Says once that the day's goal is reached, and once that a rest is due; where something else stands, after a later key.
    private func remind(after input: Input) {
        if case .resized = input { return }
        pace.press(at: surroundings.now())
        guard screen.content.notice == nil else { return }
        if !hasSaidGoal, let goal = plan.goal, labelsToday >= goal {
            hasSaidGoal = true
            say("the goal of the day is reached: \(CountText.text(goal, "label"))")
        } else if !hasAdvisedRest, let rest = plan.restMinutes, pace.minutesAtWork >= rest {
            hasAdvisedRest = true
            say("\(pace.minutesAtWork) min at work: a short rest keeps labels steady")
        }
    }

    /// Labels of this day that hold: before this sitting, and what it has added.
    private var labelsToday: Int {
        max(0, plan.earlier.labelsToday + session.state.history.judgedCount - labelledAtStart)
    }

    /// `42 min, 14 labels a minute`, of this sitting; nil in its first half minute.
    public var paceSummary: String? { pace.summary(at: surroundings.now()) }

    /// `120 of 300 today`; nil without a goal.
    public var goalSummary: String? { plan.goal.map { "\(labelsToday) of \($0) today" } }

    private func take(_ input: Input) {
        if case .resized = input {} else { firstNotice = "" }
        act(on: input)
    }

    private func say(_ notice: SessionNotice) {
        switch notice {
        case _ where firstNotice.isEmpty: say(text(of: notice))
        case .roundDone: break
        case .learning, .restoring, .roundReady, .queueReady, .roundFailed, .queueLost, .cannotLearnYet, .lineRefused,
            .claimed, .othersUnsound:
            say("\(firstNotice); \(text(of: notice))")
        }
    }

    private func take(_ progress: TextVectors.Progress, of identity: String) {
        switch progress {
        case .making(let done, let of):
            vectors = VectorWork(done: done, of: of, since: vectors?.since ?? surroundings.now())
        case .complete:
            vectors = nil
            session.complete(vectors: identity)
            shown.hasChanged()
        case .failed(let reason):
            vectors = nil
            say("without an encoder: \(reason)")
        case .notStored(let reason): say(reason)
        }
    }

    /// The messages that an effect labels or skips.
    func labelledRows(of effect: Effect) -> [Int] {
        switch effect {
        case .label, .skip: screen.messages.chosen.map { [$0] } ?? []
        case .labelRow(let row, _): [row]
        case .labelRows(let rows, _): rows
        case .undo, .takeBack, .learnNow, .redraw, .quit, .chooseRecipe, .show, .lookAgain, .putAside, .bringBack,
            .showNext, .note,
            .editNote, .toggleFlag, .saveElsewhere, .reason, .nextReason:
            []
        }
    }

    func perform(_ effect: Effect) {
        if effect.concernsSession { shown.hasChanged() }
        switch effect {
        case .label(let answer):
            let seen = (surroundings.now() - shownSince).components
            session.label(
                answer, afterMilliseconds: Int(seen.seconds) * 1_000 + Int(seen.attoseconds / 1_000_000_000_000_000))
            pace.count(at: surroundings.now())
        case .labelRow(let row, let label):
            session.label(rows: [row], session.answer(with: label, on: row))
            if screen.open.list?.kind == .secondLook { session.putAside(row) }
            pace.count(at: surroundings.now())
        case .labelRows(let rows, let answer):
            let before = session.state.history.givenCount
            session.label(copies: rows, answer)
            for _ in before..<max(before, session.state.history.givenCount) { pace.count(at: surroundings.now()) }
        case .takeBack(let row): say(text(of: session.takeBack(row)))
        case .skip: session.skip()
        case .undo: say(session.undo().map(text(ofUndone:)) ?? "there is nothing to undo")
        case .learnNow: session.learnNow()
        case .show(let row): session.show(row)
        case .lookAgain(let row): session.lookAgain(at: row)
        case .putAside(let row):
            say(
                session.putAside(row)
                    ? "put aside for this sitting; \(screen.keyMap.name(of: .undo)) brings it back"
                    : "its label was split or retired: "
                        + (session.state.corpus.scheme.isSeveral
                            ? "\(screen.keyMap.name(of: .confirm)) brings it to the front; what is given there settles that"
                            : "a label key settles that, with the same label as well"))
        case .bringBack(let row):
            session.bringBack(row)
            say("it waits for a second look again")
        case .showNext: session.showNext()
        case .note(let text, let row): session.note(text, on: row)
        case .editNote(let row): editNote(row)
        case .toggleFlag(let row): session.toggleFlag(row)
        // Only where somebody decides.
        case .reason, .nextReason: break
        case .chooseRecipe(let text):
            do throws(RecipeError) {
                let before = session.state.recipe
                let kind = TaskKind(isSeveral: session.state.corpus.scheme.isSeveral)
                let recipe = try Recipe(parsing: text).checked(for: kind)
                guard recipe != before else { return say("\(recipe) is in use already") }
                session.choose(recipe)
                say("\(before) -> \(recipe); \(screen.keyMap.name(of: .undo)) takes it back\(whenItChooses)")
            } catch {
                say(error.description)
            }
        case .saveElsewhere(let text): saveElsewhere(text)
        case .redraw: terminal.forget()
        case .quit: isOver = true
        }
    }

    /// When a recipe that was just taken chooses messages.
    private var whenItChooses: String {
        if session.isChoosing { return "; it is choosing" }
        return session.state.firstRound == nil ? "" : "; it chooses from \(batch(1)) on"
    }

    private func text(ofUndone action: LabelHistory.Action) -> String {
        let words = words(ofUndone: action)
        guard !action.id.isEmpty, session.state.corpus.pool.index(ofID: action.id) == nil else { return words }
        return "\(words), of \(action.id), which is not among the messages any more"
    }

    private func words(ofUndone action: LabelHistory.Action) -> String {
        switch action.kind {
        case .label(let answer):
            let count = action.sequences.count
            return "taken back: \(title(of: answer))" + (count > 1 ? ", on \(count) messages" : "")
        case .skip: return "the skip is taken back"
        case .unskip: return "skipped again"
        case .unlabel(let answer): return "labelled again as before: \(answer.map(title(of:)) ?? "")"
        case .note: return "the note is as it was"
        case .flag(let isSet): return isSet ? "the flag is taken back" : "flagged again"
        case .decision: return "the decision is taken back"
        case .strategy(let recipe, _): return "\(recipe) -> \(session.state.recipe) again"
        }
    }

    private func text(of taken: AnnotationSession.TakenBack) -> String {
        switch taken {
        case .label(let answer): "taken back: \(title(of: answer))"
        case .skip: "the skip is taken back"
        case .nothing:
            "no label here; \(screen.keyMap.name(of: .close)), then \(screen.keyMap.name(of: .undo)) takes back "
                + "what was done last"
        }
    }

    private func title(of answer: NamedAnswer) -> String { session.state.corpus.scheme.title(of: answer) }

    private func editNote(_ row: Int) {
        let id = session.state.corpus.pool.id(at: row)
        let before = session.state.history.notes[id] ?? ""
        let answer = written(anew: before)
        switch answer {
        case .success(let text) where text != before: session.note(text, on: row)
        case .success: say("the note stays as it was")
        case .failure(NoteEditorError.noEditor):
            say("\(NoteEditorError.noEditor) with \(screen.keyMap.name(of: .note))")
        case .failure(let error): say("\(error)")
        }
    }

    /// Brings the screen's values up to the session.
    func fill() {
        if let notice = journal.takeNotice() { say(firstNotice.isEmpty ? notice : "\(firstNotice); \(notice)") }
        if let notice = session.takeNotice() { say(notice) }
        if session.waitsForOthers, !isLookingAtOthers, journal.status == .saved, let lookAtOthers {
            isLookingAtOthers = true
            lookAtOthers(session.state.lastSequence)
        }
        var content = shown.content(for: screen, pace: pace, at: surroundings.now())
        content.notice = screen.content.notice
        content.timeLeft = timeLeft
        content.goal = plan.goal.map { "\(labelsToday)/\($0) today" } ?? ""
        content.metrics.earlierLabelsAMinute = plan.earlier.labelsAMinute
        content.metrics.earlierLabelCount = plan.earlier.labels
        content.encoding = vectors?.text(at: surroundings.now()) ?? ""
        fillSaving(&content)
        screen.content = content
    }

    /// Whether nothing on the screen is older than the session.
    var isCurrent: Bool { shown.isCurrent(for: screen, pace: pace, at: surroundings.now()) }

    /// How long the round that is being learnt will take, judged by how far it has come.
    private var timeLeft: String {
        guard let progress = session.learningProgress else {
            learningSince = nil
            return ""
        }
        let since = learningSince ?? surroundings.now()
        learningSince = since
        let spent = Double((surroundings.now() - since) / .milliseconds(1)) / 1_000
        guard progress > 0.05, spent > 0.2 else { return "" }
        let left = spent * (1 - progress) / progress
        return left > 0.5 ? "\(Int(left.rounded(.up))) s left" : ""
    }

    /// A round, in a word that needs no explanation where no figures are asked for.
    private func batch(_ round: Int) -> String { screen.showsGuess ? "round \(round)" : "batch \(round)" }

    /// How many of the labels behind a model came from a file, so that nobody looks for having given them.
    private func origin(of ranking: Ranking) -> String {
        let given = ranking.model.training.count { $0.row >= session.state.corpus.pool.count }
        guard given > 0 else { return "" }
        return given == ranking.trainingCount ? " of a file" : " (\(given) of a file)"
    }

    private func text(of notice: SessionNotice) -> String {
        switch notice {
        case .roundDone(let ranking, let before):
            let meaning = ranking.vectors == nil ? "" : " and meaning"
            let source =
                ranking.trainingCount == 0
                ? "chosen by what was known before"
                : "learnt from \(CountText.text(ranking.trainingCount, "label"))\(origin(of: ranking))\(meaning)"
            var parts = ["\(batch(ranking.request.round)): \(source)"]
            if screen.showsGuess, let evaluation = ranking.evaluation {
                let from = before?.leadingF1.map { "\(ShareText.rounded($0.value)) -> " } ?? ""
                parts.append(
                    evaluation.leadingF1.map {
                        "F1 \(from)\(ShareText.rounded($0.value)) "
                            + "(\(ShareText.rounded($0.low))-\(ShareText.rounded($0.high)), n=\(evaluation.count))"
                    } ?? "F1 \(TooFew.words) (n=\(evaluation.count), \(evaluation.positives) positive)")
            }
            if let flipped = ranking.change?.flipped {
                parts.append(
                    screen.showsGuess
                        ? "\(CountText.text(flipped, "prediction")) flipped"
                        : flipped == 1 ? "1 guess changed" : "\(flipped) guesses changed")
            }
            return parts.joined(separator: ", ")
        case .learning(let round): return "learning \(batch(round))"
        case .restoring: return "the messages that come next are ranked again first; then it can learn"
        case .roundReady(let round): return "\(batch(round)) is learnt; it comes with the next message"
        case .queueReady(let recipe):
            return
                "\(recipe) has chosen; its messages come behind this one; \(screen.keyMap.name(of: .undo)) takes it back"
        case .roundFailed(let reason): return "nothing could be learnt: \(reason)"
        case .queueLost: return "the vectors that the queue was learnt from are not there: it learns anew"
        case .cannotLearnYet: return "at least two different labels are needed to learn from"
        case .claimed(let count):
            return "your share is done: \(CountText.text(count, "message")) of others' shares come next"
        case .othersUnsound(let name, let reason):
            return "the journal of \(name) contradicts itself (\(reason)): it is not read any further"
        case .lineRefused(let reason): return "this should not happen: \(reason)"
        }
    }
}
