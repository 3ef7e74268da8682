import Arithmetic

/// What the output layer learns to make small, and so what its logits mean.
public enum Loss: String, Sendable, Hashable, CaseIterable {
    /// Cross-entropy of the softmax over all labels: a message has one of them, and its probabilities add up to 1.
    case softmax
    /// For each label the cross-entropy of a sigmoid of its own, one against the rest, on the hidden layer that all share: a message
    /// can have several labels, and none. G. Tsoumakas & I. Katakis, *Multi-Label Classification: An Overview* (2007), call it
    /// binary relevance.
    case oneAgainstRest

    /// The loss of a task.
    ///
    /// - Parameter isSeveral: whether a message can have several labels.
    public init(isSeveral: Bool) { self = isSeveral ? .oneAgainstRest : .softmax }

    /// Makes probabilities of K logits, in their place.
    @inline(__always)
    func apply(_ elements: UnsafeMutableBufferPointer<Float>, _ start: Int, count: Int) {
        switch self {
        case .softmax: Softmax.apply(elements, start, count: count)
        case .oneAgainstRest:
            for index in start..<start + count {
                elements[index] = Float(LogisticHead.sigmoid(Double(elements[index])))
            }
        }
    }

    /// Probabilities of K logits.
    public func probabilities(_ logits: [Double]) -> [Double] {
        switch self {
        case .softmax: Softmax.probabilities(logits)
        case .oneAgainstRest: logits.map(LogisticHead.sigmoid)
        }
    }
}
