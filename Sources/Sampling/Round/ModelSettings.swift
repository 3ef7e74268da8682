import Learning

/// How the model of a round is made.
public struct ModelSettings: Sendable, Hashable {
    /// What is made of the words of a message.
    public var features: FeatureSettings
    /// How a model learns from the features.
    public var training: TrainingSettings

    /// The strongest settings found for short messages and few labels.
    public static let standard = ModelSettings(features: .standard, training: .standard)
    /// The settings of Monarch's reference, for comparison.
    public static let published = ModelSettings(features: .published, training: .published)

    /// Settings of one's own.
    public init(features: FeatureSettings, training: TrainingSettings) {
        self.features = features
        self.training = training
    }
}
