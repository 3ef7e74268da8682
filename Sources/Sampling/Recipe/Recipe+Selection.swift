import Learning

extension Recipe {
    /// Chooses a round of messages and a reserve behind it.
    ///
    /// The reserve is what the annotator labels while the next round is being learnt; it is chosen by the same recipe
    /// from what the round left. What is chosen for the round is known to the strategies that choose after it: it is no
    /// candidate any more, and adaptive ones take it for labelled.
    ///
    /// Of near copies (``NearDuplicates``) a round and its reserve hold one, as long as there is anything else to choose. The
    /// strategies need not know: what says nearly the same as a message chosen before goes back to the pool, and the strategy
    /// is asked for others. Only what is chosen is compared, with what else is chosen; where near copies are found, all
    /// candidates are compared with the messages that they are like, so that they are not chosen once more.
    ///
    /// - Parameters:
    ///   - size: messages in the round; a mixed recipe is scaled to it.
    ///   - reserve: messages behind the round.
    ///   - shuffled: whether the order within the round, and within the reserve, is shuffled by the context's seed, so
    ///     that the annotator cannot tell a block of outliers from a block of likely errors.
    ///   - takesNearCopies: whether strategies choose near copies as they like.
    /// - Returns: at most `size + reserve` selections of distinct rows, fewer when the candidates run out.
    /// - Throws: `CancellationError` when the round was cancelled.
    public func select(
        size: Int, reserve: Int = 0, shuffled: Bool, takesNearCopies: Bool = false, from context: RoundContext,
        catalogue: StrategyCatalogue = .standard
    ) throws -> [Selection] {
        var random = SeededRandom(seed: context.seed, stream: "order", context.round)
        var choice = takesNearCopies ? RoundChoice(from: context) : RoundChoice(withoutNearCopiesFrom: context)
        var selections: [Selection] = []
        for count in [size, reserve] where count > 0 {
            var batch = try chooseBatch(count, into: &choice, catalogue: catalogue)
            if shuffled { random.shuffle(&batch) }
            selections += batch
        }
        return selections
    }

    /// Held-out splits by which the recipe's strategies have so many labels marked right or wrong, the most of them; nil where
    /// none does.
    public func rotation(labels: Int, catalogue: StrategyCatalogue = .standard) -> Int? {
        strategies.compactMap { catalogue.strategy($0)?.rotation(labels: labels) }.max()
    }

    /// What the recipe's strategies read of a round.
    public func readings(catalogue: StrategyCatalogue = .standard) -> Set<Reading> {
        strategies.reduce(into: []) { $0.formUnion(catalogue.readings(of: $1)) }
    }

    private func chooseBatch(
        _ count: Int, into choice: inout RoundChoice, catalogue: StrategyCatalogue
    ) throws -> [Selection] {
        var batch: [Selection] = []
        for part in parts(filling: count) where part.count > 0 {
            guard let strategy = catalogue.strategy(part.strategy) else { continue }
            let readings = catalogue.readings(of: part.strategy)
            batch += try choice.add(part.count) { try strategy.select($0, from: $1.offering(readings)) }
        }
        return batch
    }

    /// All candidates but those that were selected, in the order of the recipe's first strategy; where it chooses batches
    /// alone, by least confidence.
    ///
    /// - Throws: `CancellationError` when the round was cancelled.
    /// - Complexity: one scoring of the candidates, and O(*n* log *n*).
    public func remainder(
        behind selections: [Selection], of context: RoundContext, catalogue: StrategyCatalogue = .standard
    ) throws -> Remainder {
        guard let first = strategies.first, let strategy = catalogue.strategy(first) else { return .none }
        let rest = context.excluding(Set(selections.map(\.row)))
        guard let ordering = strategy as? any OrderingStrategy else {
            return try LeastConfidence().remainder(of: rest.offering(LeastConfidence.declaration.reads))
        }
        return try ordering.remainder(of: rest.offering(catalogue.readings(of: first)))
    }
}
