/// ATLAS as published: a head on the model predicts errors, and learns again after each step.
///
/// Monarch 2020: 1. mark held-out messages *correct* or *incorrect*; 2. train a head on them; 3. choose the step's
/// messages most probably *incorrect*; 4. add them as *correct*, retrain the head, rescore the rest, repeat. What the round has chosen before counts as *correct*
/// from the start.
struct ErrorHead: Sendable, Hashable {
    /// Messages a step; nil for a tenth of the batch, at least one.
    let stepSize: Int?
    let prediction: ErrorPrediction

    init(stepSize: Int? = nil, prediction: ErrorPrediction = ErrorPrediction()) {
        self.stepSize = stepSize.map { max(1, $0) }
        self.prediction = prediction
    }

    /// - Complexity: ten refits of a head of 128 inputs and ten passes over the candidates' activations; fine-tuned, ten
    ///   trainings and ten passes over the candidates' features.
    func select(_ count: Int, from context: RoundContext, strategy: String) throws -> [Selection] {
        var predictor = try prediction.predictor(in: context)
        guard predictor.isTrained else {
            return try prediction.fallback(in: context).highest(count, of: context.candidates, strategy: strategy)
        }
        let known = context.byContent(context.chosen)
        if !known.isEmpty { try predictor.assumeCorrect(known) }
        let wanted = min(count, context.candidates.count)
        let step = stepSize ?? AdaptiveSteps.tenth(of: wanted)
        let steps = (wanted + step - 1) / step
        let choices = try AdaptiveSteps.choose(
            wanted, stepSize: step, from: context.candidates,
            score: {
                try context.monitor.checkCancellation()
                return try predictor.errorProbabilities(of: $0)
            },
            chosen: { try predictor.assumeCorrect($0) })
        return choices.map { choice in
            Selection(
                row: choice.candidate, score: choice.score, strategy: strategy,
                reason: .likelyError(probability: choice.score, step: Reason.Step(choice.step, of: steps)))
        }
    }

    /// By the error model as it is before any step, for the candidates in their order.
    func scores(in context: RoundContext) throws -> [Double] {
        let predictor = try prediction.predictor(in: context)
        return try predictor.isTrained
            ? predictor.errorProbabilities(of: context.candidates) : prediction.fallback(in: context).scores
    }
}
