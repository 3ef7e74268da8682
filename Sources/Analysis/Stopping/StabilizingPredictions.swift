import Learning
import Notation

/// Whether the model still changes its mind.
///
/// M. Bloodgood & K. Vijay-Shanker, *A Method for Stopping Active Learning Based on Stabilizing Predictions and the
/// Need for User-Adjustable Stopping* (2009): Cohen's kappa between the predictions of successive models on the same
/// unlabelled messages; predictions are stable when the mean of the last three exceeds 0.99.
public struct StabilizingPredictions: Sendable, Hashable {
    /// Agreement of each round's model with that of the round before, from the second round on. A round counts whose model has
    /// learnt from two different labels: what chose before that was no model of these labels.
    public let agreements: [Double]
    /// Rounds that were compared; one where there is nothing to compare it with.
    public let roundCount: Int
    /// Messages that the agreement rests on.
    public let messageCount: Int

    /// Agreements that the mean is of.
    public static let window = 3
    /// What the mean has to exceed.
    public static let threshold = 0.99

    /// - Parameter hasRound: whether there is a round that counts, compared or not.
    public init(agreements: [Double], hasRound: Bool, messageCount: Int) {
        self.agreements = agreements
        roundCount = agreements.isEmpty ? (hasRound ? 1 : 0) : agreements.count + 1
        self.messageCount = messageCount
    }

    /// Mean of the last three agreements; nil while there are fewer.
    public var recent: Double? {
        guard agreements.count >= Self.window else { return nil }
        return agreements.suffix(Self.window).reduce(0, +) / Double(Self.window)
    }

    /// nil while there are too few rounds to say.
    public var isStable: Bool? { recent.map { $0 > Self.threshold } }

    /// One sentence with what it rests on.
    public var text: String {
        guard let recent else {
            return "too few rounds to say whether predictions have settled: \(Self.window + 1) are needed, there "
                + (roundCount == 1 ? "is 1" : "are \(roundCount)")
        }
        let rests = "\(CountText.text(messageCount, "message")), \(CountText.text(roundCount, "round"))"
        let verdict =
            recent > Self.threshold
            ? "predictions have settled" : "predictions still change from round to round"
        return "\(verdict): mean kappa of the last \(Self.window) rounds \(FigureText.text(recent)), "
            + "settled above \(FigureText.text(Self.threshold)) (\(rests))"
    }
}
