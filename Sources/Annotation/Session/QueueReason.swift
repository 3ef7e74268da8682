import Sampling

/// Why a message comes to the annotator.
public enum QueueReason: Sendable, Hashable {
    /// A strategy chose it.
    case chosen(Reason)
    /// Drawn for the evaluation set, or for a first model.
    case evaluation, firstItem
    case byHand
    /// Labelled before, by the choice of that strategy; the journal keeps no more of it.
    case earlier(strategy: String)
    case skipped, undone

    /// Why, in a few words.
    ///
    /// - Parameters:
    ///   - labels: titles of the labels, in the scheme's order.
    ///   - showsGuess: as in ``Sampling/Reason/words(labels:showsGuess:)``.
    public func words(labels: [String], showsGuess: Bool = false) -> String {
        switch self {
        case .chosen(let reason): reason.words(labels: labels, showsGuess: showsGuess)
        case .evaluation: "to check the model: drawn at random"
        case .firstItem: "to teach a first model: drawn at random"
        case .byHand: "picked out by hand"
        case .earlier(let strategy): "chosen by \(strategy)"
        case .skipped: "skipped before: label it now"
        case .undone: "undone: label it again"
        }
    }

    /// Why, in 24 columns at most.
    public var brief: String {
        switch self {
        case .chosen(let reason): reason.brief
        case .evaluation: "to check the model"
        case .firstItem: "to teach a first model"
        case .byHand: "picked by hand"
        case .earlier: "chosen before"
        case .skipped: "skipped before"
        case .undone: "undone"
        }
    }

    /// The numbers behind the words; nil where there are none.
    public var figures: String? { if case .chosen(let reason) = self { reason.figures } else { nil } }
}
