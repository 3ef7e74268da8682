import Annotation
import Foundation
import Journal
import NCursesTerminal
import Sampling
import TerminalUI

/// Where session and screen meet: keys become actions of the session, the session becomes what is shown.
final class LabelLoop {
    private let terminal: NCursesTerminal
    private let mailbox: Mailbox
    private let journal: JournalFile
    private let source: SessionSource
    private let session: AnnotationSession
    private let glyphs: Glyphs
    private var screen: ScreenState
    /// When the current message appeared.
    private var shownSince = ContinuousClock.now
    private var shownRow: Int?
    private var isOver = false

    init(
        terminal: NCursesTerminal, mailbox: Mailbox, journal: JournalFile, source: SessionSource,
        session: AnnotationSession
    ) {
        self.terminal = terminal
        self.mailbox = mailbox
        self.journal = journal
        self.source = source
        self.session = session
        glyphs = terminal.isUnicode ? .unicode : .ascii
        let size = terminal.size
        screen = ScreenState(content: ScreenContent(), columns: size.columns, rows: size.rows)
        fill()
    }

    /// Shows a line until the next key.
    func say(_ notice: String) { screen.content.notice = notice }

    /// Runs until the annotator quits or the terminal goes away.
    func run() {
        while !isOver {
            terminal.draw(Screen.draw(screen, glyphs: glyphs))
            for event in terminal.events(waitingAtMost: nil) where !isOver { handle(event) }
        }
    }

    private func handle(_ event: TerminalEvent) {
        switch event {
        case .input(let input):
            for effect in screen.update(input) { perform(effect) }
        case .woken:
            for report in mailbox.takeAll() { session.receive(report) }
        case .terminate:
            isOver = true
        }
        fill()
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .label(let label):
            let shown = (ContinuousClock.now - shownSince).components
            session.label(
                label, afterMilliseconds: Int(shown.seconds) * 1_000 + Int(shown.attoseconds / 1_000_000_000_000_000))
        case .skip: session.skip()
        case .undo: if !session.undo() { say("there is nothing to undo") }
        case .learnNow: session.learnNow()
        case .chooseRecipe(let text):
            do throws(RecipeError) {
                session.choose(try Recipe(parsing: text))
                say("\(text) picks the next messages")
            } catch {
                say(error.description)
            }
        case .redraw: terminal.forget()
        case .quit: isOver = true
        }
    }

    /// Brings the screen's values up to the session.
    private func fill() {
        if let notice = session.takeNotice() { say(Self.text(of: notice)) }
        let notice = screen.content.notice
        screen.content = ScreenContent(session, source: source, saving: journal.status)
        screen.content.notice = notice
        let row = session.state.current?.row
        if row != shownRow {
            shownRow = row
            shownSince = .now
        }
    }

    private static func text(of notice: SessionNotice) -> String {
        switch notice {
        case .roundDone(let ranking, let before):
            let round = "round \(ranking.request.round): learnt from \(ranking.trainingCount) labels"
            guard let evaluation = ranking.evaluation, let after = evaluation.f1 else { return round }
            let from = before?.f1.map { "\(ShortNumber.text($0.value)) -> " } ?? ""
            return "\(round), F1 \(from)\(ShortNumber.text(after.value)) "
                + "(\(ShortNumber.text(after.low))-\(ShortNumber.text(after.high)), n=\(evaluation.count))"
        case .roundFailed(let reason): return "the round could not be learnt: \(reason)"
        case .cannotLearnYet: return "at least two different labels are needed to learn from"
        case .lineRefused(let reason): return "this should not happen: \(reason)"
        }
    }
}
