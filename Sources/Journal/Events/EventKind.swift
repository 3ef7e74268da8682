/// The kinds of events, named as the type of a line.
enum EventKind: String, Sendable, CaseIterable {
    case session, messages, label, undo, unlabel, skip, unskip, note, flag, strategy, queue, round, scheme, lost, end
    case team, seen, claim, release, decide, reopen

    /// The event of this kind that a line's members tell of.
    func event(_ members: JSONMembers) throws(LineDamage) -> JournalEvent {
        switch self {
        case .session: .session(try SessionEvent(members))
        case .messages: .messages(try MessagesEvent(members))
        case .label: .label(try LabelEvent(members))
        case .undo: .undo(try UndoEvent(members))
        case .unlabel: .unlabel(try UnlabelEvent(members))
        case .skip: .skip(try SkipEvent(members))
        case .unskip: .unskip(try UnskipEvent(members))
        case .note: .note(try NoteEvent(members))
        case .flag: .flag(try FlagEvent(members))
        case .strategy: .strategy(try StrategyEvent(members))
        case .queue: .queue(try QueueEvent(members))
        case .round: .round(try RoundEvent(members))
        case .scheme: .scheme(try SchemeEvent(members))
        case .lost: .lost(try LostEvent(members))
        case .end: .end(try EndEvent(members))
        case .team: .team(try TeamEvent(members))
        case .seen: .seen(try SeenEvent(members))
        case .claim: .claim(try ClaimEvent(members))
        case .release: .release(try ReleaseEvent(members))
        case .decide: .decide(try DecideEvent(members))
        case .reopen: .reopen(try ReopenEvent(members))
        }
    }
}
