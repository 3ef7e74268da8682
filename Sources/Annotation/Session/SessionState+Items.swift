import Answers
import Journal
import Learning
import Messages
import Sampling

/// What is asked next.
extension SessionState {
    /// The message in front of the annotator; nil while a ranking has to be waited for, and at the end.
    public var current: QueueItem? { upcoming(1).first }

    /// The current message and those behind it, at most `count`: what was brought back, what is due, and at the end what
    /// an undo opened again that was never in front of the annotator.
    public func upcoming(_ count: Int) -> [QueueItem] {
        var items: [QueueItem] = []
        func add(_ others: some Sequence<QueueItem>) {
            let texts = Set(items.map { corpus.textGroup(of: $0.row) })
            items += others.lazy.filter { !texts.contains(corpus.textGroup(of: $0.row)) }.prefix(count - items.count)
        }
        add(returned(ofSeveral: false))
        if items.count < count { add(scheduled(count)) }
        if items.count < count, !isAwaitingRanking { add(returned(ofSeveral: true)) }
        return items
    }

    /// What was brought back. Of what was one of several the copies of a labelled text need not be asked for.
    func returned(ofSeveral: Bool) -> [QueueItem] {
        history.returned.reversed().filter { $0.isOneOfSeveral == ofSeveral }.compactMap(returnedItem)
            .filter { !ofSeveral || isOpen($0.row) }
    }

    private func scheduled(_ count: Int) -> [QueueItem] {
        if isEvaluating {
            let most = team == nil ? evaluationTarget - counts.evaluation : count
            let rows = evaluationOrder.open(min(count, most), where: isOpen)
            return rows.map { randomItem($0, set: .evaluation, reason: .evaluation) }
        }
        if let check = repeats.due.flatMap(repeatItem) { return [check] + chosen(count - 1) }
        if isSecondOpinionDue, let row = secondOpinion { return [secondItem(row)] + chosen(count - 1) }
        let next = chosen(count)
        guard next.isEmpty, !isAwaitingRanking, let row = secondOpinion else { return next }
        return [secondItem(row)]
    }

    private func repeatItem(_ record: LabelRecord) -> QueueItem? {
        corpus.pool.index(ofID: record.event.id).map { row in
            QueueItem(
                row: row, set: record.event.set, round: record.event.round, strategy: record.event.strategy,
                score: record.event.score,
                reason: unmarkedReason(row, strategy: record.event.strategy, score: record.event.score), isRepeat: true)
        }
    }

    /// Why a message comes that has a label already, the annotator's own or another's, in words that messages have which have none
    /// yet, so that nothing tells it apart: what its first choice rested on, as far as the journal tells.
    ///
    /// A strategy whose score is read in more than one way, as one that predicts errors where there are some, is taken at its word where
    /// the queue in use reads it so.
    /// - Complexity: O(selections of the queue in use).
    func unmarkedReason(_ row: Int, strategy: String, score: Double?) -> QueueReason {
        if strategy == Self.byHand { return .byHand }
        if strategy == Recipe.random.description { return queue == nil ? .firstItem : .chosen(.random) }
        let chosen = (queue?.selections ?? []).filter { $0.strategy == strategy }
        if let known = chosen.first(where: { $0.row == row }) { return .chosen(known.reason) }
        let predictsErrors = chosen.contains { if case .likelyError = $0.reason { true } else { false } }
        if predictsErrors, let score { return .chosen(.likelyError(probability: score)) }
        guard !corpus.scheme.isSeveral,
            let reason = Reason(
                strategy: strategy, score: score, labels: corpus.scheme.labels.count,
                positive: corpus.scheme.positiveIndex)
        else { return .earlier(strategy: strategy) }
        return .chosen(reason)
    }

    /// What the queue in use gives next, or random items before there is one.
    private func chosen(_ count: Int) -> [QueueItem] {
        guard count > 0 else { return [] }
        if let queue {
            return queue.open(count, where: isOpen).map { selection in
                QueueItem(
                    row: selection.row, set: .training, round: queue.round, strategy: selection.strategy,
                    score: selection.score, reason: .chosen(selection.reason))
            }
        }
        guard !isAwaitingRanking else { return [] }
        return seedOrder.open(count, where: isOpenToTeach).map {
            randomItem($0, set: .training, reason: .firstItem)
        }
    }

    /// Nothing is shown while a queue is computed again or while the first is learnt from given labels alone; an annotator
    /// who is at the seed items goes on with random ones until the first round is there, and so does one whose queue is lost
    /// while there is nothing to learn another from.
    private var isAwaitingRanking: Bool {
        guard queue == nil else { return false }
        if basis != nil { return !hasLostQueue || canLearn }
        return !isSeeding && hasTwoLabels && counts.training == 0
    }

    /// How a row is labelled when the annotator picks it out of a list: as it was labelled before, as the queue has it, or
    /// as found by hand.
    func item(pickedByHand row: Int) -> QueueItem {
        var item = found(pickedByHand: row)
        if isEvaluated(row) { item.set = .evaluation }
        return item
    }

    private func found(pickedByHand row: Int) -> QueueItem {
        if let record = history.labels[corpus.pool.id(at: row)] {
            let event = record.event
            return QueueItem(
                row: row, set: event.set, round: event.round, strategy: event.strategy, score: event.score,
                reason: Self.reason(of: event))
        }
        if let known = upcoming(200).first(where: { $0.row == row }) { return known }
        return QueueItem(
            row: row, set: .training, round: basis?.round ?? 0, strategy: Self.byHand, score: nil,
            reason: .byHand)
    }

    /// Why a message that has a label was chosen, as far as the journal tells.
    private static func reason(of event: LabelEvent) -> QueueReason {
        event.strategy == byHand ? .byHand : .earlier(strategy: event.strategy)
    }

    /// What stands for a strategy where the annotator chose the message.
    public static let byHand = "by-hand"

    private func randomItem(_ row: Int, set: LabelSet, reason: QueueReason) -> QueueItem {
        QueueItem(row: row, set: set, round: 0, strategy: "random", score: nil, reason: reason)
    }

    private func returnedItem(_ item: LabelHistory.Returned) -> QueueItem? {
        corpus.pool.index(ofID: item.id).map { row in
            let origin = item.label.map { ($0.set, $0.strategy, $0.score) } ?? originOfSkipped(row, round: item.round)
            return QueueItem(
                row: row, set: isEvaluated(row) ? .evaluation : origin.0, round: item.round, strategy: origin.1,
                score: origin.2, reason: item.label == nil ? .skipped : .undone,
                isRepeat: item.label?.isRepeat ?? false)
        }
    }

    /// How a message came that was skipped: as one of the evaluation or the first items where it was its turn, by the queue in
    /// use where it is of that round, else by the annotator's own choice. Only what was drawn at random measures as such.
    private func originOfSkipped(_ row: Int, round: Int) -> (LabelSet, String, Double?) {
        if round == 0 {
            if isEvaluating, evaluationOrder.hasPassed(row) { return (.evaluation, Recipe.random.description, nil) }
            if seedOrder.hasPassed(row) { return (.training, Recipe.random.description, nil) }
        } else if let queue, queue.round == round, let chosen = queue.selections.first(where: { $0.row == row }) {
            return (.training, chosen.strategy, chosen.score)
        }
        return (.training, Self.byHand, nil)
    }

    /// The labels that a message which comes has already, or had until that was taken back: none where it comes as a check, and
    /// none that have no place in the scheme any more.
    public func labelsBefore(on item: QueueItem) -> LabelIndices {
        item.isRepeat ? [] : labelsBefore(onRow: item.row)
    }

    /// Those of a message, with what they imply.
    public func labelsBefore(onRow row: Int) -> LabelIndices {
        let id = corpus.pool.id(at: row)
        let names = (history.labels[id]?.event ?? history.returned.last { $0.id == id }?.label)?.answer.names ?? []
        return corpus.scheme.implications.completed(corpus.scheme.indices(ofNames: names))
    }
}
