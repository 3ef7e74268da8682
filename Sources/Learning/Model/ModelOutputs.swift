/// What a classifier says of *n* rows.
public struct ModelOutputs: Sendable, Hashable {
    /// Softmax of the logits, or a sigmoid of each, *n* × K.
    public let probabilities: Matrix
    /// Hidden activations after ReLU, *n* × hidden units.
    public let hidden: Matrix
    /// Output layer before that, *n* × K.
    public let logits: Matrix
    /// What made the logits from the activations.
    public let output: OutputLayer
    /// What the model has learnt to make small: what its logits mean.
    public let loss: Loss

    public init(
        probabilities: Matrix, hidden: Matrix, logits: Matrix, output: OutputLayer, loss: Loss = .softmax
    ) {
        self.loss = loss
        self.probabilities = probabilities
        self.hidden = hidden
        self.logits = logits
        self.output = output
    }
}

/// The layer from hidden activations to logits.
public struct OutputLayer: Sendable, Hashable {
    /// K × hidden units.
    public let weights: Matrix
    /// K numbers.
    public let bias: [Float]

    public init(weights: Matrix, bias: [Float]) {
        self.weights = weights
        self.bias = bias
    }
}
