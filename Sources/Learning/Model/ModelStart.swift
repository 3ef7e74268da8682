/// What a model starts from instead of nothing: a hidden layer that has learnt another task, and what that task says of the
/// labels that both have.
///
/// Two ways lead on from there. A layer that *goes on* becomes the new model's own and learns at
/// ``TrainingSettings/hiddenRate`` (R. Monarch, *Active Transfer Learning*, 2020, figure 1 and note 1: frozen, or fine-tuned).
/// A layer that is *kept* stands unchanged beside new units, and only what its units say of the labels is learnt, from what
/// they said in the task before: what the new labels teach is the difference, so that the knowledge ranks before the first
/// label, is held to while there are few, and is let go where they contradict it. That is transfer by a penalty on the
/// distance from the weights before (L2-SP: Li, Grandvalet & Davoine 2018) with early stopping in the penalty's place.
public struct ModelStart: Sendable, Hashable {
    /// The hidden layer, for the columns of the new task.
    public let layer: HiddenLayer
    /// Whether the layer stays as it is, with new units beside it.
    public let isKept: Bool
    /// For each label of the new task, what the units say of it: a weight for each unit and a bias; nil for a label that the
    /// task before did not have.
    public let answers: [Answer?]
    /// What the new task learns to make small.
    let loss: Loss

    /// What a kept layer says counts as much as so many labels: with *n* labels, its answers begin at worth / (worth + n) of
    /// their weights, so that it is let go where the labels say otherwise.
    static let worth: Float = 30

    /// One row of an output layer.
    public struct Answer: Sendable, Hashable {
        let weights: [Float]
        let bias: Float
    }

    /// A layer that goes on, under an output layer that is new.
    public init(_ layer: HiddenLayer) {
        self.layer = layer
        isKept = false
        answers = []
        loss = .softmax
    }

    /// A layer that is kept.
    ///
    /// Of the logits of a softmax only differences count: each unit's weights are taken from their mean over the labels before, so
    /// that a label that is new stands where the mean of the others is. Where the new task's labels are each one against the rest,
    /// the difference from the mean of the K − 1 others says what a logit alone says there, which is K / (K − 1) times as much; and
    /// logits that were each one against the rest stay as they are.
    /// - Parameters:
    ///   - output: what the layer's units say of the labels of the task before, K′ × units.
    ///   - labels: for each label of the new task its place among those of the task before; nil for a new one.
    ///   - before: what the task before learnt to make small.
    ///   - loss: what the new task learns to make small.
    public init(
        keeping layer: HiddenLayer, output: OutputLayer, labels: [Int?], from before: Loss = .softmax,
        loss: Loss = .softmax
    ) {
        self.loss = loss
        self.layer = layer
        isKept = true
        let weights = output.weights
        let count = Float(max(1, weights.rowCount))
        let isAsItIs = before == .oneAgainstRest && loss == .oneAgainstRest
        let means = (0..<weights.columnCount).map { unit in
            isAsItIs ? 0 : (0..<weights.rowCount).reduce(Float(0)) { $0 + weights[$1, unit] } / count
        }
        let bias = isAsItIs ? 0 : output.bias.reduce(0, +) / count
        let scale = before == .softmax && loss == .oneAgainstRest && count > 1 ? count / (count - 1) : 1
        answers = labels.map { label in
            guard let label, output.bias.indices.contains(label), weights.columnCount == layer.unitCount else {
                return nil
            }
            return Answer(
                weights: zip(weights.row(label), means).map { scale * ($0 - $1) },
                bias: scale * (output.bias[label] - bias))
        }
    }

    /// It says something of at least two labels, or of one where each is one against the rest, so that it ranks messages before
    /// there is a label.
    public var ranks: Bool { answers.count { $0 != nil } > (loss == .softmax ? 1 : 0) }
}
