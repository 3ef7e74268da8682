import Learning

extension Recipe {
    /// Chooses a round of messages and a reserve behind it.
    ///
    /// The reserve is what the annotator labels while the next round is being learnt; it is chosen by the same recipe
    /// from what the round left.
    ///
    /// - Parameters:
    ///   - size: messages in the round; a mixed recipe is scaled to it.
    ///   - reserve: messages behind the round.
    ///   - shuffled: whether the order within the round, and within the reserve, is shuffled by the context's seed, so
    ///     that the annotator cannot tell a block of outliers from a block of likely errors.
    /// - Returns: at most `size + reserve` selections of distinct rows, fewer when the candidates run out.
    /// - Throws: `CancellationError` when the round was cancelled.
    public func select(
        size: Int, reserve: Int = 0, shuffled: Bool, from context: RoundContext,
        catalogue: StrategyCatalogue = .standard
    ) throws -> [Selection] {
        var random = SeededRandom(seed: context.seed, stream: "order", context.round)
        var taken: Set<Int> = []
        var selections: [Selection] = []
        for count in [size, reserve] where count > 0 {
            var batch = try chooseBatch(count, taken: &taken, from: context, catalogue: catalogue)
            if shuffled { random.shuffle(&batch) }
            selections += batch
        }
        return selections
    }

    /// Held-out splits by which the recipe's strategies have the labels marked right or wrong, the most of them; nil where none
    /// does.
    public func rotation(catalogue: StrategyCatalogue = .standard) -> Int? {
        strategies.compactMap { catalogue.strategy($0)?.rotation }.max()
    }

    private func chooseBatch(
        _ count: Int, taken: inout Set<Int>, from context: RoundContext, catalogue: StrategyCatalogue
    ) throws -> [Selection] {
        var batch: [Selection] = []
        for part in parts(filling: count) where part.count > 0 {
            guard let strategy = catalogue.strategy(part.strategy) else { continue }
            let rest = taken.isEmpty ? context : context.excluding(taken)
            let chosen = try strategy.select(part.count, from: rest.offering(catalogue.readings(of: part.strategy)))
            taken.formUnion(chosen.map(\.row))
            batch += chosen
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
