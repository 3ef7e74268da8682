import Learning

/// How the predictions of two models for all messages of a pool differ: the most probable labels, whatever their
/// probabilities; of several labels the whole answers.
public struct PredictionChange: Sendable, Hashable {
    /// Messages with another most probable label, or another answer.
    public let flipped: Int
    /// Cohen's kappa between the two; nil for an empty pool.
    public let agreement: Double?

    /// - Parameters: the prediction for each message with one model and with the other, as ``Learner/predictions(of:count:monitor:)``
    ///   has them.
    public init(from before: [Int], to after: [Int]) {
        flipped = zip(before, after).count { $0 != $1 }
        agreement = Agreement.kappa(before, after)
    }
}
