import Learning

/// Labelled messages that a model was not trained on (V), and what that model says of the whole corpus.
struct HeldOutSplit: Sendable {
    /// Corpus rows of the held-out messages, ascending.
    let heldOut: [Int]
    /// Outputs of the model that learnt from the other labelled messages, for every row of the corpus.
    let outputs: ModelOutputs
    let model: Classifier

    /// Into how many folds so many labels are dealt; one of them is held out.
    ///
    /// Ten, as published, from 200 labels on. Below that a tenth would be a handful of messages, too few to rank logits
    /// among or to tell from the pool, so that at least 20 are held out, and at most half.
    static func foldCount(labels: Int) -> Int { min(10, max(2, labels / 20)) }
}
