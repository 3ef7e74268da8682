import Learning

/// How the model of a round is made.
public struct ModelSettings: Sendable, Hashable {
    public var features: FeatureSettings
    public var training: TrainingSettings

    /// The strongest settings found for short messages and few labels.
    public static let standard = ModelSettings(features: .standard, training: .standard)
    /// The settings of Monarch's reference, for comparison.
    public static let published = ModelSettings(features: .published, training: .published)

    public init(features: FeatureSettings, training: TrainingSettings) {
        self.features = features
        self.training = training
    }
}
