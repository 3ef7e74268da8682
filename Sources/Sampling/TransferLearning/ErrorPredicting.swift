/// Something that predicts where the round's model errs, and can be told that it does not err somewhere.
protocol ErrorPredicting {
    /// Whether there were both right and wrong held-out predictions to learn from.
    var isTrained: Bool { get }

    /// P(incorrect) of corpus rows, in [0, 1].
    ///
    /// - Throws: `CancellationError` when the round was cancelled.
    func errorProbabilities(of rows: [Int]) throws -> [Double]

    /// Adds rows as *correct* and learns again: the adaptive step.
    ///
    /// - Throws: `CancellationError` when the round was cancelled.
    mutating func assumeCorrect(_ rows: [Int]) throws
}

/// How errors are predicted.
public struct ErrorPrediction: Sendable, Hashable {
    /// What the head sees of the model.
    public enum Layers: Sendable, Hashable {
        /// The hidden activations.
        case last
        /// The hidden activations and the logits.
        case all
    }

    /// Held-out splits: 10 marks every training message once, 1 is the single 90:10 split of the publication.
    public var rotation: Int
    public var layers: Layers
    /// Whether the head's gradient also moves the hidden layer, of a copy of the model (Monarch 2020, note 1).
    public var isFineTuned: Bool

    public init(rotation: Int = 10, layers: Layers = .last, isFineTuned: Bool = false) {
        self.rotation = max(1, rotation)
        self.layers = layers
        self.isFineTuned = isFineTuned
    }

    func predictor(in context: RoundContext) throws -> any ErrorPredicting {
        isFineTuned
            ? try FineTunedErrorPredictor(context: context, rotation: rotation)
            : try ErrorPredictor(context: context, rotation: rotation, layers: layers)
    }

    /// Least confidence, where no held-out prediction was wrong (or none was right): there is nothing to learn from.
    func fallback(in context: RoundContext) throws -> CandidateScores {
        let marks = try context.model.heldOutMarks(rotation: rotation, monitor: context.monitor)
        let why = marks.incorrectCount == 0 ? "no held-out mistakes yet" : "held-out guesses are all wrong so far"
        let weakest = try LeastConfidence().scores(in: context)
        return CandidateScores(scores: weakest.scores) { "\(why): \(weakest.reason($0))" }
    }
}
