import Learning

/// How the model of a round is made.
public struct ModelSettings: Sendable, Hashable {
    /// What is made of the words of a message.
    public var features: FeatureSettings
    /// How a model learns from the features.
    public var training: TrainingSettings
    /// How much a text's vector counts beside its words: the length of a dense row, where a sparse one has length 1.
    public var vectorWeight: Float
    /// Whether features are drawn from the texts that measure as well: that needs no label, and gives steadier weights.
    public var readsEvaluationTexts: Bool

    /// The strongest settings found for short messages and few labels.
    public static let standard = ModelSettings(features: .standard, training: .standard)
    /// The settings of Monarch's reference, for comparison: active_learning.py of the program that accompanies
    /// *Human-in-the-Loop Machine Learning* (Manning, 2021).
    public static let published = ModelSettings(
        features: .published, training: .published, readsEvaluationTexts: false)

    /// Settings of one's own.
    public init(
        features: FeatureSettings, training: TrainingSettings, vectorWeight: Float = 0.8,
        readsEvaluationTexts: Bool = true
    ) {
        self.readsEvaluationTexts = readsEvaluationTexts
        self.vectorWeight = vectorWeight
        self.features = features
        self.training = training
    }
}
