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
    /// Length of a step, as a factor of the gradient: of the first, where they become shorter.
    public var learningRate: Float
    /// Whether steps become shorter, evenly, from the first one to nothing behind the last.
    public var decaysRate: Bool
    /// Passes, each over the items that ``itemsPerLabel`` says, where nothing below asks for more steps.
    public var epochs: Int
    /// Passes go on until there have been so many steps: a few labels make short passes.
    public var leastSteps: Int
    /// Likewise so many times √(items of a pass · labels / 2): what thousands of items teach takes more steps, but is learnt before
    /// each of them has come as often as each of a few. ``Trainer`` says how many steps labels can ask for.
    public var stepsPerRoot: Float
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
        hiddenRate: Float = 1, leastSteps: Int = 0, stepsPerRoot: Float = 0, decaysRate: Bool = false,
        draw: Draw = .balanced
    ) {
        self.draw = draw
        self.leastSteps = leastSteps
        self.stepsPerRoot = stepsPerRoot
        self.decaysRate = decaysRate
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
    /// initial weights leave the first steps to the data.
    ///
    /// Steps become shorter, evenly, to nothing (Defazio et al. 2023, arXiv:2310.07831): where they are of one length, the bias of
    /// a model, and with it the share of right guesses, is what the last mini-batches happened to push. They are 14 · √(items of
    /// a pass · labels / 2), at least 200: twice as many wear out what real messages teach, half as many leave what clean labels
    /// teach (`Benchmark steps`; tweets, headlines and sample messages, from words and from meaning, 40 to 1,250 steps, rates of .15 to .6).
    public static let standard = TrainingSettings(
        hiddenUnits: 128, learningRate: 0.6, epochs: 1, batchSize: 16, itemsPerLabel: nil, initialScale: 0.01,
        leastSteps: 200, stepsPerRoot: 14, decaysRate: true)

    /// The settings of Monarch's reference: SGD 0.01, one item a step, 20 epochs of 200 items a label or of all that there are
    /// of it, and PyTorch's initial weights. Twenty are those of the program with ATLAS; that of the second chapter has ten.
    public static let published = TrainingSettings(
        hiddenUnits: 128, learningRate: 0.01, epochs: 20, batchSize: 1, itemsPerLabel: 200, initialScale: nil,
        draw: .once)
}

extension TrainingSettings {
    /// `20 epochs`, or `200 steps at least, 14.0 · √(items of a pass · labels / 2)`.
    public var lengthInWords: String {
        let asked = [
            epochs > 1 || leastSteps == 0 && stepsPerRoot == 0 ? "\(epochs) epochs" : nil,
            leastSteps > 0 ? "\(leastSteps) steps at least" : nil,
            stepsPerRoot > 0 ? "\(stepsPerRoot) · √(items of a pass · labels / 2)" : nil,
        ]
        return asked.compactMap { $0 }.joined(separator: ", ")
    }
}
