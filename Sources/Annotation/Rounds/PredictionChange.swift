import Learning

/// How the predictions of two models for all messages of a pool differ: the most probable labels, whatever their
/// probabilities.
public struct PredictionChange: Sendable, Hashable {
    /// Messages with another most probable label.
    public let flipped: Int
    /// Cohen's kappa between the two; nil for an empty pool.
    public let agreement: Double?

    /// - Parameters: the most probable label of each message with one model and with the other.
    public init(from before: [Int], to after: [Int]) {
        flipped = zip(before, after).count { $0 != $1 }
        agreement = Agreement.kappa(before, after)
    }
}
