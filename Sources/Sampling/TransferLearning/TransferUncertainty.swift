/// Active transfer learning for uncertainty: a head on the model's own activations predicts where the model errs.
///
/// R. Monarch, *Active Transfer Learning* (2020): held-out messages get the label *correct* or *incorrect*, a
/// one-layer head learns it from the hidden activations, and the candidates are ranked by P(incorrect).
public struct TransferUncertainty: SamplingStrategy {
    public let id = "transfer-uncertainty"
    /// Held-out splits: 10 marks every training message once, 1 is the single 90:10 split of the publication.
    public let rotation: Int

    public init(rotation: Int = 10) {
        self.rotation = max(1, rotation)
    }

    /// - Complexity: one fit of a head of 129 inputs and one pass over the candidates' activations.
    public func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        let predictor = try ErrorPredictor(context: context, rotation: rotation)
        guard predictor.isTrained else {
            return try ErrorPredictor.fallback(count, strategy: id, from: context)
        }
        let scores = predictor.errorProbabilities(of: context.candidates)
        return HighestScores.positions(count, of: scores).map { position in
            Selection(
                row: context.candidates[position], score: scores[position], strategy: id,
                reason: "the error model gives \(ReasonNumber.text(scores[position]))")
        }
    }
}
