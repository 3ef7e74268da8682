import Learning

/// Batch active learning by diverse gradient embeddings: the seeds of k-means++ on the gradients of the last layer. Long
/// gradients (uncertain messages) are drawn more often, and those far from what is chosen already.
///
/// Ash et al. 2020. The first is the longest gradient, each next one is drawn in proportion to its squared distance from
/// the nearest chosen, those that the round has chosen before included; so it has no score.
struct BADGE: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "badge", title: "BADGE", hotkey: "B", family: .combined,
        sentence: "uncertain messages that would each teach the model something else; for large batches",
        source: "Ash et al. 2020",
        cost: "a pass over the model's layers for each message",
        tasks: TaskKind.all, reads: [.probabilities, .activations], comparison: .better,
        make: { _ in Self() })

    /// - Complexity: O(*n* d *count*) with *n* candidates and layers of d numbers.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let rows = context.candidatesByContent
        let known = context.byContent(context.chosen)
        let gradients = GradientEmbedding(rows + known, try context.outputs(), try context.layers())
        let longest = gradients.squares.prefix(rows.count).max()?.squareRoot() ?? 0
        var random = context.random("badge")
        var distances = [Double](repeating: .infinity, count: rows.count)
        var isChosen = [Bool](repeating: false, count: rows.count)
        var selections: [Selection] = []
        func moveNearer(to position: Int) {
            for (index, distance) in gradients.squaredDistances(to: position).prefix(rows.count).enumerated() {
                distances[index] = isChosen[index] ? 0 : min(distances[index], distance)
            }
        }
        for position in known.indices { moveNearer(to: rows.count + position) }
        // Among equally long ones the lower row.
        let first = rows.indices.max { left, right in
            gradients.squares[left] != gradients.squares[right]
                ? gradients.squares[left] < gradients.squares[right] : rows[left] > rows[right]
        }
        var next = known.isEmpty ? first : random.index(weightedBy: distances) ?? first
        while let position = next, selections.count < min(count, rows.count) {
            try context.monitor.checkCancellation()
            let apart = distances[position].squareRoot()
            isChosen[position] = true
            selections.append(
                Selection(
                    row: rows[position], score: nil, strategy: id,
                    reason: reason(
                        length: gradients.squares[position].squareRoot(), apart: apart, longest: longest)))
            moveNearer(to: position)
            next = random.index(weightedBy: distances) ?? isChosen.indices.first { !isChosen[$0] }
            context.monitor.report(Double(selections.count) / Double(count))
        }
        return selections
    }

    private func reason(length: Double, apart: Double, longest: Double) -> Reason {
        guard longest > 0 else { return .noLesson }
        return .lesson(length: length / longest, apart: apart.isFinite ? apart / longest : nil)
    }
}
