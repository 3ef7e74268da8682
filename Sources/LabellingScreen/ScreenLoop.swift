import Foundation
import Journal
import TerminalUI

/// What all loops at a screen have in common: nothing is labelled that was never drawn, and a mark means bytes on the disk.
protocol ScreenLoop: AnyObject {
    var terminal: any Terminal { get }
    /// Where other threads leave what they have, and then wake the terminal.
    var mailbox: Mailbox { get }
    var journal: any JournalStore { get }
    var surroundings: Surroundings { get }
    var glyphs: Glyphs { get }
    var screen: ScreenState { get set }
    var keyGuard: KeyGuard { get set }
    var isOver: Bool { get }

    /// Shows how things stand.
    func draw()
    func handle(_ event: TerminalEvent)
    func perform(_ effect: Effect)
    /// The messages that an effect labels, skips or decides on.
    func labelledRows(of effect: Effect) -> [Int]
    /// Brings the screen's values up to what they are of.
    func fill()
}

extension ScreenLoop {
    /// Shows how things stand, waits, and does what has come.
    func turn() {
        draw()
        // The clock goes on when nobody types; so does the time that a disk has not answered.
        let events = terminal.events(waitingAtMost: journal.status == .saved ? .seconds(20) : .seconds(1))
        for event in events where !isOver {
            // No key labels a message that was never drawn, however many come at once.
            if !keyGuard.hasDrawn(screen.messages) { draw() }
            handle(event)
        }
        if events.isEmpty { fill() }
    }

    /// Takes an input, if it does not come too fast for what it would label.
    func act(on input: Input) {
        var next = screen
        let effects = next.update(input)
        let labelled = effects.flatMap(labelledRows)
        // A label that is chosen, one of several, is meant for the message in front as much as one that is given.
        let chosen = next.choosesOtherwise(than: screen) ? [screen.messages.chosen].compactMap { $0 } : []
        guard keyGuard.takes(input, labelling: labelled, choosingFor: chosen, at: surroundings.now()) else {
            // Nothing of it happens: neither does a list's choice move on.
            let name = if case .key(let key) = input { key.name } else { "the click" }
            screen.content.notice = "too fast: \(name) was not taken; --guard 0 takes every key"
            return
        }
        if case .resized = input { keyGuard.cover() }
        screen = next
        for effect in effects { perform(effect) }
    }

    /// Says what the end waits for.
    ///
    /// - Returns: whether it has to wait.
    func showsEnd() -> Bool {
        fill()
        switch journal.status {
        case .saved: return false
        case .saving(let pending): screen.content.notice = "saving \(pending) more, then the program ends"
        case .failing: screen.content.notice = "saving elsewhere, then the program ends"
        }
        terminal.draw(Screen.draw(screen, glyphs: glyphs))
        return true
    }

    /// Lets a note be written anew in the annotator's editor.
    func written(anew note: String) -> Result<String, any Error> {
        var answer: Result<String, any Error> = .success(note)
        terminal.suspended { answer = Result { try surroundings.editNote(note) } }
        let size = terminal.size
        _ = screen.update(.resized(columns: size.columns, rows: size.rows))
        keyGuard.cover()
        return answer
    }

    /// Goes on in another file with the whole journal.
    func saveElsewhere(_ text: String) {
        let path = Rescue.path(written: text)
        screen.content.notice = "saving the whole journal as \(path)"
        journal.move(to: path) { [mailbox, waker = terminal.waker] result in
            switch result {
            case .success: mailbox.put(.notice("the journal goes on in \(path); next time: --journal"))
            case .failure(let error): mailbox.put(.notice("\(error)"))
            }
            waker.wake()
        }
    }

    /// Fills in how much of the journal is safe.
    func fillSaving(_ content: inout ScreenContent) {
        switch journal.status {
        case .saved: content.saving = .saved
        case .saving(let pending): content.saving = .saving(pending: pending)
        case .failing(let pending, let reason):
            content.saving = .notSaved(pending: pending, reason: reason)
            content.otherPlace = surroundings.otherPlace(journal.path)
        }
    }
}
