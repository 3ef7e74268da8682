import Answers

/// What a key means.
public enum Action: Sendable, Hashable {
    case label(Int)
    case skip, undo, learnNow, toggleGuess, toggleWords, note, longNote, flag, labelDuplicates
    case openStrategies, openQueue, openHistory, openSearch, openMetrics, openGuidelines, openColumns, openHelp
    case openProblems, openSecondLook, openPeople, saveElsewhere
    /// Where somebody decides on what annotators label differently: why they may differ, now and of the last decision; who said what;
    /// what was decided, and that alone which the guidelines do not settle.
    case reason(DisputeReason)
    case lastReason, toggleNames, openDecisions, openGaps
    case chooseStrategy(String)
    case up, down, pageUp, pageDown, top, bottom
    case confirm, nextFilter, close, redraw, quit

    /// Whether it moves what is shown and changes nothing.
    var scrolls: Bool { [.up, .down, .pageUp, .pageDown, .top, .bottom].contains(self) }
}

/// What a screen asks of the session.
public enum Effect: Sendable, Hashable {
    /// Gives the message in front an answer.
    case label(Answer)
    case skip, undo, learnNow, redraw, quit
    case chooseRecipe(String)
    /// Labels the message of a list's row, wherever it stands; where a message can have several labels, gives it one more or takes
    /// that away.
    case labelRow(Int, label: Int)
    /// Gives several messages one answer: one action, which one undo takes back.
    case labelRows([Int], Answer)
    /// Takes back the label of the message of a list's row, or that it was skipped, however long ago.
    case takeBack(Int)
    /// Puts the message of a list's row in front.
    case show(Int)
    /// The same for a second look: with a label or a skip it is off that list.
    case lookAgain(Int)
    /// Takes the message of a list's row off the list of second looks for this sitting.
    case putAside(Int)
    /// Puts a message that was put aside on that list again.
    case bringBack(Int)
    /// Back to what the queue gives.
    case showNext
    case note(String, row: Int)
    /// Writes the note on a message in an editor.
    case editNote(row: Int)
    case toggleFlag(row: Int)
    /// Says why annotators may differ on a message, or takes that back.
    case reason(DisputeReason, row: Int)
    /// Gives the last decision the next reason.
    case nextReason
    /// Goes on in another file with the whole journal.
    case saveElsewhere(String)

    /// Whether the session is asked for something, and may be another behind it.
    public var concernsSession: Bool {
        switch self {
        case .label, .skip, .undo, .learnNow, .chooseRecipe, .labelRow, .labelRows, .takeBack, .show, .lookAgain,
            .putAside, .bringBack, .showNext, .note, .editNote, .toggleFlag, .reason, .nextReason:
            true
        case .redraw, .quit, .saveElsewhere: false
        }
    }
}
