/// What a classifier says of *n* rows.
public struct ModelOutputs: Sendable, Hashable {
    /// Softmax of the logits, *n* × K.
    public let probabilities: Matrix
    /// Hidden activations after ReLU, *n* × hidden units.
    public let hidden: Matrix
    /// Output layer before softmax, *n* × K.
    public let logits: Matrix
}
