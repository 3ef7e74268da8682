import Analysis
import Annotation
import Journal
import Threads

/// Counts up the work of a team on a thread of its own: intervals of agreement take longer than a key may wait.
final class TeamAccountKeeper {
    private struct Moment: Hashable {
        let own: Int
        let others: SeenLines
    }

    private let corpus: Corpus
    private let today: Timestamp
    private let wake: @Sendable () -> Void
    private var work: (moment: Moment, counting: LongWork<TeamAccount, Never>)?
    private var latest: (moment: Moment, account: TeamAccount)?
    /// How often it has counted.
    private(set) var version = 0

    /// - Parameters:
    ///   - today: when the day began.
    ///   - wake: called on another thread when an account is done.
    init(corpus: Corpus, today: Timestamp, wake: @escaping @Sendable () -> Void) {
        self.corpus = corpus
        self.today = today
        self.wake = wake
    }

    /// The last account, and where something has happened since, the beginning of the next one; nil before the first, and for
    /// somebody who labels alone.
    func account(of session: AnnotationSession) -> TeamAccount? {
        guard let team = session.newestTeam else { return nil }
        if let done = work, case .success(let account) = done.counting.result {
            (latest, work) = ((done.moment, account), nil)
            version += 1
        }
        let history = session.state.history
        let moment = Moment(own: history.lastSequence, others: team.seen)
        if work == nil, latest?.moment != moment {
            let lastSeen = session.lastSeen
            let counting = LongWork<TeamAccount, Never>(
                { [corpus, today] in
                    TeamAccount(team, own: history, corpus: corpus, lastSeen: lastSeen, today: today)
                }, onEnd: wake)
            work = (moment, counting)
        }
        return latest?.account
    }
}
