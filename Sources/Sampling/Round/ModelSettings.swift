import Learning

/// How the model of a round is made.
public struct ModelSettings: Sendable, Hashable {
    /// What is made of the words of a message.
    public var features: FeatureSettings
    /// How a model learns from the features.
    public var training: TrainingSettings
    /// How much a text's vector counts beside its words: the length of a dense row, where a sparse one has length 1.
    public var vectorWeight: Float

    /// The strongest settings found for short messages and few labels.
    public static let standard = ModelSettings(features: .standard, training: .standard)
    /// The settings of Monarch's reference, for comparison.
    public static let published = ModelSettings(features: .published, training: .published)

    /// Settings of one's own.
    public init(features: FeatureSettings, training: TrainingSettings, vectorWeight: Float = 0.8) {
        self.vectorWeight = vectorWeight
        self.features = features
        self.training = training
    }
}
