import Answers
import Learning

/// What counts as an error where a message can have several labels. Of one label a message both are the same.
enum ErrorExtent: Sendable, Hashable {
    /// An answer of which any label is wrong.
    case wholeAnswer
    /// A wrong guess on the label that is least certain: whose probability is nearest to its threshold, of equals the lower one. With
    /// many labels hardly any whole answer is right, and that says little.
    case weakestLabel

    /// Whether a guess is wrong.
    func isError(_ probabilities: ArraySlice<Float>, _ decision: Decision, _ answer: Answer) -> Bool {
        let guess = decision.answer(probabilities)
        guard self == .weakestLabel, let weakest = Self.weakest(probabilities, decision) else { return guess != answer }
        return guess.has(weakest) != answer.has(weakest)
    }

    /// What the model itself gives its guess: the probability of the label; of several that of all that holds and holds not, each by
    /// itself, or of the least certain one alone.
    func confidence(_ probabilities: ArraySlice<Float>, _ decision: Decision) -> Double {
        let start = probabilities.startIndex
        guard decision.thresholds != nil else { return Double(probabilities[start + decision.label(probabilities)]) }
        let guess = decision.answer(probabilities)
        func own(_ label: Int) -> Double {
            let probability = Double(probabilities[start + label])
            return guess.has(label) ? probability : 1 - probability
        }
        if self == .weakestLabel { return Self.weakest(probabilities, decision).map(own) ?? 1 }
        return (0..<probabilities.count).reduce(1.0) { $0 * own($1) }
    }

    private static func weakest(_ probabilities: ArraySlice<Float>, _ decision: Decision) -> Int? {
        guard let thresholds = decision.thresholds else { return nil }
        let distances = zip(probabilities, thresholds).map { abs(Double($0) - $1) }
        return distances.indices.min { (distances[$0], $0) < (distances[$1], $1) }
    }
}
