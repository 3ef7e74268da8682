import Learning

/// Core-set: greedy k-centre on the model's layers (``Layers``). Each choice is the message farthest from everything labelled or
/// chosen before, so that in the end every message has a labelled one near it.
///
/// Sener & Savarese 2018. The score is the distance as a share of the first and largest one.
struct CoreSet: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "core-set", title: "core-set", hotkey: "S", family: .diversity,
        sentence: "farthest from everything labelled, so that every message gets a labelled one near it",
        source: "Sener & Savarese 2018",
        cost: "distances of the pool to all labelled and chosen messages",
        tasks: TaskKind.all, reads: [.activations], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(*n* (|T| + *count*) d) with *n* candidates and layers of d numbers.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let layers = try context.layers()
        let rows = context.candidates
        var nearest = layers.squaredDistances(of: rows, toNearestOf: context.settledRows)
        var isChosen = [Bool](repeating: false, count: rows.count)
        var selections: [Selection] = []
        var largest: Double?
        while selections.count < min(count, rows.count) {
            try context.monitor.checkCancellation()
            var best: Int?
            for position in rows.indices where !isChosen[position] {
                if let known = best, nearest[known] >= nearest[position] { continue }
                best = position
            }
            if selections.isEmpty, context.settledRows.isEmpty, let first = context.candidatesByContent.first {
                best = rows.firstIndex(of: first)
            }
            guard let position = best else { break }
            isChosen[position] = true
            let distance = nearest[position].squareRoot()
            // With nothing labelled the first choice has no distance.
            if distance.isFinite, largest == nil { largest = distance }
            let share = largest.map { $0 > 0 ? clampedToUnit(distance / $0) : 0 } ?? 1
            selections.append(
                Selection(
                    row: rows[position], score: share, strategy: id,
                    reason: .far(share: distance.isFinite ? share : nil)))
            guard selections.count < min(count, rows.count) else { break }
            let toChosen = layers.squaredDistances(of: rows, to: rows[position])
            for index in rows.indices where toChosen[index] < nearest[index] { nearest[index] = toChosen[index] }
            context.monitor.report(Double(selections.count) / Double(count))
        }
        return selections
    }
}
