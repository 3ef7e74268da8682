import Journal
import Sampling

extension SessionState {
    /// The row for which one more opinion is asked next; nil for none. Whoever is asked is not told that it is one.
    ///
    /// - Complexity: O(rows that may be due).
    var secondOpinion: Int? {
        guard let team, team.isMember else { return nil }
        return team.dueSeconds(history).first { isUnanswered($0) && !isTextLabelled($0) }
    }

    /// Whether it is time for it: at most twice as many of the labels as the team has asked for, so that what has gathered
    /// while others were ahead is made up for in time.
    var isSecondOpinionDue: Bool {
        guard let overlap = team?.plan?.event.overlap, overlap > 0 else { return false }
        return Double(secondOpinionCount + 1) <= 2 * overlap * Double(history.givenCount)
    }

    /// As it came to who labelled it first.
    func secondItem(_ row: Int) -> QueueItem {
        let first = team?.otherRecord(of: row)?.event
        let strategy = first?.strategy ?? Recipe.random.description
        return QueueItem(
            row: row, set: isEvaluated(row) ? .evaluation : .training, round: basis?.round ?? 0, strategy: strategy,
            score: first?.score, reason: unmarkedReason(row, strategy: strategy, score: first?.score))
    }
}

extension JournalEvent {
    /// Whether a line of somebody else says anything that matters to others. What they have read, learnt or noted does not: two
    /// who answered such lines with lines of their own would never come to an end.
    var concernsOthers: Bool {
        switch self {
        case .label, .undo, .unlabel, .skip, .unskip, .scheme, .lost, .team, .claim, .release, .decide, .reopen: true
        case .session, .messages, .note, .flag, .strategy, .queue, .round, .end, .seen: false
        }
    }

    /// Whether the line says something of the team, or what was read of it: what others do is seen by such lines alone.
    var concernsTeam: Bool {
        switch self {
        case .seen, .round, .session, .team, .claim, .release, .decide, .reopen: true
        default: false
        }
    }
}
