import Learning

/// The layers of a model for *n* rows, without what it makes of them in the end.
struct Activations: Sendable {
    /// Hidden activations after ReLU, *n* × hidden units.
    let hidden: Matrix
    /// Output layer before softmax, *n* × K.
    let logits: Matrix
    /// What made the logits from the hidden activations.
    let output: OutputLayer

    init(_ outputs: ModelOutputs) {
        hidden = outputs.hidden
        logits = outputs.logits
        output = outputs.output
    }
}
