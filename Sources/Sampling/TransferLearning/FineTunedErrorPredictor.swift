import Learning

/// The fine-tuned variant of error prediction: a copy of the model with a new output layer *correct* / *incorrect*, whose
/// gradient also moves the copy's hidden layer, at a tenth of the rate.
///
/// Monarch 2020, note 1. Each refit passes over the features of the pool anew, because the activations have changed.
struct FineTunedErrorPredictor: ErrorPredicting {
    static let hiddenRate: Float = 0.1

    private let context: RoundContext
    private let features: FeatureRows
    private let start: HiddenLayer
    private var examples: [Example]
    private var model: Classifier?

    init(context: RoundContext, rotation: Int, extent: ErrorExtent = .wholeAnswer) throws {
        self.context = context
        features = try context.features()
        let marks = try context.heldOutMarks(rotation: rotation, extent: extent)
        start = try context.markedClassifier(rotation: rotation).hiddenLayer
        examples = zip(marks.rows, marks.isIncorrect).map { Example(row: $0, label: $1 ? 1 : 0) }
        guard marks.isIncorrect.contains(true), marks.isIncorrect.contains(false) else { return }
        try refit()
    }

    var isTrained: Bool { model != nil }

    func errorProbabilities(of rows: [Int]) throws -> [Double] {
        try context.monitor.checkCancellation()
        guard let model else { return rows.map { _ in 0 } }
        let probabilities = model.probabilities(for: features, rows, threads: context.threads)
        return rows.indices.map { Double(probabilities[$0, 1]) }
    }

    mutating func assumeCorrect(_ rows: [Int]) throws {
        examples += rows.map { Example(row: $0, label: 0) }
        try refit()
    }

    private mutating func refit() throws {
        var settings = context.trainingSettings
        settings.hiddenRate = Self.hiddenRate
        model = try Trainer.train(
            features, examples, labelCount: 2, settings: settings, seed: context.modelSeed, start: ModelStart(start),
            monitor: context.monitor)
    }
}
