import Annotation
import Answers
import Foundation
import Journal
import Notation
import TerminalUI

/// Where an adjudication and a screen meet: keys become decisions, the adjudication becomes what is shown.
public final class AdjudicationLoop: ScreenLoop {
    let terminal: any Terminal
    let mailbox: Mailbox
    let journal: any JournalStore
    let surroundings: Surroundings
    let glyphs: Glyphs
    var screen: ScreenState
    var keyGuard: KeyGuard
    private(set) var isOver = false
    /// What is decided on, and what of it is left.
    public private(set) var adjudication: Adjudication
    private let now: () -> Timestamp
    private let common: ScreenContent
    private var pace: Pace
    /// Has a model learn what is in doubt, and an answer put into the mailbox; nil for no model.
    private let learnDoubt: ((Adjudication) -> Void)?
    private var isLearning = false
    /// How often something has changed, and what was shown of it last.
    private var version = 0
    private var shown: (version: Int, list: ListState.Kind?, content: ScreenContent)?

    /// Messages whose labels change before it is learnt anew what is in doubt.
    private static let changesToLearn = 10

    /// - Parameters:
    ///   - mailbox: where lines of others, doubts and notices of other threads arrive, which then wake the terminal.
    ///   - journal: of the one who decides.
    ///   - pause: how long a message is on the screen before a key decides on it, and how long a key rests.
    ///   - surroundings: the clock, the editor and where else a journal can go.
    ///   - learnDoubt: has a model learn, and a letter put into the mailbox behind each call.
    ///   - now: the time of a line.
    public init(
        terminal: any Terminal, mailbox: Mailbox, journal: any JournalStore, adjudication: Adjudication,
        unread: UnreadRows, keyMap: KeyMap, pause: Duration, surroundings: Surroundings = .machine,
        learnDoubt: ((Adjudication) -> Void)? = nil, now: @escaping () -> Timestamp
    ) {
        self.terminal = terminal
        self.mailbox = mailbox
        self.journal = journal
        self.adjudication = adjudication
        self.surroundings = surroundings
        self.learnDoubt = learnDoubt
        self.now = now
        common = ScreenContent(deciding: adjudication.corpus.scheme, unread: unread)
        pace = Pace(start: surroundings.now())
        keyGuard = KeyGuard(pause: pause)
        glyphs = terminal.glyphs
        let size = terminal.size
        screen = ScreenState(content: common, columns: size.columns, rows: size.rows, keyMap: keyMap)
        beginDoubting()
        fill()
    }

    /// Shows a line until the next key.
    public func say(_ notice: String) { screen.content.notice = notice }

    /// Runs until the one who decides quits or the terminal goes away.
    public func run() {
        // What was typed before the first message was seen decides nothing.
        terminal.dropKeys()
        while !isOver { turn() }
    }

    /// Says what the end waits for.
    ///
    /// - Returns: whether it has to wait.
    public func showEnd() -> Bool { showsEnd() }

    func draw() {
        terminal.draw(Screen.draw(screen, glyphs: glyphs))
        keyGuard.draw(screen.messages, at: surroundings.now())
    }

    func handle(_ event: TerminalEvent) {
        switch event {
        case .input(let input):
            if case .resized = input {} else { pace.press(at: surroundings.now()) }
            act(on: input)
        case .woken: for letter in mailbox.takeAll() { take(letter) }
        case .terminate: isOver = true
        }
        if adjudication.changesSinceDoubt >= Self.changesToLearn { beginDoubting() }
        fill()
    }

    private func take(_ letter: Mailbox.Letter) {
        switch letter {
        case .others(let lines, _):
            let faults = adjudication.receive(lines)
            version += 1
            if let fault = faults.min(by: { $0.key < $1.key }) {
                say("the journal of \(fault.key) contradicts itself (\(fault.value)): it is not read any further")
            }
        case .doubt(let doubt):
            isLearning = false
            guard let doubt else { return }
            adjudication.take(doubt)
            version += 1
        case .notice(let text): say(text)
        // Nobody labels here.
        case .round, .vectors: break
        }
    }

    private func beginDoubting() {
        guard let learnDoubt, !isLearning else { return }
        isLearning = true
        adjudication.beginsDoubting()
        learnDoubt(adjudication)
    }

    func labelledRows(of effect: Effect) -> [Int] {
        switch effect {
        case .label, .skip: screen.messages.chosen.map { [$0] } ?? []
        case .labelRow(let row, _): [row]
        default: []
        }
    }

    func perform(_ effect: Effect) {
        version += 1
        switch effect {
        case .label(let answer): if let row = adjudication.front?.row { decide(answer, on: row) }
        case .labelRow(let row, let label): decide(adjudication.answer(with: label, on: row), on: row)
        case .skip:
            let isLast = adjudication.openCount < 2
            adjudication.postpone()
            if isLast { say("it is the last one: nothing comes before it") }
        case .undo: undo()
        case .takeBack(let row):
            guard let event = adjudication.reopening(row) else { return say(whyNotOwn(row)) }
            write(event)
            say("the decision is taken back: it is to be decided again")
        case .reason(let reason, let row): giveReason(reason, row)
        case .nextReason:
            guard let event = adjudication.changingLastReason else { return }
            write(event)
            guard let last = adjudication.lastDecision?.event else { return }
            say(
                "\(last.id), \(title(of: last.answer)): reason \(last.reason.map { DisputeReason($0).words } ?? "none")"
            )
        case .show(let row): adjudication.show(row)
        case .showNext: adjudication.goOn()
        case .note(let text, let row): note(text, on: row)
        case .editNote(let row): editNote(row)
        case .saveElsewhere(let text): saveElsewhere(text)
        case .redraw: terminal.forget()
        case .quit: isOver = true
        // No key asks for these here.
        case .labelRows, .learnNow, .chooseRecipe, .lookAgain, .putAside, .bringBack, .toggleFlag: break
        }
    }

    private func decide(_ answer: Answer, on row: Int) {
        guard let event = adjudication.decision(answer, on: row) else { return say(whyNotOwn(row)) }
        write(event)
        pace.count(at: surroundings.now())
    }

    private func giveReason(_ reason: DisputeReason, _ row: Int) {
        let reason = DecideEvent.Reason(reason)
        if screen.open.list == nil { return adjudication.toggle(reason) }
        guard let event = adjudication.changingReason(reason, of: row) else { return say(whyNotOwn(row)) }
        write(event)
    }

    private func undo() {
        switch adjudication.undo() {
        case .postponed: say("it is in front again")
        case .lines(let events, let kind):
            let id = adjudication.own.lastMessage
            let before = id.flatMap { adjudication.own.decisions[$0]?.event }
            for event in events { write(event) }
            if case .note = kind { return say("the note is as it was") }
            say(takenBack(before, id.flatMap { adjudication.own.decisions[$0]?.event }))
        case .labelledElsewhere: say("what was done before that is labelling: tocsin label takes it back")
        case .nothing: say("there is nothing to undo")
        }
    }

    /// What an undo took back, by the decision on its message before and after it.
    private func takenBack(_ before: DecideEvent?, _ after: DecideEvent?) -> String {
        guard let after else { return "taken back: what was decided last" }
        let holds = "\(after.id), \(title(of: after.answer))"
        guard let before else { return "the decision holds again: \(holds)" }
        guard before.answer == after.answer, before.over == after.over else {
            return "the decision is as it was before: \(holds)"
        }
        let reason = after.reason.map { DisputeReason($0).words } ?? "none"
        return "\(holds): reason \(reason), as before; the decision holds"
    }

    /// Why a message of a list cannot be decided on here.
    private func whyNotOwn(_ row: Int) -> String {
        let id = adjudication.corpus.pool.id(at: row)
        guard let other = adjudication.decided.first(where: { $0.record.event.id == id })?.annotator else {
            return "nothing is decided on this message"
        }
        return "\(other) has decided that, and can take it back"
    }

    private func note(_ text: String, on row: Int) {
        let id = adjudication.corpus.pool.id(at: row)
        write(.note(NoteEvent(id: id, text: text, answered: adjudication.noteToAnswer(on: id))))
    }

    private func editNote(_ row: Int) {
        let before = adjudication.own.notes[adjudication.corpus.pool.id(at: row)] ?? ""
        switch written(anew: before) {
        case .success(let text) where text != before: note(text, on: row)
        case .success: say("the note stays as it was")
        case .failure(NoteEditorError.noEditor):
            say("\(NoteEditorError.noEditor) with \(screen.keyMap.name(of: .note))")
        case .failure(let error): say("\(error)")
        }
    }

    /// Appends a line, and has it read.
    private func write(_ event: JournalEvent) {
        do throws(ReplayError) {
            try adjudication.apply(journal.append(event, at: now()))
        } catch {
            say("this should not happen: \(error)")
        }
    }

    private func title(of answer: NamedAnswer) -> String { adjudication.corpus.scheme.title(of: answer) }

    func fill() {
        if let notice = journal.takeNotice() { say(notice) }
        let list = screen.open.list?.kind
        if shown?.version != version || shown?.list != list {
            var content = common
            content.fill(adjudication, keyMap: screen.keyMap)
            if let list { content.fillDecisions(adjudication, gapsAlone: list == .gaps) }
            shown = (version, list, content)
        }
        var content = shown?.content ?? common
        content.notice = screen.content.notice
        content.pace = pace.text(at: surroundings.now())
        fillSaving(&content)
        screen.content = content
    }

    /// `42 min, 14 labels a minute`, of this sitting; nil in its first half minute.
    public var paceSummary: String? { pace.summary(at: surroundings.now()) }
}

extension DecideEvent.Reason {
    init(_ reason: DisputeReason) {
        switch reason {
        case .ambiguous: self = .ambiguous
        case .guidelineGap: self = .guidelineGap
        case .slip: self = .slip
        }
    }
}

extension DisputeReason {
    init(_ reason: DecideEvent.Reason) {
        switch reason {
        case .ambiguous: self = .ambiguous
        case .guidelineGap: self = .guidelineGap
        case .slip: self = .slip
        }
    }
}
