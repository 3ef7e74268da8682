import Notation

/// Active Transfer Learning for Adaptive Sampling: the model predicts its own errors, and assumes after each step
/// that what it has just chosen will be labelled and then predicted correctly, so that a batch does not ask one
/// question ten times over.
///
/// R. Monarch, *Active Transfer Learning* (2020) and *Human-in-the-Loop Machine Learning* (Manning, 2021), ch. 5:
/// 1. mark held-out messages *correct* or *incorrect*; 2. train a head on them; 3. choose the step's messages most
/// probably *incorrect*; 4. add them as *correct*, retrain the head, rescore the rest, repeat.
struct ATLAS: OrderingStrategy {
    static let declaration = StrategyDeclaration(
        id: "atlas", title: "ATLAS", hotkey: "A", family: .transferLearning,
        sentence: "where the model expects its own errors, step by step; the default",
        source: "Monarch 2020, Active Transfer Learning for Adaptive Sampling",
        cost: "a rotation of ten models over the labels, then a small head refitted ten times",
        reads: [.probabilities, .activations, .heldOutMarks], comparison: .better,
        options: [
            ErrorPrediction.rotationOption, AdaptiveSteps.option, ErrorPrediction.allLayersOption,
            ErrorPrediction.fineTunedOption,
        ],
        make: {
            Self(
                stepSize: $0.number(AdaptiveSteps.option.name), prediction: ErrorPrediction(of: $0), id: $0.description)
        })

    let id: String
    /// Messages a step; nil for a tenth of the batch, at least one.
    let stepSize: Int?
    let prediction: ErrorPrediction

    init(stepSize: Int? = nil, prediction: ErrorPrediction = ErrorPrediction(), id: String = Self.declaration.id) {
        self.stepSize = stepSize.map { max(1, $0) }
        self.prediction = prediction
        self.id = id
    }

    /// - Complexity: ten refits of a head of 128 inputs and ten passes over the candidates' activations; fine-tuned, ten
    ///   trainings and ten passes over the candidates' features.
    func select(_ count: Int, from context: RoundContext) throws -> [Selection] {
        guard count > 0, !context.candidates.isEmpty else { return [] }
        var predictor = try prediction.predictor(in: context)
        guard predictor.isTrained else {
            return try prediction.fallback(in: context).highest(count, of: context.candidates, strategy: id)
        }
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
                row: choice.candidate, score: choice.score, strategy: id,
                reason: "the error model gives \(ShareText.text(choice.score)) · step \(choice.step) of \(steps)")
        }
    }

    /// By the error model as it is before any step.
    func remainder(of context: RoundContext) throws -> Remainder {
        guard !context.candidates.isEmpty else { return .none }
        let predictor = try prediction.predictor(in: context)
        let scores =
            try predictor.isTrained
            ? predictor.errorProbabilities(of: context.candidates) : prediction.fallback(in: context).scores
        return Remainder(strategy: id, rows: context.candidates, scores: scores)
    }
}
