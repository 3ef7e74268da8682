import Arithmetic

/// What the output layer learns to make small, and so what its logits mean.
public enum Loss: String, Sendable, Hashable, CaseIterable {
    /// Cross-entropy of the softmax over all labels: a message has one of them, and its probabilities add up to 1.
    case softmax
    /// For each label the cross-entropy of a sigmoid of its own, one against the rest, on the hidden layer that all share: a message
    /// can have several labels, and none. Known as binary relevance: G. Tsoumakas, I. Katakis & I. Vlahavas, *Mining Multi-label
    /// Data* (2010).
    ///
    /// The losses of the labels are summed. Of 300 messages made of 200 texts of the needs task, alone and in pairs, with 13 labels of
    /// need, language and kind, the mean average precision on 400 made of 100 others was .63 with the sum, .55 with the sum / √K and .52
    /// with the mean; of 60 messages .57, .55 and .50 (three seeds, the same steps computed in numpy).
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
