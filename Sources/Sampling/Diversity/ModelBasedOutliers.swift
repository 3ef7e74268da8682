/// Model-based outliers: messages for which every output neuron is less active than for held-out messages, because the
/// model knows little of what they say.
///
/// Monarch 2021, ch. 4: for each output neuron the message's activity is ranked among those of held-out messages (V) that
/// the model was not trained on; the score is 1 − the mean rank. The neurons are one for each label that measures how near the
/// label's messages are in the model's layers (``LogitRanks``); with `logits` they are those of the output layer, as published, of
/// which two labels have one only, and its mirror image.
struct ModelBasedOutliers: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "model-outliers", title: "model-based outliers", hotkey: "N", family: .diversity,
        sentence: "where the model finds little that it knows: new words, new subjects, other languages",
        source: "Monarch 2021, ch. 4; Sun et al. 2022",
        cost: "one more model over nine tenths of the labels, and distances of the pool to those",
        tasks: TaskKind.all, reads: [.features, .heldOutSplit], comparison: .notBetter,
        options: [logitsOption],
        make: { Self(ranksLogits: $0.has(logitsOption.name), id: $0.description) })

    static let logitsOption = StrategyOption(
        name: "logits", sentence: "ranks of the model's logits, as published; tells little with two labels",
        reads: [.heldOutSplit])

    let id: String
    /// Whether the neurons are those of the output layer.
    let ranksLogits: Bool

    init(ranksLogits: Bool = false, id: String = Self.declaration.id) {
        self.ranksLogits = ranksLogits
        self.id = id
    }

    /// - Complexity: one training on what is not held out, one pass over the corpus, O(*n* K log |V|); and unless the logits are
    ///   ranked, O(*n* |T| d) with layers of d numbers.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let split = try context.heldOutSplit()
        let ranks =
            ranksLogits
            ? LogitRanks(split)
            : LogitRanks(
                nearnessIn: split, training: context.training, rows: context.candidates,
                features: try context.features(), threads: context.threads)
        let scores = context.candidates.map(ranks.outlierScore(of:))
        let nearness = ranksLogits ? nil : context.candidates.map { -ranks.activity(of: $0) }
        return CandidateScores(scores: scores, tieBreakers: nearness) {
            .unknownToModel(share: scores[$0], heldOut: ranks.heldOutCount)
        }
    }
}
