/// How a classifier is trained.
public struct TrainingSettings: Sendable, Hashable {
    public enum Optimizer: Sendable, Hashable {
        /// Adam with decoupled weight decay.
        case adam
        /// Plain gradient steps.
        case sgd
    }

    public var hiddenUnits: Int
    public var optimizer: Optimizer
    public var learningRate: Float
    /// Share of the weights taken away at each step, times the learning rate; Adam only.
    public var weightDecay: Float
    public var epochs: Int
    public var batchSize: Int
    /// Items drawn for each label an epoch; nil for as many as there are examples, shared equally by the labels.
    public var itemsPerLabel: Int?
    /// Standard deviation of the initial input weights.
    public var initialScale: Float

    /// Tuned for a few hundred labels of short messages.
    public static let standard = TrainingSettings(
        hiddenUnits: 128, optimizer: .adam, learningRate: 0.003, weightDecay: 0.01, epochs: 15, batchSize: 16,
        itemsPerLabel: nil, initialScale: 0.3)

    /// The settings of Monarch's reference: SGD 0.01, one item a step, 20 epochs of 200 items a label.
    public static let published = TrainingSettings(
        hiddenUnits: 128, optimizer: .sgd, learningRate: 0.01, weightDecay: 0, epochs: 20, batchSize: 1,
        itemsPerLabel: 200, initialScale: 0.1)
}
