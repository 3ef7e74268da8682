import Learning
import Notation

/// A measure of agreement with its 95 % interval, or why there is none.
public enum AgreementFigure: Sendable, Hashable {
    case estimate(Estimate)
    case none(Reason)

    /// Why a measure says nothing.
    public enum Reason: Sendable, Hashable {
        /// No message has labels of two annotators.
        case noOverlap
        /// All labels are one, or another than the one in question: chance agrees as well, and 0 is divided by 0.
        case oneLabel
        /// The messages are fewer than an interval can be drawn from, or so alike that samples of them have no value.
        case tooFew
        /// It is one of a label, and there is none of whole answers.
        case labelByLabel

        /// In words, short enough for a table.
        public var words: String {
            switch self {
            case .noOverlap: "no overlap"
            case .oneLabel: "one label only"
            case .tooFew: TooFew.words
            case .labelByLabel: "label by label"
            }
        }
    }

    /// The measure itself; nil where there is none.
    public var value: Double? { if case .estimate(let estimate) = self { estimate.value } else { nil } }
}

/// Agreement as it was observed and as chance would bring it about.
struct ChanceCorrected {
    let observed: Double
    /// In [0, 1].
    let chance: Double

    /// Nil where chance leaves nothing to agree on.
    var value: Double? { Agreement.beyondChance(observed, chance: chance) }

    /// With its interval.
    ///
    /// The one of the bootstrap. Where that has no width, as where all agree, it says nothing of what was not seen: then
    /// Wilson's interval of the observed agreement as a share of the messages, with chance as it is.
    /// - Parameters:
    ///   - messages: that two or more have labelled.
    ///   - interval: of the bootstrap; nil where too few samples have a value.
    func figure(messages: Int, interval: ClosedRange<Double>?) -> AgreementFigure {
        guard messages > 0 else { return .none(.noOverlap) }
        guard let value else { return .none(.oneLabel) }
        guard messages >= Bootstrap.fewestMessages, let interval else { return .none(.tooFew) }
        if interval.lowerBound == interval.upperBound,
            let wilson = ScoreInterval(share: observed, of: Double(messages)),
            let low = Agreement.beyondChance(wilson.low, chance: chance),
            let high = Agreement.beyondChance(wilson.high, chance: chance)
        {
            return .estimate(Estimate(value: value, low: min(value, low), high: max(value, high)))
        }
        let (low, high) = (min(value, interval.lowerBound), max(value, interval.upperBound))
        return .estimate(Estimate(value: value, low: low, high: high))
    }
}
