import Learning
import Sampling

/// What a session would show next, computed at once instead of in the background.
public struct QueueForecast {
    public struct Entry: Sendable {
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

    /// The next `count` messages, or all that are left: the queue in use, then what a round learnt from all labels
    /// so far would choose.
    ///
    /// - Complexity: at most two rankings.
    public func next(_ count: Int) throws -> [Entry] {
        var state = state
        var ranking: Ranking?
        if let request = state.restoration {
            let restored = try ranker.rank(request, monitor: TrainingMonitor())
            state.adopt(restored)
            ranking = restored
        }
        // Before the first round, where it could be learnt now, the random messages only fill the time until it is there.
        let isFirstRoundDue = state.queue == nil && state.isRoundDue
        var entries = isFirstRoundDue ? [] : try entries(state.upcoming(count), ranking)
        // During evaluation and seed items, more of them follow, not a round.
        if case .evaluation = state.stage { return entries }
        guard entries.count < count, state.canLearn else { return entries }
        // The session's own round, so that its messages are those the screen would show.
        let size = max(state.roundSize, count)
        let next = try ranker.rank(state.nextRound, size: size, reserve: 0, monitor: TrainingMonitor())
        let known = Set(entries.map(\.item.row))
        let items = next.selections.filter { !known.contains($0.row) }.prefix(count - entries.count).map { selection in
            QueueItem(
                row: selection.row, set: .training, round: next.request.round, strategy: selection.strategy,
                score: selection.score, reason: selection.reason)
        }
        entries += try self.entries(Array(items), next)
        return entries
    }

    private func entries(_ items: [QueueItem], _ ranking: Ranking?) throws -> [Entry] {
        let probabilities = try ranking?.model.outputs().probabilities
        return items.map { item in
            Entry(item: item, probabilities: probabilities.map { $0.row(item.row).map(Double.init) })
        }
    }
}
