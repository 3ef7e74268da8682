/// Active transfer learning for uncertainty: a head on the model's own activations predicts where the model errs.
///
/// R. Monarch, *Active Transfer Learning* (2020): held-out messages get the label *correct* or *incorrect*, a
/// one-layer head learns it from the hidden activations, and the candidates are ranked by P(incorrect).
struct TransferUncertainty: ScoringStrategy {
    static let declaration = StrategyDeclaration(
        id: "transfer-uncertainty", title: "transfer-learned uncertainty", hotkey: "T", family: .transferLearning,
        sentence: "where the model expects its own errors, all in one step",
        source: "Monarch 2020, Active Transfer Learning",
        cost: "a rotation of ten models over the labels and one small head",
        tasks: TaskKind.all, reads: [.probabilities, .activations, .heldOutMarks], comparison: .better,
        options: [
            ErrorPrediction.rotationOption, ErrorPrediction.allLayersOption, ErrorPrediction.fineTunedOption,
            ErrorPrediction.weakestOption,
        ],
        make: { Self(prediction: ErrorPrediction(of: $0), id: $0.description) })

    let id: String
    let prediction: ErrorPrediction

    init(prediction: ErrorPrediction = ErrorPrediction(), id: String = Self.declaration.id) {
        self.prediction = prediction
        self.id = id
    }

    func rotation(labels: Int) -> Int? { prediction.rotation }

    /// - Complexity: one fit of a head of 128 inputs and one pass over the candidates' activations; fine-tuned, one
    ///   training and one pass over the candidates' features.
    func scores(in context: RoundContext) throws -> CandidateScores {
        let predictor = try prediction.predictor(in: context)
        guard predictor.isTrained else {
            return try prediction.fallback(in: context)
        }
        let scores = try predictor.errorProbabilities(of: context.candidates)
        return CandidateScores(scores: scores) { .likelyError(probability: scores[$0]) }
    }
}
