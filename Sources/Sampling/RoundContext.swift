import Learning

/// What a strategy may ask for when it chooses a round's messages.
///
/// Cheap to copy: the expensive parts live in ``RoundModel`` and are computed at most once, however many strategies
/// of a recipe ask for them.
public struct RoundContext: Sendable {
    /// The round's model: probabilities, activations and held-out marks, each computed when first asked for.
    public let model: RoundModel
    /// Rows that may be chosen (the unlabelled messages, U), ascending and distinct. All of them are considered.
    public let candidates: [Int]
    /// Fixes everything random in the round, together with ``round``.
    public let seed: UInt64
    /// Number of the round; two rounds of one session draw differently.
    public let round: Int

    /// Told of progress, and asked whether anybody still waits.
    public let monitor: TrainingMonitor

    /// - Parameter candidates: rows of the model's feature rows; put into ascending order here, once each.
    public init(
        model: RoundModel, candidates: some Sequence<Int>, seed: UInt64, round: Int,
        monitor: TrainingMonitor = TrainingMonitor()
    ) {
        self.monitor = monitor
        self.model = model
        self.candidates = Self.ascendingDistinct(candidates)
        self.seed = seed
        self.round = round
    }

    /// Probabilities, activations and logits of every row of the corpus, from the model trained on all labels.
    func outputs() throws -> ModelOutputs { try model.outputs(monitor: monitor) }

    /// The same round without the rows that another strategy has already chosen.
    public func excluding(_ rows: Set<Int>) -> RoundContext {
        RoundContext(
            model: model, candidates: candidates.lazy.filter { !rows.contains($0) }, seed: seed, round: round,
            monitor: monitor)
    }

    private static func ascendingDistinct(_ rows: some Sequence<Int>) -> [Int] {
        var sorted = Array(rows)
        if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) {
            sorted = Set(sorted).sorted()
        }
        return sorted
    }
}
