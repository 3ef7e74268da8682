/// Something the annotator did, or that changed what they are shown.
///
/// A new event is a file beside this one and a case here; the compiler names every place that has to mind it.
public enum JournalEvent: Sendable, Hashable {
    /// Kept apart, so that the many labels need not be as large as the few sessions.
    indirect case session(SessionEvent)
    /// See ``MessagesEvent``. As rare as a session.
    indirect case messages(MessagesEvent)
    /// See ``LabelEvent``.
    case label(LabelEvent)
    /// See ``UndoEvent``.
    case undo(UndoEvent)
    /// See ``UnlabelEvent``.
    case unlabel(UnlabelEvent)
    /// See ``SkipEvent``.
    case skip(SkipEvent)
    /// See ``UnskipEvent``.
    case unskip(UnskipEvent)
    /// See ``NoteEvent``.
    case note(NoteEvent)
    /// See ``FlagEvent``.
    case flag(FlagEvent)
    /// See ``StrategyEvent``.
    case strategy(StrategyEvent)
    /// See ``QueueEvent``.
    case queue(QueueEvent)
    /// See ``RoundEvent``.
    case round(RoundEvent)
    /// See ``SchemeEvent``. Kept apart as sessions are.
    indirect case scheme(SchemeEvent)
    /// See ``LostEvent``.
    case lost(LostEvent)
    /// See ``EndEvent``.
    case end(EndEvent)
    /// See ``TeamEvent``. As rare as a session.
    indirect case team(TeamEvent)
    /// See ``SeenEvent``.
    case seen(SeenEvent)
    /// See ``ClaimEvent``.
    case claim(ClaimEvent)
    /// See ``ReleaseEvent``.
    case release(ReleaseEvent)
    /// See ``DecideEvent``. Kept apart as sessions are.
    indirect case decide(DecideEvent)
    /// See ``ReopenEvent``.
    case reopen(ReopenEvent)

    /// What the event says, by itself.
    var payload: any EventPayload {
        switch self {
        case .session(let event): event
        case .messages(let event): event
        case .label(let event): event
        case .undo(let event): event
        case .unlabel(let event): event
        case .skip(let event): event
        case .unskip(let event): event
        case .note(let event): event
        case .flag(let event): event
        case .strategy(let event): event
        case .queue(let event): event
        case .round(let event): event
        case .scheme(let event): event
        case .lost(let event): event
        case .end(let event): event
        case .team(let event): event
        case .seen(let event): event
        case .claim(let event): event
        case .release(let event): event
        case .decide(let event): event
        case .reopen(let event): event
        }
    }

    /// The fields of the event's line that hold sequences of other lines, by their names.
    var references: [String: Int] { payload.members.references }
}

// MARK: Events of a few words

extension JournalEvent {
    /// Takes back what the line of that sequence did.
    public static func undo(of line: Int) -> JournalEvent { .undo(UndoEvent(line: line)) }

    /// Takes back a message's label, which the line of that sequence gave.
    public static func unlabel(id: String, givenBy line: Int, with first: Int? = nil) -> JournalEvent {
        .unlabel(UnlabelEvent(id: id, line: line, with: first))
    }

    /// Leaves a message of a round without a label.
    public static func skip(id: String, round: Int) -> JournalEvent { .skip(SkipEvent(id: id, round: round)) }

    /// Brings a skipped message back.
    public static func unskip(id: String) -> JournalEvent { .unskip(UnskipEvent(id: id)) }

    /// Puts a note on a message; an empty one takes it away.
    public static func note(id: String, text: String) -> JournalEvent { .note(NoteEvent(id: id, text: text)) }

    /// Marks a message for a second look, or unmarks it.
    public static func flag(id: String, isSet: Bool) -> JournalEvent { .flag(FlagEvent(id: id, isSet: isSet)) }

    /// Asks for another recipe; see ``StrategyEvent/keepsQueue``.
    public static func strategy(recipe: String, keepsQueue: Bool = false) -> JournalEvent {
        .strategy(StrategyEvent(recipe: recipe, keepsQueue: keepsQueue))
    }

    /// Puts a queue in use; see ``QueueEvent/candidates``.
    public static func queue(recipe: String, candidates: Int) -> JournalEvent {
        .queue(QueueEvent(recipe: recipe, candidates: candidates))
    }

    /// Stands for a line that could not be read.
    public static func lost(reason: String) -> JournalEvent { .lost(LostEvent(reason: reason)) }
}
