/// What a strategy can read of a round, beside which messages are labelled and which are open.
///
/// A round computes what is read and no more.
public enum Reading: String, Sendable, CaseIterable {
    /// The words of the messages, as numbers.
    case features
    /// The model's probabilities of every message.
    case probabilities
    /// The model's layers for every message: what it is given, hidden activations, logits, and the weights between them.
    case activations
    /// The model itself, to go on learning from it.
    case model
    /// The labelled messages, marked right or wrong by models that were not trained on them.
    case heldOutMarks = "held-out marks"
    /// What a model that was not trained on some of the labels says of those and of every other message.
    case heldOutSplit = "held-out split"
    /// The votes of several models on every message.
    case committee
}

/// A strategy has read what its declaration does not name.
struct UndeclaredReading: Error, Hashable, CustomStringConvertible {
    let reading: Reading

    var description: String {
        "the strategy reads \(reading.rawValue), which its declaration does not name; add it to its 'reads'"
    }
}
