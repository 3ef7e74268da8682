/// Uncertainty and outliers: the tenth of the pool that the model is least confident of, ranked by how little the
/// neurons of all labels say of each message.
///
/// Monarch 2021, ch. 5. The score is that of ``ModelBasedOutliers``.
struct UncertainOutliers: SamplingStrategy {
    static let declaration = StrategyDeclaration(
        id: "uncertain-outliers", title: "uncertain outliers", hotkey: "U", family: .combined,
        sentence: "the outliers of the most uncertain tenth: unsure because unknown",
        source: "Monarch 2021, ch. 5",
        cost: "one more model over nine tenths of the labels, and distances of a tenth of the pool to those",
        tasks: TaskKind.all, reads: [.features, .probabilities, .heldOutSplit], comparison: .better,
        options: [
            StrategyOption(
                name: ModelBasedOutliers.logitsOption.name, sentence: ModelBasedOutliers.logitsOption.sentence,
                reads: [.probabilities, .heldOutSplit])
        ],
        make: { Self(ranksLogits: $0.has(ModelBasedOutliers.logitsOption.name), id: $0.description) })

    let id: String
    /// As ``ModelBasedOutliers`` has it.
    let ranksLogits: Bool

    init(ranksLogits: Bool = false, id: String = Self.declaration.id) {
        self.ranksLogits = ranksLogits
        self.id = id
    }

    /// - Complexity: as ``ModelBasedOutliers``, and one more pass over the corpus.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let uncertain = try LeastConfidentCandidates(atLeast: count, in: context)
        let probabilities = try context.probabilities()
        return try ModelBasedOutliers(ranksLogits: ranksLogits).select(
            count, from: context.with(candidates: uncertain.rows)
        ).map {
            Selection(
                row: $0.row, score: $0.score, strategy: id,
                reason: .uncertain(score: LeastConfidence().score(probabilities.row($0.row), context.loss), $0.reason))
        }
    }
}
