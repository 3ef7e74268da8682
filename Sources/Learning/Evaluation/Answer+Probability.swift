import Answers

extension Answer {
    /// What a row of probabilities gives it: the probability of its label; of several the geometric mean of what it gives each label to
    /// hold, or not to hold, as the answer says, so that it does not fall with their number.
    ///
    /// - Complexity: O(K).
    public func probability(in given: ArraySlice<Float>) -> Double {
        switch self {
        case .one(let label): return (0..<given.count).contains(label) ? Double(given[given.startIndex + label]) : 0
        case .several(let labels):
            let sum = given.indices.reduce(0.0) { sum, index in
                let probability = Double(given[index])
                let holds = labels.contains(index - given.startIndex)
                return sum + naturalLogarithm(max(1e-12, holds ? probability : 1 - probability))
            }
            return exponential(sum / Double(max(1, given.count)))
        }
    }
}
