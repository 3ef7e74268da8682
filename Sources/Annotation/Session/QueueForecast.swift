import Learning
import Sampling
import Threads

/// What a session would show next, computed at once instead of in the background.
public struct QueueForecast {
    /// A message that would be shown.
    public struct Entry: Sendable {
        /// The message, and why it comes.
        public let item: QueueItem
        /// What the model gives each label; nil before there is a model.
        public let probabilities: [Double]?
    }

    private let state: SessionState
    private let ranker: Ranker

    public init(state: SessionState, ranker: Ranker) {
        self.state = state
        self.ranker = ranker
    }

    /// The next `count` messages, or all that are left, as the session shows them now. Where another queue is due, the
    /// message at hand and then that queue: it takes over between two messages.
    ///
    /// - Parameter passesOverFirstItems: whether the first round comes before the random items that are there to learn it
    ///   from.
    /// - Complexity: at most three rankings.
    public func next(_ count: Int, passesOverFirstItems: Bool = false) throws -> [Entry] {
        var state = state
        var ranking: Ranking?
        func restore(_ request: RankingRequest) throws {
            let restored = try ranker.rank(request, monitor: WorkMonitor())
            state.adopt(restored)
            ranking = restored
        }
        if let request = state.restoration {
            do {
                try restore(request)
            } catch is VectorsMissing {
                state.loseQueue()
            }
        }
        var entries: [Entry] = []
        func add(_ items: [QueueItem], _ ranking: Ranking?) {
            let known = Set(entries.map { state.corpus.textGroup(of: $0.item.row) })
            let fresh = items.filter { !known.contains(state.corpus.textGroup(of: $0.row)) }
                .prefix(count - entries.count)
            entries += self.entries(Array(fresh), ranking)
        }
        if let requeue = state.requeue, !state.isRoundDue {
            // The message at hand stays until it is labelled; the other recipe's queue takes over behind it.
            add(state.upcoming(1), ranking)
            try restore(requeue)
        }
        if !passesOverFirstItems || state.hasQueue || !state.canLearn {
            add(state.upcoming(state.isRoundDue ? 1 : count), ranking)
        }
        // During evaluation, more of its items follow, not a round.
        if case .evaluation = state.stage { return entries }
        guard entries.count < count, state.canLearn else { return entries }
        // The session's own round, so that its messages are those the screen would show.
        let size = max(state.roundSize, count - entries.count)
        let next = try ranker.rank(state.nextRound, size: size, reserve: 0, monitor: WorkMonitor())
        let items = next.selections.map { selection in
            QueueItem(
                row: selection.row, set: .training, round: next.request.round, strategy: selection.strategy,
                score: selection.score, reason: .chosen(selection.reason))
        }
        add(items, next)
        return entries
    }

    private func entries(_ items: [QueueItem], _ ranking: Ranking?) -> [Entry] {
        let probabilities = ranking?.model.probabilities
        return items.map { item in
            Entry(item: item, probabilities: probabilities.map { $0.row(item.row).map(Double.init) })
        }
    }
}
