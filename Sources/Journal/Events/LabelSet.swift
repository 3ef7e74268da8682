/// Which set a labelled message belongs to.
public enum LabelSet: String, Sendable, Hashable {
    /// Learnt from.
    case training
    /// Measures the model and is never learnt from.
    case evaluation
}
