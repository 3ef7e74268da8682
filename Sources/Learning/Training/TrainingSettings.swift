/// How a classifier is trained: plain gradient steps on mini-batches.
public struct TrainingSettings: Sendable, Hashable {
    /// Which examples a pass takes.
    public enum Draw: String, Sendable, Hashable, CaseIterable {
        /// Each label as often as any other, however rare it is: its examples come again in the same pass.
        case balanced
        /// No example twice in a pass: of each label as many as are asked for, drawn at random, or all that there are.
        case once
    }

    /// Units of the hidden layer.
    public var hiddenUnits: Int
    /// Length of a step, as a factor of the gradient.
    public var learningRate: Float
    /// Passes, each over the items that ``itemsPerLabel`` says.
    public var epochs: Int
    /// Passes go on until there have been so many steps: a few labels make short passes, and twenty of them are no training.
    public var leastSteps: Int
    /// Passes end once there have been so many steps, but for the first: what thousands of labels teach is learnt before each of
    /// them has come twenty times.
    public var mostSteps: Int
    /// Items a step.
    public var batchSize: Int
    /// Items drawn for each label an epoch; nil for half as many as there are examples, and for all of them where each comes
    /// once.
    public var itemsPerLabel: Int?
    /// Which examples a pass takes.
    public var draw: Draw
    /// Standard deviation of a row of initial input weights, of which features that stand in the same examples in one proportion
    /// have a share each, and features of no example nothing. nil for
    /// the initial weights of PyTorch's linear layers: those of every feature, and all biases, uniform in ±1/√n with n the
    /// inputs of the layer.
    public var initialScale: Float?
    /// Learning rate of the hidden layer as a share of ``learningRate``: 1 trains both layers alike, 0 freezes a hidden
    /// layer that was learnt before (features that it does not know stay silent), a value between fine-tunes it.
    public var hiddenRate: Float

    public init(
        hiddenUnits: Int, learningRate: Float, epochs: Int, batchSize: Int, itemsPerLabel: Int?, initialScale: Float?,
        hiddenRate: Float = 1, leastSteps: Int = 0, mostSteps: Int = .max, draw: Draw = .balanced
    ) {
        self.draw = draw
        self.leastSteps = leastSteps
        self.mostSteps = mostSteps
        self.hiddenUnits = hiddenUnits
        self.learningRate = learningRate
        self.epochs = epochs
        self.batchSize = batchSize
        self.itemsPerLabel = itemsPerLabel
        self.initialScale = initialScale
        self.hiddenRate = hiddenRate
    }

    /// For a few hundred labels of short messages.
    ///
    /// No Adam: sparse features of unit length favour plain steps. Adam gives a feature seen once as large a step as one
    /// seen in every message, and ranked clearly worse on headlines and tweets alike, at twice the time. The small
    /// initial weights leave the first steps to the data. 400 steps are twenty passes over 320 examples of two labels; the
    /// labels of a task of five reach an accuracy with 20 examples that twenty short passes do not come near. 1,250 are twenty
    /// passes over 1,000: more wear out what thousands of labels teach, in average precision by .009 at 2,000 tweets and by .017
    /// at 5,000 (`Benchmark steps`, limits of 600 to 5,000 tried), and cost ATLAS as many times eleven trainings.
    public static let standard = TrainingSettings(
        hiddenUnits: 128, learningRate: 0.3, epochs: 20, batchSize: 16, itemsPerLabel: nil, initialScale: 0.01,
        leastSteps: 400, mostSteps: 1_250)

    /// The settings of Monarch's reference: SGD 0.01, one item a step, 20 epochs of 200 items a label or of all that there are
    /// of it, and PyTorch's initial weights. Twenty are those of the program with ATLAS; that of the second chapter has ten.
    public static let published = TrainingSettings(
        hiddenUnits: 128, learningRate: 0.01, epochs: 20, batchSize: 1, itemsPerLabel: 200, initialScale: nil,
        draw: .once)
}
