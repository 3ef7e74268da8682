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
struct ErrorPrediction: Sendable, Hashable {
    /// What the head sees of the model.
    enum Layers: Sendable, Hashable {
        /// The hidden activations.
        case last
        /// The hidden activations and the logits.
        case all
    }

    /// Held-out splits: 10 marks every training message once, 1 is the single 90:10 split of the publication.
    var rotation: Int
    /// What the head sees of the model; the fine-tuned one sees the features.
    var layers: Layers
    /// Whether the head's gradient also moves the hidden layer, of a copy of the model (Monarch 2020, note 1).
    var isFineTuned: Bool
    /// Of several labels a message what has to be right.
    var extent: ErrorExtent

    /// - Parameter rotation: held-out splits, at least one.
    init(
        rotation: Int = 10, layers: Layers = .last, isFineTuned: Bool = false, extent: ErrorExtent = .wholeAnswer
    ) {
        self.extent = extent
        self.rotation = max(1, rotation)
        self.layers = layers
        self.isFineTuned = isFineTuned
    }

    /// As the options of a recipe say.
    init(of name: StrategyName) {
        self.init(
            rotation: name.number(Self.rotationOption.name) ?? 10,
            layers: name.has(Self.allLayersOption.name) ? .all : .last,
            isFineTuned: name.has(Self.fineTunedOption.name), extent: Self.extent(of: name))
    }

    static func extent(of name: StrategyName) -> ErrorExtent {
        name.has(weakestOption.name) ? .weakestLabel : .wholeAnswer
    }

    static let weakestOption = StrategyOption(
        name: "weakest",
        sentence: "of several labels a message an error is a wrong guess on the least certain one, not on any",
        tasks: [.severalLabels])
    static let rotationOption = StrategyOption(
        name: "rotation", numbers: 1...20,
        sentence: "held-out splits that mark the labels right or wrong; default 10, 1 as published")
    static let allLayersOption = StrategyOption(
        name: "all-layers", sentence: "the head sees the logits beside the hidden activations")
    static let fineTunedOption = StrategyOption(
        name: "fine-tuned",
        sentence: "the head's gradient also moves the hidden layer of a copy; slower, a pass over the pool a step",
        excludes: "all-layers", reads: [.features, .probabilities, .model, .heldOutMarks])

    func predictor(in context: RoundContext) throws -> any ErrorPredicting {
        isFineTuned
            ? try FineTunedErrorPredictor(context: context, rotation: rotation, extent: extent)
            : try ErrorPredictor(context: context, rotation: rotation, layers: layers, extent: extent)
    }

    /// Least confidence, where no held-out prediction was wrong (or none was right): there is nothing to learn from.
    func fallback(in context: RoundContext) throws -> CandidateScores {
        let marks = try context.heldOutMarks(rotation: rotation, extent: extent)
        let obstacle = marks.obstacle
        let weakest = try LeastConfidence().scores(in: context)
        return CandidateScores(scores: weakest.scores) { .instead(of: obstacle, weakest.reason($0)) }
    }
}
